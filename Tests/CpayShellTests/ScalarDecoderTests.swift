import Testing

@testable import CpayShell

@Suite struct ScalarDecoderTests {
  private func decode(_ bytes: [UInt8]) -> String {
    var decoder = ScalarDecoder()
    var scalars = String.UnicodeScalarView()
    for byte in bytes { scalars.append(contentsOf: decoder.decode(byte)) }
    return String(scalars)
  }

  @Test func `decodes every scalar`() {
    var wrong: [UInt32] = []
    for value in 0...UInt32(0x10ffff) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var decoder = ScalarDecoder()
      var decoded: [Unicode.Scalar] = []
      for byte in UTF8.encode(scalar) ?? .init() { decoded += decoder.decode(byte) }
      if decoded != [scalar] { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    arguments: [
      ([0x80], "\u{fffd}"), ([0xff, 0x61], "\u{fffd}a"), ([0xc0, 0x80], "\u{fffd}\u{fffd}"),
      ([0xe0, 0x80, 0x80], "\u{fffd}"), ([0xed, 0xa0, 0x80], "\u{fffd}"),
      ([0xf4, 0x90, 0x80, 0x80], "\u{fffd}"), ([0xe6, 0xbc, 0xe6, 0xbc, 0xa2], "\u{fffd}漢"),
      ([0xc3], ""),
    ] as [([UInt8], String)])
  func `gives U+FFFD for a sequence that is wrong`(bytes: [UInt8], text: String) {
    #expect(decode(bytes) == text)
  }
}
