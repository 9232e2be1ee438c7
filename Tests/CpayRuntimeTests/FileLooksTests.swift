import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// A file is looked at once while it does not change, and read only as it was looked at.
@Suite struct FileLooksTests {
  /// One file under every name, whose version each opening takes from a list, the last one for
  /// good; it counts the pieces that are read.
  private final class OneFile: Sendable {
    private let state: Mutex<State>

    private struct State {
      var versions: ArraySlice<Int64>
      let bytes: [UInt8]
      var pieces = 0
    }

    init(_ text: String, versions: [Int64]) {
      state = Mutex(State(versions: versions[...], bytes: Array(text.utf8)))
    }

    var pieces: Int { state.withLock { $0.pieces } }

    private func open() -> FileChunks {
      let (bytes, changed) = state.withLock { state in
        let changed = state.versions.first ?? 0
        if state.versions.count > 1 { state.versions.removeFirst() }
        return (state.bytes, changed)
      }
      let rest = Mutex<[UInt8]?>(bytes)
      return FileChunks(
        version: {
          FileVersion(device: 1, inode: 1, size: bytes.count, changed: changed)
        },
        {
          let piece = rest.withLock { rest in
            defer { rest = nil }
            return rest
          }
          if piece != nil { self.state.withLock { $0.pieces += 1 } }
          return piece
        })
    }

    var store: FileStore {
      FileStore(
        open: { (_) throws(FileFailure) in self.open() },
        create: { (_) throws(FileFailure) in throw FileFailure("it is not written") })
    }
  }

  private static let rows = "{\"id\":\"a\",\"n\":1}\n{\"id\":\"b\",\"n\":null}\n"

  private static func run(_ text: String, _ store: FileStore) async throws -> PipelineResult? {
    let program = try Checker.check(
      Source(text),
      CheckContext(
        catalog: .standard, needsAllowance: false, files: store.lookup,
        records: store.recordLookup))
    let host = Host(
      account: nil, environment: ManualClock(FixtureDispute.now).environment, files: store)
    var evaluator = Evaluator(host)
    var result: PipelineResult?
    for statement in program.statements { result = try await evaluator.run(statement)?.result }
    return result
  }

  @Test func `a file that does not change is looked at once`() throws {
    let file = OneFile(Self.rows, versions: [1])
    let store = file.store
    for _ in 0..<5 {
      #expect(try store.look(at: "a.ndjson").fields.map(\.name) == ["id", "n"])
    }
    #expect(file.pieces == 1)
    #expect(throws: FileFailure.self) { try store.look(at: "a.ndjson", schema: .outcome) }
    #expect(file.pieces == 2, "as other rows it is another look")
  }

  @Test func `one that has changed is looked at again`() throws {
    let file = OneFile(Self.rows, versions: [1, 2])
    let store = file.store
    for _ in 0..<3 { _ = try store.look(at: "a.ndjson") }
    #expect(file.pieces == 2)
  }

  @Test func `what nobody waited for says nothing of the file`() throws {
    let rest = Mutex<[Result<[UInt8]?, FileFailure>]>([
      .failure(.interrupted), .success(Array(Self.rows.utf8)), .success(nil),
    ])
    let store = FileStore(
      open: { (_) throws(FileFailure) in
        FileChunks(version: { FileVersion(device: 1, inode: 1, size: 9, changed: 1) }) {
          () throws(FileFailure) in
          try rest.withLock { $0.isEmpty ? .success(nil) : $0.removeFirst() }.get()
        }
      },
      create: { (_) throws(FileFailure) in throw FileFailure("it is not written") })
    #expect(throws: FileFailure.interrupted) { try store.look(at: "a.ndjson") }
    #expect(try store.look(at: "a.ndjson").fields.map(\.name) == ["id", "n"])
  }

  @Test func `what was looked at is read as it was`() async throws {
    let file = OneFile(Self.rows, versions: [1])
    let result = try await Self.run("read @a.ndjson | where n == null | count", file.store)
    #expect(result?.type == .value(FieldType(.int)))
    #expect(file.pieces == 2)
  }

  @Test(arguments: ["read @a.ndjson | count", "let a = read @a.ndjson; $a | count"])
  func `what has changed since stops the program`(program: String) async throws {
    let file = OneFile(Self.rows, versions: [1, 2])
    await #expect(throws: EvaluationError.file("a.ndjson", .changed)) {
      try await Self.run(program, file.store)
    }
  }
}
