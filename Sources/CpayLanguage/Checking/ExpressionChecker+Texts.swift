import CpayModel
import CpaySyntax
import CpayValue

extension ExpressionChecker {
  /// A text with values in it; each must be there.
  func template(_ syntax: Syntax, expecting expected: ValueType?) -> TypedExpression? {
    guard let found = pieces(syntax) else { return nil }
    if case .id("file_", _) = expected, found.expressions.cannotBeID(prefix: "file_") {
      report(.textNeedsSign(syntax.text), at: syntax.range)
      return nil
    }
    return TypedExpression(.template(found.expressions), .string, numbers: found.numbers)
  }

  private func pieces(
    _ syntax: Syntax
  ) -> (expressions: [CheckedExpression], numbers: NumberForm)? {
    var pieces: [CheckedExpression] = []
    var numbers = NumberForm.point
    for part in syntax.children {
      if part.kind == .textPiece {
        pieces.append(.constant(.string(TextLiteral.piece(part.mainText))))
        continue
      }
      guard let value = expression(part) else { return nil }
      guard value.type.type.isScalar else {
        report(.notWritable(value.type.type), at: part.range)
        return nil
      }
      if value.type.isNullable {
        report(.holeMayBeMissing(part.operandText, value.type.type), at: part.range)
        return nil
      }
      pieces.append(value.expression)
      numbers = numbers.or(value.type.numbers)
    }
    return (pieces, numbers)
  }

  /// A file whose name depends on the row: a path, a file to upload, or a record to read.
  func fileTemplate(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    guard let written = pieces(syntax)?.expressions else { return nil }
    for (place, piece) in written.enumerated() where !place.isMultiple(of: 2) {
      // What a row brings is looked at when its file is.
      guard !environment.toleratesMissing, let text = environment.knownText(piece),
        !text.isFileName
      else { continue }
      report(.unfitName(text), at: syntax.children[place].range)
      return nil
    }
    // What a hole brings is told apart from what the program writes, whatever it is.
    let pieces = written.enumerated().map { place, piece in
      place.isMultiple(of: 2) ? piece : .template([piece])
    }
    let path = CheckedExpression.template(
      (environment.folder.map { [.constant(.string($0 + "/"))] } ?? []) + pieces)
    // With a hole that may not stand in a name it is no path.
    if let known = environment.knownPath(path), !leadsAway(written) {
      if case .record(let type) = expected {
        return recordFile(known, type, at: syntax.range)
          .map { TypedExpression($0, .record(type)) }
      }
      return fileLiteral(known, expected, at: syntax.range)
    }
    return computedFile(path, expecting: expected, at: syntax.range)
  }

  /// Whether a hole of a path is known to hold what may not stand in a name.
  private func leadsAway(_ pieces: [CheckedExpression]) -> Bool {
    pieces.enumerated().contains { place, piece in
      !place.isMultiple(of: 2) && environment.knownText(piece)?.isFileName == false
    }
  }

  private func computedFile(
    _ path: CheckedExpression, expecting expected: ValueType?, at range: Range<Int>
  ) -> TypedExpression? {
    switch expected {
    case .record(let type): return TypedExpression(.recordFile(path, type), .record(type))
    case .id("file_", let resource):
      return TypedExpression(.file(path), .id(prefix: "file_", of: resource))
    case .file, nil, .open: return TypedExpression(.file(path), .file)
    default:
      report(.fileNotHere, at: range)
      return nil
    }
  }
}

extension [CheckedExpression] {
  /// Whether a text of those pieces, holes between them, is no id whatever the holes bring.
  fileprivate func cannotBeID(prefix: String) -> Bool {
    enumerated().contains { place, piece in
      guard place.isMultiple(of: 2), case .constant(.string(let text)) = piece else { return false }
      return place == 0
        ? !prefix.hasPrefix(text) && !WireLimits.isID(text + "1", prefix: prefix)
        : !WireLimits.isID(prefix + text + "1", prefix: prefix)
    }
  }
}
