import Testing

@testable import CpayShell

/// Keys are taken out of what is shown, and nothing else is.
@Suite struct RedactionTests {
  @Test(arguments: [
    ("no key here", "no key here"),
    ("Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc!", "Bearer sk_test_…!"),
    ("sk_live_a and rk_test_b", "sk_live_… and rk_test_…"),
    ("a key begins with sk_test_", "a key begins with sk_test_"),
    ("sk_test_a sk_test_a", "sk_test_… sk_test_…"), ("whsec_abc", "whsec_…"), ("", ""),
  ])
  func `redacts`(_ text: String, _ shown: String) {
    #expect(Redaction.redacted(text) == shown)
  }
}
