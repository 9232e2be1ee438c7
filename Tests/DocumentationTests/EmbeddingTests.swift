import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySandbox
import CpayTestSupport
import CpayValue
import FoundationEssentials
import Synchronization
import Testing

/// The example program of embedding, compiled as the documentation shows it.
@Suite struct EmbeddingTests {
  private static let example = READMETests.root
    .appending(path: "Tests/DocumentationTests/EmbeddingExample.swift")
  private static let page = READMETests.root
    .appending(path: "Sources/CpayRuntime/CpayRuntime.docc/Embedding.md")
  private static let now = Timestamp(seconds: 1_707_220_800)

  private static func text(_ file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  @Test func `the documentation shows the program that is compiled here`() throws {
    let program = try Self.text(Self.example)
    #expect(try Self.text(Self.page).contains("```swift\n" + program + "```\n"))
  }

  @Test func `the README shows a part of it`() throws {
    let blocks = try READMETests.blocks("swift")
    let program = try Self.text(Self.example)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.drop { $0 == " " } }.joined(separator: "\n")
    #expect(!blocks.isEmpty)
    for block in blocks {
      let lines = block.map { $0.drop { $0 == " " } }.joined(separator: "\n")
      #expect(program.contains(lines))
    }
  }

  @Test func `it answers what is open, once`() async throws {
    let sandbox = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    var reports: [[String]] = []
    var failure: (any Error)?
    do {
      for _ in 0..<2 {
        reports.append(
          try await answerLargeDisputes(
            key: sandbox.key, baseURL: sandbox.baseURL, now: Self.now))
      }
    } catch { failure = error }
    await sandbox.stop()
    if let failure { throw failure }
    #expect(reports == [["dp_b2: applied", "dp_a1: applied"], []])
  }

  // MARK: A host without HTTP

  /// Answers reads from memory and takes down what is written.
  private final class Office: APIReader, APIWriter {
    private let written = Mutex<[String]>([])

    var log: [String] { written.withLock { $0 } }

    var host: Host {
      Host(
        account: Account(
          AccountIdentity(origin: .casapay, mode: .test), reader: self, writer: self,
          journal: DeferredJournal(MemoryJournal())),
        environment: Environment(now: EmbeddingTests.now))
    }

    private let open = """
      {"id":"dp_1","object":"dispute","charge":"ch_1","amount":120000,"currency":"eur",\
      "status":"needs_response","reason":"general","evidence":{},"created":1706140800}
      """

    func page(
      of resource: Resource, _ query: [WireRequest.Parameter], cancellation: CancellationToken
    ) async throws(ReadFailure) -> [UInt8] {
      Array(#"{"object":"list","data":[\#(open)],"has_more":false}"#.utf8)
    }

    func object(
      _ resource: Resource, _ id: String, cancellation: CancellationToken
    ) async throws(ReadFailure) -> [UInt8] { Array(open.utf8) }

    func send(
      _ write: DisputeWrite, _ record: SendingRecord, cancellation: CancellationToken
    ) async -> WriteOutcome {
      let body = String(decoding: write.body ?? [], as: UTF8.self)
      written.withLock { $0.append("\(write.action.rawValue) \(write.dispute) \(body)") }
      return .applied(requestID: "req_1")
    }

    func upload(_ upload: FileUpload, cancellation: CancellationToken) async -> UploadOutcome {
      .stopped("this office takes no files")
    }
  }

  @Test(arguments: [true, false])
  func `a host of its own kind is asked, and nothing leaves without a yes`(
    agrees: Bool
  ) async throws {
    let office = Office()
    let report = try await answerDisputes(on: office.host, from: .fixture(100_000, "eur")) { plan in
      agrees ? plan.digest : nil
    }
    #expect(report == (agrees ? ["dp_1: applied"] : []))
    let sent = [#"submit dp_1 {"evidence":{"customer_name":"Jane Doe"},"submit":true}"#]
    #expect(office.log == (agrees ? sent : []))
  }

  @Test func `a digest of something else sends nothing`() async throws {
    let office = Office()
    await #expect(throws: ConsentRefusal.self) {
      _ = try await answerDisputes(on: office.host, from: .fixture(100_000, "eur")) { _ in
        "0123456789abcdef"
      }
    }
    #expect(office.log.isEmpty)
  }
}
