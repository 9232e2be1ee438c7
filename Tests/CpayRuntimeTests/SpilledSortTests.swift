import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// Sorts of rows that do not fit in the memory there is.
@Suite struct SpilledSortTests {
  /// The stages of `disputes | …`, of which the last sorts in so much memory.
  private static func sort(
    _ keys: String, memory: Int, _ files: FileStore,
    _ cancellation: Cancellation = Cancellation()
  ) throws -> SortStage {
    let step = try #require(try checkedSteps("sort \(keys)").last)
    guard case .sort(let keys) = step.stage else { throw EvaluationError.missing(keys) }
    return try SortStage(
      keys, .atFixtures, step.input, files: files, mostBytes: memory, cancellation)
  }

  /// All that a stage hands on at the end, in pieces.
  private static func rest(_ stage: inout SortStage) throws -> [Batch] {
    var found: [Batch] = []
    repeat {
      if let rows = try stage.finish() { found.append(rows) }
    } while stage.hasMore
    return found
  }

  private static func bytes(_ batches: [Batch]) -> [String] {
    batches.flatMap { batch in
      (0..<batch.count).map { String(decoding: batch[$0].bytes, as: UTF8.self) }
    }
  }

  private static func disputes(_ count: Int, seed: Int) -> [FixtureDispute] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { FixtureDispute.random($0, &random) }
  }

  @Test(arguments: [
    "amount", "amount desc", "status, amount desc", "evidence_due_by", "evidence_due_by desc, id",
    "metadata.team desc", "currency, amount desc, id desc", "id", "created", "payment_intent desc",
    "amount.minor desc",
  ])
  func `gives what a sort in memory gives, however little memory there is`(keys: String) throws {
    for (seed, memory) in [0, 1000, 5000, 40_000].enumerated() {
      let all = try Batch(Self.disputes(150, seed: seed))
      let room = MemoryRoom()
      var inMemory = try Self.sort(keys, memory: .max, room.store)
      _ = try inMemory.process(all)
      let expected = try Self.rest(&inMemory)
      #expect(room.made == 0 && expected.count == 1)
      var spilling = try Self.sort(keys, memory: memory, room.store)
      for start in stride(from: 0, to: all.count, by: 7) {
        #expect(try spilling.process(all.part(start..<start + 7)).isEmpty)
      }
      #expect(Self.bytes(try Self.rest(&spilling)) == Self.bytes(expected))
      #expect(spilling.remarks == inMemory.remarks)
      // Each row alone is in a run of its own, and runs are merged into others.
      #expect(memory > 0 || room.made == 150 + 150 / SortedRuns.mostRuns)
      #expect(room.made > 1)
    }
  }

  @Test(arguments: ["amount desc", "status, created", "metadata.team"])
  func `hands on the rows that are wanted first`(keys: String) throws {
    let all = try Batch(Self.disputes(400, seed: 11))
    var whole = try Self.sort(keys, memory: .max, .none)
    _ = try whole.process(all)
    let expected = Self.bytes(try Self.rest(&whole))
    for wanted in [0, 1, 10, 60, 390, 1000] {
      let room = MemoryRoom()
      var stage = try Self.sort(keys, memory: 20_000, room.store)
      stage.want(wanted)
      for start in stride(from: 0, to: all.count, by: 9) {
        _ = try stage.process(all.part(start..<start + 9))
      }
      let found = Self.bytes(try Self.rest(&stage)).prefix(wanted)
      #expect(Array(found) == Array(expected.prefix(wanted)))
      // Few rows need no file.
      #expect((room.made == 0) == (wanted <= 10))
    }
  }

  @Test func `rows that were made keep what they were made from, and where it stood`() async throws
  {
    let all = try Batch(Self.disputes(200, seed: 3)).numbered(Array(1...200))
    func rows(memory: Int) async throws -> Batch {
      var host = Host(
        account: nil, environment: Environment(now: FixtureDispute.now), files: MemoryRoom().store)
      host.sortMemory = memory
      var stream = RowStream(
        SnapshotSource(all), type: RowType(.dispute), cancellation: Cancellation())
      for step in try checkedSteps(
        "set late=(status == won) | select id, amount, late | sort amount")
      {
        stream = try Evaluator(host).append(step, to: stream)
      }
      return try await stream.collect()
    }
    let (kept, spilled) = (try await rows(memory: .max), try await rows(memory: 3000))
    #expect(Self.bytes([spilled]) == Self.bytes([kept]) && kept.count == 200)
    #expect(Self.bytes([spilled.origins]) == Self.bytes([kept.origins]))
    #expect(spilled.origins.ids == kept.ids)
    #expect((0..<200).allSatisfy { spilled[$0].line == kept[$0].line && kept[$0].line != nil })
  }

  @Test func `a take behind it ends the merging`() async throws {
    let room = MemoryRoom()
    var host = Host(
      account: nil, environment: Environment(now: FixtureDispute.now), files: room.store)
    host.sortMemory = 2000
    let all = try Batch(Self.disputes(300, seed: 8))
    for stages in ["sort id | skip 3 | take 2", "sort amount | sort id | skip 3 | take 2"] {
      var stream = RowStream(
        SnapshotSource(all), type: RowType(.dispute), cancellation: Cancellation())
      for step in try checkedSteps(stages) {
        stream = try Evaluator(host).append(step, to: stream)
      }
      #expect(try await stream.collect().ids == ["dp_100", "dp_101"])
    }
    #expect(room.made > 0)
  }

  @Test(arguments: [0, 1, 3000, 20_000])
  func `a full disk ends it, and says so`(size: Int) throws {
    var stage = try Self.sort("amount", memory: 2000, MemoryRoom(size).store)
    let all = try Batch(Self.disputes(100, seed: 4))
    let error = #expect(throws: EvaluationError.self) {
      for place in 0..<all.count { _ = try stage.process(all.part(place..<place + 1)) }
    }
    #expect(
      error?.message == "rows that do not fit in memory could not be kept in a temporary file: "
        + "the disk is full")
  }

  @Test func `so does a disk that does not give back what it took`() throws {
    let room = MemoryRoom()
    var stage = try Self.sort("amount", memory: 2000, room.store)
    _ = try stage.process(try Batch(Self.disputes(100, seed: 4)))
    room.breakDown()
    #expect(throws: EvaluationError.temporaryFile(FileFailure("input/output error"))) {
      _ = try Self.rest(&stage)
    }
  }

  @Test func `a key that fails ends it where it fails`() throws {
    var disputes = Self.disputes(60, seed: 2).map { dispute in
      var dispute = dispute
      dispute.amount = 1
      return dispute
    }
    disputes[40].amount = .max
    var stage = try Self.sort("(amount.minor + 1)", memory: 2000, MemoryRoom().store)
    _ = try stage.process(try Batch(Array(disputes[..<40])))
    #expect(throws: EvaluationError.self) {
      _ = try stage.process(try Batch(Array(disputes[40...])))
    }
  }

  @Test func `an interrupt stops it before it takes more rows`() async throws {
    let cancellation = Cancellation()
    let all = try Batch(Self.disputes(100, seed: 6))
    var stage = try Self.sort("id", memory: 2000, MemoryRoom().store, cancellation)
    _ = try stage.process(all)
    cancellation.request()
    #expect(throws: EvaluationError.interrupted) { _ = try stage.process(all) }
  }

  @Test func `a host without files keeps all rows in memory`() throws {
    var stage = try Self.sort("id", memory: 0, .none)
    _ = try stage.process(try Batch(FixtureDispute.docs))
    #expect(try Self.rest(&stage).map(\.count) == [8])
  }
}
