import CpayClient
import Testing

@Suite struct KeyFingerprintTests {
  @Test func `one key has one fingerprint, another has another, and no part of it stands in there`()
    throws
  {
    let texts = ["sk_test_CANARY42abcdef", "sk_test_CANARY42abcdeg", "sk_live_CANARY42abcdef"]
    let prints = try texts.map { try APIKey(parsing: $0).fingerprint }
    #expect(Set(prints).count == texts.count)
    #expect(try prints[0] == APIKey(parsing: texts[0]).fingerprint)
    for print in prints {
      #expect(print.description.count == 16 && print.description.allSatisfy(\.isHexDigit))
      #expect(KeyFingerprint(recorded: print.description) == print)
    }
  }
}
