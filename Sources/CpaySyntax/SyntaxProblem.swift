/// What can be wrong with a text before its names are looked at.
package enum SyntaxProblem: Finding {
  case expected(String, found: String)
  /// A text without its end, and how it is written where it ends with the other quote.
  case unclosedText(meant: String? = nil)
  /// What a name is given, without the `=` before it.
  case missingEquals(String)
  case unclosed(String, with: String)
  case hiddenCharacter(Unicode.Scalar)
  case notUTF8
  case foreignEncoding(String)
  case tooDeep
  case tooManyBranches
  case tooLarge(String)
  /// A sign of another language, and what it means there.
  case foreignSign(String, meaning: String)
  case unexpectedCharacter(String)
  case chainedComparison
  case textAfterQuote
  case emptyHole
  case badEscape
  case longLiteral(isFile: Bool)
  case assignmentInExpression
  /// `=` between two values of a list.
  case assignmentInList
  /// `=` where nothing stands before that could be compared.
  case strayAssignment
  /// `name = …`, with blanks, where an argument may stand.
  case spacedArgument(String)
  /// `name = …` in the list of an argument, and how it is written.
  case spacedElement(String)
  /// An argument's list with another sign, or none, between its name and its bracket.
  case misplacedSign(String)
  /// A word that is nearly one which begins a statement.
  case statementWord(String, meant: String)
  /// A command behind rows, with no `|` before it.
  case missingPipe(String)
  /// A value of an argument that goes on behind its first part.
  case longArgument(String)

  /// The words of each.
  package var wording: Wording {
    switch self {
    case .expected(let what, let found):
      Wording(
        .unexpected, "expected \(what), found \(found)", advice: advice(expecting: what, found))
    case .unclosedText(nil):
      Wording(.unclosedText, "this text is not closed", advice: "close it on the same line")
    case .unclosedText(let meant?):
      Wording(
        .unclosedText, "this text is not closed",
        advice: "its quotes are to be the same: `\(SyntaxProblem.firstText(of: meant))`",
        replacement: meant)
    case .missingEquals(let found):
      Wording(
        .unexpected, "expected `=`, found `\(found)`", advice: "write `= \(found)`",
        replacement: "= \(found)")
    case .unclosed(let bracket, let closing):
      Wording(
        .unclosedBracket, "`\(bracket)` is not closed", advice: "close it with `\(closing)`")
    case .hiddenCharacter(let scalar):
      Wording(
        .hiddenCharacter,
        "the control character U+\(scalar.hexadecimal(4)) may not stand in a program",
        advice: "in a text, write it as \\u{\(scalar.hexadecimal(1))}")
    case .notUTF8: Wording(.notUTF8, "these bytes are not UTF-8 text")
    case .foreignEncoding(let name):
      Wording(.notUTF8, "the text is \(name)", advice: "save it as UTF-8")
    case .tooDeep:
      Wording(
        .tooDeep, "the program is nested more than \(SyntaxLimits.maximumDepth) deep",
        advice: "name a part of it with `let`")
    case .tooManyBranches:
      Wording(
        .tooDeep, "this `if` has more than \(SyntaxLimits.maximumBranches) branches",
        advice: "put them into a file, and `join` its rows")
    case .tooLarge(let what): Wording(.tooLarge, "the program has more than \(what)")
    case .foreignSign(let sign, let meaning):
      Wording(
        .foreignSign, "`\(sign)` means nothing here", advice: "write `\(meaning)`",
        replacement: meaning)
    case .unexpectedCharacter(let text):
      Wording(.foreignSign, "`\(text)` means nothing here", advice: advice(for: text))
    case .chainedComparison:
      Wording(
        .chainedComparison, "comparisons do not chain",
        advice: "join two comparisons with `and`")
    case .textAfterQuote:
      Wording(
        .textAfterQuote, "text stands directly after a closing quote",
        advice: "put it inside the quotes, or a blank before it")
    case .emptyHole:
      Wording(
        .emptyHole, "this hole is empty",
        advice: "write `\\{` for the character, or use single quotes")
    case .badEscape:
      Wording(
        .badEscape, "no such escape", advice: #"the escapes are \n \t \" \\ \{ \u{…}"#)
    case .longLiteral(isFile: true):
      Wording(.tooLong, "this path is longer than \(SyntaxLimits.maximumPathBytes) bytes")
    case .longLiteral(isFile: false):
      Wording(
        .tooLong, "this text is longer than \(SyntaxLimits.maximumTextBytes >> 10) KiB",
        advice: "keep it in a file")
    case .assignmentInExpression:
      Wording(
        .assignment, "`=` gives an argument", advice: "compare with `==`", replacement: "==")
    case .assignmentInList:
      Wording(
        .assignment, "`=` gives an argument",
        advice: "compare with `==`; values of a list have commas between them", replacement: ",")
    case .spacedElement(let written):
      Wording(
        .assignment, "a name in a list has no blanks around its `=`",
        advice: "write `\(written)`", replacement: written)
    case .misplacedSign(let name):
      Wording(
        .assignment, "an argument is written with `=`", advice: "write `\(name)=[…]`",
        replacement: "\(name)=")
    case .statementWord(let word, let meant):
      Wording(
        .unexpected, "no statement begins with `\(word)`", advice: "did you mean `\(meant)`?",
        replacement: meant)
    case .missingPipe(let command):
      Wording(
        .missingPipe, "a `|` is missing before `\(command)`", advice: "write `| \(command) …`",
        replacement: "| \(command)")
    case .strayAssignment:
      Wording(.assignment, "`=` gives an argument", advice: "compare with `==`")
    case .spacedArgument(let name):
      Wording(
        .assignment, "`=` gives an argument",
        advice: "compare with `==`; an argument has no blanks: `\(name)=…`")
    case .longArgument(let name):
      Wording(
        .severalValues, "an argument takes one name or value",
        advice: "put a longer expression in parentheses, `\(name)=(…)`; compare with `==`")
    }
  }

  /// The text in quotes that a line begins with.
  private static func firstText(of line: String) -> Substring {
    guard let quote = line.first, let end = line.dropFirst().firstIndex(of: quote) else {
      return line[...]
    }
    return line[...end]
  }

  private func advice(expecting what: String, _ found: String) -> String? {
    switch (what, found) {
    case ("`)`", "`,`"): "a list is written in brackets: `[a, b]`"
    case ("a value", "`.`"): "a field has no dot before it: `amount`"
    case ("a key", _) where found.hasPrefix("`\""): "keys stand without quotes"
    default: nil
    }
  }

  private func advice(for sign: String) -> String? {
    switch sign {
    case "&": "write `and`"
    case "!": "write `not`, or `!=` between two values"
    case "“", "”", "„": "write the straight quote \""
    case "‘", "’": "write the straight quote '"
    default: nil
    }
  }
}

extension Diagnostic {
  /// Whether it is about a text that is not closed.
  var isUnclosedText: Bool {
    if case .unclosedText = finding as? SyntaxProblem { true } else { false }
  }

  /// Whether it is about a text that breaks off there.
  func isUnclosedText(endingAt end: Int) -> Bool {
    isUnclosedText && range?.upperBound == end
  }
}

extension Wording {
  fileprivate init(
    _ code: SyntaxCode, _ message: String, advice: String? = nil, replacement: String? = nil
  ) {
    self.init(code: code, message, advice: advice, replacement: replacement)
  }
}

extension Unicode.Scalar {
  /// Its number with at least so many digits.
  fileprivate func hexadecimal(_ digits: Int) -> String {
    let hex = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - hex.utf8.count)) + hex
  }
}

/// The codes of mistakes in the text itself, each with its guide.
package enum SyntaxCode: String, DiagnosticCode {
  case unexpected = "E001"
  case unclosedText = "E002"
  case unclosedBracket = "E003"
  case hiddenCharacter = "E004"
  case notUTF8 = "E005"
  case tooDeep = "E006"
  case tooLarge = "E007"
  case foreignSign = "E008"
  case chainedComparison = "E011"
  case textAfterQuote = "E012"
  case emptyHole = "E014"
  case badEscape = "E015"
  case tooLong = "E016"
  case assignment = "E202"
  case severalValues = "E207"
  case missingPipe = "E217"

  /// What help and the reference say of each.
  package var guide: DiagnosticGuide {
    switch self {
    case .unexpected:
      DiagnosticGuide(
        "something else is expected",
        "The text breaks off, or goes on, in a way the grammar does not have. The message says what "
          + "should stand at the marked place.",
        "disputes | where status in (won, lost)",
        instead: "disputes | where status in [won, lost]")
    case .unclosedText:
      DiagnosticGuide(
        "a text is not closed",
        "A text begins and ends on the same line. Write `\\n` for a line break inside it.",
        #"disputes | where metadata.team == "paris"#,
        instead: #"disputes | where metadata.team == "paris""#)
    case .unclosedBracket:
      DiagnosticGuide(
        "a bracket is not closed",
        "Every `(`, `[`, `{` and `$(` needs its other half. In a session the shell waits for it.",
        "disputes | where (status == won or status == lost",
        instead: "disputes | where (status == won or status == lost)")
    case .hiddenCharacter:
      DiagnosticGuide(
        "a hidden character",
        "Control characters, marks that change the direction of writing, and characters without "
          + "width may stand nowhere in a program, comments included: it has to read as it runs. In "
          + "a text they are written `\\u{200B}`.")
    case .notUTF8:
      DiagnosticGuide(
        "not UTF-8",
        "The bytes at this place are no UTF-8 text. Save the file as UTF-8. A file whose name is not "
          + "UTF-8 cannot be named in a program, nor on the command line: rename it.")
    case .tooDeep:
      DiagnosticGuide(
        "too deep, or too many stages",
        "Brackets, conditions and pipelines may stand inside one another 128 deep; name a part with "
          + "`let`. An `if` has at most 128 branches, however flat, and a text in a condition rests on "
          + "at most 128 conditions before it. A program comes to at most 10,000 stages, definitions "
          + "counted wherever they are used, and a pipeline to 1,000.")
    case .tooLarge:
      DiagnosticGuide(
        "too large",
        "A program has at most 4 MiB and 2,000,000 parts. Put what is data into a file and `read` it. "
          + "Rows have at most 1,000 columns, whether a file has them or stages add them.")
    case .foreignSign:
      DiagnosticGuide(
        "a sign that means nothing",
        "The sign belongs to another language, or to none. Conditions are joined with `and`, `or` "
          + "and `not`; quotes are straight.",
        "disputes | where status == won && amount > 1000eur",
        instead: "disputes | where status == won and amount > 1000eur")
    case .chainedComparison:
      DiagnosticGuide(
        "comparisons do not chain",
        "A comparison has two sides. Join two comparisons with `and`.",
        "disputes | where 1eur < amount < 1000eur",
        instead: "disputes | where 1eur < amount and amount < 1000eur")
    case .textAfterQuote:
      DiagnosticGuide(
        "text directly behind a quote",
        "A text ends at its closing quote, and the next word needs a blank before it. Texts are not "
          + "joined by standing side by side; write one text with holes.",
        #"disputes | select name="a"b"#,
        instead: #"disputes | select name="a b""#)
    case .emptyHole:
      DiagnosticGuide(
        "an empty hole",
        "`{…}` in a double-quoted text holds a value. Write `\\{` for the character, or use single "
          + "quotes.",
        #"disputes | select name="{}""#,
        instead: #"disputes | select name='{}'"#)
    case .badEscape:
      DiagnosticGuide(
        "no such escape",
        "The escapes in double quotes are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\{` and `\\u{…}` with a "
          + "hexadecimal number. In single quotes there are none.",
        #"disputes | where metadata.team matches "a\d""#,
        instead: #"disputes | where metadata.team matches 'a\d'"#)
    case .tooLong:
      DiagnosticGuide(
        "too long a text",
        "A text has at most 256 KiB, a path at most 4,096 bytes. Keep long texts in a file.")
    case .assignment:
      DiagnosticGuide(
        "`=` is not `==`",
        "`=` gives an argument, with no blank on either side; `==` compares.",
        "disputes | where status=won",
        instead: "disputes | where status == won")
    case .missingPipe:
      DiagnosticGuide(
        "a `|` is missing",
        "Each command is a stage of its own, with a `|` before it.",
        "disputes where amount > 1000eur",
        instead: "disputes | where amount > 1000eur")
    case .severalValues:
      DiagnosticGuide(
        "more than one name or value",
        "What stands behind `name=` is one name, path or value. A longer expression goes in "
          + "parentheses.",
        "disputes | select left=evidence_due_by-now",
        instead: "disputes | select left=(evidence_due_by - now)")
    }
  }
}
