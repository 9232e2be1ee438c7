import Testing

@testable import CpayValue

@Suite struct PrintableTests {
  @Test func `the bytes of every scalar say whether it may be printed`() {
    for value in UInt32(0)...0x10_ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(String(scalar).utf8)
      if isPrintable(bytes.span, 0..<bytes.count) == scalar.isUnsafeToPrint {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }

  @Test(arguments: [
    ("plain", true), ("João \u{e9}\u{4e2d}\u{1f600}", true), ("", true), ("a\u{202e}b", false),
    ("é\u{200b}", false), ("\u{1f600}\u{e0041}", false), ("a\nb", false), ("\u{85}", false),
  ])
  func `one unsafe scalar among others is found`(text: String, isSafe: Bool) {
    let bytes = Array(text.utf8)
    #expect(isPrintable(bytes.span, 0..<bytes.count) == isSafe)
  }
}
