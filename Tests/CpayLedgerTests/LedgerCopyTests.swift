import CpayRuntime
import CpayTestSupport
import CpayValue
import Foundation
import Testing

@testable import CpayLedger

/// A ledger that can only be looked at.
@Suite struct LedgerCopyTests {
  @Test func `a copy shows what stands in the log, and changes nothing`() async throws {
    let folder = try TemporaryDirectory()
    let place = folder.path + "/cpay"
    let ledger = try Ledger(folder: place, clock: { Timestamp(seconds: 42) })
    let (run, close) = (RunID("run_1"), try plan(["dp_1", "dp_2"]))
    try await ledger.open(run, close)
    try await ledger.intend(run, position: 0, close.write(0))
    func files() throws -> [Data] {
      try ["ledger.sqlite", "ledger.sqlite-wal"].map {
        try Data(contentsOf: URL(filePath: place + "/" + $0))
      }
    }
    let before = try files()
    let copy = try Ledger(copyOf: place, clock: { Timestamp(seconds: 42) })
    #expect(try copy.items(of: "run_1")?.map(\.state) == ["sending", "planned"])
    #expect(try copy.items(of: "run_1") == ledger.items(of: "run_1"))
    #expect(try copy.flaws() == [])
    #expect(try files() == before)
  }
}
