extension Parser {
  mutating func expression() -> UInt32 {
    let start = position
    guard enter() else { return finish(.missing, from: start) }
    defer { depth -= 1 }
    return at(.if) ? conditional() : disjunction()
  }

  private mutating func conditional() -> UInt32 {
    let start = position
    advance()
    let condition = expression()
    guard take(.then) else { return failed(expecting: "`then`", from: start) }
    let consequence = expression()
    guard take(.else) else { return failed(expecting: "`else`", from: start) }
    return finish(.conditional, from: start, children: [condition, consequence, expression()])
  }

  private mutating func disjunction() -> UInt32 {
    let start = position
    var operands = [conjunction()]
    while take(.or) { operands.append(conjunction()) }
    return operands.count == 1 ? operands[0] : finish(.or, from: start, children: operands)
  }

  private mutating func conjunction() -> UInt32 {
    let start = position
    var operands = [negatedCondition()]
    while take(.and) { operands.append(negatedCondition()) }
    return operands.count == 1 ? operands[0] : finish(.and, from: start, children: operands)
  }

  private mutating func negatedCondition() -> UInt32 {
    let start = position
    guard at(.not) else { return comparison() }
    guard enter() else { return finish(.missing, from: start) }
    defer { depth -= 1 }
    advance()
    return finish(.not, from: start, children: [negatedCondition()])
  }

  private mutating func comparison() -> UInt32 {
    let start = position
    let left = coalescing()
    guard let kind = comparisonKind else { return left }
    if kind == .negatedComparison { advance() }
    let sign = advance()
    let right = coalescing()
    let node = finish(kind, from: start, main: sign, children: [left, right])
    if comparisonKind != nil {
      report(.chainedComparison(at: current.range))
      recover(to: [.pipe, .terminator, .and, .or, .comma, .then, .else])
    }
    return node
  }

  private var comparisonKind: SyntaxKind? {
    switch current.kind {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .contains,
      .matches:
      .comparison
    case .not where follows(.in) || follows(.contains) || follows(.matches): .negatedComparison
    default: nil
    }
  }

  private mutating func coalescing() -> UInt32 {
    binary([.coalesce]) { parser in
      parser.binary([.plus, .minus]) { parser in
        parser.binary([.times, .divide]) { parser in parser.prefixed() }
      }
    }
  }

  /// Operands joined from the left by one of `signs`.
  private mutating func binary(
    _ signs: [Token.Kind], _ operand: (inout Parser) -> UInt32
  ) -> UInt32 {
    let start = position
    var left = operand(&self)
    while signs.contains(current.kind) {
      let sign = advance()
      left = finish(.arithmetic, from: start, main: sign, children: [left, operand(&self)])
    }
    return left
  }

  private mutating func prefixed() -> UInt32 {
    let start = position
    guard at(.minus) else { return postfixed() }
    guard enter() else { return finish(.missing, from: start) }
    defer { depth -= 1 }
    advance()
    return finish(.negation, from: start, children: [prefixed()])
  }

  private mutating func postfixed() -> UInt32 {
    let start = position
    var base = primary()
    while true {
      if take(.dot) {
        if at(.argumentName) { return refusedArgument() }
        guard at(.name) else { return failed(expecting: "a field's name", from: start) }
        let name = advance()
        base = finish(.member, from: start, main: name, children: [base])
      } else if at(.openBracket), position > 0, !tokens[position - 1].kind.isTrivia {
        let index = enclosed(by: .closeBracket, "]") { $0.expression() }
        base = finish(.subscription, from: start, children: [base, index])
      } else {
        return base
      }
    }
  }

  mutating func primary() -> UInt32 {
    let start = position
    switch current.kind {
    case .integer, .decimal, .quantity, .timestamp, .string, .rawString, .file, .true, .false,
      .null, .now, .today:
      advance()
      return finish(.literal, from: start)
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
      let elements = bracketed(.closeBracket, "]") { $0.expression() }
      return finish(.list, from: start, children: elements)
    case .openBrace:
      let members = bracketed(.closeBrace, "}") { $0.recordMember() }
      return finish(.record, from: start, children: members)
    case .argumentName: return refusedArgument()
    default: return failed(expecting: "a value", from: start)
    }
  }

  /// `name=value` where only a comparison can stand.
  private mutating func refusedArgument() -> UInt32 {
    let start = position
    report(.assignmentInExpression(at: tokens[position + 1].range))
    _ = argument()
    return finish(.missing, from: start)
  }

  /// Elements separated by commas, from the opening bracket to the closing one; a comma may
  /// stand behind the last.
  private mutating func bracketed(
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
    if at(.assign) {
      report(.expected("`:` and a value", at: current.range, found: "`=`"))
      return finish(.missing, from: start)
    }
    guard take(.colon) else { return failed(expecting: "`:` and a value", from: start) }
    return finish(.recordMember, from: start, main: name, children: [expression()])
  }
}
