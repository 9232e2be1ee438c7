import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct DisputeCloseTests {
  /// What closing does to a dispute of the docs seed and to its charge.
  struct Case: Sendable, CustomTestStringConvertible {
    let dispute: String
    let status: String
    let charge: String
    let refunded: Int64
    var testDescription: String { dispute }
  }

  @Test(arguments: [
    Case(dispute: "dp_a1", status: "lost", charge: "ch_1", refunded: 120_000),
    Case(dispute: "dp_d4", status: "lost", charge: "ch_4", refunded: 500_000),
    Case(dispute: "dp_g7", status: "warning_closed", charge: "ch_7", refunded: 150_000),
  ])
  func `closing accepts the dispute and refunds the charge`(row: Case) async throws {
    try await withSandbox { client, server in
      let reply = try await client.post("/v1/disputes/\(row.dispute)/close")
      #expect(reply.status == 200)
      #expect(try reply.json["status"]?.string == row.status)
      let charge = try #require(try await server.stored(.charge, row.charge))
      #expect(charge["amount_refunded"]?.integer == row.refunded)
      #expect(charge["refunded"]?.bool == true)
      #expect(try await server.effects().map(\.action) == ["close"])
      let list = try await client.get("/v1/disputes?status=\(row.status)")
      #expect(try list.ids().contains(row.dispute))
    }
  }

  @Test func `a refund never exceeds the charge`() async throws {
    let dispute = """
      {"id":"dp_1","object":"dispute","charge":"ch_1","amount":9223372036854775807,"currency":"eur",\
      "status":"needs_response","reason":"general","evidence":{},"created":1}
      """
    let charge = """
      {"id":"ch_1","object":"charge","amount":100,"currency":"eur","amount_refunded":60,"created":1}
      """
    try await withTemporaryFolder { folder in
      try write("[\(charge),\n\(dispute)]", to: folder + "/seed.json")
      let seed = try Seed(folder + "/seed.json")
      try await withSandbox(SandboxConfiguration(seed: seed)) { (client, server) async throws in
        #expect(try await client.post("/v1/disputes/dp_1/close").status == 200)
        let charge = try #require(try await server.stored(.charge, "ch_1"))
        #expect(charge["amount_refunded"]?.integer == 100)
        #expect(charge["refunded"]?.bool == true)
      }
    }
  }

  @Test func `close_refunds=false leaves the charge alone`() async throws {
    try await withSandbox(docs(assuming: "close_refunds=false")) { (client, server) async throws in
      #expect(try await client.post("/v1/disputes/dp_a1/close").status == 200)
      #expect(try await server.stored(.charge, "ch_1")?["amount_refunded"]?.integer == 0)
    }
  }

  @Test func `closing twice is refused, or accepted without effect`() async throws {
    try await withSandbox { client, _ in
      _ = try await client.post("/v1/disputes/dp_a1/close")
      let second = try await client.post("/v1/disputes/dp_a1/close")
      #expect(second.status == 422)
      #expect(
        try second.error("message") == "A dispute with the status lost cannot be closed.")
    }
    try await withSandbox(docs(assuming: "repeat=accept")) { client, server in
      let first = try await client.post("/v1/disputes/dp_a1/close", "{}")
      let second = try await client.post("/v1/disputes/dp_a1/close")
      #expect(second.status == 200)
      #expect(second.body == first.body)
      #expect(try await server.stored(.charge, "ch_1")?["amount_refunded"]?.integer == 120_000)
      #expect(try await server.effects().count == 1)
    }
  }
}
