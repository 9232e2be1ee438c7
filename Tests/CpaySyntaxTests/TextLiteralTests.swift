import CpaySyntax
import CpayTestSupport
import Testing

@Suite struct TextLiteralTests {
  @Test(arguments: [
    (#""""#, ""), (#""a b""#, "a b"), (#""\n\t\"\\\{""#, "\n\t\"\\{"), (#""\u{41}""#, "A"),
    (#""\u{e9}\u{1F600}\u{0}""#, "é😀\0"), (#""\u{10FFFF}x""#, "\u{10ffff}x"),
    (#""\u{00004a}""#, "J"), (#""\\n""#, "\\n"), (#""é\u{301}""#, "é\u{301}"), (#""}'""#, "}'"),
    ("''", ""), (#"'a\n{b}"'"#, #"a\n{b}""#), ("'é'", "é"),
  ])
  func `stands for its text`(token: String, text: String) {
    #expect(TextLiteral.text(token).utf8.elementsEqual(text.utf8))
  }

  @Test(arguments: ["", "a b", "\n\t\r\"\\{}", "é😀", "\u{202e}\u{7f}\0"])
  func `is written so that it stands for its text`(text: String) {
    let token = TextLiteral.quoted(text)
    #expect(TextLiteral.text(token) == text)
    #expect(Parser.parse(Source("a | where b == \(token)")).diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("@lease.json", "lease.json"), ("@-", "-"), ("@dir/a b", "dir/a b"),
    (#"@"a b.json""#, "a b.json"),
    (#"@"\u{e9}\"""#, "é\""), ("@'a'", "'a'"), ("@\u{301}x", "\u{301}x"), ("@e\u{301}", "e\u{301}"),
  ])
  func `stands for its path`(token: String, path: String) {
    #expect(TextLiteral.path(token).utf8.elementsEqual(path.utf8))
  }

  @Test(arguments: [
    (#""to {"#, "to "), ("} on {", " on "), (#"}""#, ""), ("}{", ""), (#""{"#, ""),
    (#"@"a/{"#, "a/"), (#"}\{x}\\{"#, "{x}\\"), (#"}.json""#, ".json"), (#"} \u{e9}\n""#, " é\n"),
  ])
  func `stands for its piece of a text with holes`(token: String, text: String) {
    #expect(TextLiteral.piece(token) == text)
  }

  @Test func `never traps on a text that no lexer accepted`() {
    var generator = SeededGenerator(seed: 71)
    let alphabet = Array("\"'@\\u{}nt41é".utf8)
    for _ in 0..<20_000 {
      let bytes = (0..<generator.below(10)).map { _ in generator.pick(alphabet) }
      let token = String(decoding: bytes, as: UTF8.self)
      _ = TextLiteral.text(token)
      _ = TextLiteral.path(token)
      _ = TextLiteral.piece(token)
    }
  }
}
