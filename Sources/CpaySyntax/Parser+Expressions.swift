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
    let consequence = branch(.then, "`then`")
    let alternative = branch(.else, "`else`")
    return finish(
      .conditional, from: start, children: [condition, consequence, alternative])
  }

  private mutating func branch(_ word: Token.Kind, _ what: String) -> UInt32 {
    take(word) ? expression() : failed(expecting: what, from: position)
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
      if nodes[Int(right)].kind != .missing { report(.chainedComparison, at: current.range) }
      recover(to: [.pipe, .terminator, .and, .or, .comma, .then, .else])
    }
    return node
  }

  private var comparisonKind: SyntaxKind? {
    switch current.kind {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .contains,
      .matches:
      .comparison
    case .not where [.in, .contains, .matches].contains(nextKind): .negatedComparison
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
    var goesOn = false
    while signs.contains(current.kind) {
      let sign = advance()
      left = finish(
        .arithmetic, from: start, main: sign, children: [left, operand(&self)], goesOn: goesOn)
      goesOn = true
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
      } else if at(.openBracket), isDirect {
        let index = enclosed(by: .closeBracket, "]") { $0.expression() }
        base = finish(.subscription, from: start, children: [base, index])
      } else {
        return base
      }
    }
  }
}
