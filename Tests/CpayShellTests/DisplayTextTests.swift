import CpayValue
import Testing

@testable import CpayShell

@Suite struct DisplayTextTests {
  @Test(arguments: [
    ("plain", "plain", 5),
    ("", "", 0),
    ("a\u{1b}[2Jb", "a^[[2Jb", 7),
    ("tab\tnew\nline\r", "tab^Inew^Jline^M", 16),
    ("\u{7f}\0", "^?^@", 4),
    ("\u{9b}31m", "<U+009B>31m", 11),
    ("pay\u{202e}lla", "pay<U+202E>lla", 14),
    ("a\u{200b}b\u{2066}", "a<U+200B>b<U+2066>", 18),
    ("\u{2028}\u{feff}", "<U+2028><U+FEFF>", 16),
    ("\u{e0041}", "<U+E0041>", 9),
    ("\u{ad}\u{3164}\u{e000}\u{378}", "<U+00AD><U+3164><U+E000><U+0378>", 32),
    ("漢字", "漢字", 4),
    ("e\u{301}", "e\u{301}", 1),
    ("\u{301}e", "<U+0301>e", 9),
    ("❤\u{fe0f}", "❤\u{fe0f}", 2),
    ("a\u{fe0f}", "a<U+FE0F>", 9),
    ("1\u{fe0f}", "1<U+FE0F>", 9),
    ("❤\u{fe0f}\u{fe0f}", "❤\u{fe0f}<U+FE0F>", 10),
    ("😀👩\u{200d}💻", "😀👩<U+200D>💻", 14),
  ])
  func `shows what is unsafe by name`(text: String, shown: String, width: Int) {
    let display = DisplayText(text)
    #expect(display.string == shown)
    #expect(display.width == width)
    #expect(display.string.unicodeScalars.elementsEqual(shown.unicodeScalars))
  }

  @Test func `lets no unsafe scalar out, of all there are`() {
    var leaked: [UInt32] = []
    for value in 0...UInt32(0x10ffff) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let display = DisplayText("a" + String(scalar))
      let isNamed = display.string != "a" + String(scalar)
      if !display.string.isSafeToPrint || scalar.isUnsafeToPrint && !isNamed || display.width < 1 {
        leaked.append(value)
      }
    }
    #expect(leaked.isEmpty)
  }

  @Test func `lets no unsafe scalar out of any two bytes`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let display = DisplayText(decoding: [first, second])
        if !display.string.isSafeToPrint {
          Issue.record("\(first) \(second) gave \(display.string)")
        }
      }
    }
  }

  /// Of a picture made of several, a flag and a sign that is made a picture, terminals show one.
  @Test(arguments: [
    ("a", 1, 1), ("é", 1, 1), ("e\u{301}", 1, 1), ("漢", 2, 2), ("😀", 2, 2),
    ("👍🏽", 2, 4), ("🇩🇪", 2, 2), ("❤️", 2, 2),
  ])
  func `tables and the line being typed measure a character alike`(
    character: Character, columns: Int, atLeast widest: Int
  ) {
    #expect(DisplayText(String(character)).width == columns)
    let cells = CharacterCell.cells(of: character, .plain)
    #expect(cells.columns == columns)
    #expect(cells.count == 1 && cells[0].widest >= widest)
  }

  @Test func `pads to a width in columns`() {
    #expect(DisplayText("漢").padded(to: 4) == "漢  ")
    #expect(DisplayText("12").padded(to: 4, .right) == "  12")
    #expect(DisplayText("longer").padded(to: 4) == "longer")
    #expect(DisplayText("x").padded(to: -1) == "x")
  }

  @Test(arguments: [
    ("short", 5, "short"), ("longer", 5, "long…"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("ab", 1, "…"), ("ab", 0, "…"), ("", 0, ""),
  ])
  func `cuts only with a mark`(text: String, columns: Int, expected: String) {
    #expect(DisplayText(text).truncated(to: columns).string == expected)
  }

  @Test(
    arguments: [
      ("", 4, [""]), ("abcd", 4, ["abcd"]), ("abcdef", 4, ["abcd", "ef"]),
      ("漢字漢字", 5, ["漢字", "漢字"]), ("漢字", 1, ["漢", "字"]), ("ab", 0, ["a", "b"]),
      ("e\u{301}e\u{301}", 1, ["e\u{301}", "e\u{301}"]),
    ] as [(String, Int, [String])])
  func `wraps between characters`(text: String, columns: Int, expected: [String]) {
    let pieces = DisplayText(text).wrapped(to: columns)
    #expect(pieces.map(\.string) == expected)
    #expect(pieces.map(\.width).reduce(0, +) == DisplayText(text).width)
  }
}
