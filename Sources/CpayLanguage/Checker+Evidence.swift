import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  /// A record where `type` is wanted: written out, or read from a file.
  mutating func record(
    _ syntax: Syntax, _ type: RecordType, _ rows: RowType?
  ) -> CheckedExpression? {
    switch syntax.kind {
    case .record:
      if syntax.children.isEmpty {
        report(.noEvidence(at: syntax.range))
        return nil
      }
      return writtenRecord(syntax, type, rows)
    case .literal where syntax.mainKind == .file:
      return recordFile(TextLiteral.path(syntax.mainText), type, at: syntax.range)
    case .parenthesized: return record(syntax.child, type, rows)
    default:
      report(
        Diagnostic(
          "E302", "\(type.name) is wanted here", at: syntax.range,
          advice:
            "write a record, `{\(type.keys.first?.name ?? "key"): …}`, or a file, `@file.json`"))
      return nil
    }
  }

  private mutating func writtenRecord(
    _ syntax: Syntax, _ type: RecordType, _ rows: RowType?
  ) -> CheckedExpression? {
    var members: [CheckedExpression.Member] = []
    for member in syntax.children {
      let name = member.mainText
      guard let key = type.key(name) else {
        report(.unknownKey(name, of: type, at: member.mainRange))
        continue
      }
      if members.contains(where: { $0.name == name }) {
        report(.repeatedArgument(name, at: member.mainRange))
        continue
      }
      guard let value = expression(member.child, in: rows, expecting: key.type),
        fits(value, key.type, at: member.child.range)
      else { continue }
      if value.type.isNullable {
        report(.mayBeMissing(member.child.text, at: member.child.range))
        continue
      }
      members.append(CheckedExpression.Member(name: name, value: value.expression))
    }
    return members.count == syntax.children.count ? .record(members) : nil
  }

  private mutating func recordFile(
    _ path: String, _ type: RecordType, at range: Range<Int>
  ) -> CheckedExpression? {
    switch context.files(path) {
    case .failure(let failure):
      report(.unreadableFile(path, failure.reason, at: range))
      return nil
    case .success(let content):
      // Editors of some systems begin a file with a byte order mark.
      let bytes = content.starts(with: [0xef, 0xbb, 0xbf]) ? Array(content.dropFirst(3)) : content
      let source = Source(name: path, bytes: bytes)
      do {
        return try recordDocument(JSONReader.read(bytes), type, in: source, at: range)
      } catch {
        report(.malformedFile(error.reason, at: error.offset, in: source))
        return nil
      }
    }
  }

  private mutating func recordDocument(
    _ document: JSONNode, _ type: RecordType, in source: Source, at range: Range<Int>
  ) -> CheckedExpression? {
    guard case .object(let found) = document.content else {
      report(
        .wrongFileValue(
          "an object of \(type.name)", found: document.kindName, at: document.range, in: source))
      return nil
    }
    if found.isEmpty {
      report(.noEvidence(at: range))
      return nil
    }
    let before = diagnostics.count
    var members: [CheckedExpression.Member] = []
    for member in found {
      guard let key = type.key(member.name) else {
        report(.unknownKey(member.name, of: type, at: member.nameRange, in: source))
        continue
      }
      guard let text = member.value.string else {
        report(
          .wrongFileValue(
            "a text", found: member.value.kindName, at: member.value.range, in: source))
        continue
      }
      if case .id(let prefix, let resource) = key.type, !isID(text, prefix) {
        report(
          .notAnID(text, prefix: prefix, of: resource, at: member.value.range, in: source))
      }
      members.append(
        CheckedExpression.Member(name: member.name, value: .constant(.text(text))))
    }
    return diagnostics.count == before ? .record(members) : nil
  }
}
