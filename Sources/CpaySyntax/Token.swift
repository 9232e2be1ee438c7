/// A piece of the text: a kind and where it lies.
///
/// Every byte belongs to exactly one token.
public struct Token: Hashable, Sendable {
  /// What the piece is.
  public let kind: Kind
  let offset: UInt32
  let length: UInt32

  init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.offset = UInt32(truncatingIfNeeded: range.lowerBound)
    self.length = UInt32(truncatingIfNeeded: range.count)
  }

  /// The bytes of the piece.
  public var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }

  /// The kinds of piece.
  public enum Kind: UInt8, Sendable {
    // Passed over by the parser.
    case blank
    case comment
    case invalid
    // Ends a statement: a newline where one may end, or a semicolon.
    case terminator
    case endOfFile
    // Words.
    case name
    /// A name with `=` directly behind it.
    case argumentName
    /// What stands directly behind an argument's `=` and is read by the argument's type.
    case word
    case variable
    case file
    // Literals.
    case integer
    case decimal
    /// A number with letters directly behind it: money or a duration.
    case quantity
    case timestamp
    case string
    case rawString
    /// The first piece of a text with holes, `"to {`.
    case textStart
    /// The first piece of a path with holes, `@"evidence/{`.
    case fileStart
    /// A piece between two holes, `} on {`.
    case textMiddle
    /// The last piece, `}"`.
    case textEnd
    // Reserved words.
    case and
    case or
    case not
    case `in`
    case contains
    case matches
    case `if`
    case then
    case `else`
    case `true`
    case `false`
    case null
    case now
    case today
    // Signs.
    case pipe
    case comma
    case colon
    case dot
    case assign
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case plus
    case minus
    case times
    case divide
    case coalesce
    case openParenthesis
    case closeParenthesis
    case openBracket
    case closeBracket
    case openBrace
    case closeBrace
    /// `$(`, which opens a pipeline inside an expression.
    case openPipeline
    // Signs of types.
    case openAngle
    case closeAngle
    case question
  }
}

extension Token.Kind {
  /// Whether the parser passes over it.
  public var isTrivia: Bool {
    switch self {
    case .blank, .comment, .invalid: true
    default: false
    }
  }

  /// Whether it is a word that cannot be a name.
  var isReserved: Bool {
    switch self {
    case .and, .or, .not, .in, .contains, .matches, .if, .then, .else, .true, .false, .null, .now,
      .today:
      true
    default: false
    }
  }

  /// Whether a newline after it continues the statement.
  var continuesLine: Bool {
    switch self {
    case .pipe, .comma, .assign, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .plus, .minus, .times, .divide, .coalesce, .and, .or, .not, .in, .contains,
      .matches, .then, .else, .argumentName, .openAngle:
      true
    default: false
    }
  }

  /// What a whole word is: a name, or the reserved word it is; nil for what is neither.
  public init?(word: String) {
    let bytes = Array(word.utf8)
    guard let first = bytes.first, isNameStart(first), bytes.allSatisfy(isNamePart) else {
      return nil
    }
    self = Token.Kind.reserved(bytes[...]) ?? .name
  }

  /// The reserved word written `text`.
  static func reserved(_ text: ArraySlice<UInt8>) -> Token.Kind? {
    guard text.count <= 8 else { return nil }
    return switch String(decoding: text, as: UTF8.self) {
    case "and": .and
    case "or": .or
    case "not": .not
    case "in": .in
    case "contains": .contains
    case "matches": .matches
    case "if": .if
    case "then": .then
    case "else": .else
    case "true": .true
    case "false": .false
    case "null": .null
    case "now": .now
    case "today": .today
    default: nil
    }
  }
}
