import CpayClient
import CpayLanguage
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// Conditions that go into requests, and the same ones looked at here, come to the same rows.
@Suite struct PushdownTests {
  /// Conditions over disputes, of which some can be pushed.
  struct Conditions {
    private var state: UInt64

    init(seed: UInt64) {
      state = seed
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return elements[Int((state >> 33) % UInt64(elements.count))]
    }

    private mutating func leaf() -> String {
      switch pick([0, 1, 2, 3, 4, 5, 6]) {
      case 0: "status == \(pick(PushdownTests.statuses))"
      case 1: "status in [\(pick(PushdownTests.statuses)), \(pick(PushdownTests.statuses))]"
      case 2: "charge == \(pick(["ch_1", "ch_2", "ch_9"]))"
      case 3: "payment_intent == \(pick(["pi_1", "pi_4", "null"]))"
      case 4: "status != \(pick(PushdownTests.statuses))"
      case 5: "amount \(pick(["<", ">="])) \(pick(["100000", "1000eur", "500jpy"]))"
      default: "evidence_due_by < now + \(pick(["0h", "48h", "30d"]))"
      }
    }

    mutating func condition(_ depth: Int) -> String {
      switch depth == 0 ? 0 : pick([0, 1, 1, 1, 2, 3]) {
      case 0: leaf()
      case 1: "\(condition(depth - 1)) and \(leaf())"
      case 2: "(\(condition(depth - 1)) or \(leaf()))"
      default: "not (\(condition(depth - 1)))"
      }
    }
  }

  static let statuses = [
    "needs_response", "warning_needs_response", "under_review", "won", "lost",
  ]

  private static func ids(_ program: String, pushes: Bool) async throws -> (
    ids: [String], lists: Int
  ) {
    let checked = try CheckedProgram(program)
    let ids = Mutex<[String]>([])
    let account = FixtureAPI().account
    var host = Host(
      account: Account(account),
      environment: ManualClock(FixtureDispute.now).environment,
      emit: { (event) throws(EvaluationError) in
        if case .rows(let batch) = event { ids.withLock { $0 += batch.ids } }
      })
    host.pushesConditions = pushes
    var evaluator = Evaluator(host)
    for statement in checked.statements { _ = try await evaluator.run(statement) }
    let filtered = account.calls.count { $0.text.hasPrefix("list") && $0.text.contains("&") }
    return (ids.withLock { $0 }, filtered)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func `pushing changes no row and no order`(seed: UInt64) async throws {
    var conditions = Conditions(seed: seed)
    var pushed = 0
    for _ in 0..<120 {
      let program = "disputes | where \(conditions.condition(3))"
      let with = try await PushdownTests.ids(program, pushes: true)
      let without = try await PushdownTests.ids(program, pushes: false)
      #expect(with.ids == without.ids, "\(program)")
      pushed += with.lists
    }
    #expect(pushed > 20, "hardly anything was pushed")
  }

  @Test(arguments: [
    "where status == lost | where amount < 100000",
    "where amount < 100000 | where status == lost",
    "where status == lost and amount < 100000",
  ])
  func `the order of conditions changes nothing`(stages: String) async throws {
    let found = try await PushdownTests.ids("disputes | \(stages)", pushes: true)
    #expect(found.ids == ["dp_h8"])
    #expect(found.lists == 1)
  }
}
