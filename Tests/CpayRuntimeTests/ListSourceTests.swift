import CpayClient
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayLanguage
@testable import CpayRuntime

@Suite struct ListSourceTests {
  /// A account that serves those pages, one a request, whatever was asked.
  private static func account(_ pages: [[UInt8]]) -> RecordingAccount {
    let next = Mutex(0)
    return RecordingAccount(read: { (call) throws(ReadFailure) in
      guard case .list = call else { throw .malformed("not a list") }
      let index = next.withLock { place in
        defer { place += 1 }
        return place
      }
      guard index < pages.count else { throw .malformed("asked beyond the last page") }
      return pages[index]
    })
  }

  private static func request(
    _ filters: [(String, String)] = [], pageSize: Int = 100
  ) -> ListRequest {
    ListRequest(
      filters: filters.map { ListRequest.Parameter(name: $0.0, value: $0.1) }, pageSize: pageSize)
  }

  private static func ids(_ source: any RowSource) async throws(EvaluationError) -> [String] {
    var source = source
    var ids: [String] = []
    while let batch = try await source.next() { ids += batch.ids }
    return ids
  }

  private static func disputes(_ ids: ClosedRange<Int>, status: String = "won") -> [FixtureDispute]
  {
    ids.map { FixtureDispute(id: "dp_\($0)", status: status) }
  }

  @Test func `reads page after page until there are no more`() async throws {
    let account = FixtureAPI().account
    let list = PagedList(.dispute, Self.request(pageSize: 3), reader: account)
    #expect(try await Self.ids(ListSource(list: list)) == FixtureDispute.docs.map(\.id))
    #expect(
      account.calls.map(\.text) == [
        "list /v1/disputes?limit=3", "list /v1/disputes?limit=3&starting_after=dp_c3",
        "list /v1/disputes?limit=3&starting_after=dp_f6",
      ])
  }

  @Test func `a dispute that comes again two pages later is noted`() async throws {
    let account = Self.account([
      page(Self.disputes(1...2), hasMore: true), page(Self.disputes(3...4), hasMore: true),
      page(Self.disputes(1...1) + Self.disputes(5...5), hasMore: false),
    ])
    var source = ListSource(list: PagedList(.dispute, Self.request(pageSize: 2), reader: account))
    var ids: [String] = []
    while let batch = try await source.next() { ids += batch.ids }
    #expect(ids == ["dp_1", "dp_2", "dp_3", "dp_4", "dp_5"])
    #expect(
      source.remarks.map(\.line)
        == ["note: the API gave 1 object more than once; it counts once (dp_1)"])
  }

  @Test func `a row at the border of two pages comes once`() async throws {
    let account = Self.account([
      page(Self.disputes(1...3), hasMore: true), page(Self.disputes(3...5), hasMore: true),
      page(Self.disputes(5...6), hasMore: false),
    ])
    let list = PagedList(.dispute, Self.request(), reader: account)
    #expect(try await Self.ids(ListSource(list: list)) == (1...6).map { "dp_\($0)" })
  }

  struct Ignored: Sendable, CustomTestStringConvertible {
    let filter: (String, String)
    let dispute: FixtureDispute
    let found: String
    var testDescription: String { "\(filter.0)=\(filter.1) \(found)" }
  }

  @Test(arguments: [
    Ignored(
      filter: ("status", "won"), dispute: FixtureDispute(id: "dp_x", status: "needs_response"),
      found: "needs_response"),
    Ignored(
      filter: ("status", "won"), dispute: FixtureDispute(id: "dp_x", status: "Won"), found: "Won"),
    Ignored(
      filter: ("charge", "ch_1"), dispute: FixtureDispute(id: "dp_x", charge: "ch_10"),
      found: "ch_10"),
    Ignored(
      filter: ("payment_intent", "pi_1"), dispute: FixtureDispute(id: "dp_x", paymentIntent: nil),
      found: "null"),
  ])
  func `a server that ignores a filter is not believed`(row: Ignored) async throws {
    let good = FixtureDispute(id: "dp_good", status: row.filter.0 == "status" ? "won" : "lost")
    for pages in [
      [page([row.dispute], hasMore: false)],
      [page([good], hasMore: true), page([row.dispute], hasMore: false)],
    ] {
      let list = PagedList(
        .dispute, Self.request([row.filter]), reader: Self.account(pages))
      await #expect(
        throws: EvaluationError.filterIgnored(
          id: "dp_x", field: row.filter.0, found: row.found, asked: row.filter.1)
      ) { try await Self.ids(ListSource(list: list)) }
    }
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let pages: [[UInt8]]
  }

  @Test(arguments: [
    Bad(testDescription: "not a list", pages: [Array("{}".utf8)]),
    Bad(testDescription: "nothing", pages: [[]]),
    Bad(
      testDescription: "cut off", pages: [Array(page(disputes(1...2), hasMore: false).dropLast(9))]),
    Bad(testDescription: "an object", pages: [FixtureDispute(id: "dp_1").json]),
    Bad(testDescription: "more, but none", pages: [page([], hasMore: true)]),
    Bad(
      testDescription: "the same page again",
      pages: Array(repeating: page(disputes(1...2), hasMore: true), count: 2)),
    Bad(
      testDescription: "a row without id, behind which the next page would be asked for",
      pages: [Array(#"{"data":[{"status":"won"}],"has_more":true}"#.utf8)]),
    Bad(
      testDescription: "a row that is no object",
      pages: [Array(#"{"data":[5],"has_more":false}"#.utf8)]),
  ])
  func `a list that is none is an error, not a short list`(bad: Bad) async throws {
    let list = PagedList(.dispute, Self.request(), reader: Self.account(bad.pages))
    await #expect(throws: EvaluationError.self) { try await Self.ids(ListSource(list: list)) }
  }

  @Test(arguments: 0..<40)
  func `several lists come merged, newest first, each dispute once`(seed: Int) async throws {
    var random = SeededGenerator(seed: seed)
    let lists = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      let count = Int.random(in: 0...230, using: &random)
      return Set((0..<count).map { _ in Int.random(in: 0...300, using: &random) }).map { id in
        FixtureDispute(id: "dp_\(id)", created: Int64(1_700_000_000 + id / 7))
      }.sorted(by: Self.isNewer)
    }
    let pageSize = Int.random(in: 1...100, using: &random)
    let sources = lists.map { list in
      PagedList(
        .dispute, Self.request(pageSize: pageSize),
        reader: FixtureAPI(disputes: list).account)
    }
    var all: [String: FixtureDispute] = [:]
    for dispute in lists.joined() { all[dispute.id] = dispute }
    let expected = all.values.sorted(by: Self.isNewer).map(\.id)
    #expect(try await Self.ids(MergedSource(sources, resource: .dispute)) == expected)
  }

  private static func isNewer(_ a: FixtureDispute, _ b: FixtureDispute) -> Bool {
    if a.created != b.created { return a.created > b.created }
    return b.id.utf8.lexicographicallyPrecedes(a.id.utf8)
  }

  /// A reader that answers nobody before all lists have asked for the page they want.
  private struct MeetingReader: APIReader {
    let lists: Int
    let answers: RecordingAccount
    private let asked = Waiting()

    private final class Waiting: Sendable { let count = Mutex(0) }

    init(lists: Int, answers: RecordingAccount) { (self.lists, self.answers) = (lists, answers) }

    func page(
      of resource: Resource, _ query: [WireRequest.Parameter], cancellation: CancellationToken
    ) async throws(ReadFailure) -> [UInt8] {
      let own = asked.count.withLock { count in
        count += 1
        return count
      }
      let meeting = (own + lists - 1) / lists * lists
      while asked.count.withLock({ $0 < meeting }) {
        if Task.isCancelled { throw .malformed("nobody waits any more") }
        await Task.yield()
      }
      return try await answers.page(of: resource, query, cancellation: cancellation)
    }

    func object(
      _ resource: Resource, _ id: String, cancellation: CancellationToken
    ) async throws(ReadFailure) -> [UInt8] {
      throw .malformed("not a list")
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: [false, true])
  func `several lists are asked at once`(prefetches: Bool) async throws {
    let disputes = Self.disputes(1...6)
    let reader = MeetingReader(lists: 3, answers: FixtureAPI(disputes: disputes).account)
    let lists = (1...3).map { _ in
      PagedList(
        .dispute, Self.request(pageSize: 6), reader: reader, prefetches: prefetches)
    }
    let ids = try await Self.ids(MergedSource(lists, resource: .dispute))
    #expect(Set(ids) == Set(disputes.map(\.id)) && ids.count == 6)
  }

  @Test func `no list at all has no rows and asks nothing`() async throws {
    #expect(try await Self.ids(MergedSource([], resource: .dispute)) == [])
  }
}

@Suite struct ObjectSourceTests {
  @Test func `one object comes once`() async throws {
    let account = FixtureAPI().account
    var source = ObjectSource(.dispute, id: "dp_c3", reader: account)
    #expect(try await source.next()?.ids == ["dp_c3"])
    #expect(try await source.next() == nil)
    #expect(account.calls.map(\.text) == ["object dp_c3"])
  }

  @Test func `an answer about another dispute is not taken for the one asked for`() async throws {
    let account = RecordingAccount(read: { _ in FixtureDispute(id: "dp_other").json })
    var source = ObjectSource(.dispute, id: "dp_a1", reader: account)
    await #expect(
      throws: EvaluationError.malformed("asked for dp_a1, the answer is about another dispute")
    ) { try await source.next() }
  }
}
