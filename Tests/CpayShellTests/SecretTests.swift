import CpayLanguage
import CpayTestSupport
import CpayValue
import Foundation
import GRDB
import Testing

/// A key stands in the requests, and nowhere else.
@Suite struct SecretTests {
  static let key = "sk_test_CANARY42abcdef"

  /// A server that repeats the key wherever it can: in rows, in messages, in names of requests.
  static func gossip() throws -> PlainServer {
    try PlainServer { request in
      let header =
        request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("authorization:") }
        .map { $0.dropFirst("authorization: ".count) } ?? ""
      let id = "Request-Id: \(header)"
      let dispute = """
        {"id":"dp_a1","object":"dispute","charge":"ch_1","payment_intent":null,"amount":120000,\
        "currency":"eur","status":"needs_response","reason":"unrecognized","evidence":{},\
        "evidence_due_by":4102444800,"metadata":{"note":"\(header)"},"created":1707134400}
        """
      if request.hasPrefix("GET /v1/disputes?") {
        var answer = PlainServer.Answer.list(dispute)
        answer.fields = [id]
        return answer
      }
      if request.hasPrefix("GET /v1/disputes/") {
        return PlainServer.Answer(fields: [id], body: dispute)
      }
      let error = #"{"error":{"type":"invalid_request_error","message":"you sent \#(header)"}}"#
      return PlainServer.Answer(
        status: request.hasPrefix("POST") ? 400 : 404, fields: [id], body: error)
    }
  }

  /// All files below a folder that hold the text.
  static func files(in folder: String, holding text: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return names.filter { name in
      FileManager.default.contents(atPath: folder + "/" + name)?.range(of: Data(text.utf8)) != nil
    }
  }

  @Test(arguments: [
    ("disputes", 0), ("disputes | save @rows.ndjson", 0), ("disputes | as csv", 0),
    ("disputes | select metadata | save @rows.csv", 0), ("disputes | as yaml", 0),
    ("dispute dp_a1 | submit evidence={customer_name: \"Ana\"} | apply | save @outcomes.ndjson", 3),
    ("charge ch_1", 1), ("dispute dp_a1 | close", 3), ("upload @lease.pdf", 3),
    ("read @own.ndjson | save @copy.ndjson", 0), ("read @own.ndjson | as md", 0),
  ])
  func `a server that repeats the key tells nobody`(program: String, status: Int32) async throws {
    let server = try SecretTests.gossip()
    let rig = try CommandRig(["lease.pdf": "%PDF-1.4", "own.ndjson": ""])
    let environment = [
      "CASAPAY_API_KEY": SecretTests.key, "CASAPAY_API_BASE": "http://127.0.0.1:\(server.port)",
    ]
    try rig.folder.write("{\"a\":\"\(SecretTests.key)\"}\n", to: "own.ndjson")
    let run = await rig.cpay(
      ["--trace", "--apply", "--max", "5", "-c", program], input: [], environment: environment)
    #expect(run.status == status, "\(run.errors)")
    #expect(!run.output.contains("CANARY42"))
    #expect(!run.errors.contains("CANARY42"))
    #expect(
      SecretTests.files(in: rig.folder.path, holding: "CANARY42") == ["own.ndjson"])
    if !program.hasPrefix("read") {
      #expect(server.requests.contains { $0.contains(SecretTests.key) })
      #expect((run.output + run.errors).contains("sk_test_…") || program.contains("save"))
    }
  }

  @Test(arguments: OutputFormat.allCases)
  func `a key of any signs and any length is taken out of every format`(
    format: OutputFormat
  ) async throws {
    let rig = try CommandRig()
    let pieces = (0..<30).map { "CANARY\($0)" }
    let key = #"sk_test_\"|&<x>'"# + pieces.joined()
    var writer = JSONWriter()
    writer.value(.record([Value.Member(name: "note", value: .string("a \(key) b"))]))
    try rig.folder.write(writer.bytes, to: "own.ndjson")
    let environment = ["CASAPAY_API_KEY": key, "CASAPAY_API_BASE": "http://127.0.0.1:9"]
    let source = "read @own.ndjson"
    for program in [
      "\(source) | as \(format.rawValue)", "\(source) | take 1 | as \(format.rawValue)",
    ] {
      let run = await rig.cpay(["-c", program], input: [], environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("sk_test_…"))
      // A line that is too long is broken where nobody looks for half a key.
      #expect(!run.output.contains("CANARY"), "\(run.output)")
    }
  }

  @Test func `a chart's labels lose a key before they are broken`() async throws {
    let rig = try CommandRig()
    let key = "sk_test_" + String(repeating: "CANARY", count: 40)
    try rig.folder.write("{\"note\":\"\(key)\",\"n\":1}\n", to: "own.ndjson")
    let run = await rig.cpay(
      ["-c", "read @own.ndjson | chart note n"], input: [],
      environment: ["CASAPAY_API_KEY": key, "CASAPAY_API_BASE": "http://127.0.0.1:9"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.contains("CANARY"), "\(run.output)")
  }

  @Test(arguments: [
    ["--api-key=sk_test_CANARY", "-c", "disputes"], ["sk_live_CANARY"],
    ["check", "-c", "disputes | where metadata.k == \"rk_live_CANARY\""],
    ["--profile", "rk_test_CANARY"], ["runs", "show", "sk_test_CANARY"],
    ["help", "sk_live_CANARY"],
    ["--base-url", "https://x?k=sk_test_CANARY"],
  ])
  func `a key on the command line is refused and not repeated`(arguments: [String]) async throws {
    let run = try await CommandRig().cpay(arguments, input: [])
    #expect(run.status == 64)
    #expect(!(run.output + run.errors).contains("CANARY"))
    #expect(run.errors.contains("is an API key"))
  }

  @Test func `a name that only holds the letters of a prefix is no key`() async throws {
    let rig = try CommandRig(["task_test_1.csv": "tenant\nAna\n"])
    let run = await rig.cpay("-c", "read @task_test_1.csv | count")
    #expect(run == CommandRig.Run(output: "1\n", errors: "", status: 0))
  }
}
