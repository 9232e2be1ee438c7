import CpayModel
public import CpaySyntax
public import CpayValue

/// A record read from a JSON file, such as evidence, with what is wrong with it at its places in
/// that file.
public struct RecordDocument: Sendable {
  /// The record's members, in the order of the file.
  public private(set) var members: [Value.Member] = []
  /// What is wrong; nothing of the record may be used then.
  public private(set) var diagnostics: [Diagnostic] = []

  /// The record of that type in `bytes`, the content of the file at `path`.
  public init(_ bytes: [UInt8], named path: String, _ type: RecordType) {
    // Editors of some systems begin a file with a byte order mark.
    let bytes = TextStart.skippingMark(bytes)
    let source = Source(name: path, bytes: bytes)
    if let reason = TextStart.foreignForm(bytes) {
      report(.malformedFile(reason), at: 0..<2, in: source)
      return
    }
    do {
      read(try JSONReader.read(bytes), type, in: source)
    } catch {
      let end = min(error.offset + 1, bytes.count)
      report(.malformedFile(error.reason), at: error.offset..<end, in: source)
    }
  }

  private mutating func read(_ document: JSONNode, _ type: RecordType, in source: Source) {
    guard case .object(let found) = document.content else {
      return report(
        .wrongFileValue("an object of \(type.name)", found: document.kindName),
        at: document.range, in: source)
    }
    for member in found {
      guard let key = type.key(member.name) else {
        report(.unknownFileKey(member.name, of: type), at: member.nameRange, in: source)
        continue
      }
      let range = member.value.range
      guard let text = member.value.string else {
        report(
          .wrongFileValue("a text", found: member.value.kindName), at: range, in: source)
        continue
      }
      if case .id(let prefix, let resource) = key.type, !WireLimits.isID(text, prefix: prefix) {
        report(.notAnID(text, prefix: prefix, of: resource), at: range, in: source)
      }
      members.append(Value.Member(name: member.name, value: .string(text)))
    }
  }

  private mutating func report(
    _ problem: LanguageProblem, at range: Range<Int>, in source: Source
  ) {
    diagnostics.append(Diagnostic(problem, at: Place(range, in: source)))
  }
}
