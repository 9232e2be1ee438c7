extension Parser {
  mutating func statement() -> UInt32 {
    let start = position
    statementStart = start
    guard at(.name), let word = StatementWord(rawValue: currentText), word.begins(before: nextKind)
    else { return pipelineStatement() }
    advance()
    let statement =
      switch word {
      case .cpay: edition(from: start)
      case .allow: allowance(from: start)
      case .use: use(from: start)
      case .param: parameter(from: start)
      case .let: binding(from: start)
      case .def: definition(from: start)
      case .require: requirement(from: start)
      case .explain: finish(.explainStatement, from: start, children: [pipeline()])
      }
    return statement ?? abandoned(from: start)
  }

  /// Refuses a word that is nearly one which begins a statement, where that goes on as one that
  /// gives a name.
  mutating func refusesStatementWord(_ place: Int) -> Bool {
    guard place == statementStart, tokens[place].kind == .name else { return false }
    let word = source.text(tokens[place].range)
    let words: [StatementWord] = [.let, .def, .param]
    guard let meant = words.first(where: { word.isSlip(of: $0.rawValue) }) else { return false }
    if diagnostics.last?.range != tokens[place].range {
      report(.statementWord(word, meant: meant.rawValue), at: tokens[place].range)
    }
    recover(to: [.terminator])
    return true
  }

  private mutating func pipelineStatement() -> UInt32 {
    let start = position
    return finish(.pipelineStatement, from: start, children: [pipeline()])
  }

  /// A statement whose beginning is wrong, so that the rest of it means nothing.
  private mutating func abandoned(from start: Int) -> UInt32 {
    recover(to: [.terminator])
    return finish(.missing, from: start)
  }

  private mutating func edition(from start: Int) -> UInt32? {
    guard let number = expect(.integer, "the number of an edition") else { return nil }
    return finish(.editionStatement, from: start, main: number)
  }

  private mutating func allowance(from start: Int) -> UInt32? {
    var names: [UInt32] = []
    repeat {
      let start = position
      guard let name = expect(.name, "the name of a command") else { return nil }
      names.append(finish(.name, from: start, main: name))
    } while take(.comma)
    return finish(.allowStatement, from: start, children: names)
  }

  private mutating func use(from start: Int) -> UInt32? {
    guard let file = expect(.file, "a file such as `@lib.cpay`") else { return nil }
    return finish(.useStatement, from: start, main: file)
  }

  private mutating func parameter(from start: Int) -> UInt32? {
    guard let name = expect(.name, "a parameter's name"), let parts = typeAndDefault() else {
      return nil
    }
    return finish(.paramStatement, from: start, main: name, children: parts)
  }

  private mutating func binding(from start: Int) -> UInt32? {
    guard let name = expect(.name, "a variable's name"), expectEquals() else { return nil }
    return finish(.letStatement, from: start, main: name, children: [pipeline()])
  }

  private mutating func definition(from start: Int) -> UInt32? {
    guard let name = expect(.name, "a name for the stages") else { return nil }
    guard at(.openParenthesis) else {
      _ = expect(.openParenthesis, "`(`")
      return nil
    }
    let known = diagnostics.count
    let formals = bracketed(.closeParenthesis, ")") { $0.formal() }
    // What follows parameters that cannot be read is no news.
    guard diagnostics.count == known || at(.assign) else {
      return finish(.defStatement, from: start, main: name, children: formals + [gap()])
    }
    let body = expectEquals() ? pipeline() : gap()
    return finish(.defStatement, from: start, main: name, children: formals + [body])
  }

  private mutating func requirement(from start: Int) -> UInt32? {
    let condition = expression()
    let message = expect(.comma, "`,` and a message") != nil ? expression() : gap()
    return finish(.requireStatement, from: start, children: [condition, message])
  }

  // MARK: Parameters and types

  private mutating func formal() -> UInt32 {
    let start = position
    guard let name = expect(.name, "a parameter's name"), let parts = typeAndDefault() else {
      return finish(.missing, from: start)
    }
    return finish(.formal, from: start, main: name, children: parts)
  }

  /// `: type`, and `= expression` if it is there.
  private mutating func typeAndDefault() -> [UInt32]? {
    guard expect(.colon, "`:` and a type") != nil, let type = type() else { return nil }
    return take(.assign) ? [type, expression()] : [type]
  }

  private mutating func type() -> UInt32? {
    let start = position
    guard enter() else { return nil }
    defer { depth -= 1 }
    guard let name = expect(.name, "a type") else { return nil }
    var argument: [UInt32] = []
    if take(.openAngle) {
      guard let inside = type() else { return nil }
      expect(.closeAngle, "`>`")
      argument = [inside]
    }
    let type = finish(.type, from: start, main: name, children: argument)
    return take(.question)
      ? finish(.optionalType, from: start, main: name, children: [type]) : type
  }
}

extension String {
  /// Whether it is the word with one letter left out, added or taken for another, or two swapped.
  fileprivate func isSlip(of word: String) -> Bool {
    let (typed, meant) = (Array(utf8), Array(word.utf8))
    guard typed != meant, abs(typed.count - meant.count) < 2 else { return false }
    let same = zip(typed, meant).prefix { $0 == $1 }.count
    let (rest, other) = (typed[same...], meant[same...])
    return rest.dropFirst().elementsEqual(other) || rest.elementsEqual(other.dropFirst())
      || rest.dropFirst().elementsEqual(other.dropFirst())
      || rest.count > 1 && rest.prefix(2).reversed().elementsEqual(other.prefix(2))
        && rest.dropFirst(2).elementsEqual(other.dropFirst(2))
  }
}

/// The words that are special at the start of a statement.
private enum StatementWord: String {
  case cpay
  case allow
  case use
  case param
  case `let`
  case def
  case require
  case explain

  /// Whether the word is special before that token; alone or before a pipe it is a command's name.
  func begins(before next: Token.Kind) -> Bool {
    switch next {
    case .pipe, .assign: false
    case .terminator, .endOfFile: self == .explain
    default: true
    }
  }
}
