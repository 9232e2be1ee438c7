import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct DisputeLifecycleTests {
  typealias Status = DisputeLifecycle.Status
  typealias Action = DisputeLifecycle.Action

  /// What each status makes of each action: a status, `repeat`, `submitted:STATUS` or nothing.
  struct Row: Sendable, CustomTestStringConvertible {
    let status: Status
    let stage: String?
    let submit: String?
    let close: String?
    var testDescription: String { status.rawValue }

    init(_ status: Status, _ stage: String?, _ submit: String?, _ close: String?) {
      (self.status, self.stage, self.submit, self.close) = (status, stage, submit, close)
    }

    func expectation(_ action: Action) -> String? {
      switch action {
      case .stage: stage
      case .submit: submit
      case .close: close
      case .expire, .escalate, .win, .lose: nil
      }
    }
  }

  static let rows: [Row] = [
    Row(.needsResponse, "needs_response", "under_review", "lost"),
    Row(
      .warningNeedsResponse, "warning_needs_response", "warning_under_review", "warning_closed"),
    Row(.underReview, nil, "repeat", nil),
    Row(.warningUnderReview, nil, "repeat", nil),
    Row(.won, nil, nil, nil),
    Row(.lost, nil, nil, "repeat"),
    Row(.warningClosed, nil, nil, "repeat"),
  ]

  private func verdict(
    _ action: Action, _ status: Status, _ settings: String..., deadline: Int64? = nil,
    now: Int64 = 100
  ) throws -> DisputeLifecycle.Verdict {
    DisputeLifecycle(assumptions: try Assumptions(settings)).verdict(
      on: action, in: status, deadline: deadline.map(Timestamp.init(seconds:)),
      now: Timestamp(seconds: now))
  }

  @Test func `the table covers every status once`() {
    #expect(Set(DisputeLifecycle.table.keys) == Set(Status.allCases))
    #expect(Set(Self.rows.map(\.status)) == Set(Status.allCases))
  }

  static let requests = Action.allCases.filter(\.isRequest)

  @Test(arguments: rows, requests)
  func `a status makes of an action what the table says`(row: Row, action: Action) throws {
    let verdict = try verdict(action, row.status)
    if let next = row.expectation(action).flatMap(Status.init(rawValue:)) {
      #expect(verdict == .applied(next))
    } else {
      switch verdict {
      case .refused(let message), .refusedRepeat(let message):
        #expect(message.contains(row.status.rawValue))
        #expect(
          (verdict == .refusedRepeat(message)) == (row.expectation(action) == "repeat"))
      case .applied, .unchanged: Issue.record("\(verdict) is no refusal")
      }
    }
  }

  @Test(arguments: rows, requests)
  func `repeat=accept leaves a repeated action without effect`(row: Row, action: Action) throws {
    let verdict = try verdict(action, row.status, "repeat=accept")
    #expect((verdict == .unchanged) == (row.expectation(action) == "repeat"))
  }

  @Test(arguments: [
    (Status.underReview, Status.lost), (.warningUnderReview, .warningClosed),
  ])
  func `close_submitted=accept closes what is under review`(status: Status, next: Status) throws {
    #expect(try verdict(.close, status, "close_submitted=accept") == .applied(next))
  }

  @Test(arguments: [Action.stage, .submit])
  func `a deadline that has passed refuses evidence`(action: Action) throws {
    let late = try verdict(action, .needsResponse, deadline: 99)
    #expect(late == .refused("The deadline for evidence passed at 1970-01-01T00:01:39Z."))
    #expect(try verdict(action, .needsResponse, deadline: 100) != late)
    #expect(try verdict(action, .needsResponse, "late=accept", deadline: 99) != late)
  }

  @Test func `a late dispute can still be closed`() throws {
    #expect(try verdict(.close, .needsResponse, deadline: 1) == .applied(.lost))
  }
}
