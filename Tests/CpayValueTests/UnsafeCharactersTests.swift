import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct UnsafeCharactersTests {
  /// Format characters that are signs in themselves: they stand over or under the digits that
  /// follow, or mark an abbreviation.
  private static let signs: Set<UInt32> = [
    0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0x110bd, 0x110cd,
  ]

  @Test func `the table is what Unicode says acts or hides`() {
    var wrong: [UInt32] = []
    for value in 0...UInt32(0x10ffff) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isUnsafe =
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: !Self.signs.contains(value)
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
      if scalar.isUnsafeToPrint != isUnsafe { wrong.append(value) }
    }
    #expect(wrong.isEmpty, "\(wrong.map { String($0, radix: 16) })")
  }

  @Test func `the bytes of every scalar say the same, behind a letter and behind an emoji`() {
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x10_ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [String(scalar), "❤\(scalar)"] {
        let bytes = Array(text.utf8)
        if isPrintable(bytes.span, 0..<bytes.count) != text.isSafeToPrint { wrong.append(value) }
      }
      if String(scalar).isSafeToPrint == scalar.isUnsafeToPrint { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: [
    ("plain", true), ("João \u{e9}\u{4e2d}\u{1f600}", true), ("", true), ("a\u{202e}b", false),
    ("é\u{200b}", false), ("\u{1f600}\u{e0041}", false), ("a\nb", false), ("\u{85}", false),
    ("❤\u{fe0f}", true), ("©\u{fe0e} 2024", true), ("😀\u{fe0f}a", true), ("\u{fe0f}", false),
    ("❤\u{fe0f}\u{fe0f}", false), ("1\u{fe0f}", false), ("é\u{fe0f}", false),
    ("❤\u{fe00}", false), ("👩\u{200d}💻", false), ("漢\u{fe0f}", false),
  ])
  func `one unsafe scalar among others is found`(text: String, isSafe: Bool) {
    let bytes = Array(text.utf8)
    #expect(isPrintable(bytes.span, 0..<bytes.count) == isSafe)
    #expect(text.isSafeToPrint == isSafe)
  }

  @Test func `only the bytes of the range count`() {
    let bytes = Array("❤\u{fe0f}\u{202e}".utf8)
    #expect(isPrintable(bytes.span, 0..<6) == true)
    #expect(isPrintable(bytes.span, 3..<6) == false)
    #expect(isPrintable(bytes.span, 0..<9) == false)
  }

  @Test func `any bytes are looked at without stopping`() {
    var generator = SeededGenerator(seed: 97)
    for _ in 0..<5000 {
      let bytes = generator.mutated(
        Array("a❤\u{fe0f}é\u{ad}漢\u{e0041}".utf8), alphabet: [0xef, 0xb8, 0x8f, 0xf3, 0xc2, 0x80])
      _ = isPrintable(bytes.span, 0..<bytes.count)
    }
  }
}
