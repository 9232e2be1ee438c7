import CpayLanguage
import CpaySyntax
import CpayTestSupport
import FoundationEssentials
import Testing

/// The texts that `scripts/fuzz` starts from, and what is near them.
@Suite struct FuzzSeedsTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "scripts/fuzz.d/programs/seeds"
    )
    .path

  static let seeds: [[UInt8]] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      FileManager.default.contents(atPath: "\(folder)/\(name)").map(Array.init)
    }
  }()

  @Test func `the seeds break nothing`() {
    #expect(FuzzSeedsTests.seeds.count >= 4)
    for seed in FuzzSeedsTests.seeds {
      if let problem = frontEndProblem(seed, catalog: .standard) { Issue.record("\(problem)") }
    }
  }

  @Test func `no mutation of a seed breaks anything`() {
    let seed: UInt64 = 111
    var generator = SeededGenerator(seed: seed)
    let alphabet = FuzzSeedsTests.seeds.flatMap { $0 }
    for _ in 0..<1500 {
      let bytes = generator.mutated(generator.pick(FuzzSeedsTests.seeds), alphabet: alphabet)
      if let problem = frontEndProblem(bytes, catalog: .standard) {
        Issue.record("seed \(seed): \(problem) in\n\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test func `no line of a seed breaks anything, alone or cut`() {
    for line in FuzzSeedsTests.seeds.flatMap({ $0.split(separator: UInt8(ascii: "\n")) }) {
      for end in 0...line.count {
        if let problem = frontEndProblem(Array(line.prefix(end)), catalog: .standard) {
          Issue.record("\(problem)")
        }
      }
    }
  }
}
