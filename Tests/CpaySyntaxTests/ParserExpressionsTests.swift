import CpaySyntax
import Testing

@Suite struct ParserExpressionsTests {
  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1 (* 2 3))"), ("(1 + 2) * 3", "(* ((+ 1 2)) 3)"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("a / b * c", "(* (/ a b) c)"), ("-a.b", "(neg (.b a))"), ("- -1", "(neg (neg 1))"),
    ("-1 + -2", "(+ (neg 1) (neg 2))"), ("a ?? b + c", "(?? a (+ b c))"),
    ("a ?? b ?? c", "(?? (?? a b) c)"), ("a ?? 1 < b", "(< (?? a 1) b)"),
    ("a == 1 and b == 2 or c", "(or (and (== a 1) (== b 2)) c)"), ("a or b or c", "(or a b c)"),
    ("a and b and c", "(and a b c)"), ("not a and b", "(and (not a) b)"),
    ("not not a", "(not (not a))"), ("not a == b", "(not (== a b))"), ("not (a)", "(not (a))"),
    ("a or not b", "(or a (not b))"), ("a in [b, c]", "(in a [b c])"),
    ("a not in [b]", "(not-in a [b])"), ("a not contains \"x\"", "(not-contains a \"x\")"),
    ("a not matches 'x*'", "(not-matches a 'x*')"), ("a contains 'x'", "(contains a 'x')"),
    ("a >= 1000eur", "(>= a 1000eur)"), ("a<b", "(< a b)"), ("a != null", "(!= a null)"),
    ("now + 48h", "(+ now 48h)"), ("today - 2024-02-07", "(- today 2024-02-07)"),
    ("a.b.c", "(.c (.b a))"), ("$x.y", "(.y $x)"), ("a[0].b", "(.b (at a 0))"),
    ("a[0][\"k\"]", "(at (at a 0) \"k\")"), ("a [0]", "a [0]"), ("f()", "f()"),
    ("f(a, b + 1)", "f(a, (+ b 1))"),
    ("f(a,)", "f(a)"), ("f(g(a))", "f(g(a))"), ("f (a)", "f (a)"), ("[]", "[]"),
    ("[1, [2], {}]", "[1 [2] {}]"),
    ("{a: 1, b: {c: 2},}", "{a: 1 b: {c: 2}}"), ("{a: if b then c else d}", "{a: (if b c d)}"),
    ("if a then b else if c then d else e", "(if a b (if c d e))"),
    ("if a == 1 then b + 1 else c and d", "(if (== a 1) (+ b 1) (and c d))"),
    ("true", "true"), ("$(a | b)", "$((a) | (b))"), ("(\n1\n+\n2\n)", "((+ 1 2))"),
    ("a\n  + b", "a ; (value ?)"), ("a +\n  b", "(+ a b)"), ("a < (b < c)", "(< a ((< b c)))"),
    ("\"a {b} c\" == d", "(== (text ‹a › b ‹ c›) d)"), ("\"{a}{b}\"", "(text ‹› a ‹› b ‹›)"),
    ("\"{a ?? \"none\"}\"", "(text ‹› (?? a \"none\") ‹›)"),
    ("@\"e/{id}.json\"", "(path ‹e/› id ‹.json›)"),
    (
      "\"{count($due)} of {\"{n + 1}\"}\"",
      "(text ‹› count($due) ‹ of › (text ‹› (+ n 1) ‹›) ‹›)"
    ),
    ("\"{{a: \"}\"}.a} {[1][0]}\"", "(text ‹› (.a {a: \"}\"}) ‹ › (at [1] 0) ‹›)"),
    ("\"{if a then b else c}\"", "(text ‹› (if a b c) ‹›)"),
    ("\"{$(a | b)}\"", "(text ‹› $((a) | (b)) ‹›)"),
    ("f(\"{a}\", \"b\")", "f((text ‹› a ‹›), \"b\")"),
    ("not a not in b", "(not (not-in a b))"),
  ])
  func `builds`(text: String, shape: String) {
    let dumped = dump("where \(text)")
    let expected = shape.hasPrefix("a ; ") ? "(where a) ; (value (+ ? b))" : "(where \(shape))"
    #expect(dumped == expected)
  }
}
