import CpayTestSupport
import Testing

@testable import CpayShell

/// Whole commands against a server whose time is not the machine's.
@Suite struct ClockTests {
  /// A server that has one dispute with that deadline; its time is what `date` says of a request.
  private static func server(
    due: Int64, date: @escaping @Sendable (String) -> String
  ) throws -> PlainServer {
    let dispute = """
      {"id":"dp_a1","object":"dispute","charge":"ch_1","payment_intent":null,"amount":120000,\
      "currency":"eur","status":"needs_response","reason":"unrecognized","evidence":{},\
      "evidence_due_by":\(due),"metadata":{},"created":1707134400}
      """
    return try PlainServer { request in
      var answer =
        request.hasPrefix("GET /v1/disputes?")
        ? PlainServer.Answer.list(dispute)
        : request.hasPrefix("GET /v1/disputes/")
          ? PlainServer.Answer(body: dispute)
          : request.hasPrefix("GET /v1/events")
            ? .list(#"{"id":"evt_1","object":"event","livemode":false}"#)
            : PlainServer.Answer(status: 404)
      answer.fields = ["Date: \(date(request))"]
      return answer
    }
  }

  private static func run(_ server: PlainServer, _ options: String...) async throws
    -> CommandRig.Run
  {
    let rig = try CommandRig()
    return await rig.cpay(
      options + ["-c", "disputes | submit evidence={customer_name: \"Ana\"} | apply"], input: [],
      environment: [
        "CASAPAY_API_KEY": "sk_test_x", "CASAPAY_API_BASE": "http://127.0.0.1:\(server.port)",
      ])
  }

  private static let early = "Tue, 06 Feb 2024 12:00:00 GMT"
  private static let late = "Fri, 31 Dec 2100 12:00:00 GMT"
  /// 2024-02-07, long ago by the machine, and 2100-12-31 08:00, to come.
  private static let (past, future): (Int64, Int64) = (1_707_264_000, 4_133_923_200)

  @Test(
    arguments: [
      (past, early, true, "ahead of"), (future, late, false, "behind"),
    ] as [(Int64, String, Bool, String)])
  func `deadlines pass by the API's time, and a difference is told once and in the preview`(
    due: Int64, date: String, isOpen: Bool, differs: String
  ) async throws {
    let server = try Self.server(due: due) { _ in date }
    let run = try await Self.run(server)
    #expect(run.status == (isOpen ? 10 : 3), "\(run.errors)")
    #expect(run.output.contains("deadline passed") == !isOpen)
    let lines = run.errors.split(separator: "\n").filter {
      $0.contains("note: the clock of this machine is")
    }
    // Where nothing is eligible, there is nothing to look at.
    #expect(lines.count == (isOpen ? 2 : 1), "\(run.errors)")
    #expect(lines.allSatisfy { $0.contains(differs) })
  }

  @Test func `a rehearsal lives in the API's time`() async throws {
    let server = try Self.server(due: Self.past) { _ in Self.early }
    let run = try await Self.run(server, "--rehearse", "--apply", "--max", "1")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains(#""outcome":"applied""#))
    #expect(!server.requests.contains { $0.hasPrefix("POST") }, "the account is only read")
  }

  @Test func `a deadline that passes before the row's turn is told, and nothing is sent`()
    async throws
  {
    let server = try Self.server(due: Self.future) { request in
      request.hasPrefix("GET /v1/disputes/") ? Self.late : Self.early
    }
    let run = try await Self.run(server, "--apply", "--max", "1")
    #expect(run.status == 3, "\(run.errors)")
    #expect(run.output.contains(#""outcome":"stale""#))
    #expect(run.output.contains("the deadline passed at 2100-12-31 08:00Z while the plan waited"))
    #expect(!server.requests.contains { $0.hasPrefix("POST") })
  }
}
