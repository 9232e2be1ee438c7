/// What is being written at a place of a text, by what stands before it.
public struct WritingPlace: Sendable {
  /// What a word at the place would be.
  public enum Kind: Hashable, Sendable {
    /// A name or another word of the program.
    case word
    /// A name behind `$`.
    case variable
    /// A path behind `@`, or behind `@"`.
    case file(isQuoted: Bool)
    /// A number, or a quantity whose unit is being typed.
    case number
    /// None: the place lies in a comment or a text, or directly behind a whole value.
    case none
  }

  /// What a word at the place is.
  public let kind: Kind
  /// The bytes of the word, those behind the place included; empty where it has none yet.
  public let word: Range<Int>
  /// The place.
  public let offset: Int
  /// The tokens before the word, without blanks and comments.
  public let before: [Token]
  /// What closes the texts in whose holes the place lies.
  public let closing: String

  /// The place at the byte `offset` of `source`.
  public init(in source: Source, at offset: Int) {
    let bytes = source.bytes
    let offset = min(max(offset, 0), bytes.count)
    self.offset = offset
    let isInside = offset < bytes.count && bytes[offset] & 0xc0 == 0x80
    guard bytes.count <= SyntaxLimits.maximumBytes, !isInside else {
      (kind, word, before, closing) = (.none, offset..<offset, [], "")
      return
    }
    let lexer = Lexer(reading: Array(bytes[..<offset]))
    let (kind, start) = lexer.endingWord
    let whole = Lexer.tokens(of: source).tokens.first { $0.range.lowerBound == start }
    // Of a path with holes only a part would be replaced.
    self.kind = whole?.kind == .fileStart ? .none : kind
    word = start..<max(offset, whole.map { $0.kind.isWord ? $0.range.upperBound : start } ?? start)
    before = lexer.tokens.filter { !$0.kind.isTrivia && $0.range.upperBound <= start }
    closing = lexer.closing
  }
}

extension Lexer {
  /// The word that the text ends in, and where it starts.
  fileprivate var endingWord: (kind: WritingPlace.Kind, start: Int) {
    guard let last = tokens.last else { return (.word, position) }
    let isOpen = diagnostics.contains {
      $0.isUnclosedText(endingAt: last.range.upperBound)
    }
    let isQuoted = last.range.count > 1 && bytes[last.range.lowerBound + 1] == UInt8(ascii: "\"")
    switch last.kind {
    case .name, .argumentName, .word: return (.word, last.range.lowerBound)
    case let kind where kind.isReserved: return (.word, last.range.lowerBound)
    case .variable: return (.variable, last.range.lowerBound)
    case .file where isOpen || !isQuoted: return (.file(isQuoted: isQuoted), last.range.lowerBound)
    case .invalid where bytes[last.range.lowerBound] == UInt8(ascii: "$"):
      return (.variable, last.range.lowerBound)
    case .invalid where bytes[last.range.lowerBound] == UInt8(ascii: "@"):
      return (.file(isQuoted: false), last.range.lowerBound)
    case .integer, .decimal, .quantity: return (.number, last.range.lowerBound)
    case .comment, .invalid, .string, .rawString, .file, .textEnd, .timestamp, .closeParenthesis,
      .closeBracket, .closeBrace, .closeAngle, .question:
      return (.none, position)
    default: return (.word, position)
    }
  }

  /// What closes the texts that are open, and the records in their holes.
  fileprivate var closing: String {
    guard let first = texts.first else { return "" }
    let open = brackets[min(first.bracketCount, brackets.count)...]
    return open.reversed().map { bracket in
      switch bracket {
      case .hole: "}\""
      case .brace: "}"
      case .round, .square: ""
      }
    }.joined()
  }
}

extension Token.Kind {
  /// Whether a word is replaced where it stands: a name, a literal, a path.
  fileprivate var isWord: Bool {
    switch self {
    case .name, .argumentName, .word, .variable, .file, .integer, .decimal, .quantity, .timestamp,
      .string, .rawString:
      true
    default: isReserved
    }
  }
}
