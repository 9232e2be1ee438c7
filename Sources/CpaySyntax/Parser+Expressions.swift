extension Parser {
  mutating func expression() -> UInt32 {
    let start = position
    guard enter() else { return finish(.missing, from: start) }
    defer { depth -= 1 }
    return at(.if) ? conditional() : disjunction()
  }

  private mutating func conditional() -> UInt32 {
    // `else if` goes on in the same line, however deep its meaning is: read without going deeper.
    var links: [(start: Int, condition: UInt32, consequence: UInt32)] = []
    repeat {
      if links.count == SyntaxLimits.maximumBranches { overflow(.tooManyBranches) }
      let start = position
      advance()
      links.append((start, expression(), branch(.then, "`then`")))
    } while at(.else) && nextKind == .if && take(.else)
    var alternative = branch(.else, "`else`")
    for link in links.reversed() {
      alternative = finish(
        .conditional, from: link.start,
        children: [link.condition, link.consequence, alternative])
    }
    return alternative
  }

  private mutating func branch(_ word: Token.Kind, _ what: String) -> UInt32 {
    take(word) ? expression() : failed(expecting: what, from: position)
  }

  private mutating func disjunction() -> UInt32 {
    let start = position
    var operands = [conjunction()]
    while take(.or) || takesForeignOr() { operands.append(conjunction()) }
    return operands.count == 1 ? operands[0] : finish(.or, from: start, children: operands)
  }

  /// Passes a `||` that a condition follows, which is an `or` elsewhere.
  private mutating func takesForeignOr() -> Bool {
    guard at(.pipe), followsDirectly(.pipe), startsCondition(behind: position + 1) else {
      return false
    }
    report(.foreignSign("||", meaning: "or"), at: doubledSign(from: position))
    advance()
    advance()
    return true
  }

  /// The bytes of the sign in that place and of the one directly behind it.
  func doubledSign(from place: Int) -> Range<Int> {
    tokens[place].range.lowerBound..<tokens[place + 1].range.upperBound
  }

  /// Whether what stands behind that token can be no stage: it begins with a value, or with a name
  /// that goes on as one.
  private func startsCondition(behind place: Int) -> Bool {
    let next = tokens[(place + 1)...].lazy.filter { !$0.kind.isTrivia }.prefix(2).map(\.kind)
    guard let first = next.first else { return false }
    guard first == .name else {
      return ![.pipe, .terminator, .endOfFile, .closeParenthesis].contains(first)
    }
    switch next.last {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .contains,
      .matches, .not, .dot, .plus, .times, .divide, .coalesce:
      return true
    default: return false
    }
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
    let right = namedList(behind: left, sign) ?? coalescing()
    let node = finish(kind, from: start, main: sign, children: [left, right])
    if comparisonKind != nil {
      if nodes[Int(right)].kind != .missing { report(.chainedComparison, at: current.range) }
      recover(to: [.pipe, .terminator, .and, .or, .comma, .then, .else])
    }
    return node
  }

  /// A list whose elements have names, which is an argument's: `by==[day=date(created)]`.
  private mutating func namedList(behind left: UInt32, _ sign: Int) -> UInt32? {
    guard tokens[sign].kind == .equal, nodes[Int(left)].kind == .name, at(.openBracket),
      nextKind == .argumentName
    else { return nil }
    refuseSign(of: left)
    return keys()
  }

  /// Refuses what stands between the name of an argument and the bracket that is current.
  private mutating func refuseSign(of name: UInt32) {
    let range = tokens[Int(nodes[Int(name)].mainToken)].range
    report(.misplacedSign(source.text(range)), at: range.lowerBound..<current.range.lowerBound)
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
        if nodes[Int(base)].kind == .name, nextKind == .argumentName {
          refuseSign(of: base)
          return keys()
        }
        let index = enclosed(by: .closeBracket, "]") { $0.expression() }
        base = finish(.subscription, from: start, children: [base, index])
      } else {
        return base
      }
    }
  }
}
