import CpayModel
import Testing

@Suite struct WireLimitsTests {
  @Test(arguments: [
    ("dp_1", true), ("dp_a1B2_c3", true), ("dp_" + String(repeating: "a", count: 64), true),
    ("dp_", false), ("dp_" + String(repeating: "a", count: 65), false), ("dp", false), ("", false),
    ("ch_1", false), ("DP_1", false), ("dp_a b", false), ("dp_a-b", false), ("dp_a/b", false),
    ("dp_..", false), ("dp_%2f", false), ("dp_é", false), ("dp_１", false), ("dp_\u{212a}", false),
    ("dp_a\n", false), ("dp_a\0", false), (" dp_1", false), ("dp_1?x=1", false), ("xdp_1", false),
    ("dp_e\u{301}", false),
  ])
  func `knows ids by prefix, alphabet and length`(text: String, isID: Bool) {
    #expect(WireLimits.isID(text, prefix: "dp_") == isID)
  }

  @Test func `takes any prefix`() {
    #expect(WireLimits.isID("file_lease_001", prefix: "file_"))
    #expect(WireLimits.isID("pi_1", prefix: "pi_"))
    #expect(!WireLimits.isID("file_lease_001", prefix: "pi_"))
  }

  @Test func `keeps the limits of the pagination page`() {
    #expect(WireLimits.maximumPageSize == 100)
    #expect(WireLimits.defaultPageSize == 10)
  }
}
