import CpayValue
import GRDB
import Testing

@testable import CpaySandbox

@Suite struct DisputeListTests {
  /// One request of the docs seed and the ids it must give, newest first.
  struct Page: Sendable, CustomTestStringConvertible {
    let query: String
    let ids: String
    let hasMore: Bool
    var testDescription: String { query }

    init(_ query: String, _ ids: String, hasMore: Bool = false) {
      (self.query, self.ids, self.hasMore) = (query, ids, hasMore)
    }
  }

  static let pages: [Page] = [
    Page("", "a1 b2 c3 d4 e5 f6 g7 h8"),
    Page("?limit=3", "a1 b2 c3", hasMore: true),
    Page("?limit=8", "a1 b2 c3 d4 e5 f6 g7 h8"),
    Page("?limit=3&starting_after=dp_c3", "d4 e5 f6", hasMore: true),
    Page("?limit=3&starting_after=dp_e5", "f6 g7 h8"),
    Page("?limit=3&starting_after=dp_h8", ""),
    Page("?limit=3&ending_before=dp_h8", "e5 f6 g7", hasMore: true),
    Page("?limit=3&ending_before=dp_d4", "a1 b2 c3"),
    Page("?limit=3&ending_before=dp_a1", ""),
    Page("?status=needs_response", "a1 b2 c3 d4"),
    Page("?status=needs_response&limit=2&starting_after=dp_a1", "b2 c3", hasMore: true),
    Page("?status=needs_response&starting_after=dp_e5", ""),
    Page("?status=lost", "h8"),
    Page("?charge=ch_1", "a1 h8"),
    Page("?payment_intent=pi_1&status=lost", "h8"),
    Page("?charge=ch_1&status=won", ""),
    Page("?charge=ch_unknown", ""),
    Page("?charge=ch%5F1&limit=1", "a1", hasMore: true),
  ]

  @Test(arguments: pages) func `a page holds the disputes of its place`(page: Page) async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get("/v1/disputes\(page.query)")
      #expect(reply.status == 200)
      #expect(try reply.ids() == page.ids.split(separator: " ").map { "dp_\($0)" })
      #expect(try reply.json["has_more"]?.bool == page.hasMore)
      #expect(try reply.json["object"]?.string == "list")
      #expect(try reply.json["url"]?.string == "/v1/disputes")
    }
  }

  @Test(arguments: ["starting_after", "ending_before"])
  func `walking in either direction meets every dispute once`(cursor: String) async throws {
    try await withSandbox(SandboxConfiguration(seed: try Seed("demo:257"))) { client, server in
      let all = try await server.sandbox.store.read { db in
        try String.fetchAll(
          db, sql: "SELECT id FROM item WHERE collection = 0 ORDER BY created DESC, id DESC")
      }
      var met: [String] = []
      var query = cursor == "ending_before" ? "&ending_before=\(all[all.count - 1])" : ""
      var hasMore = true
      while hasMore {
        let reply = try await client.get("/v1/disputes?limit=25\(query)")
        let ids = try reply.ids()
        met = cursor == "ending_before" ? ids + met : met + ids
        let last = try #require(cursor == "ending_before" ? ids.first : ids.last)
        query = "&\(cursor)=\(last)"
        hasMore = try reply.json["has_more"]?.bool == true
      }
      #expect(met == (cursor == "ending_before" ? all.dropLast() : all))
    }
  }

  @Test func `disputes of one second are ordered by id`() async throws {
    try await withTemporaryFolder { folder in
      let seed = (0..<5).map { index in
        """
        {"id":"dp_\(index)","object":"dispute","charge":"ch_1","amount":1,"currency":"eur",\
        "status":"won","reason":"general","evidence":{},"created":1700000000}
        """
      }
      try write(seed.joined(separator: "\n"), to: folder + "/same.ndjson")
      let configuration = SandboxConfiguration(seed: try Seed(folder + "/same.ndjson"))
      try await withSandbox(configuration) { client, _ in
        let first = try await client.get("/v1/disputes?limit=2")
        #expect(try first.ids() == ["dp_4", "dp_3"])
        let next = try await client.get("/v1/disputes?limit=2&starting_after=dp_3")
        #expect(try next.ids() == ["dp_2", "dp_1"])
        let back = try await client.get("/v1/disputes?limit=2&ending_before=dp_1")
        #expect(try back.ids() == ["dp_3", "dp_2"])
      }
    }
  }

  @Test(arguments: [
    ("", "item_newest", 1), ("status=won", "item_label", 1), ("charge=ch_1", "item_charge", 2),
    ("payment_intent=pi_1&status=won&starting_after=dp_a1", "item_payment_intent", 2),
    ("ending_before=dp_a1", "item_newest", 1),
  ])
  func `a page is read from an index, and only what is little is sorted`(
    query: String, index: String, steps: Int
  ) async throws {
    try await withSandbox { _, server in
      let list = try ObjectList(.dispute, try Call.list(.dispute, query))
      let plan = try await server.sandbox.store.read { db in
        let (sql, arguments) = try list.query(db)
        return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments)
          .map { row in row["detail"] as String }
      }
      #expect(plan.count == steps)
      #expect(plan.first?.contains("USING INDEX \(index) ") == true, "\(plan)")
    }
  }

  @Test func `a cursor stays good when its dispute has left the filter`() async throws {
    try await withSandbox { client, _ in
      _ = try await client.post("/v1/disputes/dp_b2/close")
      let next = try await client.get(
        "/v1/disputes?status=needs_response&starting_after=dp_b2")
      #expect(try next.ids() == ["dp_c3", "dp_d4"])
    }
  }
}
