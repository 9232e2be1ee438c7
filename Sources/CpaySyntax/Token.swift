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
    /// Blanks, tabs and carriage returns.
    case blank
    /// From `#` to the end of the line.
    case comment
    /// What begins nothing.
    case invalid
    // Ends a statement: a newline where one may end, or a semicolon.
    /// The end of a statement.
    case terminator
    /// The end of the text.
    case endOfFile
    // Words.
    /// A word that is not reserved.
    case name
    /// A name with `=` directly behind it.
    case argumentName
    /// What stands directly behind an argument's `=` and is read by the argument's type.
    case word
    /// A name behind `$`.
    case variable
    /// A path behind `@`.
    case file
    // Literals.
    /// A whole number.
    case integer
    /// A number with a point.
    case decimal
    /// A number with letters directly behind it: money or a duration.
    case quantity
    /// A date, or a date and a time.
    case timestamp
    /// A text in double quotes, without holes.
    case string
    /// A text in single quotes.
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
    /// `and`.
    case and
    /// `or`.
    case or
    /// `not`.
    case not
    /// `in`.
    case `in`
    /// `contains`.
    case contains
    /// `matches`.
    case matches
    /// `if`.
    case `if`
    /// `then`.
    case then
    /// `else`.
    case `else`
    /// `true`.
    case `true`
    /// `false`.
    case `false`
    /// `null`.
    case null
    /// `now`.
    case now
    /// `today`.
    case today
    // Signs.
    /// `|`.
    case pipe
    /// `,`.
    case comma
    /// `:`.
    case colon
    /// `.`.
    case dot
    /// `=`.
    case assign
    /// `==`.
    case equal
    /// `!=`.
    case notEqual
    /// `<`.
    case less
    /// `<=`.
    case lessOrEqual
    /// `>`.
    case greater
    /// `>=`.
    case greaterOrEqual
    /// `+`.
    case plus
    /// `-`.
    case minus
    /// `*`.
    case times
    /// `/`.
    case divide
    /// `??`.
    case coalesce
    /// `(`.
    case openParenthesis
    /// `)`.
    case closeParenthesis
    /// `[`.
    case openBracket
    /// `]`.
    case closeBracket
    /// `{`.
    case openBrace
    /// `}`.
    case closeBrace
    /// `$(`, which opens a pipeline inside an expression.
    case openPipeline
    // Signs of types.
    /// `<` of a type.
    case openAngle
    /// `>` of a type.
    case closeAngle
    /// `?` of a type.
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
