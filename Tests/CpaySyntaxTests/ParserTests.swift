import CpaySyntax
import CpayTestSupport
import Testing

@Suite struct ParserTests {
  @Test(arguments: [
    ("", ""), ("\n;\n# c\n", ""), ("disputes", "(disputes)"),
    ("disputes status=won charge=ch_1", "(disputes status=won charge=ch_1)"),
    ("disputes | where amount>5", "(disputes) | (where (> amount 5))"),
    ("disputes | where status=won", "(disputes) | (where status=won)"),
    ("a;b\nc", "(a) ; (b) ; (c)"), ("a\n| b", "(a) | (b)"), ("a |\n\n b", "(a) | (b)"),
    ("| take 5", "_ | (take 5)"), ("$due | take 5", "(value $due) | (take 5)"),
    ("count($x)", "(value count($x))"), ("count ($x)", "(count ($x))"),
    ("5 + 3", "(value (+ 5 3))"), ("\"a\"", "(value \"a\")"),
    ("select id, amount, metadata.team", "(select id amount (.team metadata))"),
    ("sort n desc, status, id asc", "(sort n:desc status id:asc)"),
    ("sort desc", "(sort desc)"), ("sort amount.minor desc", "(sort (.minor amount):desc)"),
    ("chart status amount kind=bar", "(chart status amount kind=bar)"),
    ("set a=1, b=(x + 1) c=f(x)", "(set a=1 b=((+ x 1)) c=f(x))"),
    ("by=[a, b] | x", "(value ?) | (x)"),
    (
      "submit evidence={customer_name: \"A\", receipt: file_1,}",
      "(submit evidence={customer_name: \"A\" receipt: file_1})"
    ),
    ("read @a.csv format=csv", "(read @a.csv format=csv)"),
    ("join $(read @a | take 5) on=id", "(join $((read @a) | (take 5)) on=id)"),
    ("cpay 1", "(cpay 1)"), ("allow submit, close", "(allow submit close)"),
    ("let x = disputes | take 5", "(let x (disputes) | (take 5))"),
    ("let x=5", "(let x (value 5))"),
    ("let x =\n  5", "(let x (value 5))"),
    (
      "explain disputes | take 1",
      "(explain (disputes) | (take 1))"
    ),
    ("explain explain", "(explain (explain))"), ("explain $x", "(explain (value $x))"),
    ("cpay", "(cpay)"), ("allow", "(allow)"), ("let", "(let)"), ("asc", "(asc)"),
    ("take 5 asc", "(take 5:asc)"), ("where a\n# c\n| b", "(where a) | (b)"),
    ("use @lib.cpay", "(use @lib.cpay)"), ("use @\"a b\"; use @c", "(use @\"a b\") ; (use @c)"),
    ("param x: int", "(param x int)"), ("param x:int=5", "(param x int 5)"),
    ("param x: list<id<dispute>?>? = [a]", "(param x list<id<dispute>?>? [a])"),
    ("param x: string? = \"{y}\"", "(param x string? (text ‹› y ‹›))"),
    ("param x: int = 5 >= y", "(param x int (>= 5 y))"),
    ("param x: int = y ?? 1", "(param x int (?? y 1))"),
    ("def f() = where a", "(def f (where a))"), ("def f()=where a", "(def f (where a))"),
    ("def f () =\n  where a\n  | take 5", "(def f (where a) | (take 5))"),
    (
      "def f(x:int=5,y: bool = a >= b,)=where c x=5",
      "(def f [x int 5] [y bool (>= a b)] (where c x=5))"
    ),
    (
      "def f(\n  x: rows<dispute>?,\n  y: int\n) = $x",
      "(def f [x rows<dispute>?] [y int] (value $x))"
    ),
    ("def f() = $x | where a", "(def f (value $x) | (where a))"),
    (
      "require count($due) <= $cap, \"{count($due)} due\"",
      "(require (<= count($due) $cap) (text ‹› count($due) ‹ due›))"
    ),
    ("require a,\n  'b'", "(require a 'b')"), ("def", "(def)"), ("param | use", "(param) | (use)"),
    ("use", "(use)"), ("require", "(require)"), ("def x", "?"),
    ("disputes | use @x", "(disputes) | (use @x)"),
    ("summarize by=metadata.team n=count()", "(summarize by=metadata.team n=count())"),
    ("urgent within=24h max=50 name=eu-west", "(urgent within=24h max=50 name=eu-west)"),
    ("save @\"out/{$day}.csv\" raw=true", "(save (path ‹out/› $day ‹.csv›) raw=true)"),
    ("submit evidence=@\"e/{id}.json\"", "(submit evidence=(path ‹e/› id ‹.json›))"),
    ("x a=(b) -3", "(x a=(b) (neg 3))"), ("a x=[b] [c]", "(a x=[b] [c])"),
    ("x=\"a\"", "(value ?)"), ("take -1", "(take (neg 1))"), ("a\r\nb\r\n", "(a) ; (b)"),
  ])
  func `builds`(text: String, shape: String) {
    #expect(dump(text) == shape)
  }

  @Test(arguments: [
    ("a | where if b", "(a) | (where (if b ? ?))"),
    ("a | where if b then c", "(a) | (where (if b c ?))"),
    ("a | submit evidence={b: 1, c", "(a) | (submit evidence={b: 1 c: ?})"),
    ("require count($a)", "(require count($a) ?)"), ("def x(a: int", "(def x [a int] ?)"),
    ("param x: id<a", "(param x id<a>)"), ("param x: list<id<a", "(param x list<id<a>>)"),
  ])
  func `keeps what is there where the rest is missing`(text: String, shape: String) {
    #expect(dump(text) == shape)
    #expect(Parser.parse(Source(text)).diagnostics.count == 1)
  }

  @Test(arguments: validPrograms)
  func `finds nothing wrong with a valid program`(text: String) {
    let tree = Parser.parse(Source(text))
    #expect(tree.diagnostics.isEmpty)
    #expect(!tree.isPartial)
    #expect(!hasGap(tree.root))
  }

  // MARK: Partial programs

  @Test(arguments: [
    "disputes |", "disputes | ", "disputes |\n", "disputes |\r\n", "disputes | # c", "a |\n# c\n",
    "|", "a | where (", "a | where (b", "a | where (b)\n| take 5 |", "where b ==", "where b and",
    "where b or", "where not", "where b in", "where b in [", "where b in [x", "where b in [x,",
    "where b not in", "where b contains", "where b matches", "where b ??", "where b <", "where b >",
    "where b <=", "where b >=", "where b !=", "where b +", "where b -", "where b *", "where b /",
    "-", "where if b then", "where if b then c else", "where if (b", "{", "submit evidence={",
    "submit evidence={a", "submit evidence={a:", "submit evidence={a: \"x\"",
    "submit evidence={a: \"x\",", "submit evidence={\n  a: 1,\n", "select id,", "select id, ",
    "select id,\n", "set a=1,", "let x =", "let x = ", "let x=", "explain a |", "$(", "$(a",
    "$(a |",
    "$(a | b (", "count(", "count($x", "count($x,", "a[1", "a[", "where b[", "x | y z=(",
    "x | y z=(a +", "allow submit,", "join $(read @a) on=b |", "[[[", "def f(",
    "def f(x", "def f(x:", "def f(x: int", "def f(x: int =", "def f(x: int,", "def f() =",
    "def f()=", "def f() = a |", "param x: int =", "param x: list<", "param x: list<id<",
    "require a,", "require a and", "require count(", "def f(\n  x: int,\n", "where \"{a}\" ==",
    "where (\"{a}\"", "([{a: $(", "[1,\n2,\n",
  ])
  func `is partial when only its end is missing`(text: String) {
    let tree = Parser.parse(Source(text))
    #expect(tree.isPartial)
    #expect(tree.diagnostics.count == 1)
    #expect(Parser.parse(Source(text + "\n")).isPartial, "with a newline behind it")
  }

  @Test(arguments: [
    "\"abc", "'abc", "disputes | where a == \"b", "@\"abc", "@", "$", "where @", "(\"abc", "(&",
    ")", "(]", "(a]", "a | | b", "a | )", "a |;", "(;", "where a = 5 |", "where b = 5", "status=",
    "let x", "let x 5", "let x |", "where if a", "where if", "where metadata.", "explain",
    "explain\n",
    "where a < b < c |", "where a == | b |", "disputes |\u{202e}",
    "\"\\x\" |", "a | b )(", "use @a |",
    "where a ! |", "\"a {", "\"a {b", "(\"a {b", "\"{a |", "\"{(", "@\"{", "\"{}\" |",
    "\"{a b}\" |", "param x", "param x:", "param x: list<int", "def f", "def f()", "def f(x y",
    "require a", "use x", "where if a then b", "a x=b +", "where then", "select id,\n| b", "[1,,",
    "{1:", "{a 1", "disputes | where amount >\n| take 5",
  ])
  func `is wrong, not partial, when more text cannot mend it`(text: String) {
    let tree = Parser.parse(Source(text))
    #expect(!tree.isPartial)
    #expect(!tree.diagnostics.isEmpty)
  }

  @Test(arguments: [
    "", " ", "\n", "# c", "a", "a\n", "a;", "a | b", "| a", "let", "explain a", "[1,]", "{a: 1,}",
    "f(a,)", "[]", "{}", "f()", "let x = 5", "where a not in [b]", "a | # c\nb",
  ])
  func `is whole`(text: String) {
    let tree = Parser.parse(Source(text))
    #expect(!tree.isPartial)
    #expect(tree.diagnostics.isEmpty)
  }

  @Test(arguments: validPrograms)
  func `is whole or partial wherever a valid program is cut at a line`(text: String) {
    for (index, character) in zip(text.indices, text) where character.isNewline {
      let start = String(text[..<index])
      let tree = Parser.parse(Source(start))
      #expect(tree.isPartial || tree.diagnostics.isEmpty, "\(start)")
    }
  }

  @Test(arguments: validPrograms)
  func `is whole, partial or wrong inside wherever a valid program is cut`(text: String) {
    let bytes = Array(text.utf8)
    for end in 0..<bytes.count {
      let tree = Parser.parse(Source(name: nil, bytes: Array(bytes[..<end])))
      if let problem = treeProblem(tree) { Issue.record("cut at \(end): \(problem)") }
    }
  }

  // MARK: Limits

  struct Nest: Sendable, CustomTestStringConvertible {
    let open: String
    let inside: String
    let close: String
    let allowed: Int

    init(_ open: String, _ inside: String, _ close: String, allowed: Int) {
      self.open = open
      self.inside = inside
      self.close = close
      self.allowed = allowed
    }

    var testDescription: String { open }

    func text(_ depth: Int) -> String {
      String(repeating: open, count: depth) + inside + String(repeating: close, count: depth)
    }
  }

  @Test(arguments: [
    Nest("(", "1", ")", allowed: 120), Nest("[", "1", "]", allowed: 120),
    Nest("{a:", "1", "}", allowed: 120), Nest("-", "1", "", allowed: 120),
    Nest("not ", "a", "", allowed: 120), Nest("f(", "1", ")", allowed: 120),
    Nest("a[", "1", "]", allowed: 120), Nest("$(", "a", ")", allowed: 60),
    Nest("$(a b=", "(1)", ")", allowed: 60), Nest("if a then b else ", "c", "", allowed: 120),
    Nest("if ", "a", " then b else c", allowed: 120), Nest("\"{", "a", "}\"", allowed: 120),
    Nest("(\"{", "a", "}\")", allowed: 60), Nest("(-[not ", "1", "])", allowed: 30),
  ])
  func `limits nesting with one diagnostic`(nest: Nest) {
    let start = nest.open.hasPrefix("a") ? "where " : ""
    #expect(Parser.parse(Source(start + nest.text(nest.allowed))).diagnostics.isEmpty)
    for depth in [129, 1000, 30_000] {
      let unclosed = String(repeating: nest.open, count: depth)
      for text in nest.close.hasPrefix("}\"") ? [nest.text(depth)] : [nest.text(depth), unclosed] {
        let tree = Parser.parse(Source(start + text))
        #expect(tree.diagnostics.map(\.code) == ["E006"], "\(depth)")
        #expect(!tree.isPartial)
        #expect(treeProblem(tree) == nil)
      }
    }
  }

  @Test func `limits the nesting of types`() {
    let nested = {
      String(repeating: "list<", count: $0) + "int" + String(repeating: ">", count: $0)
    }
    #expect(Parser.parse(Source("param x: " + nested(120))).diagnostics.isEmpty)
    let tree = Parser.parse(Source("param x: " + nested(30_000)))
    #expect(tree.diagnostics.map(\.code) == ["E006"])
  }

  @Test(arguments: [".a", "[0]"])
  func `limits chains that make deep trees with one diagnostic`(link: String) {
    for count in [10_000, 100_000] {
      let tree = Parser.parse(Source("where a" + String(repeating: link, count: count)))
      #expect(tree.diagnostics.map(\.code) == ["E006"])
      #expect(treeProblem(tree) == nil)
    }
    #expect(
      Parser.parse(Source("where a" + String(repeating: link, count: 100))).diagnostics.isEmpty)
  }

  @Test(arguments: ["+ 1", "* 2", "?? b", "- 1", "/ 2 * 3 + b"])
  func `a long sum is not nested, whoever walks its tree`(link: String) throws {
    let text = "where a" + String(repeating: link, count: 5000)
    let tree = Parser.parse(Source(text))
    #expect(tree.diagnostics.isEmpty && treeProblem(tree) == nil)
    let form = try #require(Formatter.format(tree))
    #expect(Formatter.format(Parser.parse(Source(form))) == form)
    let chain = tree.root.child.child.children[0].child.child.chain
    #expect(chain.count >= 5000)
  }

  @Test(arguments: [
    "a" + String(repeating: " and b", count: 10_000),
    "a" + String(repeating: " or b", count: 10_000),
    "a" + String(repeating: " | b", count: 10_000), "a" + String(repeating: ";b", count: 10_000),
    "a" + String(repeating: " b", count: 10_000),
    "[" + String(repeating: "b,", count: 10_000) + "]",
    String(repeating: "\n|", count: 1) + "a" + String(repeating: "\n|a", count: 10_000),
  ])
  func `takes long flat programs`(text: String) {
    #expect(Parser.parse(Source(text.hasPrefix("a ") ? "where \(text)" : text)).diagnostics.isEmpty)
  }

  @Test func `limits the size of the text`() {
    let largest = "#" + String(repeating: "x", count: SyntaxLimits.maximumBytes - 1)
    #expect(Parser.parse(Source(largest)).diagnostics.isEmpty)
    let tree = Parser.parse(Source(largest + "x"))
    #expect(tree.diagnostics.map(\.code) == ["E007"])
    #expect(tree.diagnostics.first?.message == "the program has more than 4 MiB")
    #expect(tree.root.children.isEmpty)
    #expect(!tree.isPartial)
  }

  @Test func `limits the number of parts`() {
    let tree = Parser.parse(Source("[" + String(repeating: "a,", count: 2_000_100)))
    #expect(tree.diagnostics.map(\.code) == ["E007"])
    #expect(treeProblem(tree) == nil)
  }

  // MARK: Any text

  @Test func `survives any tokens in any order`() {
    let seed: UInt64 = 91
    var generator = SeededGenerator(seed: seed)
    let words = [
      "disputes", "where", "a", "b", "status=won", "x=", "max=10", "5", "12.50eur", "48h", "\"t\"",
      "'r'", "@f", "$v", "$", "$(", "(", ")", "[", "]", "{", "}", "a:", ":", ",", ";", "\n", "|",
      "=",
      "==", "<", "!=", "+", "-", "*", "/", "??", ".", "and", "or", "not", "in", "contains", "if",
      "then", "else", "null", "now", "let", "explain", "allow", "cpay", "use", "def", "asc", "&",
      "!",
      "\"", "f(", "# c\n", "2024-02-07", "\"{", "}\"", "} {", "@\"{", "param", "require", "int?",
      "list<", ">", "?",
      "def f(x: int", "## h\n", "-",
    ]
    for _ in 0..<15_000 {
      var text = ""
      for _ in 0..<generator.below(14) {
        text += generator.pick(words) + generator.pick(["", " ", " "])
      }
      let tree = Parser.parse(Source(text))
      if let problem = treeProblem(tree) {
        Issue.record("seed \(seed): \(problem) in \(text.debugDescription)")
      }
    }
  }

  @Test func `survives any bytes and any mutation of a program`() {
    let seed: UInt64 = 92
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5000 {
      let bytes =
        generator.once(in: 3)
        ? generator.bytes(upTo: 40)
        : generator.mutated(Array(generator.pick(validPrograms).utf8), alphabet: programAlphabet)
      if let problem = treeProblem(Parser.parse(Source(name: nil, bytes: bytes))) {
        Issue.record("seed \(seed): \(problem) in \(bytes)")
      }
    }
  }
}

/// Whether something is missing in a tree.
func hasGap(_ node: Syntax) -> Bool {
  node.kind == .missing || node.children.contains(where: hasGap)
}
