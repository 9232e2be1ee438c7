import CpayModel
import Testing

@testable import CpayClient

@Suite struct IdempotencyKeyTests {
  /// The parts of a key, each of which can be changed alone.
  private struct Parts {
    var account = AccountIdentity(origin: .casapay, mode: .test)
    var action = "submit"
    var dispute = "dp_a1"
    var intent = Array(#"{"evidence":{"customer_name":"Ana Silva"},"submit":true}"#.utf8)
    var generation = 0

    var key: String {
      IdempotencyKey.make(
        account: account, action: action, dispute: dispute, intent: intent,
        generation: generation)
    }
  }

  // Computed with Python's hashlib and base64 from
  // sha256(b"".join(b"%d:%s" % (len(p), p) for p in parts)), where the intent's part is its
  // own SHA-256; b32encode, lower case, without `=`.
  @Test func `is the base32 of the hash of its length-prefixed parts`() {
    #expect(Parts().key == "cp1_iwgmxtwruju4urs77yxsr7cfilrzmznj7xrwi67b6jjr5w3en2ta")
    #expect(
      Parts(generation: 1).key == "cp1_svbwfso36z26savxpyimft6wt3crcixck35ky3e6irnr5n2z6x6q")
    let close = Parts(
      account: AccountIdentity(sandbox: "i1"), action: "close", dispute: "dp_g7", intent: [])
    #expect(close.key == "cp1_yu7stg555ylwka725eusriaxiefazuo7lsywnzke4xsv5esyzx4a")
  }

  @Test func `the same intent has the same key, each time`() {
    #expect(Set((0..<50).map { _ in Parts().key }).count == 1)
  }

  @Test func `differs when any part does`() throws {
    let keys = [
      Parts(), Parts(account: AccountIdentity(origin: .casapay, mode: .live)),
      Parts(account: AccountIdentity(origin: .loopback(port: 1), mode: .test)),
      Parts(account: AccountIdentity(sandbox: "i1")), Parts(action: "draft"),
      Parts(dispute: "dp_a2"), Parts(intent: []), Parts(generation: 1), Parts(generation: 10),
    ].map(\.key)
    #expect(Set(keys).count == keys.count)
  }

  @Test func `two neighbours cannot trade characters`() {
    let pairs = [
      ("submit", "dp_a1"), ("submitd", "p_a1"), ("submit6:", "dp_a1"), ("", "submitdp_a1"),
    ]
    let keys = pairs.map { Parts(action: $0.0, dispute: $0.1).key }
    #expect(Set(keys).count == keys.count)
  }

  @Test(arguments: 0..<40)
  func `has only characters that any header and log can carry`(seed: Int) {
    let key = Parts(dispute: "dp_\r\n\0é\(seed)", intent: [UInt8(seed)]).key
    #expect(key.utf8.count == 56)
    #expect(key.hasPrefix("cp1_"))
    #expect(
      key.utf8.dropFirst(4).allSatisfy { "abcdefghijklmnopqrstuvwxyz234567".utf8.contains($0) })
  }
}
