import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct ExpansionTests {
  @Test(arguments: [
    ("expand[]=charge", "charge"), ("expand[0]=charge&expand[1]=payment_intent", "charge"),
    ("expand%5B%5D=payment_intent", "payment_intent"),
  ])
  func `a reference is answered as the whole object`(query: String, field: String) async throws {
    try await withSandbox { client, _ in
      let plain = try await client.get("/v1/disputes/dp_a1").json
      let whole = try await client.get("/v1/disputes/dp_a1?\(query)").json
      #expect(whole[field]?["id"]?.string == plain[field]?.string)
      #expect(whole[field]?["object"]?.string == field)
      #expect(whole["amount"]?.integer == plain["amount"]?.integer)
      #expect(whole["metadata"]?["team"]?.string == plain["metadata"]?["team"]?.string)
    }
  }

  @Test func `paths lead on from object to object, in lists behind data`() async throws {
    try await withSandbox { client, _ in
      let list = try await client.get(
        "/v1/disputes?limit=2&expand[]=data.charge.customer&expand[]=data.payment_intent")
      let rows = try list.list()
      #expect(rows.map { $0["charge"]?["customer"]?["name"]?.string } == ["Jane Doe", "Ali Aydin"])
      #expect(rows.first?["payment_intent"]?["object"]?.string == "payment_intent")
    }
  }

  @Test func `a null stays null, what is not kept stays an id, evidence names files`() async throws
  {
    try await withSandbox { client, _ in
      let won = try await client.get("/v1/disputes/dp_f6?expand[]=payment_intent").json
      #expect(won["payment_intent"]?.content == .null)
      let update = try await client.post(
        "/v1/disputes/dp_a1",
        #"{"evidence":{"receipt":"file_lease_001"},"submit":false,"expand":["evidence.receipt"]}"#)
      #expect(try update.json["evidence"]?["receipt"]?["filename"]?.string == "lease_001.pdf")
      #expect(
        try await client.get("/v1/disputes/dp_a1").json["evidence"]?["receipt"]?.string
          == "file_lease_001")
    }
  }

  @Test(arguments: [
    "/v1/disputes/dp_a1?expand[]=amount", "/v1/disputes/dp_a1?expand[]=id",
    "/v1/disputes/dp_a1?expand[]=evidence", "/v1/disputes/dp_a1?expand[]=evidence.customer_name",
    "/v1/disputes/dp_a1?expand[]=data.charge", "/v1/disputes?expand[]=charge",
    "/v1/disputes/dp_a1?expand[]=charge..customer", "/v1/disputes/dp_a1?expand[]=charge.",
    "/v1/disputes?expand[]=data", "/v1/charges/ch_1?expand[]=payment_method",
    "/v1/disputes/dp_a1?" + Array(repeating: "expand[]=charge", count: 11).joined(separator: "&"),
    "/v1/disputes/dp_a1?expand[]=charge.payment_intent.customer.a.b",
  ])
  func `a path that leads to no object is refused`(path: String) async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get(path)
      #expect(reply.status == 400)
      #expect(try reply.error("param") == "expand")
      #expect(try reply.error("code") == "parameter_invalid")
    }
  }
}
