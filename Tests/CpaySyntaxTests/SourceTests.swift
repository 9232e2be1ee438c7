import CpaySyntax
import CpayTestSupport
import Testing

@Suite struct SourceTests {
  @Test(arguments: [
    ("", 0, 1, 1), ("abc", 0, 1, 1), ("abc", 2, 1, 3), ("abc", 3, 1, 4), ("abc", 99, 1, 4),
    ("abc", -5, 1, 1), ("a\nb", 1, 1, 2), ("a\nb", 2, 2, 1), ("a\n", 2, 2, 1), ("\n\n", 2, 3, 1),
    ("é😀x", 6, 1, 3), ("a\r\nbc", 4, 2, 2), ("a\r\nbc", 2, 1, 3), ("e\u{301}x", 3, 1, 3),
  ])
  func `counts lines and columns from one`(text: String, offset: Int, line: Int, column: Int) {
    let position = Source(text).position(at: offset)
    #expect(position.line == line)
    #expect(position.column == column)
  }

  @Test(arguments: [
    ("ab\ncd\nef", 4, "cd"), ("ab\r\ncd\r\n", 0, "ab"), ("ab\r\ncd\r\n", 5, "cd"), ("ab\n", 3, ""),
    ("", 0, ""), ("\r\n", 0, ""),
  ])
  func `finds the line of a byte`(text: String, offset: Int, line: String) {
    let source = Source(text)
    #expect(source.text(source.line(at: offset).range) == line)
  }

  @Test func `reads ranges that reach outside`() {
    let source = Source(name: "x", bytes: Array("abc".utf8))
    #expect(source.text(1..<99) == "bc")
    #expect(source.text(-9..<1) == "a")
    #expect(source.text(50..<60) == "")
  }

  @Test func `never traps, whatever the bytes and the place`() {
    var generator = SeededGenerator(seed: 61)
    for _ in 0..<5000 {
      let source = Source(name: nil, bytes: generator.bytes(upTo: 12))
      let offset = generator.below(20) - 4
      let line = source.line(at: offset)
      #expect(line.range.upperBound <= source.bytes.count)
      #expect(source.position(at: offset).column >= 1)
    }
  }
}
