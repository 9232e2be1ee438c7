extension Lexer {
  mutating func name() {
    let start = position
    while isNamePart(peek()) { position += 1 }
    if let reserved = Token.Kind.reserved(bytes[start..<position]) {
      append(reserved, from: start)
    } else if startsArgument() {
      append(.argumentName, from: start)
      argumentSign()
    } else {
      append(.name, from: start)
    }
  }

  /// Whether `=` and a value stand here with no blank before or between.
  ///
  /// A character that may stand nowhere counts as a value, so that it is the only mistake.
  private func startsArgument() -> Bool {
    guard peek() == UInt8(ascii: "="), peek(1) != UInt8(ascii: "="), !isDefining, !isInType else {
      return false
    }
    return isWordByte(peek(1)) || "\"'[{($@".utf8.contains(peek(1)) || peek(1) >= 0x80
  }

  /// The `=` of an argument, and the word behind it where it is one.
  private mutating func argumentSign() {
    let sign = position
    position += 1
    append(.assign, from: sign)
    let start = position
    guard isWordByte(peek()), peek() != UInt8(ascii: "@") else { return }
    while isWordByte(peek()) { position += 1 }
    append(isCall(start..<position) ? .name : .word, from: start)
  }

  /// Whether a word is a function's name: `(` stands directly behind it.
  private func isCall(_ word: Range<Int>) -> Bool {
    peek() == UInt8(ascii: "(") && isNameStart(bytes[word.lowerBound])
      && bytes[word].allSatisfy(isNamePart) && Token.Kind.reserved(bytes[word]) == nil
  }

  mutating func variable() {
    let start = position
    position += 1
    if peek() == UInt8(ascii: "(") {
      position += 1
      brackets.append(.round)
      return append(.openPipeline, from: start)
    }
    guard isNameStart(peek()) else {
      report(
        .expected("a variable's name after `$`", found: "none"), at: start..<position)
      return append(.invalid, from: start)
    }
    while isNamePart(peek()) { position += 1 }
    append(.variable, from: start)
  }

  mutating func file() {
    let start = position
    if peek(1) == UInt8(ascii: "\"") { return text(isFile: true) }
    position += 1
    while position < bytes.count, !endsFile(bytes[position]) { position += 1 }
    guard position > start + 1 else {
      report(.expected("a path after `@`", found: "none"), at: start..<position)
      return append(.invalid, from: start)
    }
    refuseLong(start..<position, isFile: true)
    append(.file, from: start)
  }
}

private func isWordByte(_ byte: UInt8) -> Bool {
  isNamePart(byte) || "_.:/@+-".utf8.contains(byte)
}

private func endsFile(_ byte: UInt8) -> Bool {
  byte <= 0x20 || ",;|)]}".utf8.contains(byte)
}
