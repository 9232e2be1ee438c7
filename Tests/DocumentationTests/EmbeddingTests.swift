import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue
import Synchronization
import Testing

/// A whole program that embeds the language: no terminal, no database, no server.
///
/// The host keeps its disputes in memory and lets one plan through that names at most one.
@Suite struct EmbeddingTests {
  /// Answers reads from memory and takes down what is written.
  final class Office: EffectHandler {
    private let written = Mutex<[String]>([])

    var log: [String] { written.withLock { $0 } }

    private static func dispute(status: String, evidence: String) -> String {
      """
      {"id":"dp_1","object":"dispute","charge":"ch_1","amount":120000,"currency":"eur",\
      "status":"\(status)","reason":"general","evidence":\(evidence),"created":1706140800}
      """
    }

    func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
      let open = Office.dispute(status: "needs_response", evidence: "{}")
      switch effect {
      case .list:
        return .body(Array(#"{"object":"list","data":[\#(open)],"has_more":false}"#.utf8))
      case .object: return .body(Array(open.utf8))
      case .claims: return .claims([:])
      case .refusals: return .refusals([:])
      case .uploads: return .uploads([:])
      case .open(let plan, let bound):
        guard plan.eligible.count <= bound ?? 1 else { return .withheld("too many") }
        return .opened(RunID("office-1"))
      case .send(_, _, let write, _):
        let body = String(decoding: write.body ?? [], as: UTF8.self)
        written.withLock { $0.append("\(write.action.rawValue) \(write.dispute) \(body)") }
        return .answer(.applied(requestID: "req_1"))
      case .upload: return .uploaded(.stopped("this office takes no files"))
      case .settle, .close: return .done
      }
    }
  }

  @Test func `a host reads, plans and applies without a terminal`() async throws {
    let program = try Checker.check(
      Source(
        """
        allow submit
        disputes status=needs_response | where amount > 1000eur
        | submit evidence={customer_name: "Jane Doe"}
        | apply max=1
        """),
      CheckContext(
        catalog: .standard, needsAllowance: true,
        files: { _ in .failure(FileFailure("this host has no files")) }))

    let office = Office()
    let outcomes = Mutex<[Outcome]>([])
    let host = Host(
      effects: office, account: AccountIdentity(origin: .casapay, mode: .test),
      environment: Environment(now: Timestamp(seconds: 1_706_140_800)),
      emit: { (event) throws(EvaluationError) in
        if case .applied(let report) = event { outcomes.withLock { $0 = report.outcomes } }
      })
    var evaluator = Evaluator(host)
    for statement in program.statements { _ = try await evaluator.run(statement) }

    #expect(outcomes.withLock { $0.map(\.kind) } == [.applied])
    #expect(
      office.log == [#"submit dp_1 {"evidence":{"customer_name":"Jane Doe"},"submit":true}"#])
  }
}
