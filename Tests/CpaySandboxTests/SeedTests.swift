import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct SeedTests {
  private func objects(_ seed: Seed, now: Int64 = 1_760_000_000) throws -> [StoredObject] {
    var objects: [StoredObject] = []
    try seed.emit(now: Timestamp(seconds: now)) { objects.append($0) }
    return objects
  }

  /// The JSON of an object, made from its story where it is not kept.
  private func json(
    _ object: StoredObject, of seed: Seed, now: Int64 = 1_760_000_000
  ) throws -> JSONNode {
    let story = object.story.flatMap { story in
      seed.demo(at: Timestamp(seconds: now))?.body(object.kind, story: story)
    }
    return try JSONReader.read(Array(try #require(object.body ?? story).utf8))
  }

  @Test(arguments: ["demo:0", "demo:1000001", "demo:", "demo:x", ""])
  func `a wrong seed is refused`(text: String) {
    #expect(throws: SandboxError.self) { try Seed(text) }
  }

  @Test func `the docs seed has eight disputes and a frozen clock`() throws {
    let objects = try objects(.docs)
    #expect(objects.count { $0.kind == .dispute } == 8)
    #expect(objects.count { $0.kind == .charge } == 7)
    #expect(objects.count { $0.kind == .file } == 2)
    #expect(Seed.docs.frozenAt?.iso == "2024-02-06T12:00Z")
  }

  @Test func `every demo object passes the check of seeds and has its own id`() throws {
    let seed = try Seed("demo:2000")
    let objects = try objects(seed)
    #expect(Set(objects.map(\.id)).count == objects.count)
    for object in objects {
      let checked = try SeedCheck.object(try json(object, of: seed))
      #expect(checked.id == object.id && checked.kind == object.kind)
      #expect(checked.created == object.created && checked.due == object.due)
      #expect(checked.charge == object.charge && checked.customer == object.customer)
      #expect(checked.paymentIntent == object.paymentIntent && checked.label == object.label)
    }
  }

  @Test func `the demo is the same for the same moment`() throws {
    #expect(try objects(.demo) == objects(.demo))
    #expect(try objects(.demo) != objects(.demo, now: 1_760_000_001))
    #expect(try objects(.demo, now: .min).count > 240)
    #expect(try objects(.demo, now: .max).count > 240)
  }

  @Test func `the demo varies as real disputes do`() throws {
    let disputes = try objects(.demo).filter { $0.kind == .dispute }
    let nodes = try disputes.map { try json($0, of: .demo) }
    #expect(disputes.count == 240)
    #expect(Set(disputes.compactMap(\.label)).count == 7)
    #expect(Set(nodes.compactMap { $0["currency"]?.string }).count >= 4)
    #expect(nodes.contains { $0["evidence_due_by"]?.content == .null })
    #expect(nodes.contains { $0["payment_intent"]?.content == .null })
    #expect(nodes.contains { $0["metadata"]?["team"] == nil })
    let now: Int64 = 1_760_000_000
    #expect(
      nodes.contains {
        $0["status"]?.string == "needs_response" && ($0["evidence_due_by"]?.integer ?? 0) > now
      })
  }

  @Test func `what demo objects name is there`() throws {
    let objects = try objects(.demo)
    let ids = Set(objects.map(\.id))
    for object in objects {
      let node = try json(object, of: .demo)
      let names = ["charge", "payment_intent", "customer"].compactMap { node[$0]?.string }
      let lease = node["evidence"]?["service_documentation"]?.string
      for name in names + [lease].compactMap(\.self) { #expect(ids.contains(name)) }
    }
  }

  private static let dispute = """
    {"id":"dp_1","object":"dispute","charge":"ch_1","amount":1,"currency":"eur","status":"won",\
    "reason":"general","evidence":{},"created":1}
    """

  @Test(arguments: [
    (
      #"[{"id":"ch_1","object":"charge","created":1},\#n{"object":"charge","created":1}]"#, 2,
      "has no id"
    ),
    (#"{"id":"x_1","created":1}"#, 1, "has no object"),
    ("\n\n" + #"{"id":"ch_1","object":"charge"}"#, 3, "has no created"),
    (#"{"id":"ch_1","object":"charge","created":"now"}"#, 1, "created must be unix seconds"),
    (#"{"id":7,"object":"charge","created":1}"#, 1, "id must be a text, not a number"),
    (#"{"id":"ch_1","object":"dispute","created":1}"#, 1, "'ch_1' is no id of the kind dispute"),
    (#"{"id":"dp_1","object":"dispute","created":1}"#, 1, "the dispute has no charge"),
    (#"{"id":"x_1","object":"note","created":1}"#, 1, "no objects of the kind 'note'"),
    (#"{"id":"evt_1","object":"event","created":1}"#, 1, "a seed holds no events"),
    ("[1]", 1, "a number stands where"),
    ("[\n\n{]", 3, "not JSON"),
    (dispute + "\n" + dispute, 2, "dp_1 occurs twice"),
    (dispute.replacing("won", with: "open"), 1, "status must be one of warning_needs_response, "),
    (
      dispute.replacing("\"amount\":1", with: "\"amount\":0"), 1,
      "amount must be a whole number above"
    ),
    (dispute.replacing("ch_1", with: "pi_1"), 1, "charge must be an id that begins with ch_"),
    (
      dispute.replacing("{}", with: #"{"x":"y"}"#), 1,
      "evidence must be an object of texts under customer_name, "
    ),
  ])
  func `a seed file that is wrong names the line`(text: String, line: Int, reason: String)
    async throws
  {
    try await withTemporaryFolder { folder in
      try write(text, to: folder + "/seed")
      let seed = try Seed(folder + "/seed")
      let error = #expect(throws: SandboxError.self) { try self.objects(seed) }
      #expect(error?.description.contains("line \(line): ") == true, "\(String(describing: error))")
      #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
  }

  @Test func `a seed file that is not there is named`() async throws {
    let error = await #expect(throws: SandboxError.self) {
      try await SandboxServer.start(SandboxConfiguration(seed: try Seed("/none/seed.json")))
    }
    #expect(error?.description.contains("/none/seed.json") == true)
  }
}
