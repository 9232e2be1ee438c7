import Testing

@testable import CpayShell

/// Sentences fit the width and lose no word.
@Suite struct WrappedTextTests {
  @Test(arguments: [
    ("one two three", 80, ["one two three"]), ("one two three", 7, ["one two", "three"]),
    ("one two three", 3, ["one", "two", "three"]),
    ("a-very-long-word b", 4, ["a-very-long-word", "b"]),
    ("", 10, [""]), ("漢字 漢字", 5, ["漢字", "漢字"]), ("漢字 漢字", 9, ["漢字 漢字"]),
  ])
  func `breaks between words`(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(WrappedText.lines(text, width: width) == lines)
  }

  /// What stands in backquotes is to be typed as it stands.
  @Test(arguments: [
    ("see `:runs run_x` of it", 13, ["see", "`:runs run_x`", "of it"]),
    ("see `:runs run_x` of it", 18, ["see `:runs run_x`", "of it"]),
    ("(`:runs run_x`), too", 16, ["(`:runs run_x`),", "too"]),
    ("`a b` or `c d`", 7, ["`a b`", "or", "`c d`"]), ("`a b` or `c d`", 9, ["`a b` or", "`c d`"]),
    // One that fits no line, and a quote that stands alone, are words like others.
    ("see `one two three`", 9, ["see `one", "two", "three`"]),
    ("a ` b c", 3, ["a `", "b c"]),
  ])
  func `breaks what stands in backquotes only where it fits no line`(
    _ text: String, _ width: Int, _ lines: [String]
  ) {
    #expect(WrappedText.lines(text, width: width) == lines)
  }

  /// A cell has no other place for what is too long.
  @Test(arguments: [
    ("one two", 7, ["one two"]), ("one two three", 7, ["one two", "three"]), ("", 4, [""]),
    ("a-very-long-word b", 4, ["a-ve", "ry-l", "ong-", "word", "b"]),
    ("a bcdefgh ij", 4, ["a bc", "defg", "h ij"]), ("abc defghij", 4, ["abc", "defg", "hij"]),
    ("abcd efghij", 4, ["abcd", "efgh", "ij"]), (" a  b", 9, [" a  b"]),
    ("漢字漢字 a", 5, ["漢字", "漢字", "a"]),
    (#"{"of":"Rent, May 24","ok":false}"#, 12, [#"{"of":"Rent,"#, #"May 24","ok""#, ":false}"]),
  ])
  func `breaks between words, and in those that fit no line`(
    _ text: String, _ width: Int, _ pieces: [String]
  ) {
    #expect(WrappedText.pieces(text, width: width).map(\.string) == pieces)
  }

  @Test func `indents every line`() {
    #expect(WrappedText.lines("one two three", width: 9, indent: 2) == ["  one two", "  three"])
  }

  @Test func `shows what is unsafe`() {
    #expect(WrappedText.lines("a\u{1b}[2Jb", width: 80) == ["a^[[2Jb"])
  }
}
