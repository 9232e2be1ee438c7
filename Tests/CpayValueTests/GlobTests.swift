import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct GlobTests {
  @Test(
    arguments: [
      ("", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "abcd", false),
      ("abc", "ABC", false), ("*", "", true), ("*", "anything", true), ("a*", "a", true),
      ("*.pdf", "lease.pdf", true), ("*.pdf", "lease.pdf.exe", false), ("a*b*c", "aXbYbZc", true),
      ("a*b*c", "acb", false), ("?", "é", true), ("?", "e\u{301}", false), ("??", "é", false),
      ("\u{e9}", "e\u{301}", false), ("?", "\u{1f600}", true), ("?", "", false),
      ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]", "d", true),
      ("[!a-c]", "a", false), ("[!a]", "", false), ("[-a]", "-", true), ("[a-]", "-", true),
      ("[é-ü]", "ö", true), (#"[\]\-]"#, "]", true), (#"[\]\-]"#, "-", true), ("[^a]", "^", true),
      (#"\*"#, "*", true), (#"\*"#, "x", false), (#"\\"#, #"\"#, true), ("]", "]", true),
      ("**", "x", true), ("*?", "", false), ("eu-*", "eu-west", true),
    ])
  func `matches whole texts`(pattern: String, text: String, matches: Bool) throws {
    #expect(try Glob(pattern).matches(text) == matches)
  }

  @Test(
    arguments: [
      ("[", 0, "[ is not closed; write \\[ for the sign"),
      ("é[a-", 2, "[ is not closed; write \\[ for the sign"),
      ("[]", 0, "the class is empty; a ] inside one is written \\]"),
      ("[!]", 0, "the class is empty; a ] inside one is written \\]"),
      ("x[z-a]", 1, "a range of the class runs backwards"),
      (#"ab\"#, 2, "nothing follows the \\"),
      (#"[a\"#, 2, "nothing follows the \\"),
    ])
  func `refuses what is no pattern`(pattern: String, offset: Int, reason: String) {
    #expect(throws: GlobError(offset: offset, reason: reason)) { try Glob(pattern) }
  }

  @Test func `matches as trying every way does`() throws {
    let seed: UInt64 = 59
    var generator = SeededGenerator(seed: seed)
    let signs = ["a", "b", "é", "*", "*", "?", "[ab]", "[!a]", "[a-é]", #"\*"#]
    let letters: [Unicode.Scalar] = ["a", "b", "é", "*", "\u{1f600}"]
    for _ in 0..<20_000 {
      let pattern = (0..<generator.below(7)).map { _ in generator.pick(signs) }.joined()
      var text = ""
      for _ in 0..<generator.below(8) { text.unicodeScalars.append(generator.pick(letters)) }
      let glob = try Glob(pattern)
      let expected = Self.matches(glob.parts[...], Array(text.unicodeScalars.map(\.value))[...])
      if glob.matches(text) != expected {
        Issue.record("seed \(seed): \(pattern) against \(text)")
      }
    }
  }

  @Test func `takes any bytes and any pattern`() {
    var generator = SeededGenerator(seed: 61)
    var taken = 0
    for _ in 0..<5000 {
      let pattern = String(
        decoding: generator.mutated(Array(#"a*[b-c]?\[x"#.utf8), alphabet: Array("[]!-\\*?a".utf8)),
        as: UTF8.self)
      guard let glob = try? Glob(pattern) else { continue }
      let text = generator.bytes(upTo: 12)
      _ = glob.matches(text.span)
      taken += 1
    }
    #expect(taken > 500)
  }

  @Test func `needs no more steps than text times pattern`() throws {
    // Trying every way would take longer than the universe has.
    let glob = try Glob(String(repeating: "*a", count: 40) + "*b")
    #expect(!glob.matches(String(repeating: "a", count: 4000)))
  }

  @Test func `matches fields, escaped or not`() throws {
    let layout = ColumnLayout([
      ColumnLayout.Column("x", .any, isRequired: false)
    ])
    var scanner = RowScanner(layout)
    let glob = try Glob("a?c")
    let rows: [(String, Bool?)] = [
      (#"{"x":"abc"}"#, true), (#"{"x":"a\u00e9c"}"#, true), (#"{"x":"ab"}"#, false),
      (#"{"x":null}"#, nil), (#"{"x":5}"#, nil), ("{}", nil),
    ]
    for (json, expected) in rows {
      #expect(try scanner.object(Array(json.utf8))[0].textMatches(0, glob) == expected)
    }
  }

  private static func matches(_ parts: ArraySlice<Glob.Part>, _ text: ArraySlice<UInt32>) -> Bool {
    guard let part = parts.first else { return text.isEmpty }
    if part == .anything {
      return matches(parts.dropFirst(), text)
        || (!text.isEmpty && matches(parts, text.dropFirst()))
    }
    guard let scalar = text.first else { return false }
    let takes =
      switch part {
      case .scalar(let wanted): wanted == scalar
      case .scalars(let ranges, let isNegated):
        ranges.contains { $0.contains(scalar) } ? !isNegated : isNegated
      default: true
      }
    return takes && matches(parts.dropFirst(), text.dropFirst())
  }
}
