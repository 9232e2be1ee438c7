/// What a part of the line is, as far as it looks different.
///
/// Nothing is told by colour alone: what is wrong is underlined, what is only proposed is dim, what
/// is chosen is reversed.
enum Shade: Hashable, Sendable {
  case plain
  /// A prompt that is to be noticed: real money moves.
  case warning
  /// The name of a command, or of a definition.
  case command
  /// A word of the language.
  case keyword
  /// A text in quotes.
  case text
  /// A number, an amount, a time.
  case number
  /// A variable.
  case variable
  /// A file.
  case file
  /// The name of an argument.
  case argument
  case comment
  /// What refuses the program.
  case mistake
  /// What is doubtful.
  case doubt
  /// What is proposed, or told beside the line.
  case hint
  /// The chosen one of several, and what a search has found.
  case chosen

  /// The parameters of the sequence that makes a terminal show it, none for plain.
  func parameters(inColour: Bool) -> String {
    switch self {
    case .plain: ""
    case .warning: inColour ? "1;31" : "1"
    case .command: "1"
    case .keyword: inColour ? "35" : ""
    case .text: inColour ? "32" : ""
    case .number, .file: inColour ? "36" : ""
    case .variable, .argument: inColour ? "34" : ""
    case .comment, .hint: "2"
    case .mistake: inColour ? "4;31" : "4"
    case .doubt: inColour ? "4;33" : "4"
    case .chosen: "7"
    }
  }
}
