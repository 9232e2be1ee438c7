import CpayModel
import CpayRuntime
import CpayTestSupport
import CpayValue
import Foundation
import Testing

@testable import CpayLedger

/// A ledger that somebody removes, replaces or overwrites while a run goes on: nothing more is sent.
@Suite struct LedgerWatchTests {
  private static let run = RunID("run_1")

  private static func open(_ folder: TemporaryDirectory) throws(JournalFailure) -> Ledger {
    try Ledger(folder: folder.path + "/cpay", clock: { Timestamp(seconds: 42) })
  }

  /// What somebody does to a file, or to the folder.
  struct Loss: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Behind the folder's own name.
    var name = ""
    let happen: @Sendable (_ path: String) throws -> Void

    static func removed(_ name: String) -> Loss {
      Loss(testDescription: "\(name) removed", name: name) { path in
        try FileManager.default.removeItem(atPath: path)
      }
    }

    static func moved(_ name: String) -> Loss {
      Loss(testDescription: "\(name) moved", name: name) { path in
        try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
      }
    }

    static func replaced(_ name: String) -> Loss {
      Loss(testDescription: "\(name) replaced by its copy", name: name) { path in
        try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: path + ".copy", toPath: path)
      }
    }

    static func overwritten(_ name: String) -> Loss {
      Loss(testDescription: "\(name) overwritten", name: name) { path in
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.write(contentsOf: Data(repeating: 7, count: 100))
        try file.close()
      }
    }

    static func cut(_ name: String) -> Loss {
      Loss(testDescription: "\(name) cut to nothing", name: name) { path in
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.truncate(atOffset: 0)
        try file.close()
      }
    }

    static let all: [Loss] =
      ["", "/ledger.sqlite", "/ledger.sqlite-wal", "/ledger.sqlite-shm", "/ledger.lock"]
      .flatMap { [removed($0), moved($0), replaced($0)] }
      + ["/ledger.sqlite", "/ledger.sqlite-wal", "/ledger.lock"]
      .flatMap { [overwritten($0), cut($0)] }
  }

  @Test(arguments: Loss.all)
  func `what happens to a ledger during a run is noticed before the next send`(
    loss: Loss
  ) async throws {
    let folder = try TemporaryDirectory()
    let (ledger, close) = (try Self.open(folder), try plan(["dp_1", "dp_2", "dp_3"]))
    try await ledger.open(Self.run, close)
    // The first row is sent, so that the log has something in it.
    try await ledger.intend(Self.run, position: 0, close.write(0))
    try loss.happen(folder.path + "/cpay" + loss.name)
    for position in [1, 2] {
      let error = await #expect(throws: JournalFailure.self) {
        try await ledger.intend(Self.run, position: position, close.write(position))
      }
      #expect(error?.message.contains("while it was in use") == true, "\(error?.message ?? "")")
    }
  }

  @Test func `a log that somebody writes to beside a commit of ours is noticed behind it`()
    async throws
  {
    for loss in [Loss.overwritten("/ledger.sqlite-wal"), .cut("/ledger.sqlite-wal")] {
      let folder = try TemporaryDirectory()
      let (ledger, close) = (try Self.open(folder), try plan(["dp_1", "dp_2"]))
      try await ledger.open(Self.run, close)
      try await ledger.intend(Self.run, position: 0, close.write(0))
      let files = try #require(ledger.files)
      #expect(files.change() == nil)
      try loss.happen(folder.path + "/cpay" + loss.name)
      #expect(files.changeBesideCommit()?.contains("while it was in use") == true)
      // What was noticed once stays noticed.
      files.remember()
      #expect(files.change() != nil)
    }
  }

  @Test func `what the run itself writes is nobody else's`() async throws {
    let folder = try TemporaryDirectory()
    let (ledger, close) = (try Self.open(folder), try plan(["dp_1", "dp_2", "dp_3"]))
    try await ledger.open(Self.run, close)
    for position in 0..<3 {
      try await ledger.intend(Self.run, position: position, close.write(position))
      // Others look meanwhile.
      #expect(try Self.open(folder).runs().count == 1)
      try await ledger.intendAgain(Self.run, position: position)
      try await ledger.settle(
        Self.run, [SettledRow(position: position, outcome: close.outcome(.applied, position))])
    }
    try await ledger.close(Self.run)
  }

  @Test func `who opens the ledger before the first row is sent changes nothing`() async throws {
    let folder = try TemporaryDirectory()
    let (ledger, close) = (try Self.open(folder), try plan(["dp_1"]))
    try await ledger.open(Self.run, close)
    // An empty log is written to whenever a ledger is opened.
    for _ in 0..<2 { #expect(try Self.open(folder).runs().count == 1) }
    try await ledger.intend(Self.run, position: 0, close.write(0))
    #expect(try Self.open(folder).runs().count == 1)
    try await ledger.settle(
      Self.run, [SettledRow(position: 0, outcome: close.outcome(.applied))])
    try await ledger.close(Self.run)
  }

  @Test(arguments: ["", "/ledger.sqlite"])
  func `a ledger that went between two runs begins no other`(name: String) async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    try await ledger.open(Self.run, plan(["dp_1"]))
    try await ledger.close(Self.run)
    let path = folder.path + "/cpay" + name
    try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
    await #expect(throws: JournalFailure.self) {
      try await ledger.open(RunID("run_2"), plan(["dp_2"]))
    }
    // Nor where another stands in its place by now.
    _ = try Self.open(folder)
    await #expect(throws: JournalFailure.self) {
      try await ledger.open(RunID("run_2"), plan(["dp_2"]))
    }
  }

  @Test func `what another process has written between two runs is read`() async throws {
    let folder = try TemporaryDirectory()
    let (first, second) = (try Self.open(folder), try Self.open(folder))
    for (number, ledger) in [first, second, first].enumerated() {
      let run = RunID("run_\(number)")
      try await ledger.open(run, plan(["dp_\(number)"]))
      try await ledger.close(run)
    }
    #expect(try second.runs().count == 3)
  }
}
