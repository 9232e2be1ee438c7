import CpayValue
import Testing

@Suite struct HexTests {
  @Test func `every byte has two digits`() {
    #expect(String(hex: [UInt8]()) == "")
    #expect(String(hex: [0, 0x0f, 0x10, 0xa5, 0xff]) == "000f10a5ff")
  }
}
