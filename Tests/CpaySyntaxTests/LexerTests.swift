import CpayTestSupport
import Testing

@testable import CpaySyntax

@Suite struct LexerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let tokens: String

    init(_ text: String, _ tokens: String) {
      self.text = text
      self.tokens = tokens
    }

    var testDescription: String { text.debugDescription }
  }

  private func tokens(_ text: String) -> String {
    let source = Source(text)
    return Lexer.tokens(of: source).tokens.dropLast().filter { $0.kind != .blank }
      .map { "\($0.kind):\(source.text($0.range))" }.joined(separator: " ")
      .replacing("\n", with: "⏎")
  }

  @Test(arguments: [
    Case("100000", "integer:100000"), Case("100_000", "integer:100_000"), Case("0", "integer:0"),
    Case("12.50", "decimal:12.50"), Case("1.", "integer:1 dot:."), Case(".5", "dot:. integer:5"),
    Case("1.x", "integer:1 dot:. name:x"), Case("1000eur", "quantity:1000eur"),
    Case("12.50usd", "quantity:12.50usd"), Case("10.5jpy", "quantity:10.5jpy"),
    Case("5min", "quantity:5min"), Case("48h", "quantity:48h"), Case("1e3", "quantity:1e3"),
    Case("0x1p3", "quantity:0x1p3"), Case("1_000eur", "quantity:1_000eur"),
    Case("48h+1d", "quantity:48h plus:+ quantity:1d"), Case("1-2", "integer:1 minus:- integer:2"),
    Case("2024-02-07", "timestamp:2024-02-07"),
    Case("2024-02-07T09:00Z", "timestamp:2024-02-07T09:00Z"),
    Case("2024-02-07T09:00:30", "timestamp:2024-02-07T09:00:30"),
    Case("2024-02-07T09:00+02:00", "timestamp:2024-02-07T09:00+02:00"),
    Case("2024-02-07T09:00-05:30", "timestamp:2024-02-07T09:00-05:30"),
    Case("2024-02-07 + 1d", "timestamp:2024-02-07 plus:+ quantity:1d"),
    Case("2024-02-07)", "timestamp:2024-02-07 closeParenthesis:)"),
    Case("2024-2-7", "integer:2024 minus:- integer:2 minus:- integer:7"),
    Case("2024-13-45", "timestamp:2024-13-45"),
    Case(#""a b""#, #"string:"a b""#), Case(#""""#, #"string:"""#),
    Case(#""\"" x"#, #"string:"\"" name:x"#), Case(#""\\""#, #"string:"\\""#),
    Case(#""\u{41}""#, #"string:"\u{41}""#), Case(#""\{x}""#, #"string:"\{x}""#),
    Case("'a {b} \\'", "rawString:'a {b} \\'"), Case("''", "rawString:''"),
    Case("@lease.json", "file:@lease.json"), Case("@-", "file:@-"),
    Case("@a/b-c_d.json|x", "file:@a/b-c_d.json pipe:| name:x"),
    Case("@a,@b;@c", "file:@a comma:, file:@b terminator:; file:@c"),
    Case(
      "(@a)[@b]{@c}",
      "openParenthesis:( file:@a closeParenthesis:) openBracket:[ file:@b "
        + "closeBracket:] openBrace:{ file:@c closeBrace:}"),
    Case(#"@"a b".x"#, #"file:@"a b" dot:. name:x"#), Case("@é", "file:@é"),
    Case("$due", "variable:$due"), Case("$_", "variable:$_"),
    Case("$a.b", "variable:$a dot:. name:b"),
    Case("$(", "openPipeline:$("),
    Case(
      "true false null now today",
      "true:true false:false null:null now:now today:today"),
    Case("True", "name:True"), Case("nowhere", "name:nowhere"), Case("_a1", "name:_a1"),
  ])
  func `knows every literal`(row: Case) {
    #expect(tokens(row.text) == row.tokens)
  }

  @Test(arguments: [
    Case("status=needs_response", "argumentName:status assign:= word:needs_response"),
    Case("max=10", "argumentName:max assign:= word:10"),
    Case("a=-5", "argumentName:a assign:= word:-5"),
    Case("team=eu-west,b", "argumentName:team assign:= word:eu-west comma:, name:b"),
    Case("at=2024-02-07T09:00Z", "argumentName:at assign:= word:2024-02-07T09:00Z"),
    Case("x=a.b/c:d@e+f", "argumentName:x assign:= word:a.b/c:d@e+f"),
    Case("x=true", "argumentName:x assign:= word:true"),
    Case("x=(a)", "argumentName:x assign:= openParenthesis:( name:a closeParenthesis:)"),
    Case("x=[a]", "argumentName:x assign:= openBracket:[ name:a closeBracket:]"),
    Case("x={a:b}", "argumentName:x assign:= openBrace:{ name:a colon:: name:b closeBrace:}"),
    Case("x=\"a\"", "argumentName:x assign:= string:\"a\""),
    Case("x='a'", "argumentName:x assign:= rawString:'a'"),
    Case("x=$a", "argumentName:x assign:= variable:$a"),
    Case("x=$(a)", "argumentName:x assign:= openPipeline:$( name:a closeParenthesis:)"),
    Case("x=@a.json", "argumentName:x assign:= file:@a.json"),
    Case("n=count()", "argumentName:n assign:= name:count openParenthesis:( closeParenthesis:)"),
    Case("n=a.b(", "argumentName:n assign:= word:a.b openParenthesis:("),
    Case("x=a|b", "argumentName:x assign:= word:a pipe:| name:b"),
    Case("x =a", "name:x assign:= name:a"), Case("x= a", "name:x assign:= name:a"),
    Case("x = a", "name:x assign:= name:a"), Case("x==a", "name:x equal:== name:a"),
    Case("x==5", "name:x equal:== integer:5"), Case("x=", "name:x assign:="),
    Case("x=|", "name:x assign:= pipe:|"), Case("and=x", "and:and assign:= name:x"),
    Case("let x=5", "name:let name:x assign:= integer:5"),
    Case("let x=a b=c", "name:let name:x assign:= name:a argumentName:b assign:= word:c"),
    Case("a;let x=5", "name:a terminator:; name:let name:x assign:= integer:5"),
    Case("a\nlet x=5", "name:a terminator:⏎ name:let name:x assign:= integer:5"),
    Case(
      "def f(x:int=5)=a y=b",
      "name:def name:f openParenthesis:( name:x colon:: name:int assign:= integer:5 "
        + "closeParenthesis:) assign:= name:a argumentName:y assign:= word:b"),
    Case("def f=5", "name:def name:f assign:= integer:5"),
    Case(
      "param x:int=y z=a",
      "name:param name:x colon:: name:int assign:= name:y argumentName:z assign:= word:a"),
    Case("param x=5", "name:param name:x assign:= integer:5"),
    Case(
      "param x:list<id<a>?>?=b",
      "name:param name:x colon:: name:list openAngle:< name:id openAngle:< name:a closeAngle:> "
        + "question:? closeAngle:> question:? assign:= name:b"),
    Case(
      "def f(x:int?,y=z)",
      "name:def name:f openParenthesis:( name:x colon:: name:int question:? "
        + "comma:, argumentName:y assign:= word:z closeParenthesis:)"),
    Case("{a:b=c}", "openBrace:{ name:a colon:: argumentName:b assign:= word:c closeBrace:}"),
    Case(
      "by=metadata.team within=24h",
      "argumentName:by assign:= word:metadata.team argumentName:within assign:= word:24h"),
    Case("x=@a,y=b", "argumentName:x assign:= file:@a comma:, argumentName:y assign:= word:b"),
    Case(
      "x=not(a)", "argumentName:x assign:= word:not openParenthesis:( name:a closeParenthesis:)"),
    Case("x=\"{a}\"", "argumentName:x assign:= textStart:\"{ name:a textEnd:}\""),
    Case("x=é", "argumentName:x assign:= invalid:é"),
    Case("a let x=5", "name:a name:let argumentName:x assign:= word:5"),
    Case("let=5", "argumentName:let assign:= word:5"),
  ])
  func `tells arguments from comparisons by blanks`(row: Case) {
    #expect(tokens(row.text) == row.tokens)
  }

  @Test(arguments: [
    Case("f(a)", "name:f openParenthesis:( name:a closeParenthesis:)"),
    Case(
      "a<b<=c>d>=e!=f",
      "name:a less:< name:b lessOrEqual:<= name:c greater:> name:d "
        + "greaterOrEqual:>= name:e notEqual:!= name:f"),
    Case(
      "a??b+c-d*e/f",
      "name:a coalesce:?? name:b plus:+ name:c minus:- name:d times:* name:e "
        + "divide:/ name:f"),
    Case("a>-5", "name:a greater:> minus:- integer:5"), Case("a|b", "name:a pipe:| name:b"),
    Case("a.b", "name:a dot:. name:b"),
    Case(
      "{a:1}",
      "openBrace:{ name:a colon:: integer:1 closeBrace:}"),
  ])
  func `knows the signs`(row: Case) {
    #expect(tokens(row.text) == row.tokens)
  }

  @Test(arguments: [
    Case("\"to {a} on {b}\"", "textStart:\"to { name:a textMiddle:} on { name:b textEnd:}\""),
    Case("@\"a/{id}.json\"", "fileStart:@\"a/{ name:id textEnd:}.json\""),
    Case(
      "\"{a ?? \"none\"}\"", "textStart:\"{ name:a coalesce:?? string:\"none\" textEnd:}\""),
    Case("\"{\"{a}\"}\"", "textStart:\"{ textStart:\"{ name:a textEnd:}\" textEnd:}\""),
    Case(
      "\"{{a: 1}.a}\"",
      "textStart:\"{ openBrace:{ name:a colon:: integer:1 closeBrace:} dot:. name:a textEnd:}\""),
    Case("\"{@a}\"", "textStart:\"{ file:@a textEnd:}\""), Case("\"}\"", "string:\"}\""),
    Case("\"{'}'}\"", "textStart:\"{ rawString:'}' textEnd:}\""),
    Case("\"{}\"", "textStart:\"{ textEnd:}\""),
    Case("\"{(a}\" b", "textStart:\"{ openParenthesis:( name:a textEnd:}\" name:b"),
    Case("\"{a)}\" b", "textStart:\"{ name:a closeParenthesis:) textEnd:}\" name:b"),
    Case("(\"{a\nb", "openParenthesis:( string:\"{a name:b"),
    Case("\"{\"{a\nb", "string:\"{\"{a terminator:⏎ name:b"), Case("@\"{a", "file:@\"{a"),
    Case("\"{'a\nb", "string:\"{'a terminator:⏎ name:b"),
  ])
  func `cuts a text with holes into its pieces`(row: Case) {
    #expect(tokens(row.text) == row.tokens)
  }

  @Test(arguments: [
    Case("# c", "comment:# c"), Case("a # c\nb", "name:a comment:# c terminator:⏎ name:b"),
    Case("a#c", "name:a comment:#c"),
    Case("#!/bin/cpay\na", "comment:#!/bin/cpay terminator:⏎ name:a"),
    Case("\u{feff}#!x\na", "comment:#!x terminator:⏎ name:a"), Case("\u{feff}a", "name:a"),
    Case("\"#\"", "string:\"#\""), Case("a\r\nb", "name:a terminator:⏎ name:b"),
    Case("a # c\r\nb", "name:a comment:# c\r terminator:⏎ name:b"),
    Case("a\t \tb", "name:a name:b"),
  ])
  func `passes blanks and comments`(row: Case) {
    #expect(tokens(row.text) == row.tokens)
  }

  @Test(arguments: [
    "|", ",", "=", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "??", "and", "or", "not",
    "in", "contains", "matches", "then", "else",
  ])
  func `goes on behind a sign that wants more`(sign: String) {
    for end in ["\n", " \n", "\r\n", " # c\n", "\n\n# c\n\n"] {
      let kinds = Lexer.tokens(of: Source("a \(sign)\(end)b")).tokens.map(\.kind)
      #expect(!kinds.contains(.terminator), "\(sign)\(end.debugDescription)")
    }
  }

  @Test(arguments: [
    "a\n|b", "a\n  | b", "a\r\n\t|b", "a\n\n|b", "a # c\n# d\n\n  # e\n| b",
    "(a\nb)", "[a\n,b]", "{a:\nb\n}", "$(a\nb)", "f(\n)", "x=(\n1)",
  ])
  func `goes on before a pipe and inside brackets`(text: String) {
    #expect(!Lexer.tokens(of: Source(text)).tokens.contains { $0.kind == .terminator })
  }

  @Test(arguments: [
    ("a\nb", 1), ("a;b", 1), ("a\n\nb", 2), ("a\n", 1), ("(a)\nb", 1), ("a)\nb", 1),
    ("a | b\nc", 1),
    ("a # |\nb", 1), ("a\n# |\nb", 2), ("a true\nb", 1), ("a asc\nb", 1), ("a\r\nb\r\n", 2),
    ("\"{a}\"\nb", 1), ("\"{a\nb", 1), ("(\"{a\nb", 0), ("param x: list<int>\nb", 1),
    ("param x: int?\nb", 1), ("param x:\nb", 1), ("def f(\nx: int\n)\nb", 1),
    ("(a;b)", 1), ("f(\n)\n", 1),
  ])
  func `ends a statement`(text: String, count: Int) {
    let ends = Lexer.tokens(of: Source(text)).tokens.count { $0.kind == .terminator }
    #expect(ends == count)
  }

  @Test func `lays every byte of random texts in exactly one token`() {
    let seed: UInt64 = 81
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<15_000 {
      let bytes =
        generator.once(in: 3)
        ? generator.bytes(upTo: 40)
        : (0..<generator.below(40)).map { _ in generator.pick(programAlphabet) }
      if let problem = treeProblem(Parser.parse(Source(name: nil, bytes: bytes))) {
        Issue.record("seed \(seed): \(problem) in \(bytes)")
      }
    }
  }

  @Test func `lays every byte of mutated programs in exactly one token`() {
    let seed: UInt64 = 82
    var generator = SeededGenerator(seed: seed)
    for program in validPrograms {
      for _ in 0..<150 {
        let bytes = generator.mutated(Array(program.utf8), alphabet: programAlphabet)
        if let problem = treeProblem(Parser.parse(Source(name: nil, bytes: bytes))) {
          Issue.record("seed \(seed): \(problem) in \(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "\n", "\r\n", "# c\n", "&", "&%", "$ ", "a;", "\"\\x\"", "{", "x=", "@ ", "\"a\n", "\"{",
      "\"{a}", "{\"{a\n", "\"{[{\"{}",
      "}", "[)", "## c\n",
    ])
  func `takes time in proportion to the text`(unit: String) {
    let count = (256 << 10) / unit.utf8.count
    let tree = Parser.parse(Source(String(repeating: unit, count: count)))
    #expect(tree.diagnostics.count <= SyntaxLimits.maximumDiagnostics)
  }
}

/// The bytes that programs are made of, for mutations.
let programAlphabet = Array(
  "abnot dispute_amount=10.5eur|,;:\"\"{}{}:()[]{}$@\"'\\u{}<>=!?+-*/#&\n\r\t é\u{202e}\u{1}".utf8)
