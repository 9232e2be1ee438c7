import CpayClient
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayLanguage
@testable import CpayRuntime

@Suite struct RowStreamTests {
  private static func stream(
    _ stages: String?, _ account: RecordingAccount, pageSize: Int = 2,
    cancellation: Cancellation = Cancellation()
  ) throws -> RowStream {
    let request = ListRequest(filters: [], pageSize: pageSize)
    let stream = RowStream(
      ListSource(list: PagedList(.dispute, request, reader: account)), type: RowType(.dispute),
      cancellation: cancellation)
    return try stages.map { try appending($0, to: stream) } ?? stream
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let stages: String
    let ids: String
    let pages: Int
    var testDescription: String { stages }

    init(_ stages: String, _ ids: String, pages: Int) {
      self.stages = stages
      self.ids = ids
      self.pages = pages
    }
  }

  @Test(arguments: [
    Row("take 0", "", pages: 0), Row("take 1", "a1", pages: 1), Row("take 2", "a1 b2", pages: 1),
    Row("take 3", "a1 b2 c3", pages: 2), Row("take 99", "a1 b2 c3 d4 e5 f6 g7 h8", pages: 4),
    Row("where currency == usd | take 1", "c3", pages: 2),
    Row("take 3 | where currency == usd", "c3", pages: 2),
    Row("take 3 | sort id desc", "c3 b2 a1", pages: 2),
    Row("sort id desc | take 2", "h8 g7", pages: 4),
    Row("sort id desc | take 3 | sort id", "f6 g7 h8", pages: 4),
    Row("take 5 | sort id desc | take 2 | select id", "e5 d4", pages: 3),
    Row("take 2 | take 9", "a1 b2", pages: 1), Row("where currency == chf", "", pages: 4),
  ])
  func `pulls no further than the stages want`(row: Row) async throws {
    let account = FixtureAPI().account
    var stream = try Self.stream(row.stages, account)
    #expect(try await stream.collect().ids == row.ids.split(separator: " ").map { "dp_" + $0 })
    #expect(account.calls.count == row.pages)
    #expect(try await stream.next() == nil)
    #expect(account.calls.count == row.pages)
  }

  @Test func `an interrupt stops it before the next request`() async throws {
    let cancellation = Cancellation()
    let account = FixtureAPI().account
    var stream = try Self.stream(nil, account, cancellation: cancellation)
    #expect(try await stream.next()?.count == 2)
    cancellation.request()
    await #expect(throws: EvaluationError.interrupted) { try await stream.next() }
    #expect(account.calls.count == 1)
  }

  /// Rows of a variable, all in one piece.
  private static func many(_ count: Int) -> Batch {
    var builder = BatchBuilder(RowType(made: Self.columns).layout)
    for number in 0..<count {
      #expect(builder.append(madeFrom: nil) { _, writer in writer.value(.int(Int64(number % 97))) })
    }
    return builder.build()
  }

  private static let columns = [RowType.Field(name: "n", type: FieldType(.int))]

  /// Asks to stop when rows come, and counts those.
  private final class StoppingStage: RowStage {
    let cancellation: Cancellation
    private(set) var passed = 0

    init(_ cancellation: Cancellation) {
      self.cancellation = cancellation
    }

    func process(_ batch: Batch) -> Batch {
      passed += batch.count
      cancellation.request()
      return batch
    }
  }

  @Test func `an interrupt stops it within the rows of one batch`() async throws {
    let cancellation = Cancellation()
    let stage = StoppingStage(cancellation)
    let type = RowType(made: Self.columns)
    var stream = RowStream(
      SnapshotSource(Self.many(3 * RowStream.mostRows)), type: type, cancellation: cancellation
    ).appending(stage, type: type, UnreadValues())
    #expect(try await stream.next()?.count == RowStream.mostRows)
    await #expect(throws: EvaluationError.interrupted) { try await stream.next() }
    #expect(stage.passed == RowStream.mostRows)
  }

  @Test func `an interrupt stops a sort`() throws {
    let cancellation = Cancellation()
    let rows = Self.many(5000)
    let type = RowType(made: Self.columns)
    let field = try #require(type.reference("n"))
    let key = SortKey(expression: .field(field), type: .int, isDescending: false, text: "n")
    var sort = try SortStage([key], .atFixtures, type, cancellation)
    _ = try sort.process(rows)
    cancellation.request()
    #expect(throws: EvaluationError.interrupted) { try sort.finish() }
  }

  @Test func `an interrupt stops the making of groups`() throws {
    let cancellation = Cancellation()
    let rows = Self.many(500)
    let type = RowType(made: Self.columns)
    let field = try #require(type.reference("n"))
    let summary = Summary(
      keys: [Column(name: "n", expression: .field(field), type: FieldType(.int))], aggregates: [])
    var groups = try SummarizeStage(summary, .atFixtures, type, cancellation)
    _ = try groups.process(rows)
    #expect(try groups.finish()?.count == 97)
    cancellation.request()
    #expect(throws: EvaluationError.interrupted) { try groups.finish() }
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 9000])
  func `groups are handed on in parts, each once and in order`(_ count: Int) throws {
    var builder = BatchBuilder(RowType(made: Self.columns).layout)
    for number in 0..<2 * count {
      let isAdded = builder.append(madeFrom: nil) { slot, writer in
        writer.value(.int(Int64(number % count)))
      }
      #expect(isAdded)
    }
    let type = RowType(made: Self.columns)
    let field = try #require(type.reference("n"))
    let summary = Summary(
      keys: [Column(name: "n", expression: .field(field), type: FieldType(.int))], aggregates: [])
    var groups = try SummarizeStage(summary, .atFixtures, type, Cancellation())
    _ = try groups.process(builder.build())
    var numbers: [Int64?] = []
    repeat {
      let part = try #require(try groups.finish())
      for index in 0..<part.count { numbers.append(part[index].integer(0)) }
    } while groups.hasMore
    #expect(numbers == (0..<Int64(count)).map { $0 })
  }

  @Test(arguments: [0, 1, 8191, 8192, 8193, 20_000])
  func `rows that are passed on in parts are the same rows`(_ count: Int) async throws {
    let type = RowType(made: Self.columns)
    var stream = RowStream(
      SnapshotSource(Self.many(count)), type: type, cancellation: Cancellation())
    let rows = try await stream.collect()
    #expect(rows.count == count)
    #expect((0..<rows.count).allSatisfy { rows[$0].integer(0) == Int64($0 % 97) })
  }

  @Test func `an error in a stage or a source ends it`() async throws {
    var stream = try Self.stream(
      "where amount.minor + 9223372036854775807 > 0", FixtureAPI().account)
    await #expect(throws: EvaluationError.self) { try await stream.next() }
    let failing = RecordingAccount(read: { (_) throws(ReadFailure) in throw .malformed("x") })
    var other = try Self.stream("take 1", failing)
    await #expect(throws: EvaluationError.read(.malformed("x"))) { try await other.next() }
  }

  @Test func `tells what every stage has to say, in order`() async throws {
    var stream = try Self.stream(
      "where amount > 1000 | sort amount", FixtureAPI().account)
    _ = try await stream.collect()
    #expect(stream.remarks.map { $0.line.prefix(12) } == ["warning W110", "warning W111"])
  }

  @Test func `a table that is there is handed on once`() throws {
    var source = SnapshotSource(try Batch(FixtureDispute.docs))
    #expect(source.next()?.count == 8)
    #expect(source.next() == nil)
  }
}
