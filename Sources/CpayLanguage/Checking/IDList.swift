public import CpayModel
public import CpaySyntax
import CpayValue

/// A file of ids, one a line; blank lines are passed over.
public struct IDList: Sendable {
  /// The ids with the places where they stand, up to the first line that is none.
  public private(set) var entries: [(id: String, place: Place)] = []
  /// What is wrong with the first line that is no id.
  public private(set) var mistake: Diagnostic?

  /// The ids of `resource` in a file.
  public init(_ file: Source, _ resource: Resource) {
    if let reason = TextStart.foreignForm(file.bytes) {
      mistake = Diagnostic(LanguageProblem.unreadableFile(file.name ?? "the list", reason))
    }
    var start = TextStart.markLength(file.bytes)
    while start < file.bytes.count, mistake == nil {
      let end = file.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
      var range = start..<end
      while let last = range.last, isBlank(file.bytes[last]) { range = range.dropLast() }
      while let first = range.first, isBlank(file.bytes[first]) { range = range.dropFirst() }
      start = end + 1
      if !range.isEmpty { add(file.text(range), Place(range, in: file), resource) }
    }
  }

  private mutating func add(_ id: String, _ place: Place, _ resource: Resource) {
    if resource.isID(id) {
      entries.append((id, place))
    } else {
      mistake = Diagnostic(
        LanguageProblem.notAnID(
          String(id.prefix(80)), prefix: resource.idPrefix, of: resource.name), at: place)
    }
  }
}

private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0d].contains(byte) }
