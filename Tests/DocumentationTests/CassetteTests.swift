import CpayClient
import CpaySandbox
import CpayTestSupport
import CpayValue
import FoundationEssentials
import HTTPTypes
import Testing

/// The documented examples, which the client and the sandbox must both satisfy.
@Suite struct CassetteTests {
  private static let name = "examples.ndjson"
  private static let clock = Timestamp(seconds: 1_706_227_200)

  private static func client(_ transport: any HTTPTransport, key: String) throws -> APIClient {
    APIClient(
      transport: transport, key: try APIKey(parsing: key),
      account: AccountIdentity(origin: .casapay, mode: .test),
      environment: ManualClock(clock).client())
  }

  /// Makes every request of the cassette, through the client, in order.
  private static func walk(_ client: APIClient, lease: LocalFile) async throws {
    let dispute = try await client.disputes.retrieve("dp_xyz789")
    #expect(dispute.amount == Money(minor: 120_000, currency: try #require(Currency("eur"))))
    #expect(dispute.status == .needsResponse && dispute.reason == .unrecognized)
    #expect(dispute.charge.id == "ch_abc123" && dispute.metadata.isEmpty)
    let open = try await client.disputes.page(.first, ["status": "needs_response"])
    #expect(open.objects.map(\.id) == ["dp_xyz789"] && !open.hasMore)
    #expect(try await client.charges.retrieve("ch_abc123").customer?.id == "cus_abc123")
    #expect(try await client.paymentIntents.retrieve("pi_1a2b3c4d").json["livemode"]?.bool == false)
    #expect(try await client.customers.retrieve("cus_abc123").json["name"]?.string == "Jane Doe")
    let file = try await client.files.upload(lease, purpose: .disputeEvidence)
    #expect(file.json["size"]?.integer == 9)
    #expect(try await client.files.page(.first, ["purpose": "dispute_evidence"]).objects.count == 2)
    let evidence = Evidence(
      customerName: "Jane Doe", customerEmail: "jane@example.com",
      serviceDocumentation: "file_lease_001")
    guard case .applied = await client.disputes.submit(dispute, evidence: evidence) else {
      Issue.record("the submit was not applied")
      return
    }
    let events = try await client.events.page(.first, ["type": "dispute.updated"])
    #expect(events.objects.count == 1)
    guard case .notApplied(.refused(let error)) = await client.disputes.close(dispute) else {
      Issue.record("the close was not refused")
      return
    }
    #expect(error.code == "state_invalid")
    let missing = await #expect(throws: ReadFailure.self) {
      try await client.disputes.retrieve("dp_none")
    }
    guard case .api(let error)? = missing else {
      Issue.record("not found is no failure of the API")
      return
    }
    #expect(error.status == 404 && error.code == "resource_not_found")
  }

  private static func withLease(_ body: (LocalFile) async throws -> Void) async throws {
    let folder = try TemporaryDirectory(["lease.pdf": "the lease"])
    try await body(try LocalFile(path: folder.path + "/lease.pdf"))
  }

  @Test func `the client makes the requests of the pages and takes their answers`() async throws {
    let transport = CassetteTransport(try Cassette(Self.name))
    try await Self.withLease { lease in
      try await Self.walk(Self.client(transport, key: "sk_test_filtered"), lease: lease)
    }
    #expect(transport.differences == [])
    #expect(transport.unused == 0)
  }

  @Test func `the sandbox gives the answers of the pages to their requests`() async throws {
    let seed = Cassette.folder.appending(path: "seed.ndjson").path
    let sandbox = try await SandboxServer.start(
      SandboxConfiguration(seed: try Seed(seed), clock: .frozen(Self.clock)))
    let transport = AsyncHTTPTransport(to: try APIOrigin(parsing: sandbox.baseURL))
    let recorder = RecordingTransport(transport)
    try await Self.withLease { lease in
      try await Self.walk(Self.client(recorder, key: sandbox.key), lease: lease)
    }
    await transport.shutdown()
    await sandbox.stop()
    if ProcessInfo.processInfo.environment["CPAY_RECORD"] != nil {
      try Cassette.record(recorder.exchanges, as: Self.name)
    }
    let cassette = try Cassette(Self.name)
    #expect(recorder.exchanges.count == cassette.exchanges.count)
    for (recorded, found) in zip(cassette.exchanges, recorder.exchanges) {
      #expect(found.status == recorded.status, "\(recorded.target)")
      #expect(Cassette.difference(recorded.answer, found.answer) == nil, "\(recorded.target)")
    }
  }

  @Test func `no key is in a recording`() throws {
    let text = String(
      decoding: try Data(contentsOf: Cassette.folder.appending(path: Self.name)), as: UTF8.self)
    for start in ["sk_", "rk_", "pk_test", "Bearer", "whsec_"] { #expect(!text.contains(start)) }
  }
}
