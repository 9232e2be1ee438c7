/// The words of everything that can be wrong with a text before its names are looked at.
extension Diagnostic {
  static func expected(_ what: String, at range: Range<Int>, found: String) -> Diagnostic {
    let advice: String? =
      switch (what, found) {
      case ("`)`", "`,`"): "a list is written in brackets: `[a, b]`"
      case ("a key", _) where found.hasPrefix("`\""): "keys stand without quotes"
      default: nil
      }
    return Diagnostic("E001", "expected \(what), found \(found)", at: range, advice: advice)
  }

  static func foreignSign(_ sign: String, meaning: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E008", "`\(sign)` means nothing here", at: range, advice: "write `\(meaning)`",
      fix: Diagnostic.Fix(range, meaning))
  }

  static func unclosedText(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E002", "this text is not closed", at: range, advice: "close it on the same line")
  }

  var isUnclosedText: Bool { code == "E002" }

  static func unclosed(_ bracket: String, with closing: String, at range: Range<Int>) -> Diagnostic
  {
    Diagnostic(
      "E003", "`\(bracket)` is not closed", at: range, advice: "close it with `\(closing)`")
  }

  static func hiddenCharacter(_ scalar: Unicode.Scalar, at range: Range<Int>) -> Diagnostic {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
    return Diagnostic(
      "E004", "the control character U+\(code) may not stand in a program", at: range,
      advice: "in a text, write it as \\u{\(hex)}")
  }

  static func notUTF8(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E005", "these bytes are not UTF-8 text", at: range)
  }

  static func tooDeep(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E006", "the program is nested more than \(SyntaxLimits.maximumDepth) deep", at: range,
      advice: "name a part of it with `let`")
  }

  static func tooLarge(_ what: String) -> Diagnostic {
    Diagnostic("E007", "the program has more than \(what)", at: 0..<0)
  }

  static func unexpectedCharacter(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E008", "`\(text)` means nothing here", at: range, advice: signAdvice(text))
  }

  private static func signAdvice(_ text: String) -> String? {
    switch text {
    case "&": "write `and`"
    case "!": "write `not`, or `!=` between two values"
    case "“", "”", "„": "write the straight quote \""
    case "‘", "’": "write the straight quote '"
    default: nil
    }
  }

  static func chainedComparison(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E011", "comparisons do not chain", at: range,
      advice: "join two comparisons with `and`")
  }

  static func textAfterQuote(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E012", "text stands directly after a closing quote", at: range,
      advice: "put it inside the quotes, or a blank before it")
  }

  static func emptyHole(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E014", "this hole is empty", at: range,
      advice: "write `\\{` for the character, or use single quotes")
  }

  static func badEscape(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E015", "no such escape", at: range, advice: #"the escapes are \n \t \" \\ \{ \u{…}"#)
  }

  static func longLiteral(isFile: Bool, at range: Range<Int>) -> Diagnostic {
    isFile
      ? Diagnostic(
        "E016", "this path is longer than \(SyntaxLimits.maximumPathBytes) bytes", at: range)
      : Diagnostic(
        "E016", "this text is longer than \(SyntaxLimits.maximumTextBytes >> 10) KiB", at: range,
        advice: "keep it in a file")
  }

  /// A value of an argument that goes on behind its first part.
  static func longArgument(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E207", "an argument takes one name or value", at: range,
      advice: "put a longer expression in parentheses, `\(name)=(…)`; compare with `==`")
  }

  static func assignmentInExpression(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E202", "`=` gives an argument", at: range, advice: "compare with `==`",
      fix: Diagnostic.Fix(range, "=="))
  }

  static func spacedArgument(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E202", "`=` gives an argument", at: range,
      advice: "compare with `==`; an argument has no blanks: `\(name)=…`")
  }
}

/// Bounds on the size of a program.
public enum SyntaxLimits {
  /// Bytes of one source.
  public static let maximumBytes = 4 << 20
  /// Levels of nesting, of brackets and of the tree.
  public static let maximumDepth = 128
  /// Bytes of one text, from quote to quote.
  public static let maximumTextBytes = 256 << 10
  /// Bytes of one path with its `@`; what systems take at most.
  public static let maximumPathBytes = 4096
  /// Nodes of one tree.
  public static let maximumNodes = 2_000_000
  /// Diagnostics of one text; what is wrong beyond them is found when they are mended.
  public static let maximumDiagnostics = 100
}
