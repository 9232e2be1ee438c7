extension Parser {
  mutating func pipeline() -> UInt32 {
    let start = position
    guard enter() else { return finish(.missing, from: start) }
    defer { depth -= 1 }
    var stages: [UInt32] = []
    if at(.pipe) {
      stages.append(finish(.lastResultStage, from: start))
    } else {
      stages.append(firstStage())
      while runsOn(stages[stages.count - 1]) {
        report(.missingPipe(currentText), at: current.range)
        stages.append(stage())
      }
      recoverStage()
    }
    while take(.pipe) {
      if at(.pipe), isDirect {
        report(.foreignSign("||", meaning: "|"), at: doubledSign(from: position - 1))
        advance()
      }
      stages.append(stage())
      recoverStage()
    }
    return finish(.pipeline, from: start, children: stages)
  }

  /// Whether a word stands behind rows that are a value, where only the next stage can.
  private func runsOn(_ stage: UInt32) -> Bool {
    guard at(.name), nodes[Int(stage)].kind == .valueStage else { return false }
    switch nodes[Int(children[Int(nodes[Int(stage)].firstChild)])].kind {
    case .variable, .subpipeline: return true
    default: return false
    }
  }

  /// A command, or a value such as `$due`.
  private mutating func firstStage() -> UInt32 {
    if at(.name), !followsDirectly(.openParenthesis) { return stage() }
    let start = position
    return finish(.valueStage, from: start, children: [expression()])
  }

  private mutating func stage() -> UInt32 {
    let start = position
    guard at(.name) else { return failed(expecting: "a command", from: start) }
    let name = advance()
    var items: [UInt32] = []
    while startsItem {
      let before = position
      items.append(at(.argumentName) ? wholeArgument() : key())
      if take(.comma), !startsItem {
        items.append(failed(expecting: "a value", from: position))
      }
      if position == before { break }
    }
    if at(.assign), let last = items.last { refuseAssign(after: last, in: name) }
    return finish(.commandStage, from: start, main: name, children: items)
  }

  /// Refuses an `=` with blanks around it: behind a name it was to be an argument's, behind
  /// anything else a comparison's.
  private mutating func refuseAssign(after item: UInt32, in stage: Int) {
    if refusesStatementWord(stage) { return }
    let node = nodes[Int(item)]
    if node.kind == .key, nodes[Int(children[Int(node.firstChild)])].kind == .name {
      let name = source.text(tokens[Int(node.mainToken)].range)
      report(.spacedArgument(name), at: current.range)
    } else {
      report(.assignmentInExpression, at: current.range)
    }
    recover(to: [.pipe, .terminator])
  }

  private var startsItem: Bool {
    switch current.kind {
    case .pipe, .terminator, .endOfFile, .closeParenthesis, .closeBracket, .closeBrace, .comma,
      .assign, .colon, .textMiddle, .textEnd:
      false
    default: true
    }
  }

  mutating func argument() -> UInt32 {
    let start = position
    let name = advance()
    advance()
    let valueStart = position
    let value: UInt32
    if at(.word) {
      let word = advance()
      value = finish(.word, from: valueStart, main: word)
    } else if at(.openBracket) {
      value = keys()
    } else {
      value = primary()
    }
    return finish(.argument, from: start, main: name, children: [value])
  }

  /// The list of an argument, whose elements may have names.
  mutating func keys() -> UInt32 {
    let start = position
    let elements = bracketed(.closeBracket, "]") {
      $0.at(.argumentName)
        ? $0.wholeArgument()
        : $0.at(.name) && $0.nextKind == .assign ? $0.spacedElement() : $0.expression()
    }
    return finish(.list, from: start, children: elements)
  }

  /// `name = value` in a list whose elements may have names, which is written without blanks.
  private mutating func spacedElement() -> UInt32 {
    let start = position
    let name = currentText
    advance()
    advance()
    let valueStart = current.range.lowerBound
    let value = expression()
    guard nodes[Int(value)].kind != .missing else { return value }
    let end = tokens[..<position].last { !$0.kind.isTrivia }?.range.upperBound ?? valueStart
    let text = source.text(valueStart..<end)
    let written =
      switch nodes[Int(value)].kind {
      case .name, .literal, .variable, .call, .list, .parenthesized, .subpipeline, .template:
        "\(name)=\(text)"
      default: "\(name)=(\(text))"
      }
    report(.spacedElement(written), at: tokens[start].range.lowerBound..<end)
    return value
  }

  /// An argument behind which nothing may stand that would make its value longer.
  private mutating func wholeArgument() -> UInt32 {
    let name = currentText
    let argument = argument()
    if goesOn {
      report(.longArgument(name), at: current.range)
      recover(to: [.pipe, .terminator, .comma])
    }
    return argument
  }

  /// Whether the value of an argument goes on here, which takes parentheses.
  private var goesOn: Bool {
    switch current.kind {
    case .dot, .plus, .times, .divide, .coalesce, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .and, .or, .in, .contains, .matches:
      true
    case .minus: isDirect || !followsDirectlyAny
    case .openParenthesis, .openBracket: isDirect
    default: false
    }
  }

  /// Whether any token that is not blank stands directly behind the current one.
  private var followsDirectlyAny: Bool {
    position + 1 < tokens.count && !tokens[position + 1].kind.isTrivia
  }

  private mutating func key() -> UInt32 {
    let start = position
    let value = expression()
    var main = Int(nodes[Int(value)].mainToken)
    if at(.name), currentText == "asc" || currentText == "desc" { main = advance() }
    return finish(.key, from: start, main: main, children: [value])
  }

  private mutating func recoverStage() {
    switch current.kind {
    case .pipe, .terminator, .endOfFile, .closeParenthesis, .textMiddle, .textEnd: return
    default:
      if at(.colon), refusesStatementWord(statementStart) { return }
      fail(expecting: "`|` or the end of the statement")
      recover(to: [.pipe, .terminator])
    }
  }
}
