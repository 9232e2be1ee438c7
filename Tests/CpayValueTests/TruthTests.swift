import CpayValue
import Testing

@Suite struct TruthTests {
  @Test(arguments: [(Truth.yes, Truth.no), (.no, .yes), (.unknown, .unknown)])
  func `turns yes and no, and leaves unknown`(truth: Truth, opposite: Truth) {
    #expect(!truth == opposite)
  }

  @Test func `is never unknown for a two-valued test`() {
    #expect(Truth(true) == .yes)
    #expect(Truth(false) == .no)
  }
}
