import CpayLedger
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayShell

/// What follows once a person has called a write not applied, with whole commands.
@Suite struct SettledByHandTests {
  /// A server with one dispute that answers the first idempotency key with `first`, for ever.
  private final class OneDispute: Sendable {
    private let state = Mutex(State())
    private let first: PlainServer.Answer

    private struct State {
      var keys: [String] = []
      var status = "needs_response"
    }

    init(_ first: PlainServer.Answer) { self.first = first }

    /// The keys of the writes, in their order.
    var keys: [String] { state.withLock { $0.keys } }

    func answer(_ request: String) -> PlainServer.Answer {
      if request.hasPrefix("GET /v1/events") {
        return .list(#"{"id":"evt_1","object":"event","livemode":false}"#)
      }
      if request.hasPrefix("POST") {
        let key =
          request.split(separator: "\r\n")
          .first { $0.lowercased().hasPrefix("idempotency-key: ") }
          .map { String($0.dropFirst("idempotency-key: ".count)) } ?? "?"
        let isFirst = state.withLock { state in
          state.keys.append(key)
          if key != state.keys[0] { state.status = "under_review" }
          return key == state.keys[0]
        }
        if isFirst { return first }
      }
      return PlainServer.Answer(body: dispute)
    }

    private var dispute: String {
      let status = state.withLock { $0.status }
      let evidence = status == "under_review" ? #"{"customer_name":"Ana"}"# : "{}"
      return """
        {"id":"dp_a1","object":"dispute","charge":"ch_1","payment_intent":null,"amount":120000,\
        "currency":"eur","status":"\(status)","reason":"unrecognized","evidence":\(evidence),\
        "evidence_due_by":4102444800,"metadata":{},"created":1707134400}
        """
    }
  }

  @Test(arguments: [true, false])
  func
    `the next write has a new key where the API would repeat a failure, and says what it rests on`(
      fails: Bool
    ) async throws
  {
    let api = OneDispute(
      fails
        ? PlainServer.Answer(
          status: 500, body: #"{"error":{"type":"api_error","message":"no"}}"#)
        : PlainServer.Answer(body: "{}"))
    let server = try PlainServer { api.answer($0) }
    let rig = try CommandRig()
    let environment = [
      "CASAPAY_API_KEY": "sk_test_x", "CASAPAY_API_BASE": "http://127.0.0.1:\(server.port)",
      "CPAY_HURRY": "1000",
    ]
    func submit() async -> CommandRig.Run {
      await rig.cpay(
        [
          "-c", "dispute dp_a1 | submit evidence={customer_name: \"Ana\"}", "--apply", "--max", "1",
        ], input: [], environment: environment)
    }
    let first = await submit()
    #expect(first.status == 4, "\(first.errors)")
    #expect(!first.errors.contains("rests on that word"))
    let held = await submit()
    #expect(held.status == 3 && held.output.contains("held by run_"), "\(held.errors)")
    #expect(
      held.errors.contains(" holds 1 dispute: see cpay runs show run_")
        && held.errors.contains("a person settles: cpay runs settle run_"), "\(held.errors)")

    let ledger = try Ledger(folder: rig.folder.path + "/state/cpay") { Timestamp(seconds: 0) }
    let run = try #require(try ledger.runs().first).name
    let settled = await rig.cpay(
      ["runs", "settle", run, "dp_a1", "not-applied"], input: [], environment: environment)
    #expect(settled.status == 0, "\(settled.errors)")
    let over = await rig.cpay(["resume", run], input: [], environment: environment)
    #expect(!over.errors.contains("to go on"), "\(over.errors)")

    let again = await submit()
    #expect(again.status == (fails ? 0 : 4), "\(again.errors)")
    #expect(again.errors.contains("rests on that word alone (dp_a1)"), "\(again.errors)")
    let keys = api.keys
    #expect(Set(keys).count == (fails ? 2 : 1), "\(keys)")
  }
}
