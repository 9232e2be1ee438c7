extension Parser {
  mutating func primary() -> UInt32 {
    let start = position
    switch current.kind {
    case .integer, .decimal, .quantity, .timestamp, .string, .rawString, .file, .true, .false,
      .null, .now, .today:
      advance()
      return finish(.literal, from: start)
    case .textStart: return template(.template)
    case .fileStart: return template(.fileTemplate)
    case .variable:
      advance()
      return finish(.variable, from: start)
    case .name where followsDirectly(.openParenthesis):
      let name = advance()
      let arguments = bracketed(.closeParenthesis, ")") { $0.expression() }
      return finish(.call, from: start, main: name, children: arguments)
    case .name:
      advance()
      return finish(.name, from: start)
    case .openParenthesis:
      let inside = enclosed(by: .closeParenthesis, ")") { $0.expression() }
      return finish(.parenthesized, from: start, children: [inside])
    case .openPipeline:
      let inside = enclosed(by: .closeParenthesis, ")") { $0.pipeline() }
      return finish(.subpipeline, from: start, children: [inside])
    case .openBracket:
      let elements = bracketed(.closeBracket, "]") { $0.element() }
      return finish(.list, from: start, children: elements)
    case .openBrace:
      let members = bracketed(.closeBrace, "}") { $0.recordMember() }
      return finish(.record, from: start, children: members)
    case .argumentName: return refusedArgument()
    default: return failed(expecting: "a value", from: start)
    }
  }

  /// `name=value` where only a comparison can stand.
  mutating func refusedArgument() -> UInt32 {
    let start = position
    report(.assignmentInExpression, at: tokens[position + 1].range)
    _ = argument()
    return finish(.missing, from: start)
  }

  /// An element of a list; where an `=` stands behind it, a comma was meant, if not a comparison.
  private mutating func element() -> UInt32 {
    let start = position
    if at(.argumentName) {
      report(.assignmentInList, at: tokens[position + 1].range)
      _ = argument()
      return finish(.missing, from: start)
    }
    let value = expression()
    guard at(.assign) else { return value }
    report(.assignmentInList, at: current.range)
    advance()
    return expression()
  }

  /// Elements separated by commas, from the opening bracket to the closing one; a comma may
  /// stand behind the last.
  mutating func bracketed(
    _ closing: Token.Kind, _ sign: String, _ element: (inout Parser) -> UInt32
  ) -> [UInt32] {
    enclosed(by: closing, sign) { parser in
      var elements: [UInt32] = []
      while !parser.at(closing) {
        elements.append(element(&parser))
        guard parser.take(.comma) else { break }
      }
      return elements
    }
  }

  private mutating func recordMember() -> UInt32 {
    let start = position
    guard at(.name) || at(.argumentName) else {
      return failed(expecting: "a key", from: start)
    }
    let name = advance()
    let value = expect(.colon, "`:` and a value") != nil ? expression() : gap()
    return finish(.recordMember, from: start, main: name, children: [value])
  }

  // MARK: Texts with holes

  private mutating func template(_ kind: SyntaxKind) -> UInt32 {
    let start = position
    var parts = [piece()]
    repeat {
      parts.append(hole())
      parts.append(piece())
    } while tokens[Int(nodes[Int(parts[parts.count - 1])].mainToken)].kind == .textMiddle
    return finish(kind, from: start, main: start, children: parts)
  }

  private mutating func piece() -> UInt32 {
    let start = position
    advance()
    return finish(.textPiece, from: start)
  }

  private mutating func hole() -> UInt32 {
    let start = position
    guard !isAtPiece else {
      if !followsRefused {
        let opening = tokens[..<start].last { !$0.kind.isTrivia }?.range.upperBound
        let closing = current.range.lowerBound
        report(.emptyHole, at: (opening ?? closing) - 1..<closing + 1)
      }
      return finish(.missing, from: start)
    }
    let value = expression()
    if !isAtPiece {
      fail(expecting: "`}`")
      recoverHole()
    }
    return value
  }
}
