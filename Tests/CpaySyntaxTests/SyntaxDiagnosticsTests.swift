import CpaySyntax
import CpayTestSupport
import Testing

@Suite struct SyntaxDiagnosticsTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let codes: [String]
    let advice: String?
    let message: String?

    init(_ text: String, _ codes: String..., advice: String? = nil, message: String? = nil) {
      self.text = text
      self.codes = codes
      self.advice = advice
      self.message = message
    }

    var testDescription: String { text }
  }

  private func check(_ mistake: Mistake) {
    let marked = MarkedSource(mistake.text)
    let found = Parser.parse(marked.source).diagnostics
    #expect(found.map(\.code) == mistake.codes)
    #expect(found.map(\.range) == marked.marked)
    if let advice = mistake.advice { #expect(found.first?.advice == advice) }
    if let message = mistake.message { #expect(found.first?.message == message) }
  }

  @Test(arguments: [
    Mistake("disputes | «»", "E001", message: "expected a command, found the end"),
    Mistake("disputes | «|» take 5", "E001", message: "expected a command, found `|`"),
    Mistake("disputes | «5»", "E001", message: "expected a command, found `5`"),
    Mistake("disputes | where a == «|» take 5", "E001", message: "expected a value, found `|`"),
    Mistake("where «==» 5", "E001"), Mistake("where a ==«;» b", "E001"),
    Mistake("where a and «or» b", "E001"), Mistake("where «then» b | take 5", "E001"),
    Mistake("where «else»", "E001"), Mistake("where a.«5»", "E001"), Mistake("where a.«»", "E001"),
    Mistake("where if a «b» c", "E001"), Mistake("where if a then b «c»", "E001"),
    Mistake("where (a «b» c)", "E001", message: "expected `)`, found `b`"),
    Mistake("where (a «b») | take 5", "E001"), Mistake("where [a «b», c] | take 5", "E001"),
    Mistake("where f(a «b») and c", "E001"), Mistake("where a[1 «2»] | take 5", "E001"),
    Mistake("submit evidence={a: 1 «b»: 2}", "E001"), Mistake("submit evidence={a «1»}", "E001"),
    Mistake("submit evidence={«1»: 2}", "E001", message: "expected a key, found `1`"),
    Mistake("where (a «|» take 5", "E001"), Mistake("where [«)»", "E001"),
    Mistake("where (a «]»", "E001"), Mistake("where ([a «)»", "E001"),
    Mistake("where (a«;» b", "E001"),
    Mistake("where a«)» | take 5\ndisputes", "E001"), Mistake("where a «]» | take 5", "E001"),
    Mistake("let x «5»", "E001", message: "expected `=`, found `5`"),
    Mistake("let x«»", "E001"), Mistake("explain«»", "E001"), Mistake("allow submit, «5»", "E001"),
    Mistake("select id, «|» take 5", "E001"), Mistake("set a=1, «|» take 5", "E001"),
    Mistake("join $(a «:» b) on=x | take 5", "E001"), Mistake("join $(«)» on=x", "E001"),
    Mistake("where («)»", "E001"), Mistake("where [«,» 1]", "E001"),
    Mistake("a «:» b | take 5", "E001"),
    Mistake(
      "disputes «$» | take 5", "E001", message: "expected a variable's name after `$`, found none"),
    Mistake("read «@» | take 5", "E001", message: "expected a path after `@`, found none"),
    Mistake("where a == «$»", "E001"), Mistake("read x=«@»", "E001"),
    Mistake("$due «,» b | take 5", "E001"), Mistake("a\n«+» b", "E001"),
    Mistake("submit evidence={a«=»1}", "E001"), Mistake("submit evidence={a «=» 1} | b", "E001"),
    Mistake("submit evidence={a«=»1, b: 2} | take 5", "E001"),
  ])
  func `reports what is missing where it is missing`(mistake: Mistake) { check(mistake) }

  @Test func `branches are counted, and never nested`() {
    func tree(_ count: Int) -> SyntaxTree {
      let branches = String(repeating: "if a then b else ", count: count)
      return Parser.parse(Source("where \(branches)c"))
    }
    #expect(tree(SyntaxLimits.maximumBranches).diagnostics.isEmpty)
    for count in [SyntaxLimits.maximumBranches + 1, 100_000] {
      let found = tree(count).diagnostics
      #expect(found.map(\.message) == ["this `if` has more than 128 branches"])
    }
  }

  @Test(arguments: [
    Mistake("$due «where» a == b", "E217", advice: "write `| where …`"),
    Mistake("let x = $(a | b) «sort» c | take 5", "E217"),
    Mistake("join $($x «take» 5) on=y", "E217"),
    Mistake("a «||» b", "E008", advice: "write `|`"), Mistake("a | b «||» c 5 | d", "E008"),
    Mistake("where a == b «||» c == d", "E008", advice: "write `or`"),
    Mistake("where a «||» (b and c) | take 5", "E008", advice: "write `or`"),
    Mistake("where a «====» b", "E008", advice: "write `==`"),
    Mistake("where a «=!» b", "E008", advice: "write `!=`"),
    Mistake("where a «!  =» b", "E008", advice: "write `!=`"),
    Mistake("summarize by=[«day = a(b)»] n=c()", "E202", advice: "write `day=a(b)`"),
    Mistake("uniq by=[x, «d= a - b», y]", "E202", advice: "write `d=(a - b)`"),
    Mistake("uniq «by»[c=a]", "E202", advice: "write `by=[…]`"),
    Mistake("uniq «by == »[c=a]", "E202", advice: "write `by=[…]`"),
    Mistake("where a in [b«=» c, d]", "E202"), Mistake("where f(a«;» b) | take 5", "E001"),
    Mistake("where a == «|» 5 | take 5", "E001"),
    Mistake("«lte» x = 5", "E001", advice: "did you mean `let`?"),
    Mistake("«deef» x(a: int) = take $a\ndisputes", "E001", advice: "did you mean `def`?"),
    Mistake("«parma» x: int = 5", "E001", advice: "did you mean `param`?"),
  ])
  func `tells one slip for what it is`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake("where a == «\"abc»", "E002", advice: "close it on the same line"),
    Mistake("where a == «\"abc»\n| take 5", "E002"), Mistake("«'abc»", "E002"),
    Mistake("«'abc»\ndisputes", "E002"), Mistake("read «@\"abc»", "E002"),
    Mistake("«\"abc\\\"»", "E002"), Mistake("submit evidence={\n  a: «\"x,»\n  b: 'y'\n}", "E002"),
    Mistake("where a == («\"b)»\n| take 5", "E002"), Mistake("where a == («'b)»\n", "E002"),
    Mistake("«\"abc\\»", "E002"), Mistake("«\"»", "E002"),
  ])
  func `reports an unclosed text at its quote`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake("where «(»a", "E003", advice: "close it with `)`", message: "`(` is not closed"),
    Mistake("where a in «[»b, c", "E003", advice: "close it with `]`"),
    Mistake("submit evidence=«{»a: 1", "E003", advice: "close it with `}`"),
    Mistake("join «$(»read @a", "E003", advice: "close it with `)`", message: "`$(` is not closed"),
    Mistake("where count«(»$x", "E003", advice: "close it with `)`"),
    Mistake("where a«[»1", "E003", advice: "close it with `]`"),
    Mistake("where ([«{»a: 1", "E003"),
  ])
  func `reports an unclosed bracket at the bracket`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake("where a «&» b", "E008", advice: "write `and`"),
    Mistake("where a == 1 «&&» b == 2", "E008", advice: "write `and`"),
    Mistake("where «!»a", "E008", advice: "write `not`, or `!=` between two values"),
    Mistake("where a == «“»x«”»", "E008", "E008", advice: "write the straight quote \""),
    Mistake("where a == «‘»x", "E008", advice: "write the straight quote '"),
    Mistake("disputes «%»", "E008", message: "`%` means nothing here"), Mistake("«é»", "E008"),
    Mistake("«~» disputes", "E008"), Mistake("where a «?» b", "E008"),
    Mistake("where a == «^»", "E008"),
    Mistake("take «\\»5", "E008"), Mistake("where (a «&» b) | take 5", "E008"),
    Mistake("disputes | «`»take 5", "E008"),
  ])
  func `reports a character that means nothing, once`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake("where a < b «<» c", "E011", advice: "join two comparisons with `and`"),
    Mistake("where 1 < a «<=» 5 and b | take 5", "E011"),
    Mistake("where (a < b «<» c) | take 5", "E011"),
    Mistake("where [a < b «<» c, d] and e", "E011"), Mistake("where a == b «not» in c", "E011"),
    Mistake("where f(a < b «<» c, d) and e", "E011"), Mistake("where {x: a < b «<» c} | d", "E011"),
    Mistake("where if a < b «<» c then d else e", "E011"),
    Mistake("where a < b «<» c < d | e", "E011"),
  ])
  func `reports a chain of comparisons once`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake(
      "where a == \"x\"«b»", "E012",
      advice: "put it inside the quotes, or a blank before it"),
    Mistake("where a == 'x'«5» and b", "E012"), Mistake("where \"x\"«\"y\"»", "E012"),
    Mistake("where \"x\"«'y'»", "E012"),
    Mistake("read @\"a\"«b»", "E012"), Mistake("where \"a{b}\"«c»", "E012"),
    Mistake("where \"{\"a\"«b»}\"", "E012"),
    Mistake("where a == \"«\\x»\"", "E015", advice: #"the escapes are \n \t \" \\ \{ \u{…}"#),
    Mistake("\"«\\é»\"", "E015"), Mistake("\"«\\😀»x\"", "E015"), Mistake("\"«\\'»\"", "E015"),
    Mistake("\"«\\u»\"", "E015"), Mistake("\"«\\u{}»\"", "E015"),
    Mistake("\"«\\u{110000}»\"", "E015"),
    Mistake("\"«\\u{d800}»\"", "E015"), Mistake("\"«\\u{1234567}»\"", "E015"),
    Mistake("\"«\\u{xyz}»\"", "E015"), Mistake("\"«\\u{41»\"", "E015"),
    Mistake("\"«\\u{+1}»\"", "E015"),
    Mistake("\"«\\u{ 1}»\"", "E015"), Mistake("read @\"«\\q»\"", "E015"),
    Mistake("\"«\\0»«\\r»\"", "E015", "E015"),
  ])
  func `reports what a text may not hold`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake("where (a «=» 5)", "E202", advice: "compare with `==`"),
    Mistake("where (a«=»5) | take 5", "E202", advice: "compare with `==`"),
    Mistake("where a and b«=»won | take 5", "E202", advice: "compare with `==`"),
    Mistake("where not b«=»won", "E202"),
    Mistake("where a and b «=» 5", "E202", advice: "compare with `==`"),
    Mistake("where a.b «=» 5", "E202", advice: "compare with `==`"),
    Mistake("where a.b«=»5 | take 5", "E202"), Mistake("where a + b«=»(c) | take 5", "E202"),
    Mistake("where f(a«=»b) and c", "E202"), Mistake("where [a«=»b, c]", "E202"),
    Mistake("where if a«=»b then c else d", "E202"), Mistake("a«=»b | take 5", "E202"),
    Mistake(
      "where amount «=» 5", "E202",
      advice: "compare with `==`; an argument has no blanks: `amount=…`"),
    Mistake(
      "disputes status «=» won | take 5", "E202",
      advice: "compare with `==`; an argument has no blanks: `status=…`"),
    Mistake("disputes status«=» won", "E202"), Mistake("disputes status «=»won", "E202"),
    Mistake("$due «=» 5", "E202"), Mistake("disputes «=» 5", "E202"),
  ])
  func `tells an argument from a comparison`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake(
      "where a == \"x«{}»\"", "E014", advice: "write `\\{` for the character, or use single quotes"),
    Mistake("where \"«{ }»x{b}«{}»\"", "E014", "E014"), Mistake("read @\"«{}»\"", "E014"),
    Mistake("where \"{a «b» c} {d}\" == e", "E001", message: "expected `}`, found `b`"),
    Mistake("where \"{a ==«}» x\"", "E001", message: "expected a value, found `}`"),
    Mistake("where \"{(a«}»\" | take 5", "E001", message: "expected `)`, found `}`"),
    Mistake("where (\"{a«)»}\")", "E001"), Mistake("where \"{[a, {b: «}»]}\" == c", "E001"),
    Mistake("where \"{a «|» b}\" | take 5", "E001"), Mistake("where \"{a«;» b}\"; c", "E001"),
    Mistake("where \"{$(a«}»\" | take 5", "E001", message: "expected `)`, found `}`"),
    Mistake("where \"{a «\"b{»c}\" d}\" | «5»", "E001", "E001"),
    Mistake("where \"{a < b «<» c}\" == d", "E011"), Mistake("where \"{a «&» b}\"", "E008"),
    Mistake("where \"{«&»}\"", "E008"), Mistake("where \"{a«=»5}\"", "E202"),
    Mistake("where «\"{a»\ntake «)»", "E002", "E001"), Mistake("where «\"{a & b»", "E002"),
    Mistake("where «\"{a # b}\"»", "E002"), Mistake("where \"{«'a}\"»\nb", "E002"),
    Mistake("where \"{«\"a} b»", "E002"), Mistake("where («@\"{a»\nb)", "E002"),
    Mistake("where «\"{(»\n«)»}\"", "E002", "E001"),
  ])
  func `reports what is wrong in a hole, once`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake("use «x»", "E001", message: "expected a file such as `@lib.cpay`, found `x`"),
    Mistake("use «@\"{»a}\"", "E001"), Mistake("use @a «@b»", "E001"),
    Mistake("param x«»", "E001", message: "expected `:` and a type, found the end"),
    Mistake("param x«=»5", "E001", message: "expected `:` and a type, found `=`"),
    Mistake("param x «=» 5\nparam «now»: int", "E001", "E001"), Mistake("param x: «5»", "E001"),
    Mistake("param x:«»", "E001", message: "expected a type, found the end"),
    Mistake("param x: list<«»", "E001"), Mistake("param x: list<int«»", "E001"),
    Mistake("param x: int?«?»", "E001"), Mistake("param x: int «5»", "E001"),
    Mistake("param x: int = 5 «6»", "E001"), Mistake("param x: int =«;»", "E001"),
    Mistake("def «5»", "E001"),
    Mistake("def f «=» where a", "E001", message: "expected `(`, found `=`"),
    Mistake("def f()«»", "E001"), Mistake("def f() «where» a", "E001"),
    Mistake("def f(x «int») = where a | «5»", "E001", "E001"),
    Mistake("def f(x«)» = where a", "E001"), Mistake("def f(x: int «y»: int) = a", "E001"),
    Mistake("def f(x: «)» = a", "E001"), Mistake("def f(«5») = a", "E001"),
    Mistake("require a«»", "E001", message: "expected `,` and a message, found the end"),
    Mistake("require a «b»", "E001"), Mistake("require a, «|» b", "E001"),
    Mistake("let «now» = 5", "E001", message: "expected a variable's name, found `now`"),
    Mistake("cpay «one»", "E001", message: "expected the number of an edition, found `one`"),
    Mistake("allow «5»", "E001"),
  ])
  func `reports what is wrong at the beginning of a statement`(mistake: Mistake) { check(mistake) }

  @Test(arguments: [
    Mistake(
      "apply max=5 «+» 3 | b", "E207",
      advice: "put a longer expression in parentheses, `max=(…)`; compare with `==`"),
    Mistake("a x=$b«.»c", "E207"), Mistake("a x=[b]«[»0]", "E207"), Mistake("a x=b.c«(»d)", "E207"),
    Mistake("a x=not«(»d)", "E207"), Mistake("a x=f(b) «/» c, y=5", "E207"),
    Mistake("a x=(b)«-»3", "E207"), Mistake("a x=(b) «-» 3", "E207"),
    Mistake("where status=won «and» amount=5 | take 1", "E207"), Mistake("a x=b «??» c", "E207"),
  ])
  func `reports an argument's value that goes on`(mistake: Mistake) { check(mistake) }

  @Test func `limits the length of texts and paths`() {
    let text = String(repeating: "x", count: SyntaxLimits.maximumTextBytes - 2)
    let path = String(repeating: "x", count: SyntaxLimits.maximumPathBytes - 1)
    #expect(Parser.parse(Source("where a == \"\(text)\" or b == '\(text)'")).diagnostics.isEmpty)
    #expect(Parser.parse(Source("read @\(path)")).diagnostics.isEmpty)
    let long = ["\"\(text)x\"", "'\(text)x'", "\"{a}\(text)\"", "@\(path)x", "@\"\(path)\""]
    for literal in long {
      let diagnostics = Parser.parse(Source("where \(literal)")).diagnostics
      #expect(diagnostics.map(\.code) == ["E016"])
      #expect(diagnostics.map(\.range) == [6..<6 + literal.utf8.count])
    }
  }

  @Test func `shows no more than the beginning of what it found`() {
    let text = String(repeating: "é", count: 1000)
    let message = Parser.parse(Source("a | '\(text)'")).diagnostics.first?.message
    #expect(message == "expected a command, found `'\(text.prefix(39))…`")
  }

  @Test func `mends a comparison by one edit`() throws {
    let tree = Parser.parse(Source("where a and (b = 5)"))
    let fix = try #require(tree.diagnostics.first?.fix)
    #expect(tree.source.text(fix.place.range) == "=")
    #expect(fix.replacement == "==")
  }

  @Test(arguments: [
    Mistake(
      "where a == «|» where b < c «<» d | take «)»\nsort (a «b»)\ndisputes «:»",
      "E001", "E011", "E001", "E001", "E001"),
    Mistake("a | «5» | b | «6»\nuse @x «y»\nwhere \"x\"«y»", "E001", "E001", "E001", "E012"),
    Mistake("where a < b «<» c and d < e «<» f", "E011", "E011"),
    // What is missing is told, and not what follows from it.
    Mistake("where x and«==» a > 5", "E001"), Mistake("where not «==» a > 5", "E001"),
    Mistake("where a + «==» 5 > 3", "E001"), Mistake("where «==» a > 5 | take 5", "E001"),
    Mistake("where a or «<» b == c", "E001"),
    Mistake("where a and «==» b > 5 | where a < b «<» c", "E001", "E011"),
    Mistake("where a in [b\", \"«c\"»]", "E012"), Mistake("where f(a\", \"«b\"», c)", "E012"),
    Mistake("let a = $(b | where c == «\"d | count)»\nb | count", "E002"),
    Mistake("where (a == «\"b)»\n| take 5", "E002"),
    Mistake("let a = [b, «'c]»\nb | count", "E002"),
    Mistake("def a(b: c = «\"d) = where e»\nf | a", "E002"),
    Mistake("a | b c={d: Ali «Aydin»\", e: f}", "E001"),
    Mistake("require a > 0, nothing «was» won\"", "E001"),
    Mistake("a | where \"to {b} matches \"«to» *\" | c", "E012"),
    Mistake("a | «5» | b «\"c»", "E001", "E002"),
    Mistake("where (a «b») and [c «d»] | where \"«\\x»\"", "E001", "E001", "E015"),
    Mistake("where a «&» b | where c «=» d", "E008", "E202"),
  ])
  func `reports independent mistakes, each once, in order`(mistake: Mistake) { check(mistake) }

  @Test func `stops reporting after very many`() {
    let text = String(repeating: "where (a b)\n", count: 5000)
    let diagnostics = Parser.parse(Source(text)).diagnostics
    #expect(diagnostics.count == SyntaxLimits.maximumDiagnostics)
  }
}
