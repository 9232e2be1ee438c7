import CpaySyntax
import CpayTestSupport
import Testing

@Suite struct FormatterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let formatted: String

    init(_ text: String, _ formatted: String) {
      self.text = text
      self.formatted = formatted
    }

    var testDescription: String { text.debugDescription }
  }

  private func check(_ row: Case) {
    #expect(format(row.text) == row.formatted)
    if let problem = formatProblem(Parser.parse(Source(row.text))) { Issue.record("\(problem)") }
  }

  @Test(arguments: [
    Case("", ""), Case("\n\n", ""), Case("# c", "# c\n"), Case("\u{feff}a", "a\n"),
    Case("a;b", "a\nb\n"), Case("a\n\n\n\nb\nc\n\n", "a\n\nb\nc\n"), Case("a\r\nb\r\n", "a\nb\n"),
    Case("cpay   1", "cpay 1\n"), Case("allow  submit,close", "allow submit, close\n"),
    Case("use  @a.cpay", "use @a.cpay\n"), Case("explain   a|b", "explain a | b\n"),
    Case("param a:int=3", "param a: int = 3\n"),
    Case("param a : list < id<x> ? > ? = [b]", "param a: list<id<x>?>? = [b]\n"),
    Case("let x=5", "let x = 5\n"), Case("let x =\n  a | b", "let x = a | b\n"),
    Case("def f ( a:int=5 ,b:bool, )=where a", "def f(a: int = 5, b: bool) = where a\n"),
    Case("def f() =\n where a\n|take 5", "def f() =\n  where a\n  | take 5\n"),
    Case("require a<=b,\"c\"", "require a <= b, \"c\"\n"),
    Case("require a<=b,\n\n\"c\"", "require a <= b, \"c\"\n"),
    Case("a; | b", "a\n; | b\n"), Case("; | b", "| b\n"), Case("|b|c", "| b | c\n"),
    Case("a # c\n\n; # d\n\n\n# e\n| b", "a # c\n\n# d\n\n# e\n; | b\n"),
  ])
  func `writes one statement a line`(row: Case) { check(row) }

  @Test(arguments: [
    Case("a b=c|d  e", "a b=c | d e\n"), Case("a|\nb|c", "a\n| b\n| c\n"),
    Case("a\n|b|c", "a\n| b\n| c\n"), Case("let x =\na\n| b", "let x =\n  a\n  | b\n"),
    Case("explain a\n| b", "explain a\n| b\n"), Case("|a\n|b", "| a\n| b\n"),
    Case("|\na|b", "| a\n| b\n"), Case("a x=$( b|c )", "a x=$(b | c)\n"),
    Case("a x=$(b\n|c)|d", "a x=$(\n  b\n  | c\n)\n| d\n"),
    Case("sort n   desc,status asc", "sort n desc, status asc\n"),
    Case("select a,b c,d.e", "select a, b c, d.e\n"),
    Case(
      "disputes | where a == 1 and\n b == 2 | take 5",
      "disputes\n| where a == 1 and\n        b == 2\n| take 5\n"),
    Case("where (a\n  or b) and c", "where (a or\n       b) and c\n"),
    Case("$due|take 5", "$due | take 5\n"), Case("count  ($x)", "count ($x)\n"),
    Case("x a=(b)  -3,c", "x a=(b) -3, c\n"), Case("where @a .x==b", "where @a .x == b\n"),
    Case("where @\"a\" .x==b", "where @\"a\".x == b\n"),
  ])
  func `keeps a pipeline on its line unless it was written on several`(row: Case) { check(row) }

  @Test(arguments: [
    Case("where - a*(b+ -c)/d??e", "where -a * (b + -c) / d ?? e\n"),
    Case("where not(a)or not b", "where not (a) or not b\n"),
    Case("where a not   in[b,c]", "where a not in [b, c]\n"),
    Case("where if  a then b\telse c", "where if a then b else c\n"),
    Case("where a . b [ 0 ]", "where a.b [0]\n"), Case("where a.b[ 0 ]", "where a.b[0]\n"),
    Case("where f( a,b , )", "where f(a, b)\n"), Case("a b={ c :d,e:[ ],}", "a b={c: d, e: []}\n"),
    Case("where \"a { b+1 } c{ \"{ d }\" }\"", "where \"a {b + 1} c{\"{d}\"}\"\n"),
    Case("save @\"o/{ id }\"", "save @\"o/{id}\"\n"), Case("where {}", "where {}\n"),
    Case("where (\n a\n)", "where (a)\n"),
    Case("where 1_000>=12.50eur", "where 1_000 >= 12.50eur\n"),
  ])
  func `puts one blank around operators`(row: Case) { check(row) }

  @Test(arguments: [
    Case("a#c", "a #c\n"), Case("#!/x\n## h  \r\na", "#!/x\n## h\na\n"),
    Case("a # c\n # d\n\n\n# e\nb", "a # c\n# d\n\n# e\nb\n"), Case("a; # c", "a # c\n"),
    Case("a # c\n| b # d", "a # c\n| b # d\n"), Case("a |# c\nb", "a # c\n| b\n"),
    Case("a\n| # c\nb", "a\n# c\n| b\n"), Case("a\n# c\n# d\n\n| b", "a\n# c\n# d\n| b\n"),
    Case("| # c\nb", "| # c\n  b\n"), Case("a; | # c\nb", "a\n; | # c\n  b\n"),
    Case("let x = # c\n5", "let x = # c\n  5\n"),
    Case("let x = # c\na|b", "let x = # c\n  a\n  | b\n"),
    Case("let x =\n# c\n5", "let x =\n  # c\n  5\n"),
    Case("where a and # c\nb", "where a and # c\n      b\n"),
    Case("where [a, # c\n  b # d\n]", "where [\n  a, # c\n  b # d\n]\n"),
    Case("where [ # c\n]", "where [ # c\n]\n"),
    Case("where [\n# c\na,\n# d\n]", "where [\n  # c\n  a\n  # d\n]\n"),
    Case("where f(a, # c\n)", "where f(\n  a # c\n)\n"),
    Case("require a, # c\n\"b\"", "require a, # c\n  \"b\"\n"),
    Case("select a, # c\nb", "select a, # c\n    b\n"),
    Case("where (a # c\n and b)", "where (a # c\n       and\n       b)\n"),
    Case("def f( # c\n a: int\n) = b", "def f( # c\n  a: int\n) = b\n"),
  ])
  func `keeps comments`(row: Case) { check(row) }

  static let long = Array(repeating: "a_rather_long_name", count: 6)

  @Test(arguments: [
    Case(
      "where x in [\(long.joined(separator: ","))]",
      "where x in [\n  \(long.joined(separator: ",\n  "))\n]\n"),
    Case(
      "a | submit evidence={\(long.map { "\($0): 1" }.joined(separator: ","))}",
      "a\n| submit evidence={\n    \(long.map { "\($0): 1" }.joined(separator: ",\n    "))\n  }\n"),
    Case(
      "select \(long.joined(separator: ","))", "select \(long.joined(separator: ",\n    "))\n"),
    Case(
      "let x=\(long.joined(separator: "|"))", "let x =\n  \(long.joined(separator: "\n  | "))\n"),
    Case(
      "let x=[\(long.joined(separator: ","))]",
      "let x = [\n  \(long.joined(separator: ",\n  "))\n]\n"),
    Case("\(long.joined(separator: "|"))", "\(long.joined(separator: "\n| "))\n"),
    Case(
      "def f(\(long.map { "\($0):int" }.joined(separator: ",")))=a",
      "def f(\n  \(long.map { "\($0): int" }.joined(separator: ",\n  "))\n) = a\n"),
    Case(
      "require \(long.prefix(4).joined(separator: "+"))==b,\"\(long[0])\"",
      "require \(long.prefix(4).joined(separator: " + ")) == b,\n  \"\(long[0])\"\n"),
    Case(
      "where \"{f(\(long.joined(separator: ",")))}\"",
      "where \"{f(\(long.joined(separator: ", ")))}\"\n"),
    Case(
      "a x=$(\(long.joined(separator: "|")))",
      "a x=$(\n  \(long.joined(separator: "\n  | "))\n)\n"),
  ])
  func `breaks what does not fit, a part a line`(row: Case) { check(row) }

  @Test func `fills a line to its last column`() {
    let fits = "where [a, " + String(repeating: "b", count: 90 - 1) + "]"
    #expect(fits.utf8.count == Formatter.width)
    #expect(format(fits) == fits + "\n")
    #expect(format("\(fits.dropLast())b]")?.hasPrefix("where [\n") == true)
  }

  @Test(arguments: ["a |", "where (", "a & b", "\"{}\"", "\u{202e}"])
  func `leaves a text with mistakes alone`(text: String) {
    #expect(format(text) == nil)
  }

  @Test(arguments: validPrograms)
  func `keeps the tree and the comments of a valid program`(text: String) {
    if let problem = formatProblem(Parser.parse(Source(text))) { Issue.record("\(problem)") }
  }

  @Test(arguments: manualPrograms)
  func `leaves the programs of the manual as they are`(text: String) {
    #expect(format(text) == text + "\n")
  }

  @Test func `keeps the tree and the comments of random programs`() {
    let seed: UInt64 = 101
    var writer = ProgramWriter(seed: seed)
    for _ in 0..<1500 {
      let text = writer.program()
      let tree = Parser.parse(Source(text))
      guard tree.diagnostics.isEmpty else {
        Issue.record("seed \(seed): \(tree.diagnostics[0]) in\n\(text)")
        break
      }
      if let problem = formatProblem(tree) {
        Issue.record("seed \(seed): \(problem)")
        break
      }
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "a | b ", "where [a, b] and c\n", "# c\n", "[[a], ", "f(a, {b: c}, ", "\"{a}\" ",
    ])
  func `takes time in proportion to the text`(unit: String) {
    let isBracket = unit.hasPrefix("[[") || unit.hasPrefix("f(")
    if isBracket {
      let text = String(repeating: unit, count: 60)
      let close = unit.hasPrefix("f(") ? ")" : "]"
      #expect(format("where " + text + "1" + String(repeating: close, count: 60)) != nil)
    } else {
      #expect(format("a " + String(repeating: unit, count: 20_000)) != nil)
    }
  }
}

/// The one form of a program; nil when something is wrong with it.
func format(_ text: String) -> String? { Formatter.format(Parser.parse(Source(text))) }
