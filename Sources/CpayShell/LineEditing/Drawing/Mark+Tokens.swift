import CpaySyntax

extension Mark {
  /// How the words of a program look, as far as they tell by themselves.
  static func words(of source: Source) -> [Mark] {
    var marks: [Mark] = []
    var before: Token.Kind?
    for token in Parser.parse(source).tokens {
      if let shade = shade(of: token, behind: before, in: source) {
        marks.append(Mark(range: token.range, shade: shade))
      }
      if !token.kind.isTrivia {
        // The definition's own name is followed by what it stands for.
        before = token.kind
      }
    }
    return marks
  }

  private static func shade(
    of token: Token, behind before: Token.Kind?, in source: Source
  ) -> Shade? {
    switch token.kind {
    case .comment: .comment
    case .invalid: .mistake
    case .name:
      switch before {
      case nil, .terminator:
        statementWords.contains(source.text(token.range)) ? .keyword : .command
      case .pipe, .openPipeline, .assign: .command
      default: nil
      }
    case .argumentName: .argument
    case .variable, .openPipeline: .variable
    case .file, .fileStart: .file
    case .integer, .decimal, .quantity, .timestamp: .number
    case .string, .rawString, .textStart, .textMiddle, .textEnd: .text
    case .and, .or, .not, .in, .contains, .matches, .if, .then, .else, .true, .false, .null, .now,
      .today, .pipe:
      .keyword
    default: nil
    }
  }

  private static let statementWords: Set = [
    "let", "def", "param", "require", "explain", "use", "allow", "cpay",
  ]
}
