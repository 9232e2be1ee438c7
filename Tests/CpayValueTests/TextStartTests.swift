import CpayValue
import Testing

@Suite struct TextStartTests {
  @Test func `a byte order mark is no text`() {
    #expect(TextStart.skippingMark(Array("\u{feff}a".utf8)) == Array("a".utf8))
    #expect(TextStart.skippingMark(Array("a\u{feff}".utf8)) == Array("a\u{feff}".utf8))
    #expect(TextStart.markLength([0xef, 0xbb]) == 0)
  }

  @Test(
    arguments: [
      ([0xff, 0xfe], true), ([0xfe, 0xff, 0, 0x61], true), ([0x61, 0, 0x62, 0], true),
      ([0, 0x61, 0, 0x62], true), ([0x61, 0], false), ([0x61, 0, 0x62], false), ([], false),
      ([0, 0, 0, 0], false), ([0x61, 0, 0, 0x62], false), ([0x61, 0x62, 0x63, 0x64], false),
      ([0, 0x61, 0x62, 0x63], false),
    ] as [([UInt8], Bool)])
  func `UTF-16 shows by its mark or its zeros`(bytes: [UInt8], isUTF16: Bool) {
    #expect(TextStart.foreignEncoding(bytes) == (isUTF16 ? "UTF-16" : nil))
  }

  @Test(
    arguments: [
      ([0xff, 0xfe, 0, 0], true), ([0, 0, 0xfe, 0xff], true), ([0xff, 0xfe, 0, 0, 0x61, 0], true),
      ([0x61, 0, 0, 0], true), ([0, 0, 0, 0x61], true), ([0, 0x61, 0, 0], false),
      ([0xff, 0xfe, 0, 0x61], false), ([0x61, 0, 0], false),
    ] as [([UInt8], Bool)])
  func `UTF-32 is told apart from UTF-16`(bytes: [UInt8], isUTF32: Bool) {
    #expect((TextStart.foreignEncoding(bytes) == "UTF-32") == isUTF32)
  }
}
