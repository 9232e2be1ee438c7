import CpayTestSupport
import CpayValue
import HTTPTypes
import Synchronization
import Testing

@testable import CpayClient

/// What a submit does after each kind of answer: the fault table, on a clock that only sleeping
/// moves.
@Suite struct WriteLoopTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let replies: [Reply]
    var sights: [Sight] = [.untouched]
    let ends: String
    /// The requests in order: P for a POST, G for a look, E for a look at the events.
    let requests: String
    /// The seconds waited.
    var waits: [Double] = []
    var keepsKeys = true
    /// How long ago an earlier process sent the write; nil where none did.
    var sentBefore: Duration?
    /// The API key that it was sent with then.
    var sentWith: String? = "sk_test_1"
    /// What keeps the write from going out once more.
    var keptBack: String?
  }

  static let start = Timestamp(seconds: 1_707_220_800)

  static func write(_ action: DisputeWrite.Action = .submit, generation: Int = 0) -> DisputeWrite {
    DisputeWrite(
      action, dispute: "dp_a1",
      evidence: action == .close
        ? [] : [DisputeWrite.Evidence(name: "customer_name", text: "Ana")], seen: [],
      status: "needs_response", account: AccountIdentity(sandbox: "i1"), generation: generation)
  }

  static func client(
    _ server: any HTTPTransport, _ clock: ManualClock, keepsKeys: Bool = true,
    random: UInt64 = .max
  ) throws -> APIClient {
    APIClient(
      transport: server, key: try APIKey(parsing: "sk_test_1"),
      account: AccountIdentity(sandbox: "i1"),
      settings: ClientSettings(pace: .unlimited, keepsKeys: keepsKeys),
      environment: clock.client(random: random))
  }

  private static func check(_ row: Row) async throws {
    let (server, clock) = (ScriptedServer(row.replies, seeing: row.sights), ManualClock(start))
    let write = write()
    let outcome = try await client(server, clock, keepsKeys: row.keepsKeys, random: 0)
      .send(
        write,
        SendingRecord(
          earlier: try row.sentBefore.map { age in
            EarlierAttempt(
              age: age, reason: "the process died",
              sentWith: try row.sentWith.map { try APIKey(parsing: $0).fingerprint })
          }
        ) { $0 ? row.keptBack : nil }, cancellation: CancellationToken { nil })
    #expect(outcome.label == row.ends)
    let requests = server.requests.map { $0.method == .post ? "P" : $0.isLook ? "G" : "E" }
    #expect(requests.joined() == row.requests)
    #expect(clock.passed == row.waits.reduce(.zero) { $0 + .seconds($1) })
    for post in server.posts {
      #expect(post.headers[.idempotencyKey] == write.key && post.body == write.body)
    }
  }

  @Test(arguments: [
    Row(testDescription: "2xx", replies: [.yes], ends: "applied", requests: "P"),
    Row(
      testDescription: "a definite no", replies: [.no], ends: "refused", requests: "P"),
    Row(
      testDescription: "404", replies: [.status(404, type: "invalid_request_error")],
      ends: "refused", requests: "P"),
    Row(
      testDescription: "422", replies: [.status(422, type: "validation_error")],
      ends: "refused", requests: "P"),
    Row(testDescription: "401", replies: [.status(401)], ends: "stopped", requests: "P"),
    Row(testDescription: "403", replies: [.status(403)], ends: "stopped", requests: "P"),
  ])
  func `an answer that settles it ends it`(row: Row) async throws { try await Self.check(row) }

  @Test(arguments: [
    Row(
      testDescription: "partly sent, then proven", replies: [.lost(.partlySent)],
      sights: [.ours], ends: "reconciled", requests: "PG", waits: [5]),
    Row(
      testDescription: "no answer, untouched, then yes", replies: [.lost(.sent), .yes],
      ends: "applied", requests: "PGP", waits: [5]),
    Row(
      testDescription: "half an answer, decided by someone else",
      replies: [.lost(.answered(status: 200))], sights: [.moved], ends: "unknown",
      requests: "PGE", waits: [5]),
    Row(
      testDescription: "truncated 200, untouched, then yes", replies: [.body("{\"obj"), .yes],
      ends: "applied", requests: "PGP", waits: [5]),
    Row(
      testDescription: "200 of something else", replies: [.body("[]"), .yes], sights: [.ours],
      ends: "reconciled", requests: "PG", waits: [5]),
    Row(
      testDescription: "lost for ever: four attempts", replies: [.lost(.sent)], ends: "unknown",
      requests: "PGPGPGPG", waits: [5, 10, 20, 40]),
    Row(
      testDescription: "lost, and the look fails", replies: [.lost(.sent)],
      sights: [.failing(404)], ends: "unknown", requests: "PG", waits: [5]),
    Row(
      testDescription: "lost, and the look is forbidden", replies: [.lost(.sent)],
      sights: [.failing(403)], ends: "unknown, stop", requests: "PG", waits: [5]),
    Row(
      testDescription: "lost, from a server that keeps no keys", replies: [.lost(.sent), .yes],
      ends: "unknown", requests: "PG", waits: [5], keepsKeys: false),
    Row(
      testDescription: "lost, then 401", replies: [.lost(.sent), .status(401)],
      ends: "unknown, stop", requests: "PGP", waits: [5]),
    Row(
      testDescription: "an answer from a machine in between", replies: [.status(418), .yes],
      ends: "applied", requests: "PGP", waits: [5]),
  ])
  func `an answer that proves nothing makes it wait, look and decide`(row: Row) async throws {
    try await Self.check(row)
  }

  @Test(arguments: [
    Row(
      testDescription: "lost, then no, untouched", replies: [.lost(.sent), .no],
      ends: "unknown", requests: "PGPG", waits: [5]),
    Row(
      testDescription: "lost, then state_invalid, ours", replies: [.lost(.sent), .stateInvalid],
      sights: [.untouched, .ours], ends: "reconciled", requests: "PGPG", waits: [5]),
    Row(
      testDescription: "lost, then state_invalid, someone else's",
      replies: [.lost(.sent), .stateInvalid], sights: [.untouched, .moved], ends: "unknown",
      requests: "PGPGE", waits: [5]),
    Row(
      testDescription: "lost, then state_invalid, seen untouched",
      replies: [.lost(.sent), .stateInvalid], ends: "unknown", requests: "PGPG", waits: [5]),
    Row(
      testDescription: "state_invalid at once, ours", replies: [.stateInvalid], sights: [.ours],
      ends: "reconciled", requests: "PG"),
    Row(
      testDescription: "state_invalid at once, someone else's", replies: [.stateInvalid],
      sights: [.moved], ends: "refused", requests: "PGE"),
    Row(
      testDescription: "state_invalid at once, unreadable", replies: [.stateInvalid],
      sights: [.failing(404)], ends: "unknown", requests: "PG"),
  ])
  func `a no is held against the dispute where an effect may exist`(row: Row) async throws {
    try await Self.check(row)
  }

  @Test(arguments: [
    Row(
      testDescription: "409, then yes", replies: [.inProgress, .inProgress, .yes],
      ends: "applied", requests: "PPP", waits: [1, 2]),
    Row(
      testDescription: "409 for ever", replies: [.inProgress], ends: "unknown",
      requests: "PPPPG", waits: [1, 2, 4]),
    Row(
      testDescription: "409 for ever, of the type of a clash",
      replies: [.status(409, type: "idempotency_error")], ends: "unknown, clash",
      requests: "PPPPG", waits: [1, 2, 4]),
    Row(
      testDescription: "409 from a server that keeps no keys", replies: [.inProgress, .yes],
      ends: "unknown", requests: "PG", keepsKeys: false),
    Row(
      testDescription: "idempotency_error", replies: [.status(400, type: "idempotency_error")],
      ends: "unknown, clash", requests: "PG"),
    Row(
      testDescription: "idempotency_error, and the write is there",
      replies: [.status(422, type: "idempotency_error")], sights: [.ours], ends: "reconciled",
      requests: "PG"),
  ])
  func `a key that the server has seen is never replaced`(row: Row) async throws {
    try await Self.check(row)
  }

  @Test(arguments: [
    Row(
      testDescription: "429 without a time", replies: [.status(429), .status(429), .yes],
      ends: "applied", requests: "PPP", waits: [1, 2]),
    Row(
      testDescription: "429 with seconds",
      replies: [.status(429, fields: ["Retry-After": "7"]), .yes], ends: "applied",
      requests: "PP", waits: [7]),
    Row(
      testDescription: "429 with a date",
      replies: [
        .status(
          429,
          fields: [
            "Date": "Tue, 06 Feb 2024 12:00:00 GMT",
            "Retry-After": "Tue, 06 Feb 2024 12:00:09 GMT",
          ]), .yes,
      ], ends: "applied", requests: "PP", waits: [9]),
    Row(
      testDescription: "429 for more than five minutes",
      replies: [.status(429, fields: ["Retry-After": "301"])], ends: "stopped", requests: "P"),
    Row(
      testDescription: "429 until its budget is spent",
      replies: [.status(429, fields: ["Retry-After": "200"])], ends: "stopped",
      requests: "PPPP", waits: [200, 200, 200]),
    Row(
      testDescription: "lost, then 429 for more than five minutes",
      replies: [.lost(.sent), .status(429, fields: ["Retry-After": "999999999"])],
      ends: "unknown, stop", requests: "PGP", waits: [5]),
  ])
  func `429 is pacing with a budget of its own`(row: Row) async throws {
    try await Self.check(row)
  }

  @Test(arguments: [
    Row(
      testDescription: "500, untouched, then yes", replies: [.status(500), .yes],
      ends: "applied", requests: "PGP", waits: [1]),
    Row(
      testDescription: "500, and the write is there", replies: [.status(500)], sights: [.ours],
      ends: "reconciled", requests: "PG", waits: [1]),
    Row(
      testDescription: "503 twice", replies: [.status(503)], ends: "unknown",
      requests: "PGPG", waits: [1, 2]),
    Row(
      testDescription: "500 that asks not to be repeated",
      replies: [.status(500, fields: ["CasaPay-Should-Retry": "false"]), .yes], ends: "unknown",
      requests: "PG", waits: [1]),
    Row(
      testDescription: "302", replies: [.status(302, fields: ["Location": "https://x"])],
      ends: "unknown, stop", requests: "PG"),
    Row(
      testDescription: "302, and the write is there", replies: [.status(307)], sights: [.ours],
      ends: "reconciled", requests: "PG"),
    Row(
      testDescription: "200 about another dispute",
      replies: [.body(#"{"object":"dispute","id":"dp_b2","status":"under_review"}"#)],
      ends: "unknown, stop", requests: "PG"),
  ])
  func `5xx is repeated once, a redirect never`(row: Row) async throws {
    try await Self.check(row)
  }

  @Test(
    arguments: [
      ([.status(500, type: "api_error")], .failed),
      ([.status(500, type: "api_error"), .lost(.sent)], .failed),
      ([.status(500, type: "api_error"), .inProgress], .other),
      ([.status(400, type: "idempotency_error")], .clash),
      ([.status(409, type: "idempotency_error")], .clash), ([.inProgress], .other),
      ([.status(302)], .other), ([.lost(.sent)], nil),
      ([.status(500, type: "api_error"), .status(401)], .failed),
    ] as [([Reply], KeyAnswer?)])
  func `a doubt keeps what the API last said under the key`(
    replies: [Reply], answer: KeyAnswer?
  ) async throws {
    let server = ScriptedServer(replies, seeing: [.untouched])
    let outcome = try await Self.client(server, ManualClock(Self.start), random: 0)
      .send(Self.write())
    guard case .unknown(let doubt) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(doubt.answer == answer)
  }

  @Test(arguments: [
    Row(
      testDescription: "seen to be ours", replies: [.no], sights: [.ours], ends: "reconciled",
      requests: "G", sentBefore: .seconds(60)),
    Row(
      testDescription: "untouched, then yes", replies: [.yes], ends: "applied", requests: "GP",
      sentBefore: .seconds(60)),
    Row(
      testDescription: "untouched, and lost again until four have gone", replies: [.lost(.sent)],
      ends: "unknown", requests: "GPGPGPGPG", waits: [5, 10, 20, 40], sentBefore: .seconds(60)),
    Row(
      testDescription: "decided by someone else", replies: [.yes], sights: [.moved],
      ends: "unknown", requests: "GE", sentBefore: .seconds(60)),
    Row(
      testDescription: "older than the server keeps keys", replies: [.yes], ends: "unknown",
      requests: "G", sentBefore: .seconds(23 * 3_600)),
    Row(
      testDescription: "nearly as old, and paced past that age",
      replies: [.status(429, fields: ["Retry-After": "200"]), .yes], ends: "unknown",
      requests: "GPG", waits: [200], sentBefore: .seconds(23 * 3_600 - 100)),
    Row(
      testDescription: "from a server that keeps no keys", replies: [.yes], ends: "unknown",
      requests: "G", keepsKeys: false, sentBefore: .seconds(60)),
    Row(
      testDescription: "from another API key", replies: [.yes], ends: "unknown", requests: "G",
      sentBefore: .seconds(60), sentWith: "sk_test_2"),
    Row(
      testDescription: "from nobody knows which", replies: [.yes], ends: "unknown", requests: "G",
      sentBefore: .seconds(60), sentWith: nil),
    Row(
      testDescription: "from another API key, seen to be ours", replies: [.yes], sights: [.ours],
      ends: "reconciled", requests: "G", sentBefore: .seconds(60), sentWith: "sk_test_2"),
    Row(
      testDescription: "refused the read (401)", replies: [.yes], sights: [.failing(401)],
      ends: "unknown, stop", requests: "G", sentBefore: .seconds(60)),
    Row(
      testDescription: "unreadable", replies: [.yes], sights: [.failing(404)], ends: "unknown",
      requests: "G", sentBefore: .seconds(60)),
    Row(
      testDescription: "forbidden", replies: [.yes], sights: [.failing(403)],
      ends: "unknown, stop", requests: "G", sentBefore: .seconds(60)),
    Row(
      testDescription: "untouched, then a no", replies: [.no], ends: "unknown", requests: "GPG",
      sentBefore: .seconds(60)),
    Row(
      testDescription: "untouched, and the ledger does not take it", replies: [.yes],
      ends: "unknown", requests: "GG", sentBefore: .seconds(60), keptBack: "the disk is full"),
    Row(
      testDescription: "lost, and the ledger does not take the second", replies: [.lost(.sent)],
      ends: "unknown", requests: "PGG", waits: [5], keptBack: "the disk is full"),
  ])
  func `what an earlier process may have sent is looked at before anything leaves`(
    row: Row
  ) async throws { try await Self.check(row) }

  @Test(arguments: [
    ("needs_response", true), ("warning_needs_response", false), ("under_review", false),
    ("warning_under_review", false), ("won", false),
  ])
  func `untouched is what has the status that was seen, not another open one`(
    status: String, isUntouched: Bool
  ) {
    let look = DisputeLook(
      ScriptedServer.dispute(status, evidence: "{}"), after: Self.write())
    #expect((look == .untouched) == isUntouched)
  }

  @Test func `a server that takes no connection is tried for a minute`() async throws {
    let clock = ManualClock(Self.start)
    let server = ScriptedServer([.refused], seeing: [.untouched])
    let outcome = try await Self.client(server, clock).send(
      Self.write(), cancellation: CancellationToken { nil })
    #expect(outcome == .notApplied(.stopped("gone")))
    #expect((60..<120).contains(clock.passed.components.seconds))
    #expect(Set(server.posts.map { $0.headers[.idempotencyKey] }).count == 1)
  }

  @Test func `what never left does not count as an attempt`() async throws {
    let clock = ManualClock(Self.start)
    let server = ScriptedServer(
      Array(repeating: .refused, count: 5) + [.yes], seeing: [.untouched])
    let outcome = try await Self.client(server, clock).send(
      Self.write(), cancellation: CancellationToken { nil })
    #expect(outcome.label == "applied" && server.posts.count == 6)
  }

  @Test func `says when to come back`() async throws {
    let server = ScriptedServer(
      [.status(429, type: "t", fields: ["Retry-After": "3600"])], seeing: [.untouched])
    let outcome = try await Self.client(server, ManualClock(Self.start)).send(Self.write())
    guard case .notApplied(.stopped(let reason, _)) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(reason == "no; come back at 2024-02-06 13:00Z (429)")
  }

  @Test func `never waits less than it is asked to, nor a fifth more`() async throws {
    for random: UInt64 in [0, .max / 3, .max] {
      let clock = ManualClock(Self.start)
      let server = ScriptedServer(
        [.status(429, fields: ["Retry-After": "100"]), .yes], seeing: [.untouched])
      _ = try await Self.client(server, clock, random: random).send(Self.write())
      #expect((100...120).contains(clock.passed.components.seconds))
    }
  }

  @Test func `a day that the clock skips ends the use of the key`() async throws {
    let clock = ManualClock(Self.start)
    let server = HookedServer([.lost(.sent), .yes], seeing: [.untouched]) {
      clock.turnWallClock(by: .seconds(23 * 3_600))
    }
    let outcome = try await Self.client(server, clock).send(Self.write())
    #expect(outcome.label == "unknown" && server.inner.posts.count == 1)
  }

  @Test func `a key that grows old while it waits is not used again`() async throws {
    let clock = ManualClock(Self.start)
    let server = HookedServer([.inProgress, .yes], seeing: [.untouched]) {
      clock.advance(by: .seconds(23 * 3_600))
    }
    let outcome = try await Self.client(server, clock).send(Self.write())
    #expect(outcome.label == "unknown" && server.inner.posts.count == 1)
  }

  @Test func `a clock that is set back does not make the key younger`() async throws {
    let clock = ManualClock(Self.start)
    let server = HookedServer([.lost(.sent), .yes], seeing: [.untouched]) {
      clock.turnWallClock(by: .seconds(-86_400))
      clock.advance(by: .seconds(23 * 3_600))
    }
    let outcome = try await Self.client(server, clock).send(Self.write())
    #expect(outcome.label == "unknown" && server.inner.posts.count == 1)
  }

  @Test func `once told to stop it sends nothing, and looks where something may have arrived`()
    async throws
  {
    let idle = ScriptedServer([.yes], seeing: [.untouched])
    let clock = ManualClock(Self.start)
    let early = try await Self.client(idle, clock).send(
      Self.write(), cancellation: CancellationToken { "interrupted" })
    #expect(early == .notApplied(.stopped("interrupted")) && idle.requests.isEmpty)

    for (sight, ends) in [(Sight.ours, "reconciled"), (.untouched, "unknown")] {
      let server = ScriptedServer([.lost(.sent), .yes], seeing: [sight])
      let outcome = try await Self.client(server, clock).send(
        Self.write(), cancellation: CancellationToken { server.posts.isEmpty ? nil : "interrupted" }
      )
      #expect(outcome.label == ends && server.methods == ["POST", "GET"])
    }
  }

  @Test func `a first request is asked about behind the gate, and leaves it free`() async throws {
    let clock = ManualClock(Self.start)
    let server = ScriptedServer(
      [.status(429, fields: ["Retry-After": "6"]), .yes], seeing: [.untouched])
    let client = try Self.client(server, clock, random: 0)
    // One write hears that all are to wait, and gives up.
    _ = await client.send(
      Self.write(), cancellation: CancellationToken { server.posts.isEmpty ? nil : "interrupted" })
    let asked = Mutex<[Duration]>([])
    for _ in 0..<40 {
      let outcome = await client.send(
        Self.write(),
        SendingRecord { isRepeat in
          asked.withLock { $0.append(clock.passed) }
          return isRepeat ? nil : "too late"
        })
      #expect(outcome == .notApplied(.stopped("too late")))
    }
    #expect(asked.withLock { $0 }.first.map { $0 >= .seconds(6) } == true)
    #expect(server.posts.count == 1)
    #expect(await client.send(Self.write()).label == "applied")
  }

  @Test(arguments: [false, true])
  func `a doubt keeps the request's name that is known`(isEarlier: Bool) async throws {
    let server = ScriptedServer(
      isEarlier
        ? [.lost(.sent)]
        : [.status(500, type: "api_error", fields: ["Request-Id": "req_1"]), .lost(.sent)],
      seeing: [.untouched])
    let earlier = try EarlierAttempt(
      age: .seconds(60), reason: "the process died",
      sentWith: APIKey(parsing: "sk_test_1").fingerprint, requestID: "req_1")
    let outcome = try await Self.client(server, ManualClock(Self.start), random: 0)
      .send(Self.write(), SendingRecord(earlier: isEarlier ? earlier : nil))
    guard case .unknown(let doubt) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(doubt.requestID == "req_1")
  }

  @Test func `an interrupt ends a wait within a tenth of a second`() async throws {
    let clock = ManualClock(Self.start)
    let server = ScriptedServer(
      [.status(429, fields: ["Retry-After": "250"]), .yes], seeing: [.untouched])
    let outcome = try await Self.client(server, clock).send(
      Self.write(),
      cancellation: CancellationToken { clock.passed > .seconds(3) ? "interrupted" : nil })
    #expect(outcome == .notApplied(.stopped("interrupted")))
    #expect(clock.passed <= .milliseconds(3_200) && server.posts.count == 1)
  }

  struct Proof: Sendable, CustomTestStringConvertible {
    let action: DisputeWrite.Action
    let sight: Sight
    let ends: String
    var testDescription: String { "\(action) \(sight)" }
  }

  @Test(arguments: [
    Proof(action: .draft, sight: .moved, ends: "unknown"),
    Proof(action: .close, sight: .moved, ends: "unknown"),
    Proof(action: .close, sight: .ours, ends: "unknown"),
    Proof(action: .close, sight: .acceptedByUs, ends: "reconciled"),
    Proof(action: .submit, sight: .acceptedByUs, ends: "reconciled"),
  ])
  func `a lost answer to a close is proven by an event that names its key`(
    proof: Proof
  ) async throws {
    let server = ScriptedServer([.lost(.sent)], seeing: [proof.sight])
    let outcome = try await Self.client(server, ManualClock(Self.start))
      .send(Self.write(proof.action))
    #expect(outcome.label == proof.ends)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"data":{}}"#, #"{"data":[1,null,{},{"request":null},{"data":[]}]}"#,
    #"{"data":[{"request":{"idempotency_key":"KEY"},"data":{"object":{"id":"dp_b2"}}}]}"#,
  ])
  func `events that name another dispute, or nothing, prove nothing`(text: String) {
    let write = Self.write(.close)
    let page = Array(text.replacing("KEY", with: write.key).utf8)
    #expect(!WriteProof.names(write, inEvents: page))
  }
}

/// A scripted server that does something while it answers each POST.
private struct HookedServer: HTTPTransport {
  let inner: ScriptedServer
  let hook: @Sendable () -> Void

  init(_ replies: [Reply], seeing sights: [Sight], hook: @escaping @Sendable () -> Void) {
    inner = ScriptedServer(replies, seeing: sights)
    self.hook = hook
  }

  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    if request.method == .post { hook() }
    return try await inner.send(request)
  }
}
