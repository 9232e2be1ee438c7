import CpayClient
import Testing

@Suite struct DisputeWriteTests {
  private static let account = AccountIdentity(sandbox: "i1")

  private static func write(
    _ action: DisputeWrite.Action, _ evidence: KeyValuePairs<String, String> = [:],
    seen: KeyValuePairs<String, String> = [:], generation: Int = 0
  ) -> DisputeWrite {
    DisputeWrite(
      action, dispute: "dp_a1",
      evidence: evidence.map { DisputeWrite.Evidence(name: $0.key, text: $0.value) },
      seen: seen.map { DisputeWrite.Evidence(name: $0.key, text: $0.value) },
      status: "needs_response", account: account,
      generation: generation)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let write: DisputeWrite
    let body: String?
    var testDescription: String { "\(write.action) \(body ?? "nothing")" }
  }

  @Test(arguments: [
    Row(write: write(.submit), body: #"{"submit":true}"#),
    Row(
      write: write(.submit, ["customer_name": "Ana Silva"]),
      body: #"{"evidence":{"customer_name":"Ana Silva"},"submit":true}"#),
    Row(
      write: write(.draft, ["customer_name": "Ana Silva"]),
      body: #"{"evidence":{"customer_name":"Ana Silva"},"submit":false}"#),
    Row(write: write(.draft), body: #"{"submit":false}"#),
    Row(
      write: write(.submit, ["receipt": "file_1", "customer_email": "a@b.example"]),
      body: #"{"evidence":{"customer_email":"a@b.example","receipt":"file_1"},"submit":true}"#),
    Row(
      write: write(.submit, ["billing_address": "1 \"Rua\"\nLisboa \\ é\u{202e}\0"]),
      body: #"{"evidence":{"billing_address":"1 \"Rua\"\nLisboa \\ é\u202e\u0000"},"submit":true}"#),
    Row(write: write(.close), body: nil), Row(write: write(.close, ["receipt": "x"]), body: nil),
  ])
  func `the body says what is meant, submit always with it`(row: Row) {
    #expect(row.write.body.map { String(decoding: $0, as: UTF8.self) } == row.body)
  }

  @Test func `the key follows from all that is sent`() {
    let keys = [
      Self.write(.submit), Self.write(.draft), Self.write(.close),
      Self.write(.submit, ["customer_name": "Ana"]), Self.write(.submit, ["customer_name": "Ane"]),
      Self.write(.submit, ["customer_email": "Ana"]), Self.write(.submit, generation: 1),
    ].map(\.key)
    #expect(Set(keys).count == keys.count)
    #expect(Self.write(.submit, ["receipt": "a"]) == Self.write(.submit, ["receipt": "a"]))
  }

  @Test func `a draft that goes back to earlier evidence is a new request`() {
    let first = Self.write(.draft, ["customer_name": "Ana"])
    let back = Self.write(.draft, ["customer_name": "Ana"], seen: ["customer_name": "Ane"])
    #expect(first.body == back.body)
    #expect(first.key != back.key)
  }

  @Test(arguments: [DisputeWrite.Action.submit, .close])
  func `a final act has one key, whatever was saved before`(action: DisputeWrite.Action) {
    #expect(Self.write(action).key == Self.write(action, seen: ["customer_name": "Ane"]).key)
  }

  @Test(arguments: [DisputeWrite.Action.draft, .submit, .close])
  func `a write that was sent is read back as it was`(action: DisputeWrite.Action) throws {
    let evidence = [
      DisputeWrite.Evidence(name: "customer_name", text: "Ana \"A\" Łuk\u{1}asz"),
      DisputeWrite.Evidence(name: "service_documentation", text: "file_1", keyText: "sha256:0"),
    ]
    let write = DisputeWrite(
      action, dispute: "dp_1", evidence: action == .close ? [] : evidence, seen: [],
      status: "needs_response", account: AccountIdentity(sandbox: "i1"), generation: 0)
    let read = try #require(
      DisputeWrite(
        sent: action, dispute: "dp_1", body: write.body, key: write.key, status: "needs_response"))
    #expect(read.body == write.body && read.key == write.key)
    #expect(read.evidence.map(\.name) == write.evidence.map(\.name))
    #expect(read.evidence.map(\.text) == write.evidence.map(\.text))
  }

  @Test(
    arguments: [
      (DisputeWrite.Action.submit, "{}"), (.submit, #"{"submit":false}"#), (.submit, "[]"),
      (.submit, #"{"submit":true,"evidence":[]}"#),
      (.submit, #"{"submit":true,"evidence":{"a":1}}"#),
      (.draft, #"{"submit":true}"#), (.submit, "{"), (.submit, nil), (.draft, nil),
    ] as [(DisputeWrite.Action, String?)])
  func `other bytes are no write that was sent`(action: DisputeWrite.Action, body: String?) {
    #expect(
      DisputeWrite(
        sent: action, dispute: "dp_1", body: body.map { Array($0.utf8) }, key: "cp1_x",
        status: "needs_response") == nil)
  }
}
