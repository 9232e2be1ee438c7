import CpayValue
import GRDB
import Testing

@testable import CpaySandbox

@Suite struct TimeTests {
  private static let day = DurationValue(seconds: 86_400)

  private static func status(_ id: String, _ client: RawClient) async throws -> String? {
    try await client.get("/v1/disputes/\(id)").json["status"]?.string
  }

  @Test func `a deadline that passes loses the dispute, at its own moment`() async throws {
    try await withSandbox { client, server in
      // dp_g7 is due at 18:00 that day, dp_b2 at 09:00 the next, dp_a1 at the end of it.
      try await server.advance(by: DurationValue(seconds: 6 * 3_600))
      #expect(try await Self.status("dp_g7", client) == "warning_needs_response")
      try await server.advance(by: DurationValue(seconds: 1))
      #expect(try await Self.status("dp_g7", client) == "lost")
      #expect(try await Self.status("dp_b2", client) == "needs_response")
      try await server.advance(by: DurationValue(seconds: 30 * 3_600))
      #expect(try await Self.status("dp_b2", client) == "lost")
      #expect(try await Self.status("dp_a1", client) == "lost")
      let all = try await client.get("/v1/events").list()
      #expect(
        all.map { "\($0["type"]?.string ?? "") \($0["created"]?.integer ?? 0)" } == [
          "dispute.lost 1707350401", "dispute.lost 1707296401", "dispute.lost 1707242401",
        ])
      #expect(all.allSatisfy { $0["request"]?["id"]?.content == .null })
    }
  }

  @Test(arguments: [
    ("overdue=stay", "dp_a1", "needs_response"), ("overdue=lose", "dp_a1", "lost"),
    ("inquiry_expires=needs_response", "dp_g7", "needs_response"),
    ("inquiry_expires=warning_closed", "dp_g7", "warning_closed"),
    ("decides_for=won", "dp_e5", "won"), ("decides_for=lost", "dp_e5", "lost"),
    ("decides_after=never", "dp_e5", "under_review"),
  ])
  func `what time does follows the assumptions`(setting: String, id: String, status: String)
    async throws
  {
    try await withSandbox(try docs(assuming: setting)) { client, server in
      try await server.advance(by: DurationValue(seconds: 61 * 86_400))
      #expect(try await Self.status(id, client) == status)
    }
  }

  @Test(arguments: [("60d", 60), ("30d", 30), ("7d", 7)])
  func `the bank decides after its time, the same way each time`(value: String, days: Int64)
    async throws
  {
    var outcomes: Set<String> = []
    for _ in 0..<2 {
      try await withSandbox(try docs(assuming: "decides_after=\(value)")) { client, server in
        _ = try await client.post("/v1/disputes/dp_a1", EventTests.submitted)
        try await server.advance(by: DurationValue(seconds: days * 86_400 - 1))
        #expect(try await Self.status("dp_a1", client) == "under_review")
        try await server.advance(by: DurationValue(seconds: 1))
        outcomes.insert(try await Self.status("dp_a1", client) ?? "")
      }
    }
    #expect(outcomes.count == 1 && outcomes.isSubset(of: ["won", "lost"]))
  }

  @Test func `the deadlines of the demo lose disputes only from now on`() async throws {
    let clock = SandboxClock.frozen(Timestamp(seconds: 1_760_000_000))
    try await withSandbox(SandboxConfiguration(seed: .demo, clock: clock)) { client, server in
      let open = { try await client.get("/v1/disputes?status=needs_response&limit=100").ids() }
      let before = try await open()
      await server.timekeeper.catchUp()
      #expect(try await open() == before)
      try await server.advance(by: DurationValue(seconds: 15 * 86_400))
      #expect(try await open().count < before.count)
    }
  }

  @Test func `keys and answers age with the clock`() async throws {
    try await withSandbox { client, server in
      let headers = ["Idempotency-Key": "k"]
      _ = try await client.post("/v1/disputes/dp_a1/close", headers: headers)
      try await server.advance(by: DurationValue(seconds: 86_399))
      let replay = try await client.post("/v1/disputes/dp_a1/close", headers: headers)
      #expect(replay.headers["idempotent-replayed"] == "true")
      try await server.advance(by: DurationValue(seconds: 1))
      #expect(try await client.post("/v1/disputes/dp_a1/close", headers: headers).status == 422)
      #expect(replay.headers["date"] == "Wed, 07 Feb 2024 11:59:59 GMT")
    }
  }

  @Test func `a clock that runs by itself cannot be advanced, and none goes back`() async throws {
    try await withSandbox(SandboxConfiguration(seed: .docs, clock: .real)) { _, server in
      _ = await #expect(throws: SandboxError.self) { try await server.advance(by: Self.day) }
    }
    try await withSandbox { _, server in
      _ = await #expect(throws: SandboxError.self) {
        try await server.advance(by: DurationValue(seconds: -1))
      }
      for seconds in [Int64.max, 300_000_000_000] {
        _ = await #expect(throws: SandboxError.self) {
          try await server.advance(by: DurationValue(seconds: seconds))
        }
      }
    }
  }

  @Test func `a store on disk remembers how far its clock is`() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let first = SandboxConfiguration(storePath: path, seed: .docs)
      let now = try await withSandbox(first) { _, server in
        try await server.advance(by: Self.day)
        return server.clock.now
      }
      try await withSandbox(SandboxConfiguration(storePath: path)) {
        (client, server) async throws in
        #expect(server.clock == .frozen(now))
        #expect(try await Self.status("dp_g7", client) == "lost")
      }
    }
  }

  @Test func `same seed and same requests per object give the same digest`() async throws {
    let requests = ["dp_a1/close", "dp_b2", "dp_c3", "dp_g7/close"]
    var digests: Set<String> = []
    for order in [
      requests, requests.reversed(), [requests[2], requests[0], requests[3], requests[1]],
    ] {
      try await withSandbox { client, server in
        for request in order {
          let body = request.hasSuffix("close") ? "" : EventTests.submitted
          _ = try await client.post("/v1/disputes/\(request)", body)
        }
        _ = try await FileTests.upload(client, FileTests.form())
        digests.insert(try await server.digest())
      }
    }
    #expect(digests.count == 1)
    try await withSandbox { (_, server) async throws in
      #expect(!digests.contains(try await server.digest()))
    }
  }

  @Test func `the store knows the time before anyone is answered in it`() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      try await withSandbox(SandboxConfiguration(storePath: path, seed: .docs)) { _, server in
        try await server.sandbox.store.write { db in
          try db.execute(
            sql: """
              CREATE TRIGGER stuck BEFORE INSERT ON about WHEN NEW.name = 'frozen_at'
              BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
              """)
        }
        let before = server.clock.now
        _ = await #expect(throws: (any Error).self) { try await server.advance(by: Self.day) }
        #expect(server.clock.now == before)
      }
    }
  }

  @Test func `many equal events of one second each have an id`() async throws {
    try await withSandbox { client, _ in
      for _ in 0..<20 { _ = try await client.post("/v1/disputes/dp_a1", EventTests.staged) }
      #expect(Set(try await client.get("/v1/events?limit=100").ids()).count == 20)
    }
  }
}
