import CpayValue

extension Lexer {
  /// What is open: a bracket, or a hole of a text.
  enum Bracket {
    case round
    case square
    case brace
    case hole
  }

  mutating func sign() {
    let start = position
    guard let (kind, length) = isInType ? typeSign ?? plainSign : plainSign else {
      return unexpected()
    }
    position += length
    if let meaning = meaning(of: kind, bytes[start..<position]) {
      let sign = String(decoding: bytes[start..<position].prefix(8), as: UTF8.self)
      report(.foreignSign(sign, meaning: meaning), at: start..<position)
    }
    follow(kind)
    append(kind, from: start)
  }

  /// What is written here for a sign that stands for a comparison elsewhere.
  private func meaning(of kind: Token.Kind, _ sign: ArraySlice<UInt8>) -> String? {
    switch kind {
    case .equal: sign.elementsEqual("==".utf8) ? nil : "=="
    case .notEqual: sign.elementsEqual("!=".utf8) ? nil : "!="
    default: nil
    }
  }

  /// Keeps count of the brackets, and of where types stand.
  private mutating func follow(_ kind: Token.Kind) {
    switch kind {
    case .openParenthesis: brackets.append(.round)
    case .openBracket: brackets.append(.square)
    case .openBrace: brackets.append(.brace)
    case .closeBrace where !texts.isEmpty:
      while let closed = brackets.popLast(), closed != .brace {}
    case .closeParenthesis, .closeBracket, .closeBrace:
      if brackets.last != .hole { _ = brackets.popLast() }
    default: break
    }
    switch kind {
    case .colon: isInType = brackets.last == nil || brackets.last == .round
    case .assign, .comma, .pipe, .closeParenthesis: isInType = false
    default: break
    }
  }

  private var typeSign: (Token.Kind, Int)? {
    switch peek() {
    case UInt8(ascii: "<"): (.openAngle, 1)
    case UInt8(ascii: ">"): (.closeAngle, 1)
    case UInt8(ascii: "?"): (.question, 1)
    default: nil
    }
  }

  private var plainSign: (Token.Kind, Int)? {
    switch (peek(), peek(1)) {
    case (UInt8(ascii: "="), UInt8(ascii: "=")):
      (.equal, bytes[position...].prefix { $0 == UInt8(ascii: "=") }.count)
    case (UInt8(ascii: "="), UInt8(ascii: "!")) where peek(2) != UInt8(ascii: "="):
      (.notEqual, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): (.notEqual, 2)
    case (UInt8(ascii: "!"), UInt8(ascii: "=")): (.notEqual, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): (.lessOrEqual, 2)
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): (.greaterOrEqual, 2)
    case (UInt8(ascii: "?"), UInt8(ascii: "?")): (.coalesce, 2)
    case (UInt8(ascii: "!"), UInt8(ascii: " ")): splitSign.map { (.notEqual, $0) }
    case (let sign, _): singleSign(sign).map { ($0, 1) }
    }
  }

  /// How long a `!=` is that has blanks in it.
  private var splitSign: Int? {
    let blanks = bytes[(position + 1)...].prefix { $0 == UInt8(ascii: " ") }.count
    let isWhole =
      peek(blanks + 1) == UInt8(ascii: "=") && peek(blanks + 2) != UInt8(ascii: "=")
    return isWhole ? blanks + 2 : nil
  }

  private func singleSign(_ sign: UInt8) -> Token.Kind? {
    switch sign {
    case UInt8(ascii: "="): .assign
    case UInt8(ascii: "<"): .less
    case UInt8(ascii: ">"): .greater
    case UInt8(ascii: "|"): .pipe
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: ";"): .terminator
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "*"): .times
    case UInt8(ascii: "/"): .divide
    case UInt8(ascii: "("): .openParenthesis
    case UInt8(ascii: ")"): .closeParenthesis
    case UInt8(ascii: "["): .openBracket
    case UInt8(ascii: "]"): .closeBracket
    case UInt8(ascii: "{"): .openBrace
    case UInt8(ascii: "}"): .closeBrace
    default: nil
    }
  }

  /// A character that begins nothing, with its repetitions, as in `&&`.
  ///
  /// What hides or is not UTF-8 has been reported already.
  private mutating func unexpected() {
    let start = position
    position += 1
    skipContinuationBytes()
    let character = bytes[start..<position]
    let text = String(decoding: character, as: UTF8.self)
    let isReported =
      !text.utf8.elementsEqual(character)
      || text.unicodeScalars.contains { $0.isUnsafeToPrint }
    while bytes[position...].starts(with: character) { position += character.count }
    if !isReported { report(.unexpectedCharacter(text), at: start..<position) }
    append(.invalid, from: start)
  }
}
