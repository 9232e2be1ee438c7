import CpayTestSupport
import FoundationEssentials
import Testing

/// The texts that `scripts/fuzz csv` starts from, and what is near them.
@Suite struct CellSeedsTests {
  static let seeds: [[UInt8]] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "scripts/fuzz.d/csv/seeds").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      FileManager.default.contents(atPath: "\(folder)/\(name)").map(Array.init)
    }
  }()

  @Test func `the seeds break nothing, whole or cut`() {
    #expect(CellSeedsTests.seeds.count >= 5)
    for seed in CellSeedsTests.seeds {
      for end in 0...seed.count {
        if let problem = cellProblem(Array(seed.prefix(end))) { Issue.record("\(problem)") }
      }
    }
  }

  @Test func `no mutation of a seed breaks anything`() {
    let seed: UInt64 = 113
    var generator = SeededGenerator(seed: seed)
    let alphabet = CellSeedsTests.seeds.flatMap { $0 }
    for _ in 0..<1500 {
      let bytes = generator.mutated(generator.pick(CellSeedsTests.seeds), alphabet: alphabet)
      if let problem = cellProblem(bytes) { Issue.record("seed \(seed): \(problem)") }
    }
  }
}
