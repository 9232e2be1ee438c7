import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// A second run with the same journal.
@Suite struct WaitForOthersTests {
  private static let disputes = PlanRunnerTests.disputes

  /// An account whose journal another run holds for so many tries.
  private static func account(
    heldFor tries: Int, claims: [String: String] = [:]
  ) -> (RecordingAccount, tried: @Sendable () -> Int) {
    let count = Counter()
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: disputes).read(call) },
      claims: claims,
      remembering: { (call) throws(JournalFailure) in
        if case .open = call, count.next() <= tries {
          throw .locked(by: "process 7: run_9, 57 of 280 done")
        }
      })
    return (account, { count.value })
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }

  @Test func `it is refused, and told who sends and how to wait`() async throws {
    let (account, _) = Self.account(heldFor: 1)
    do {
      _ = try await PlanRunner.apply(
        makePlan(.submit, Self.disputes), RunLimits(), on: .fixture(account))
      Issue.record("it was not refused")
    } catch {
      let text = (error as? EvaluationError)?.message ?? "\(error)"
      #expect(text.contains("process 7: run_9, 57 of 280 done"))
      #expect(text.hasSuffix("--wait waits for it"))
    }
    #expect(account.calls.compactMap(\.sentDispute).isEmpty)
  }

  @Test func `it waits where it is told to, and says for whom`() async throws {
    let (account, tried) = Self.account(heldFor: 3)
    var host = Host.fixture(account)
    let (told, waits) = (StepLog(), Counter())
    host.observe = { if case .waiting(let holder) = $0 { told.add(holder ?? "over") } }
    host.waitForOthers = { _ = waits.next() }
    let result = try await PlanRunner.apply(
      makePlan(.submit, Self.disputes), RunLimits(), on: host)
    #expect(tried() == 4 && waits.value == 3)
    #expect(
      told.all == Array(repeating: "process 7: run_9, 57 of 280 done", count: 3) + ["over"])
    #expect(result.outcomes.allSatisfy { $0.kind == .applied })
  }

  @Test(arguments: [true, false])
  func `asked to stop meanwhile it ends, and nothing is sent`(byTask: Bool) async throws {
    let (account, tried) = Self.account(heldFor: .max)
    let cancellation = Cancellation()
    var host = Host.fixture(account, cancellation: cancellation)
    host.waitForOthers = { () throws(CancellationError) in
      if byTask { throw CancellationError() }
      cancellation.request()
    }
    await #expect(throws: EvaluationError.interrupted) {
      try await PlanRunner.apply(makePlan(.submit, Self.disputes), RunLimits(), on: host)
    }
    #expect(tried() == (byTask ? 1 : 2) && account.calls.compactMap(\.sentDispute).isEmpty)
  }

  @Test func `what the other run took is ineligible, and the rest goes on`() async throws {
    // More than may fail in a row.
    let taken = Self.disputes.dropLast().map(\.id)
    let (account, _) = Self.account(
      heldFor: 0, claims: Dictionary(uniqueKeysWithValues: taken.map { ($0, "run_9") }))
    let result = try await PlanRunner.apply(
      makePlan(.submit, Self.disputes), RunLimits(), on: .fixture(account))
    #expect(
      result.outcomes.map(\.kind) == taken.map { _ in .ineligible } + [.applied])
    #expect(result.outcomes.dropLast().allSatisfy { $0.message == "held by run_9" })
    #expect(account.calls.compactMap(\.sentDispute) == [Self.disputes.last?.id])
    #expect(result.stop == nil)
  }
}
