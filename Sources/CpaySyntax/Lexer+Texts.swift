extension Lexer {
  /// A text whose hole is open, and what there was when it began.
  struct OpenText {
    let start: Int
    let kind: Token.Kind
    let tokenCount: Int
    let diagnosticCount: Int
    let bracketCount: Int
  }

  private enum TextEnd {
    case quote
    case hole
    case line
  }

  /// A text `"…"` or a path `@"…"`, up to its end or its first hole.
  mutating func text(isFile: Bool) {
    let start = position
    let (tokenCount, diagnosticCount) = (tokens.count, diagnostics.count)
    position += isFile ? 2 : 1
    let kind = isFile ? Token.Kind.file : .string
    switch passText() {
    case .line: refuseUnclosed(kind, from: start)
    case .quote:
      endText(from: start, isFile: isFile)
      append(kind, from: start)
    case .hole:
      texts.append(
        OpenText(
          start: start, kind: kind, tokenCount: tokenCount, diagnosticCount: diagnosticCount,
          bracketCount: brackets.count))
      brackets.append(.hole)
      append(isFile ? .fileStart : .textStart, from: start)
    }
  }

  /// The piece of a text behind a hole, which begins with the hole's `}`.
  mutating func resumeText() {
    guard let text = texts.last else { return sign() }
    isInType = false
    brackets.removeSubrange((text.bracketCount + 1)...)
    let start = position
    position += 1
    switch passText() {
    case .line: refuseUnclosed(text.kind, from: text.start)
    case .hole: append(.textMiddle, from: start)
    case .quote:
      texts.removeLast()
      brackets.removeLast()
      endText(from: text.start, isFile: text.kind == .file)
      append(.textEnd, from: start)
    }
  }

  /// Whether a `}` here ends the innermost hole and not a record inside it.
  var closesHole: Bool {
    !texts.isEmpty && brackets.last { $0 == .brace || $0 == .hole } == .hole
  }

  mutating func rawText() {
    let start = position
    position += 1
    while position < bytes.count, !"'\n".utf8.contains(bytes[position]) { position += 1 }
    guard peek() == UInt8(ascii: "'") else { return refuseUnclosed(.rawString, from: start) }
    position += 1
    endText(from: start, isFile: false)
    append(.rawString, from: start)
  }

  /// Reports the text that began at `start` and does not end on its line; it becomes one token,
  /// with the texts in whose holes it stands.
  mutating func refuseUnclosed(_ kind: Token.Kind, from start: Int) {
    guard let outermost = texts.first else {
      report(.unclosedText(meant: meant(kind, from: start)), at: start..<position)
      return append(kind, from: start)
    }
    forget(since: outermost)
    brackets.removeSubrange(outermost.bracketCount...)
    texts = []
    isInType = false
    report(.unclosedText(), at: start..<position)
    append(outermost.kind, from: outermost.start)
  }

  /// The line from a text on that is not closed, where it ends with the other quote; nil where it
  /// does not.
  private func meant(_ kind: Token.Kind, from start: Int) -> String? {
    let (double, single) = (UInt8(ascii: "\""), UInt8(ascii: "'"))
    guard kind != .file, start < position, case let text = bytes[start..<position],
      let first = text.first, first == double || first == single,
      case let other = first == double ? single : double, text.dropFirst().contains(other)
    else { return nil }
    return String(decoding: [other] + text.dropFirst(), as: UTF8.self)
  }

  /// Passes the characters of a text, up to and with its closing quote or the `{` of a hole.
  private mutating func passText() -> TextEnd {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return .quote
      case UInt8(ascii: "{"):
        position += 1
        return .hole
      case UInt8(ascii: "\n"): return .line
      case UInt8(ascii: "\\"): escape()
      default: position += 1
      }
    }
    return .line
  }

  private mutating func escape() {
    let start = position
    position = min(position + 2, bytes.count)
    switch bytes[position - 1] {
    case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "\""), UInt8(ascii: "\\"),
      UInt8(ascii: "{"):
      return
    case UInt8(ascii: "u") where peek() == UInt8(ascii: "{"):
      while position < bytes.count, !"}\"\n".utf8.contains(bytes[position]) { position += 1 }
      if peek() == UInt8(ascii: "}") { position += 1 }
      if TextLiteral.scalar(bytes[start..<position]) == nil {
        report(.badEscape, at: start..<position)
      }
    default:
      if bytes[position - 1] == UInt8(ascii: "\n") { position -= 1 }
      skipContinuationBytes()
      report(.badEscape, at: start..<position)
    }
  }

  /// Looks at a text that has just been closed: at its length and at what stands behind it.
  private mutating func endText(from start: Int, isFile: Bool) {
    refuseLong(start..<position, isFile: isFile)
    guard isNamePart(peek()) || "\"'".utf8.contains(peek()) else { return }
    let start = position
    while isNamePart(peek()) || "\"'".utf8.contains(peek()) { position += 1 }
    report(.textAfterQuote, at: start..<position)
  }

  mutating func refuseLong(_ range: Range<Int>, isFile: Bool) {
    let limit = isFile ? SyntaxLimits.maximumPathBytes : SyntaxLimits.maximumTextBytes
    if range.count > limit { report(.longLiteral(isFile: isFile), at: range) }
  }
}
