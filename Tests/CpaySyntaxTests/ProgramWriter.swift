import CpayTestSupport

/// Writes random valid programs by following the grammar, with blanks, line breaks and comments
/// wherever they may stand.
struct ProgramWriter {
  private var generator: SeededGenerator
  /// How many more parts may be nested.
  private var room = 0
  /// The brackets around this place, in which newlines are blanks.
  private var brackets = 0
  /// The holes around this place, in which newlines are mistakes.
  private var holes = 0
  private var comments = 0

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func program() -> String {
    room = 6
    var text = generator.pick(["", "", "#!/usr/bin/env cpay\n", "\n\n"])
    for index in 0..<generator.below(5) + 1 {
      text +=
        index == 0 || text.hasSuffix(";") ? statement() : statementAfterLine()
      text += generator.pick([
        "\n", "\n", "\r\n", ";", " ; ", "\n\n\n", " # c\n", "\n  # d \n\n#e\n",
      ])
    }
    return text
  }

  /// A statement that does not begin with a pipe, which would continue the one before.
  private mutating func statementAfterLine() -> String {
    let text = statement()
    return text.utf8.first == UInt8(ascii: "|") ? "a " + text : text
  }

  private mutating func statement() -> String {
    switch generator.below(12) {
    case 0: "cpay" + blank() + "1"
    case 1: "allow" + blank() + names()
    case 2: "use" + blank() + file()
    case 3: help() + "param" + blank() + typed()
    case 4: "let" + blank() + name() + gap() + "=" + open() + pipeline()
    case 5:
      help() + "def" + blank() + name() + gap() + formals() + gap() + "=" + open() + pipeline()
    case 6: "require" + blank() + expression() + gap() + "," + open() + expression()
    case 7: "explain" + blank() + pipeline()
    default: pipeline()
    }
  }

  private mutating func help() -> String {
    generator.pick(["", "", "## Help.\n", "##More\n## help\n"])
  }

  private mutating func names() -> String {
    var text = name()
    while generator.once(in: 2) { text += gap() + "," + open() + name() }
    return text
  }

  private mutating func formals() -> String {
    inBrackets("(", ")") { writer in
      writer.list(allowingEmpty: true) { $0.typed() }
    }
  }

  private mutating func typed() -> String {
    let text = name() + gap() + ":" + gap() + type()
    return generator.once(in: 2) ? text + gap() + "=" + open() + expression() : text
  }

  private mutating func type() -> String {
    let argument = generator.once(in: 3) ? gap() + "<" + gap() + type() + gap() + ">" : ""
    return generator.pick(["int", "list", "id", "file"]) + argument + generator.pick(["", "", "?"])
  }

  // MARK: Pipelines

  private mutating func pipeline() -> String {
    room -= 1
    defer { room += 1 }
    var text =
      generator.once(in: 8) ? "|" + open() + stage() : generator.once(in: 4) ? value() : stage()
    while room > 0, generator.once(in: 2) { text += beforePipe() + "|" + open() + stage() }
    return text
  }

  /// What starts a pipeline and is no command.
  private mutating func value() -> String {
    generator.pick(["$due", "5", "\"t\"", "count($x)", "[1, 2]", "-3", "not a", "(a)"])
  }

  private mutating func stage() -> String {
    var text = generator.pick(["where", "disputes", "select", "sort", "x"])
    var isBare = true
    while generator.once(in: 2), room > 0 {
      // A positional value behind another needs a comma: it might go on.
      text += isBare ? blank() : gap() + "," + open()
      if generator.once(in: 2) {
        text += argument()
        isBare = false
        if generator.once(in: 2) { text += blank() + argument() }
      } else {
        text += expression()
        if generator.once(in: 4) { text += blank() + generator.pick(["asc", "desc"]) }
        isBare = false
      }
    }
    return text
  }

  private mutating func argument() -> String {
    room -= 1
    defer { room += 1 }
    let word = generator.pick([
      "won", "5", "24h", "-5", "metadata.team", "eu-west", "a:b/c@d+e", "2024-02-07T09:00Z", "true",
    ])
    let value =
      room > 0 && generator.once(in: 2)
      ? generator.pick([
        list(), record(), call(), text(), parentheses(), "$v", subpipeline(), file(),
      ])
      : word
    return name() + "=" + value
  }

  // MARK: Expressions

  private mutating func expression() -> String {
    room -= 1
    defer { room += 1 }
    guard room > 0 else { return leaf() }
    switch generator.below(14) {
    case 0:
      return "if" + blank() + simple() + blank() + "then" + open(needsBlank: true) + simple()
        + blank() + "else" + open(needsBlank: true) + simple()
    case 1, 2, 3:
      return comparison() + inside() + generator.pick([" and", " or"]) + open(needsBlank: true)
        + comparison()
    case 4: return "not" + open(needsBlank: true) + simple()
    case 5, 6: return comparison()
    default: return simple()
    }
  }

  private mutating func comparison() -> String {
    let word = generator.pick([" in", " contains", " matches", " not in", " not  contains"])
    let sign = generator.pick(["==", "!=", "<", "<=", ">", ">="])
    return generator.once(in: 3)
      ? simple() + word + open(needsBlank: true) + simple()
      : simple() + gap() + sign + open() + simple()
  }

  private mutating func simple() -> String {
    room -= 1
    defer { room += 1 }
    guard room > 0 else { return leaf() }
    switch generator.below(16) {
    case 0: return list()
    case 1: return record()
    case 2: return call()
    case 3: return text()
    case 4: return parentheses()
    case 5: return subpipeline()
    case 6: return simple() + " " + generator.pick(["+", "-", "*", "/", "??"]) + open() + simple()
    case 7: return "-" + gap() + leaf()
    case 8: return "a" + gap() + "." + gap() + name()
    case 9: return "$v[" + gap() + leaf() + gap() + "]"
    case 10: return file() + blank() + ".x"
    default: return leaf()
    }
  }

  private mutating func leaf() -> String {
    generator.pick([
      "amount", "a_rather_long_name_of_a_field", "b", "$v", "$_", "5", "100_000", "12.50eur", "48h",
      "\"t # \\u{41}\"", "'r {h}'", "2024-02-07", "now", "null",
      "true",
    ])
  }

  private mutating func list() -> String {
    inBrackets("[", "]") { $0.list(allowingEmpty: true) { $0.expression() } }
  }

  private mutating func record() -> String {
    inBrackets("{", "}") { writer in
      writer.list(allowingEmpty: true) { $0.name() + $0.gap() + ":" + $0.gap() + $0.expression() }
    }
  }

  private mutating func call() -> String {
    generator.pick(["f", "count"])
      + inBrackets("(", ")") { $0.list(allowingEmpty: true) { $0.expression() } }
  }

  private mutating func parentheses() -> String { inBrackets("(", ")") { $0.expression() } }

  private mutating func subpipeline() -> String { inBrackets("$(", ")") { $0.pipeline() } }

  private mutating func text() -> String {
    holes += 1
    defer { holes -= 1 }
    var text = generator.pick(["\"a ", "\"", "@\"e/"])
    for _ in 0..<generator.below(3) {
      text += "{" + gap() + expression() + gap() + "}" + generator.pick(["", " b", "\\{"])
    }
    return text + "\""
  }

  private mutating func file() -> String { generator.pick(["@a.json", "@\"a b\"", "@-"]) }

  private mutating func name() -> String {
    generator.pick(["a", "b", "status", "evidence_due_by", "let", "x1"])
  }

  private mutating func list(
    allowingEmpty: Bool, _ element: (inout ProgramWriter) -> String
  ) -> String {
    if allowingEmpty, generator.once(in: 8) { return "" }
    var text = element(&self)
    while generator.once(in: 2) { text += gap() + "," + gap() + element(&self) }
    return generator.once(in: 6) ? text + gap() + "," : text
  }

  // MARK: Blanks

  private mutating func inBrackets(
    _ open: String, _ close: String, _ content: (inout ProgramWriter) -> String
  ) -> String {
    brackets += 1
    defer { brackets -= 1 }
    return open + gap() + content(&self) + gap() + close
  }

  /// A blank, or several, or none where none is needed.
  private mutating func gap() -> String { generator.once(in: 3) ? "" : blank() }

  private mutating func blank() -> String {
    brackets > 0 && holes == 0 && generator.once(in: 4)
      ? lineBreak() : generator.pick([" ", " ", "  ", "\t"])
  }

  /// A place where a statement goes on: a newline may stand here.
  private mutating func open(needsBlank: Bool = false) -> String {
    if holes == 0, generator.once(in: 3) { return lineBreak() }
    return needsBlank ? blank() : gap()
  }

  private mutating func beforePipe() -> String {
    holes == 0 && generator.once(in: 2) ? lineBreak() : gap()
  }

  /// What an operator that may stand in brackets may have before it.
  private mutating func inside() -> String { brackets > 0 ? gap() : "" }

  private mutating func lineBreak() -> String {
    comments += 1
    return generator.pick([
      "\n", "\n  ", "\r\n", " # c\(comments)\n", "\n\n # d\(comments) \n# e\(comments)\n", "\n\n",
    ])
  }
}
