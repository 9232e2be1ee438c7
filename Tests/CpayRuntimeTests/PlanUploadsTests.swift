import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// Three disputes with a document each; those of dp_1 and dp_3 have the same content.
@Suite struct PlanUploadsTests {
  static let disputes = ["dp_1", "dp_2", "dp_3"].map { FixtureDispute(id: $0) }
  static let contents = ["dp_1.pdf": "same", "dp_2.pdf": "other", "dp_3.pdf": "same"]

  /// A plan whose rows name a document after their dispute.
  static func plan(_ files: MemoryFiles, _ action: WriteAction = .submit) throws -> WritePlan {
    let evidence: RowValue = { row throws(EvaluationError) in
      let id = row.text(0) ?? "?"
      return .record([
        Value.Member(name: "customer_name", value: .string("Ana")),
        Value.Member(name: "receipt", value: .file(id + ".pdf")),
      ])
    }
    var builder = WritePlanBuilder(
      action, evidence: evidence, files: files.store)
    try builder.add(Batch(disputes))
    return try builder.build(
      account: AccountIdentity(sandbox: "i1"), claims: [:], remarks: [], at: FixtureDispute.now,
      madeAt: .zero)
  }

  /// An API that answers uploads as a test says and numbers the files.
  static func api(
    past: [String: PastUploads] = [:],
    upload: @escaping @Sendable (FileUpload) -> UploadOutcome? = { _ in nil },
    remembering: @escaping @Sendable (AccountCall) async throws(JournalFailure) -> Void = { _ in }
  ) -> RecordingAccount {
    let count = Mutex(0)
    let api = FixtureAPI(disputes: disputes)
    return RecordingAccount(
      read: { (call) throws(ReadFailure) in try api.read(call) },
      upload: { write in
        if let outcome = upload(write) { return outcome }
        let number = count.withLock { count in
          count += 1
          return count
        }
        return .uploaded(id: "file_\(number)", requestID: "req_f")
      },
      uploads: past, remembering: remembering)
  }

  static func run(
    _ plan: WritePlan, _ account: RecordingAccount, _ files: MemoryFiles,
    cancellation: Cancellation = Cancellation(), stops: Bool = false
  ) async throws -> PlanRunner.Result {
    try await PlanRunner.apply(
      plan, RunLimits(parallel: 1, stopsAtFirstFailure: stops),
      on: .fixture(account, files: files.store, cancellation: cancellation))
  }

  static func writes(_ account: RecordingAccount) -> [DisputeWrite] {
    account.calls.compactMap { call in
      if case .send(let write) = call { write } else { nil }
    }
  }

  @Test func `each content goes up once, all before the first row is looked at`() async throws {
    let files = MemoryFiles(Self.contents)
    let account = Self.api()
    let result = try await Self.run(Self.plan(files), account, files)
    #expect(result.outcomes.map(\.kind) == [.applied, .applied, .applied])
    let steps = account.calls.map(\.text)
    #expect(steps.filter { $0.hasPrefix("upload ") } == ["upload dp_1.pdf", "upload dp_2.pdf"])
    let firstLook = try #require(steps.firstIndex { $0.hasPrefix("object") })
    #expect(!steps[firstLook...].contains { $0.hasPrefix("upload") })
    let receipts = Self.writes(account).map { write in
      write.evidence.first { $0.name == "receipt" }?.text
    }
    #expect(receipts == ["file_1", "file_2", "file_1"])
    let body = try #require(Self.writes(account).first?.body)
    #expect(
      String(decoding: body, as: UTF8.self)
        == #"{"evidence":{"customer_name":"Ana","receipt":"file_1"},"submit":true}"#)
  }

  @Test func `a file that has changed keeps back the rows that need it, and no others`()
    async throws
  {
    let files = MemoryFiles(Self.contents)
    let plan = try Self.plan(files)
    files["dp_1.pdf"] = Array("new".utf8)
    files["dp_2.pdf"] = nil
    let account = Self.api()
    let result = try await Self.run(plan, account, files)
    #expect(result.outcomes.map(\.kind) == [.stale, .stale, .applied])
    #expect(result.outcomes[0].message == "dp_1.pdf has changed since it was first read")
    #expect(
      result.outcomes[1].message
        == "dp_2.pdf cannot be read any more: there is no such file")
    #expect(account.calls.map(\.text).filter { $0.hasPrefix("upload ") } == ["upload dp_3.pdf"])
    #expect(Self.writes(account).map(\.dispute) == ["dp_3"])
    #expect(result.stop == nil)
  }

  @Test func `a file that changes while it is sent is stale`() async throws {
    let files = MemoryFiles(Self.contents)
    let account = Self.api { upload in
      upload.file.name == "dp_2.pdf" ? .changed("dp_2.pdf has changed") : nil
    }
    let result = try await Self.run(Self.plan(files), account, files)
    #expect(result.outcomes.map(\.kind) == [.applied, .stale, .applied])
  }

  @Test func `a file that is refused refuses its rows, and no others`() async throws {
    let files = MemoryFiles(Self.contents)
    let account = Self.api { $0.file.name == "dp_2.pdf" ? .refused(.fixture(400)) : nil }
    let result = try await Self.run(Self.plan(files), account, files)
    #expect(result.outcomes.map(\.kind) == [.applied, .refused, .applied])
    #expect(result.outcomes[1].message == "dp_2.pdf: no (400)")
    #expect(Self.writes(account).map(\.dispute) == ["dp_1", "dp_3"])
  }

  @Test func `told to stop at a failure, it sends nothing after a file that cannot be had`()
    async throws
  {
    let files = MemoryFiles(Self.contents)
    let account = Self.api { $0.file.name == "dp_2.pdf" ? .refused(.fixture(400)) : nil }
    let result = try await Self.run(Self.plan(files), account, files, stops: true)
    #expect(result.outcomes.map(\.kind) == [.unsent, .refused, .unsent])
    #expect(Self.writes(account).isEmpty)
    #expect(result.stop == .limit("a document could not be uploaded"))
  }

  @Test func `an upload that nobody knows the fate of stops the run before its first row`()
    async throws
  {
    let files = MemoryFiles(Self.contents)
    let account = Self.api { $0.file.name == "dp_2.pdf" ? .stopped("no answer") : nil }
    let result = try await Self.run(Self.plan(files), account, files)
    #expect(result.outcomes.map(\.kind) == [.unsent, .unsent, .unsent])
    #expect(result.stop == .halted("dp_2.pdf was not uploaded: no answer"))
    #expect(result.outcomes[0].message == "dp_2.pdf was not uploaded: no answer")
    #expect(!account.calls.contains { $0.text.hasPrefix("object") })
  }

  @Test func `a ledger that fails at an upload stops the run before its first row`() async throws {
    let files = MemoryFiles(Self.contents)
    let account = Self.api(remembering: { (call) throws(JournalFailure) in
      if case .remember = call { throw .unusable("the disk is full") }
    })
    let result = try await Self.run(Self.plan(files), account, files)
    #expect(result.outcomes.map(\.kind) == [.unsent, .unsent, .unsent])
    #expect(result.stop == .journal(.unusable("the disk is full")))
  }

  @Test func `an interrupt between two uploads sends no more`() async throws {
    let files = MemoryFiles(Self.contents)
    let cancellation = Cancellation()
    let account = Self.api { _ in
      cancellation.request()
      return nil
    }
    let result = try await Self.run(Self.plan(files), account, files, cancellation: cancellation)
    #expect(account.calls.count { $0.text.hasPrefix("upload ") } == 1)
    #expect(result.stop == .interrupted && Self.writes(account).isEmpty)
    #expect(result.outcomes.allSatisfy { $0.kind == .unsent })
  }

  @Test func `what the API holds already is not uploaded, and after a refusal the key is new`()
    async throws
  {
    let files = MemoryFiles(Self.contents)
    let plan = try Self.plan(files)
    let known = plan.items[0].uploads[0].content
    let refused = plan.items[1].uploads[0].content
    let account = Self.api(past: [
      known: PastUploads(file: "file_old"), refused: PastUploads(usedUp: 1),
    ])
    let result = try await Self.run(plan, account, files)
    #expect(result.outcomes.map(\.kind) == [.applied, .applied, .applied])
    let keys = account.calls.compactMap { call in
      if case .upload(let upload) = call { upload.key } else { nil }
    }
    let first = FileUpload(
      plan.items[1].uploads[0].localFile(files.store), purpose: .disputeEvidence,
      account: plan.account, generation: 0)
    #expect(keys.count == 1 && keys.first != first.key)
    #expect(Self.writes(account).first?.evidence.last?.text == "file_old")
  }

  @Test(arguments: [(0, true), (2, true), (3, false)])
  func `a failure that the API keeps is left behind by a new key, a few times`(
    failures: Int, isUploaded: Bool
  ) async throws {
    let files = MemoryFiles(["lease.pdf": "x"])
    let keys = Mutex<[String]>([])
    let account = Self.api { upload in
      let count = keys.withLock { keys in
        keys.append(upload.key)
        return keys.count
      }
      return count <= failures
        ? .keptFailure(.fixture(500)) : .uploaded(id: "file_1", requestID: nil)
    }
    let plan = try WritePlan.upload("lease.pdf", on: .fixture(account, files: files.store))
    let result = try await Self.run(plan, account, files)
    #expect(result.outcomes.map(\.kind) == [isUploaded ? .applied : .unsent])
    let sent = keys.withLock { $0 }
    #expect(Set(sent).count == sent.count && sent.count == failures + (isUploaded ? 1 : 0))
    #expect(account.calls.count { $0.text == "remember refusal" } == failures)
  }

  @Test func `a plan without documents asks nothing about uploads`() async throws {
    let account = Self.api()
    _ = try await Self.run(try makePlan(.submit, Self.disputes), account, MemoryFiles())
    #expect(!account.calls.contains { $0.text.hasPrefix("upload") })
  }

  // MARK: What is planned

  @Test func `the digest of a plan and the key of a write go by content, not by path`() throws {
    let dispute = [FixtureDispute(id: "dp_1")]
    func digest(_ path: String, _ content: String) throws -> String {
      try makePlan(
        .submit, dispute, evidence: ["receipt": "@\(path)"],
        files: MemoryFiles([path: content]).store
      ).digest
    }
    #expect(try digest("a.pdf", "x") == digest("b/c.pdf", "x"))
    #expect(try digest("a.pdf", "x") != digest("a.pdf", "y"))

    func key(_ file: String, _ content: String?) -> String {
      let evidence = DisputeWrite.Evidence(name: "receipt", text: file, keyText: content)
      return DisputeWrite(
        .submit, dispute: "dp_1", evidence: [evidence], seen: [], status: "needs_response",
        account: AccountIdentity(sandbox: "i1"), generation: 0
      ).key
    }
    #expect(key("file_1", "sha256:x") == key("file_2", "sha256:x"))
    #expect(key("file_1", "sha256:x") != key("file_1", "sha256:y"))
    #expect(key("file_1", "sha256:x") != key("file_1", nil))
    #expect(key("file_1", nil) != key("file_2", nil))
  }

  @Test(arguments: [
    ("missing.pdf", "there is no such file"), ("empty.pdf", "it is empty"),
    ("-", "it cannot be read twice"), ("large.pdf", "it is larger than 50 MiB"),
  ])
  func `a document that cannot be uploaded ends the plan before anything is sent`(
    path: String, reason: String
  ) throws {
    let store = FileStore(
      open: { (path) throws(FileFailure) in
        if path == "missing.pdf" { throw FileFailure("there is no such file") }
        let pieces = Mutex(path == "large.pdf" ? 51 : 0)
        return FileChunks {
          pieces.withLock { rest in
            rest -= 1
            return rest < 0 ? nil : [UInt8](repeating: 0, count: 1 << 20)
          }
        }
      },
      create: { (_) throws(FileFailure) in throw FileFailure("no") })
    #expect(throws: EvaluationError.evidence(path, FileFailure(reason))) {
      try makePlan(
        .submit, [FixtureDispute(id: "dp_1")], evidence: ["receipt": "@\(path)"], files: store)
    }
  }

  @Test func `a document where a text is wanted is an error`() {
    #expect(
      throws: EvaluationError.invalid("customer_name is a text, not a file such as a.pdf")
    ) {
      try makePlan(
        .submit, [FixtureDispute(id: "dp_1")], evidence: ["customer_name": "@a.pdf"],
        files: MemoryFiles(["a.pdf": "x"]).store)
    }
  }

  @Test func `a document is read once, however many rows need it`() throws {
    let reads = Mutex(0)
    let store = FileStore(
      open: { _ in
        reads.withLock { $0 += 1 }
        let rest = Mutex([[UInt8]]([[1]]))
        return FileChunks { rest.withLock { $0.popLast() } }
      },
      create: { (_) throws(FileFailure) in throw FileFailure("no") })
    let plan = try makePlan(
      .submit, Self.disputes, evidence: ["receipt": "@a.pdf"], files: store)
    #expect(plan.uploads.count == 1 && reads.withLock { $0 } == 1)
  }

  // MARK: An upload by itself

  @Test(arguments: [
    (PastUploads?.none, Outcome.Kind.applied, "file_1", String?.none),
    (PastUploads(file: "file_old"), .applied, "file_old", "uploaded before"),
  ])
  func `an upload is a plan of one row named by its file`(
    past: PastUploads?, kind: Outcome.Kind, id: String, message: String?
  ) async throws {
    let files = MemoryFiles(["lease.pdf": "x"])
    let content = PlannedUpload.fixture("lease.pdf", "x").content
    let account = Self.api(past: past.map { [content: $0] } ?? [:])
    let host = Host(
      account: Account(account), environment: Environment(now: FixtureDispute.now),
      files: files.store, consent: { _, _ in .granted })
    let plan = try WritePlan.upload("lease.pdf", on: host)
    #expect(plan.eligible.map(\.id) == ["lease.pdf"])
    guard case .result(.rows(_, let rows)) = try await Evaluator(host).apply(plan) else {
      Issue.record("no rows")
      return
    }
    let reader = RowReader(
      RowType(.outcome), columns: ["id", "action", "outcome", "amount", "currency", "message"])
    #expect(
      reader(rows[0]) == [
        .string(id), .string("upload"), .string(kind.rawValue), .null, .null,
        message.map(Value.string) ?? .null,
      ])
    #expect(
      account.calls.map(\.text)
        == ["open upload", "uploads disputeEvidence 1"]
        + (past == nil ? ["upload lease.pdf", "remember file_1"] : [])
        + ["settle 0 applied", "close"])
  }

  @Test func `an upload that is refused, or that stays unsent, is named by its path`() async throws
  {
    let files = MemoryFiles(["lease.pdf": "x"])
    for (answer, kind) in [
      (UploadOutcome.refused(.fixture(400)), Outcome.Kind.refused),
      (.stopped("no answer"), .unsent),
    ] {
      let account = Self.api { _ in answer }
      let host = Host(
        account: Account(account), environment: Environment(now: FixtureDispute.now),
        files: files.store)
      let plan = try WritePlan.upload("lease.pdf", purpose: .other, on: host)
      let result = try await Self.run(plan, account, files)
      #expect(result.outcomes.map(\.kind) == [kind])
      #expect(result.outcomes.map(\.id) == ["lease.pdf"])
      #expect(account.calls.last?.text == "close")
    }
  }

  @Test(arguments: [
    (
      UploadOutcome.uploaded(id: "file_1", requestID: nil), ["upload lease.pdf", "remember file_1"]
    ),
    (.refused(.fixture(400)), ["upload lease.pdf", "remember refusal"]),
    (.changed("it has changed"), ["upload lease.pdf"]),
    (.stopped("no answer"), ["upload lease.pdf"]),
  ])
  func `what an upload came to for good is remembered`(
    outcome: UploadOutcome, steps: [String]
  ) async throws {
    let files = MemoryFiles(["lease.pdf": "x"])
    let account = Self.api { _ in outcome }
    let plan = try WritePlan.upload(
      "lease.pdf", on: .fixture(account, files: files.store))
    _ = try await Self.run(plan, account, files)
    #expect(Array(account.calls.map(\.text).dropFirst(2).dropLast(2)) == steps)
  }
}
