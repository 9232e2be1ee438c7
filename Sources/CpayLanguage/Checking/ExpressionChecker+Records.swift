import CpayModel
import CpaySyntax
import CpayValue

extension ExpressionChecker {
  /// A record where `type` is wanted: written out, or read from a file.
  func record(
    _ syntax: Syntax, _ type: RecordType
  ) -> CheckedExpression? {
    switch syntax.kind {
    case .record:
      if syntax.children.isEmpty {
        report(.noEvidence, at: syntax.range)
        return nil
      }
      return writtenRecord(syntax, type)
    case .literal where syntax.mainKind == .file:
      return recordFile(
        environment.resolved(TextLiteral.path(syntax.mainText)), type, at: syntax.range)
    case .fileTemplate: return expression(syntax, expecting: .record(type))?.expression
    case .variable: return recordVariable(syntax, type)
    case .parenthesized: return record(syntax.child, type)
    case .literal where syntax.isQuoted:
      report(.fileNeedsSign(TextLiteral.text(syntax.mainText)), at: syntax.range)
      return nil
    default:
      report(.recordWanted(type), at: syntax.range)
      return nil
    }
  }

  /// A variable that holds a file, which is read now where its path is known.
  private func recordVariable(_ syntax: Syntax, _ type: RecordType) -> CheckedExpression? {
    guard let typed = variable(syntax) else { return nil }
    guard [.file, .record(type), .open].contains(typed.type.type) else {
      report(.wrongType(typed.type.type, wanted: .record(type)), at: syntax.range)
      return nil
    }
    if typed.type.isNullable {
      report(.mayBeMissing(syntax.operandText), at: syntax.range)
      return nil
    }
    guard typed.type.type == .file else { return typed.expression }
    if let path = environment.knownPath(typed.expression) {
      return recordFile(path, type, at: syntax.range)
    }
    return .recordFile(typed.expression, type)
  }

  private func writtenRecord(
    _ syntax: Syntax, _ type: RecordType
  ) -> CheckedExpression? {
    var members: [CheckedExpression.Member] = []
    for member in syntax.children {
      let name = member.mainText
      observe(.key(of: type, given: syntax.children.map(\.mainText)), at: member)
      guard let key = type.key(name) else {
        report(.unknownKey(name, of: type), at: member.mainRange)
        continue
      }
      if members.contains(where: { $0.name == name }) {
        report(.repeatedArgument(name), at: member.mainRange)
        continue
      }
      guard let value = expression(member.child, expecting: key.type),
        fits(value, key.type, at: member.child.range)
      else { continue }
      if isNameOfFile(value, member.child, key.type) {
        report(.textNeedsSign("\"{\(member.child.text)}\""), at: member.child.range)
        continue
      }
      if value.type.isNullable {
        report(.mayBeMissing(member.child.operandText), at: member.child.range)
        continue
      }
      members.append(CheckedExpression.Member(name: name, value: value.expression))
    }
    return members.count == syntax.children.count ? .record(members) : nil
  }

  /// Whether a variable is known to hold the name of a file where the id of one is wanted.
  private func isNameOfFile(
    _ value: TypedExpression, _ syntax: Syntax, _ wanted: ValueType
  ) -> Bool {
    guard case .id("file_", _) = wanted, value.type.type == .string, syntax.kind == .variable,
      let text = environment.knownText(value.expression)
    else { return false }
    return text.isPath
  }

  /// The record in a file, which is read now, unless the program writes it first.
  func recordFile(
    _ path: String, _ type: RecordType, at range: Range<Int>
  ) -> CheckedExpression? {
    if environment.saved[path] != nil { return .recordFile(.constant(.file(path)), type) }
    switch state.context.files(path) {
    case .failure where environment.toleratesMissing || state.context.leavesEvidence:
      return .recordFile(.constant(.file(path)), type)
    case .success(let bytes) where environment.toleratesMissing && bytes.isEmpty:
      return .recordFile(.constant(.file(path)), type)
    case .failure(let failure):
      report(.unreadableFile(path, failure.reason), at: range)
      return nil
    case .success(let bytes):
      let document = RecordDocument(bytes, named: path, type)
      for mistake in document.diagnostics { report(mistake) }
      if document.diagnostics.isEmpty, document.members.isEmpty { report(.noEvidence, at: range) }
      guard document.diagnostics.isEmpty, !document.members.isEmpty else { return nil }
      return .record(
        document.members.map {
          CheckedExpression.Member(name: $0.name, value: .constant($0.value))
        })
    }
  }
}
