import CpaySyntax
import Testing

/// Texts with a cursor, `│`, and what is being written there.
@Suite struct WritingPlaceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let kind: WritingPlace.Kind
    let word: String
    let closing: String
    var testDescription: String { text }

    init(_ text: String, _ kind: WritingPlace.Kind, _ word: String = "", closing: String = "") {
      (self.text, self.kind, self.word, self.closing) = (text, kind, word, closing)
    }
  }

  static let cases: [Case] = [
    Case("│", .word),
    Case("disp│utes", .word, "disputes"),
    Case("disputes │status=won", .word, "status"),
    Case("disputes status=│won", .word, "won"),
    Case("disputes status=wo│n", .word, "won"),
    Case("events type=dispute.cr│eated", .word, "dispute.created"),
    Case("a | where n│ot b", .word, "not"),
    Case("a | where b == │", .word),
    Case("a | where b == │\"x\"", .word, "\"x\""),
    Case("a | where b == \"x│\"", .none),
    Case("a | where b == \"x\"│", .none),
    Case("a | where b == 'x│", .none),
    Case("a | take 5│", .number, "5"),
    Case("a | take │5", .word, "5"),
    Case("f(a)│", .none),
    Case("# dis│", .none),
    Case("# dis\n│", .word),
    Case("$│", .variable, "$"),
    Case("$d│ue", .variable, "$due"),
    Case("read @│", .file(isQuoted: false), "@"),
    Case("read @le│ase.json | take 5", .file(isQuoted: false), "@lease.json"),
    Case("read @\"le│ase 1.json\"", .file(isQuoted: true), "@\"lease 1.json\""),
    Case("read @\"le│", .file(isQuoted: true), "@\"le"),
    Case("read @\"lease\"│", .none),
    Case("read @\"le│{id}.json\"", .none),
    Case("\"to {│", .word, closing: "}\""),
    Case("\"to {na│", .word, "na", closing: "}\""),
    Case("\"to {f({a: │", .word, closing: "}}\""),
    Case("\"to {\"and {│", .word, closing: "}\"}\""),
    Case("\"to {a} on │", .none),
  ]

  @Test(arguments: cases)
  func `says what is being written`(_ expected: Case) {
    let parts = expected.text.split(separator: "│", omittingEmptySubsequences: false)
    let source = Source(parts.joined())
    let place = WritingPlace(in: source, at: parts[0].utf8.count)
    #expect(place.kind == expected.kind)
    if expected.kind != .none { #expect(source.text(place.word) == expected.word) }
    #expect(place.closing == expected.closing)
  }

  @Test func `knows the words before`() {
    let place = WritingPlace(in: Source("allow submit, # final\n  cl"), at: 26)
    #expect(place.before.map(\.kind) == [.name, .name, .comma])
  }

  @Test func `has no word inside a character or outside the text`() {
    #expect(WritingPlace(in: Source("ü"), at: 1).kind == .none)
    #expect(WritingPlace(in: Source("ab"), at: 99).word == 0..<2)
    #expect(WritingPlace(in: Source("ab"), at: -1).offset == 0)
  }
}
