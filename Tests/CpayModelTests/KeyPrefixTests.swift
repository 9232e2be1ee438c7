import CpayModel
import Testing

@Suite struct KeyPrefixTests {
  @Test(
    arguments: [
      ("sk_test_1", .secretTest), ("sk_live_1", .secretLive), ("rk_test_", .restrictedTest),
      ("rk_live_x y", .restrictedLive), ("pk_test_1", nil), ("sk_1", nil), ("SK_TEST_1", nil),
      ("", nil), (" sk_test_1", nil),
    ] as [(String, KeyPrefix?)])
  func `a key is told by its prefix`(key: String, prefix: KeyPrefix?) {
    #expect(KeyPrefix(of: key) == prefix)
  }

  @Test func `each prefix says kind and data`() {
    for prefix in KeyPrefix.allCases {
      #expect(prefix.isLive == prefix.rawValue.contains("live"))
      #expect(prefix.isRestricted == prefix.rawValue.hasPrefix("rk_"))
      #expect(KeyPrefix.inWords.contains(prefix.rawValue))
      #expect(KeyPrefix.ofSecrets.contains(prefix.rawValue))
    }
  }
}
