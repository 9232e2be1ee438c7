import CpayClient
import CpayValue
import HTTPTypes
import Testing

@Suite struct AccountIdentityTests {
  @Test func `places and modes are told apart`() throws {
    let identities = [
      AccountIdentity(origin: .casapay, mode: .test),
      AccountIdentity(origin: .casapay, mode: .live),
      AccountIdentity(origin: .loopback(port: 1), mode: .test), AccountIdentity(sandbox: "a"),
      AccountIdentity(sandbox: "b"),
    ]
    #expect(Set(identities).count == identities.count)
    #expect(identities.map(\.isSandbox) == [false, false, false, true, true])
  }
}
