import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpaySandbox
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// Documents that go up from inside a plan, against the sandbox, with the ledger on disk.
@Suite struct UploadTests {
  /// A sandbox, a client that waits for nobody, and a ledger.
  struct Rig {
    let server: SandboxServer
    let transport: AsyncHTTPTransport
    let client: APIClient
    let folder: TemporaryDirectory
    let files = MemoryFiles(["a.pdf": "%PDF same", "b.pdf": "%PDF same", "c.pdf": "%PDF other"])
    let account: AccountIdentity

    init(_ faults: [String]) async throws {
      server = try await SandboxServer.start(
        SandboxConfiguration(seed: .docs, faults: faults.map { try FaultRule($0) }))
      transport = AsyncHTTPTransport(to: .loopback(port: server.port))
      account = AccountIdentity(sandbox: server.instance)
      client = APIClient(
        transport: transport, key: try APIKey(parsing: server.key), account: account,
        settings: ClientSettings(pace: .unlimited),
        environment: ManualClock(server.clock.now).client())
      folder = try TemporaryDirectory()
    }

    func close() async {
      await transport.shutdown()
      await server.stop()
    }

    /// Another process's ledger, on the same file.
    func ledger() throws -> Ledger {
      try Ledger(folder: folder.path + "/cpay", clock: { Timestamp(seconds: 1) })
    }

    /// A plan of open disputes of the seed, each with its document.
    func plan(_ documents: KeyValuePairs<String, String>) async throws -> WritePlan {
      let slot = try #require(Resource.dispute.layout.slot("id"))
      let paths = Dictionary(uniqueKeysWithValues: documents.map { ($0.key, $0.value) })
      let evidence: RowValue = { row in
        .record([
          Value.Member(name: "receipt", value: .file(paths[row.text(slot) ?? ""] ?? ""))
        ])
      }
      var builder = WritePlanBuilder(
        .submit, evidence: evidence, files: files.store)
      for (dispute, _) in documents {
        var scanner = RowScanner(Resource.dispute.layout)
        try builder.add(scanner.object(try await client.object(.dispute, dispute)))
      }
      return try builder.build(
        account: account, claims: [:], remarks: [], at: server.clock.now, madeAt: .zero)
    }

    /// A host as a process of its own has it; `dies` before its first submit.
    func host(dies: Bool = false) throws -> Host {
      let journal: any RunJournal =
        try dies
        ? RecordingAccount(
          journal: ledger(),
          remembering: { (call) throws(JournalFailure) in
            switch call {
            case .intend, .settle, .close: throw .unusable("the process is gone")
            default: break
            }
          }) : ledger()
      return Host(
        account: Account(client, journal: DeferredJournal(journal)),
        environment: Environment(now: server.clock.now), files: files.store,
        consent: { _, _ in .granted })
    }

    /// Applies a plan as a process of its own would.
    func apply(_ plan: WritePlan, dies: Bool = false) async throws -> PlanRunner.Result {
      try await PlanRunner.apply(plan, RunLimits(), on: host(dies: dies))
    }

    /// The documents the sandbox holds besides those of its seed.
    func uploaded() async throws -> [File] {
      var result: [File] = []
      for try await file in client.files.list() where file.filename.hasSuffix(".pdf") {
        if ["a.pdf", "b.pdf", "c.pdf"].contains(file.filename) { result.append(file) }
      }
      return result
    }

    /// Final acts, and how many of them had been done before.
    func effects() async throws -> [Int] {
      let count = try await server.effectCount()
      return [count.total, count.repeats]
    }

    func receipt(_ dispute: String) async throws -> String? {
      try await client.disputes.retrieve(dispute).evidence.receipt
    }
  }

  private static func withRig(
    _ faults: [String] = [], _ body: (Rig) async throws -> Void
  ) async throws {
    let rig = try await Rig(faults)
    do { try await body(rig) } catch {
      await rig.close()
      throw error
    }
    await rig.close()
  }

  @Test func `rows that share a content share a file`() async throws {
    try await Self.withRig { rig in
      let plan = try await rig.plan(["dp_a1": "a.pdf", "dp_b2": "b.pdf", "dp_c3": "c.pdf"])
      let result = try await rig.apply(plan)
      #expect(result.outcomes.map(\.kind) == [.applied, .applied, .applied])
      let files = try await rig.uploaded()
      #expect(Set(files.map(\.filename)) == ["a.pdf", "c.pdf"] && files.count == 2)
      let (one, two) = (try await rig.receipt("dp_a1"), try await rig.receipt("dp_b2"))
      #expect(one == two && files.map(\.id).contains(one ?? ""))
      #expect(try await rig.effects() == [3, 0])
    }
  }

  @Test(arguments: [
    "reset:once:after", "truncate:once:after", "garbage:once:after", "status=503:once:after",
    "reset:once:before", "status=503:once:before", "status=429:once:before",
  ])
  func `an upload whose answer is lost is the same file when it is sent again`(
    fault: String
  ) async throws {
    try await Self.withRig(["POST /v1/files:" + fault]) { rig in
      let plan = try await rig.plan(["dp_a1": "a.pdf", "dp_b2": "b.pdf"])
      let result = try await rig.apply(plan)
      #expect(result.outcomes.map(\.kind) == [.applied, .applied])
      #expect(try await rig.uploaded().count == 1)
      #expect(try await rig.effects() == [2, 0])
    }
  }

  @Test func `an upload that never gets through sends no row`() async throws {
    try await Self.withRig(["POST /v1/files:status=503"]) { rig in
      let result = try await rig.apply(try await rig.plan(["dp_a1": "a.pdf", "dp_b2": "c.pdf"]))
      #expect(result.outcomes.map(\.kind) == [.unsent, .unsent])
      #expect(result.outcomes[0].message?.hasPrefix("a.pdf was not uploaded: ") == true)
      #expect(try await rig.uploaded().isEmpty)
      #expect(try await rig.effects() == [0, 0])
    }
  }

  @Test func `a document that is refused refuses its row; the next run asks again`() async throws {
    try await Self.withRig(["POST /v1/files:status=400:once:before"]) { rig in
      let plan = try await rig.plan(["dp_a1": "a.pdf"])
      let first = try await rig.apply(plan)
      #expect(first.outcomes.map(\.kind) == [.refused])
      #expect(first.outcomes[0].message?.hasPrefix("a.pdf: ") == true)
      #expect(try await rig.effects() == [0, 0])
      let content = plan.uploads[0].content
      let past = try await rig.ledger().uploads(
        of: [content], for: .disputeEvidence, to: rig.account)
      #expect(past == [content: PastUploads(usedUp: 1)])
    }
  }

  @Test func `what died between upload and submit is not uploaded again`() async throws {
    try await Self.withRig { rig in
      let plan = try await rig.plan(["dp_a1": "a.pdf", "dp_b2": "c.pdf"])
      let first = try await rig.apply(plan, dies: true)
      #expect(try await rig.uploaded().count == 2)
      #expect(try await rig.effects() == [0, 0])
      // The ledger knows the files, so that not even the key is needed.
      let second = try await #require(first.run).resume(on: rig.host())
      #expect(second.outcomes.map(\.kind) == [.applied, .applied])
      #expect(try await rig.uploaded().count == 2)
      #expect(try await rig.effects() == [2, 0])
    }
  }

  @Test func `what died before the upload was remembered gets the same file by its key`()
    async throws
  {
    try await Self.withRig { rig in
      let plan = try await rig.plan(["dp_a1": "a.pdf"])
      let upload = FileUpload(
        plan.uploads[0].localFile(rig.files.store), purpose: .disputeEvidence,
        account: rig.account, generation: 0)
      _ = await rig.client.upload(upload)
      let result = try await rig.apply(plan)
      #expect(result.outcomes.map(\.kind) == [.applied])
      #expect(try await rig.uploaded().count == 1)
    }
  }

  @Test func `a file that has changed since the plan goes nowhere`() async throws {
    try await Self.withRig { rig in
      let plan = try await rig.plan(["dp_a1": "a.pdf", "dp_b2": "c.pdf"])
      rig.files["a.pdf"] = Array("%PDF else".utf8)
      let result = try await rig.apply(plan)
      #expect(result.outcomes.map(\.kind) == [.stale, .applied])
      #expect(try await rig.uploaded().map(\.filename) == ["c.pdf"])
      #expect(try await rig.receipt("dp_a1") == nil)
      #expect(try await rig.effects() == [1, 0])
    }
  }

  @Test(arguments: [
    "Übergabe Müller.pdf", "契約書 (2).pdf", "a \"b\".pdf", "100%.pdf", "a;b=c, d.pdf", "e\u{301}.pdf",
    "\u{1F600}\u{200D}.png", "a'b\\", "a\r\nb: c\n", "\u{301}",
  ])
  func `a document keeps its name`(name: String) async throws {
    try await Self.withRig { rig in
      rig.files[name] = Array("%PDF".utf8)
      let plan = try WritePlan.upload(name, on: try rig.host())
      _ = try await Evaluator(rig.host()).apply(plan)
      var names: [[UInt8]] = []
      for try await file in rig.client.files.list() where file.size == 4 {
        names.append(Array(file.filename.utf8))
      }
      #expect(names == [Array(name.utf8)])
    }
  }

  @Test func `an upload by itself changes no dispute, and is remembered`() async throws {
    try await Self.withRig { rig in
      let host = try rig.host()
      let plan = try WritePlan.upload("c.pdf", on: host)
      for _ in 0..<2 { _ = try await Evaluator(host).apply(plan) }
      let file = try #require(try await rig.uploaded().first)
      #expect(try await rig.uploaded().count == 1)
      let ledger = try rig.ledger()
      for run in try ledger.runs() {
        let items = try #require(try ledger.items(of: run.name))
        #expect(items.map(\.dispute) == [file.id] && items.map(\.state) == ["applied"])
        #expect(items.allSatisfy { $0.amount == nil })
      }
      #expect(try ledger.runs().map(\.action) == ["upload", "upload"])
      #expect(try await rig.effects() == [0, 0])
    }
  }
}
