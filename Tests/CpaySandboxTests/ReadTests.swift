import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct ReadTests {
  /// One list of the docs seed and the ids it must give, newest first.
  struct Page: Sendable, CustomTestStringConvertible {
    let path: String
    let ids: String
    var testDescription: String { path }

    init(_ path: String, _ ids: String) {
      (self.path, self.ids) = (path, ids)
    }
  }

  @Test(arguments: [
    Page("/v1/charges", "ch_1 ch_2 ch_3 ch_4 ch_5 ch_6 ch_7"),
    Page("/v1/charges?limit=2&starting_after=ch_2", "ch_3 ch_4"),
    Page("/v1/charges?customer=cus_3", "ch_3"),
    Page("/v1/charges?payment_intent=pi_2", "ch_2"),
    Page("/v1/charges?created[gte]=1705921200", "ch_1 ch_2"),
    Page("/v1/charges?created%5Bgte%5D=1705924801", ""),
    Page("/v1/charges?customer=cus_3&payment_intent=pi_2", ""),
    Page("/v1/payment_intents?limit=2", "pi_1 pi_2"),
    Page("/v1/customers?limit=2&ending_before=cus_5", "cus_7 cus_6"),
    Page("/v1/files?purpose=dispute_evidence", "file_lease_002 file_lease_001"),
    Page("/v1/files?purpose=invoice_pdf", ""), Page("/v1/events", ""),
    Page("/v1/webhook_endpoints", ""),
  ])
  func `a list holds what its filters let through`(page: Page) async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get(page.path)
      #expect(reply.status == 200)
      #expect(try reply.ids() == page.ids.split(separator: " ").map(String.init))
      let path = page.path.prefix { $0 != "?" }
      #expect(try reply.json["url"]?.string == String(path))
    }
  }

  @Test(arguments: [
    ("charges", "ch_1"), ("payment_intents", "pi_1"), ("customers", "cus_1"),
    ("files", "file_lease_001"), ("disputes", "dp_a1"),
  ])
  func `an object is retrieved by its id, and by no other's`(plural: String, id: String)
    async throws
  {
    try await withSandbox { client, _ in
      let reply = try await client.get("/v1/\(plural)/\(id)")
      #expect(reply.status == 200)
      #expect(try reply.json["id"]?.string == id)
      for other in ["dp_a1", "ch_1", "cus_1", "pi_1", "\(id)x"] where other != id {
        let reply = try await client.get("/v1/\(plural)/\(other)")
        #expect(reply.status == 404)
        #expect(try reply.error("code") == "resource_not_found")
      }
    }
  }

  @Test(arguments: [
    ("/v1/charges?created[gte]=x", "created[gte]"), ("/v1/charges?created[lte]=1", "created[lte]"),
    ("/v1/charges?created[gte]=-1", "created[gte]"), ("/v1/files?purpose=fun", "purpose"),
    ("/v1/events?type=dispute.won&types[]=dispute.lost", "types"),
    ("/v1/events?delivery_success=maybe", "delivery_success"),
    ("/v1/customers?email=a", "email"), ("/v1/charges?starting_after=dp_a1", "starting_after"),
  ])
  func `a filter that is none is refused`(path: String, param: String) async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get(path)
      #expect(reply.status == 400)
      #expect(try reply.error("param") == param)
    }
  }

  @Test func `what the demo does not keep is made the same each time`() async throws {
    try await withSandbox(SandboxConfiguration(seed: .demo)) { client, _ in
      let charges = try await client.get("/v1/charges?limit=100")
      #expect(try charges.ids().count == 100)
      for id in try charges.ids().prefix(5) {
        let charge = try await client.get("/v1/charges/\(id)").json
        let customer = try #require(charge["customer"]?.string)
        #expect(try await client.get("/v1/customers/\(customer)").status == 200)
        #expect(try await client.get("/v1/charges?customer=\(customer)").ids().contains(id))
      }
      #expect(try await client.get("/v1/charges?limit=100").body == charges.body)
    }
  }
}
