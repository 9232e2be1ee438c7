import CpayClient
import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayShell

/// Who says yes to which plan.
@Suite struct ConsentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var options = ConsentOptions()
    var bound: Int?
    /// What is typed at the question; nil where nobody can be asked.
    var answer: String?
    /// How long the question stands.
    var waits = Duration.zero
    var age = Duration.zero
    let isGranted: Bool
    var says = ""
  }

  private static let account = AccountIdentity(origin: .casapay, mode: .test)

  static let cases: [Case] = [
    Case(testDescription: "nobody to ask", isGranted: false, says: "--apply --max 2"),
    Case(testDescription: "the number", answer: "2", isGranted: true),
    Case(testDescription: "the number with blanks", answer: " 2 ", isGranted: true),
    Case(testDescription: "Enter", answer: "", isGranted: false, says: "not confirmed"),
    Case(testDescription: "y", answer: "y", isGranted: false, says: "not confirmed"),
    Case(testDescription: "another number", answer: "3", isGranted: false, says: "not confirmed"),
    Case(
      testDescription: "a bound in the program", bound: 1, answer: "2", isGranted: false,
      says: "2 disputes, but at most 1"),
    Case(
      testDescription: "apply without a bound", options: ConsentOptions(applies: true),
      isGranted: false, says: "needs a bound"),
    Case(
      testDescription: "apply with the program's bound", options: ConsentOptions(applies: true),
      bound: 2, isGranted: true),
    Case(
      testDescription: "apply with its own bound",
      options: ConsentOptions(applies: true, maximum: 2), isGranted: true),
    Case(
      testDescription: "the smaller of two bounds",
      options: ConsentOptions(applies: true, maximum: 5), bound: 1, isGranted: false,
      says: "at most 1"),
    Case(
      testDescription: "an approval too short to mean one plan",
      options: ConsentOptions(approvedDigests: ["0"]), isGranted: false, says: "not the approved"),
    Case(
      testDescription: "an old plan", options: ConsentOptions(applies: true, maximum: 2),
      age: .seconds(15 * 60), isGranted: false, says: "older than 15 minutes"),
    Case(
      testDescription: "a plan that grew old at the question", answer: "2",
      waits: .seconds(15 * 60), isGranted: false, says: "older than 15 minutes"),
    Case(
      testDescription: "a plan not yet old", answer: "2", waits: .seconds(15 * 60 - 1),
      isGranted: true),
  ]

  @Test(arguments: cases)
  func `decides`(_ wanted: Case) async throws {
    let clock = ManualClock(Timestamp(seconds: 1_707_220_800))
    let plan = try await ConsentTests.plan(clock)
    clock.advance(by: wanted.age)
    var question: (@Sendable (String) async -> String?)?
    if let answer = wanted.answer {
      question = { _ in
        clock.advance(by: wanted.waits)
        return answer
      }
    }
    let desk = ConsentDesk(
      options: wanted.options, account: Self.account, uptime: clock.environment.uptime,
      question: question)
    switch await desk.decide(plan, bound: wanted.bound) {
    case .granted: #expect(wanted.isGranted)
    case .withheld(let reason):
      #expect(!wanted.isGranted)
      #expect(reason.contains(wanted.says), "\(reason)")
    }
  }

  @Test func `an approval is for one plan, among several`() async throws {
    let clock = ManualClock(Timestamp(seconds: 1_707_220_800))
    let plan = try await ConsentTests.plan(clock)
    for (digests, isGranted) in [
      ([plan.shortDigest], true), ([plan.digest], true),
      (["0123456789ab", plan.shortDigest], true), (["0123456789ab"], false),
    ] {
      let desk = ConsentDesk(
        options: ConsentOptions(approvedDigests: digests), account: Self.account,
        uptime: clock.environment.uptime,
        question: nil)
      #expect((await desk.decide(plan, bound: nil) == .granted) == isGranted)
    }
  }

  /// A plan of two disputes.
  private static func plan(_ clock: ManualClock) async throws -> WritePlan {
    let disputes = ["dp_1", "dp_2"].map { id in
      """
      {"id":"\(id)","object":"dispute","charge":"ch_1","amount":1,"currency":"eur",\
      "status":"needs_response","reason":"general","evidence":{},"created":1}
      """
    }
    let page = #"{"object":"list","data":[\#(disputes.joined(separator: ","))],"has_more":false}"#
    let host = Host(
      account: Account(
        RecordingAccount(read: { _ in Array(page.utf8) }),
        account),
      environment: clock.environment)
    let program = try Checker.check(
      Source("disputes | close"),
      CheckContext(
        catalog: .standard, needsAllowance: false, files: { _ in .failure(FileFailure("none")) }))
    var evaluator = Evaluator(host)
    guard let statement = program.statements.first,
      case .result(.plan(let plan)) = try await evaluator.run(statement)
    else { throw NoPlan() }
    return plan
  }

  struct NoPlan: Error {}
}
