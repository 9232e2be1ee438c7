import CpayClient
import CpayLedger
import CpayRuntime
import CpayValue
import Synchronization
import Testing

@Suite struct DeferredLedgerTests {
  @Test func `is opened once, when there is something to remember`() async throws {
    let count = Mutex(0)
    let ledger = DeferredLedger { () throws(JournalFailure) in
      count.withLock { $0 += 1 }
      return try Ledger(inMemory: { Timestamp(seconds: 1) })
    }
    let account = AccountIdentity(sandbox: "i1")
    #expect(try await ledger.claims(on: [], of: account) == [:])
    #expect(count.withLock { $0 } == 0)
    _ = try await ledger.claims(on: ["dp_1"], of: account)
    try await ledger.open(RunID("run_1"), plan(["dp_1"]))
    #expect(count.withLock { $0 } == 1)
  }

  @Test func `a ledger that cannot be opened fails before anything is sent`() async throws {
    let ledger = DeferredLedger { () throws(JournalFailure) in throw .exposed("open to others") }
    await #expect(throws: JournalFailure.exposed("open to others")) {
      try await ledger.claims(on: ["dp_1"], of: AccountIdentity(sandbox: "i1"))
    }
    await #expect(throws: JournalFailure.exposed("open to others")) {
      try await ledger.open(RunID("run_1"), plan(["dp_1"]))
    }
  }
}
