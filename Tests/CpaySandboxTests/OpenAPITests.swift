import CpayModel
import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct OpenAPITests {
  /// The document as a client gets it, read.
  private func document() async throws -> JSONNode {
    try await withSandbox { client, _ in try await client.get("/openapi.json").json }
  }

  @Test func `the document is JSON and says which standard it keeps`() async throws {
    let document = try await document()
    #expect(document["openapi"]?.string == "3.1.0")
    #expect(document["info"]?["version"]?.string == WireLimits.apiVersion)
  }

  @Test func `every route of the API is in the document with every method`() async throws {
    let paths = try #require(try await document()["paths"])
    let routes = RouteTable.api.routes.filter { $0.path.hasPrefix("/v1/") }
    for route in routes {
      let operation = paths[route.path.replacing(":id", with: "{id}")]?[route.method.lowercased()]
      #expect(operation?["summary"]?.string == route.doc, "\(route.method) \(route.path)")
      #expect(operation?["responses"]?[String(route.status)] != nil)
    }
    let documented = try #require(paths.members).map { try #require($0.value.members).count }
    #expect(documented.reduce(0, +) == routes.count)
  }

  @Test(arguments: [
    "dispute", "file", "charge", "payment_intent", "customer", "event", "webhook_endpoint",
  ])
  func `the objects that are served have the members that are required`(
    name: String
  ) async throws {
    let kind = try #require(ObjectKind(name: name))
    try await withSandbox { client, _ in
      _ = try await client.post(
        "/v1/webhook_endpoints", #"{"url":"https://a.example/","enabled_events":["*"]}"#)
      _ = try await client.post("/v1/disputes/dp_a1/close")
      let objects = try await client.get(kind.resource.path).list()
      let schemas = try await client.get("/openapi.json").json["components"]?["schemas"]
      let required = try #require(schemas?[name]?["required"]?.texts)
      for object in objects {
        #expect(required.filter { object[$0] == nil } == [])
      }
      #expect(!objects.isEmpty)
    }
  }

  @Test func `a page and a refusal have the members that are required`() async throws {
    try await withSandbox { client, _ in
      let document = try await client.get("/openapi.json").json
      let operation = document["paths"]?["/v1/disputes"]?["get"]
      let page = operation?["responses"]?["200"]?["content"]?["application/json"]?["schema"]
      let served = try await client.get("/v1/disputes").json
      #expect(try #require(page?["required"]?.texts).allSatisfy { served[$0] != nil })
      let refusal = try #require(document["components"]?["schemas"]?["error"])
      let error = try await client.get("/v1/disputes/dp_none").json["error"]
      let members = try #require(refusal["properties"]?["error"]?["required"]?.texts)
      #expect(members.allSatisfy { error?[$0] != nil })
    }
  }

  @Test func `the paths that can be expanded are listed, and each is taken`() async throws {
    let paths = Expansion.paths(in: .object(.dispute))
    #expect(
      paths == [
        "charge", "charge.customer", "charge.payment_intent", "charge.payment_intent.customer",
        "payment_intent", "payment_intent.customer", "evidence.receipt",
        "evidence.service_documentation",
      ])
    #expect(Expansion.paths(in: .list(.charge)).first == "data.customer")
    #expect(Expansion.paths(in: .object(.file)) == [])
    for kind in ObjectKind.allCases {
      for shape in [AnswerShape.object(kind), .list(kind)] {
        for path in Expansion.paths(in: shape) { _ = try Expansion([path], of: shape) }
      }
    }
  }

  @Test func `expand is left out where there is nothing to expand`() async throws {
    let paths = try #require(try await document()["paths"])
    let names = { (path: String) -> [String] in
      paths[path]?["get"]?["parameters"]?.array?.compactMap { $0["name"]?.string } ?? []
    }
    #expect(names("/v1/disputes/{id}") == ["id", "expand[]"])
    #expect(names("/v1/files/{id}") == ["id"])
    let body = paths["/v1/disputes/{id}"]?["post"]?["requestBody"]?["content"]
    let expand = body?["application/json"]?["schema"]?["properties"]?["expand"]
    #expect(expand?["maxItems"]?.integer == Int64(WireLimits.maximumExpansions))
  }

  @Test(arguments: [
    "https://a.example", "https://a.example:65535/x?y#z", "https://[::1]:8080/",
    "http://localhost:8080/hook", "http://127.0.0.1?x", "https://a:1", "http://[::1]/",
  ])
  func `an address that is documented is taken`(url: String) throws {
    let pattern = try Regex(WebhookURL.pattern)
    #expect(url.wholeMatch(of: pattern) != nil)
    #expect(throws: Never.self) { try WebhookURL.check(url, Assumptions()) }
  }

  @Test(arguments: [
    "https://", "https://[", "https://[::1", "https://a:b/", "https://a:-1/", "https://a:65536/",
    "http://localhost:70000/", "https://a b/", "https://a@b/", "https://a/é", "http://a.example/",
    "ftp://a.example/", "https://%41/", "https://a\\b/",
  ])
  func `an address that is not documented is refused`(url: String) throws {
    let pattern = try Regex(WebhookURL.pattern)
    #expect(url.wholeMatch(of: pattern) == nil)
    #expect(throws: APIError.self) { try WebhookURL.check(url, Assumptions()) }
  }

  @Test(arguments: ["clé", "a\tb", "\u{85}"])
  func `an Idempotency-Key that is not documented is refused`(key: String) async throws {
    #expect(try key.wholeMatch(of: Regex(IdempotencyKey.pattern)) == nil)
    try await withSandbox { client, _ in
      let reply = try await client.post("/v1/disputes/dp_a1", headers: ["Idempotency-Key": key])
      #expect(reply.status == 400)
      #expect(try reply.error("param") == "Idempotency-Key")
    }
  }

  @Test(arguments: ["customer_email", "receipt", "service_documentation"])
  func `an empty text clears evidence, and is documented so`(key: String) async throws {
    try await withSandbox { client, _ in
      let body = "{\"evidence\":{\"\(key)\":\"\"},\"submit\":false}"
      #expect(try await client.post("/v1/disputes/dp_a1", body).status == 200)
      let update = try await client.get("/openapi.json").json["paths"]?["/v1/disputes/{id}"]
      let content = update?["post"]?["requestBody"]?["content"]?["application/json"]
      let evidence = content?["schema"]?["properties"]?["evidence"]
      let choices = try #require(evidence?["properties"]?[key]?["anyOf"]?.array)
      #expect(choices.contains { $0["const"]?.string == "" })
    }
  }
}

extension JSONNode {
  fileprivate var members: [Member]? {
    if case .object(let members) = content { members } else { nil }
  }

  fileprivate var texts: [String]? { array?.compactMap(\.string) }
}
