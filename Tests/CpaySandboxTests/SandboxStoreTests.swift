import CpayValue
import GRDB
import Testing

@testable import CpaySandbox

@Suite struct SandboxStoreTests {
  @Test func `a store on disk keeps everything when it is opened again`() async throws {
    try await withTemporaryFolder { folder in
      let configuration = SandboxConfiguration(storePath: folder + "/s.sqlite", seed: .docs)
      let headers = ["Idempotency-Key": "key"]
      let first = try await withSandbox(configuration) { client, server in
        let reply = try await client.post("/v1/disputes/dp_a1/close", headers: headers)
        return (key: server.key, instance: server.instance, body: reply.body)
      }
      let reopened = SandboxConfiguration(storePath: folder + "/s.sqlite")
      try await withSandbox(reopened) { client, server in
        #expect(server.key == first.key)
        #expect(server.instance == first.instance)
        #expect(server.clock == .frozen(Timestamp(seconds: 1_707_220_800)))
        #expect(try await client.get("/v1/disputes/dp_a1").body == first.body)
        #expect(try await server.effects().map(\.dispute) == ["dp_a1"])
        let replay = try await client.post("/v1/disputes/dp_a1/close", headers: headers)
        #expect(replay.headers["idempotent-replayed"] == "true")
        #expect(try await client.get("/v1/disputes").ids().count == 8)
      }
    }
  }

  @Test func `a store filled from another seed is not touched`() async throws {
    try await withTemporaryFolder { folder in
      var configuration = SandboxConfiguration(storePath: folder + "/s.sqlite", seed: .docs)
      try await withSandbox(configuration) { _, _ in }
      configuration.seed = .demo
      let error = await #expect(throws: SandboxError.self) {
        try await SandboxServer.start(configuration)
      }
      #expect(error?.description.contains("filled from docs, not demo") == true)
    }
  }

  @Test func `every commit on disk is flushed`() async throws {
    try await withTemporaryFolder { folder in
      let store = try SandboxStore.open(folder + "/s.sqlite")
      #expect(try store.synchronousLevel() == 2)
      let mode = try await store.read { db in
        try String.fetchOne(db, sql: "PRAGMA journal_mode")
      }
      #expect(mode == "wal")
      let timeout = try await store.write { db in try Int.fetchOne(db, sql: "PRAGMA busy_timeout") }
      #expect(try #require(timeout) >= 60_000)
      try store.close()
    }
  }

  @Test(arguments: ["UPDATE effect SET action = 'x'", "DELETE FROM effect"])
  func `effects are never changed`(sql: String) async throws {
    try await withSandbox { client, server in
      _ = try await client.post("/v1/disputes/dp_a1/close")
      await #expect(throws: DatabaseError.self) {
        try await server.sandbox.store.write { db in try db.execute(sql: sql) }
      }
      #expect(try await server.effects().count == 1)
    }
  }

  @Test func `two servers on one file share its data`() async throws {
    try await withTemporaryFolder { folder in
      let configuration = SandboxConfiguration(storePath: folder + "/s.sqlite", seed: .docs)
      try await withSandbox(configuration) { first, _ in
        try await withSandbox(configuration) { second, server in
          #expect(first.key == second.key)
          _ = try await first.post("/v1/disputes/dp_a1/close")
          #expect(try await second.post("/v1/disputes/dp_a1/close").status == 422)
          #expect(try await server.effects().count == 1)
        }
      }
    }
  }

  @Test func `servers that start at once on a new file agree on what it holds`() async throws {
    try await withTemporaryFolder { folder in
      let configuration = SandboxConfiguration(storePath: folder + "/s.sqlite", seed: .docs)
      let instances = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<6 {
          group.addTask { try await withSandbox(configuration) { _, server in server.instance } }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(instances.count == 1)
    }
  }

  @Test func `a store of a later version is refused`() async throws {
    try await withTemporaryFolder { folder in
      let store = try SandboxStore.open(folder + "/s.sqlite")
      try await store.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
      try store.close()
      let error = #expect(throws: SandboxError.self) {
        try SandboxStore.open(folder + "/s.sqlite")
      }
      #expect(error?.description.contains("later version of cpay") == true)
    }
  }

  @Test func `a file that is no store is refused by name`() async throws {
    try await withTemporaryFolder { folder in
      try write(String(repeating: "no database ", count: 100), to: folder + "/s.sqlite")
      let error = #expect(throws: SandboxError.self) {
        try SandboxStore.open(folder + "/s.sqlite")
      }
      #expect(error?.description.contains(folder) == true)
    }
  }
}
