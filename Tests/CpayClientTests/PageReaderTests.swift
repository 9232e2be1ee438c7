import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayClient

@Suite struct PageReaderTests {
  private static let layout = ColumnLayout([
    ColumnLayout.Column("id", .string, isRequired: true)
  ])

  /// A list of pages, each of the ids given, and what was asked of it.
  private final class Pages: Sendable {
    private let pages: [[String]]
    private let asked = Mutex<[String]>([])
    private let isEndless: Bool

    init(_ pages: [[String]], isEndless: Bool = false) {
      (self.pages, self.isEndless) = (pages, isEndless)
    }

    var queries: [String] { asked.withLock { $0 } }

    func reader(prefetches: Bool) -> PageReader<ReadFailure> {
      PageReader(
        layout: PageReaderTests.layout, filters: [WireRequest.Parameter("status", "won")],
        pageSize: 2, prefetches: prefetches, failure: { $0 },
        fetch: { (query) throws(ReadFailure) in try self.page(query) })
    }

    private func page(_ query: [WireRequest.Parameter]) throws(ReadFailure) -> [UInt8] {
      let index = asked.withLock { asked in
        asked.append(query.first { $0.name == "starting_after" }?.value ?? "-")
        return asked.count - 1
      }
      guard index < pages.count else { throw .malformed("asked beyond the last page") }
      let rows = pages[index].map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
      let hasMore = isEndless || index < pages.count - 1
      return Array(#"{"object":"list","data":[\#(rows)],"has_more":\#(hasMore)}"#.utf8)
    }
  }

  private static func ids(
    _ reader: inout PageReader<ReadFailure>
  ) async throws(ReadFailure) -> [String] {
    var ids: [String] = []
    while let rows = try await reader.next() {
      for index in 0..<rows.count { ids.append(rows[index].text(0) ?? "?") }
    }
    return ids
  }

  @Test(arguments: [false, true])
  func `reads all pages in order, each asked for once`(prefetches: Bool) async throws {
    let pages = Pages([["a", "b"], ["c", "d"], ["e"]])
    var reader = pages.reader(prefetches: prefetches)
    #expect(try await Self.ids(&reader) == ["a", "b", "c", "d", "e"])
    #expect(pages.queries == ["-", "b", "d"])
    #expect(try await reader.next() == nil && pages.queries.count == 3)
  }

  @Test(arguments: [false, true])
  func `rows that come again on the next page come once`(prefetches: Bool) async throws {
    var reader = Pages([["a", "b"], ["b", "c"], ["b", "d"]]).reader(prefetches: prefetches)
    #expect(try await Self.ids(&reader) == ["a", "b", "c", "d"])
  }

  @Test(arguments: [false, true])
  func `an object counts once wherever it comes again`(prefetches: Bool) async throws {
    var reader = Pages([["a", "b"], ["c", "d"], ["a", "d", "d", "e"]])
      .reader(prefetches: prefetches)
    #expect(try await Self.ids(&reader) == ["a", "b", "c", "d", "e"])
    #expect(reader.repeatedIDs == ["a", "d", "d"])
  }

  @Test func `without prefetch nothing is asked for that nobody wants`() async throws {
    let pages = Pages([["a", "b"], ["c"]])
    var reader = pages.reader(prefetches: false)
    _ = try await reader.next()
    #expect(pages.queries == ["-"])
  }

  @Test func `with prefetch the next page is asked for before this one is used up`() async throws {
    let pages = Pages([["a", "b"], ["c"]])
    var reader = pages.reader(prefetches: true)
    _ = try await reader.next()
    while pages.queries.count < 2 { await Task.yield() }
    #expect(pages.queries == ["-", "b"])
  }

  @Test(arguments: [false, true])
  func `a page that is on its way is not asked for again`(prefetches: Bool) async throws {
    let pages = Pages([["a", "b"], ["c", "d"], ["e"]])
    var reader = pages.reader(prefetches: prefetches)
    reader.prepare()
    reader.prepare()
    #expect(try await Self.ids(&reader) == ["a", "b", "c", "d", "e"])
    #expect(pages.queries == ["-", "b", "d"])
    reader.prepare()
    #expect(try await reader.next() == nil && pages.queries.count == 3)
  }

  @Test(arguments: [false, true])
  func `every page can be asked for before it is wanted`(prefetches: Bool) async throws {
    let pages = Pages([["a", "b"], ["c", "d"], ["e"]])
    var reader = pages.reader(prefetches: prefetches)
    for count in 1...3 {
      reader.prepare()
      while pages.queries.count < count { await Task.yield() }
      #expect(try await reader.next() != nil)
    }
    #expect(pages.queries == ["-", "b", "d"])
  }

  @Test(arguments: [false, true])
  func `a cursor that does not move is an error`(prefetches: Bool) async throws {
    var reader = Pages([["a", "b"], ["a", "b"], ["c"]], isEndless: true)
      .reader(prefetches: prefetches)
    await #expect(throws: ReadFailure.malformed("the server sends the same page again")) {
      try await Self.ids(&reader)
    }
  }

  @Test(arguments: [false, true])
  func `a page that fails fails the list`(prefetches: Bool) async throws {
    var reader = Pages([["a", "b"]], isEndless: true).reader(prefetches: prefetches)
    await #expect(throws: ReadFailure.malformed("asked beyond the last page")) {
      try await Self.ids(&reader)
    }
  }

  @Test func `a wrong guess of the next page costs a request and no row`() async throws {
    let asked = Mutex<[String]>([])
    var reader = PageReader<ReadFailure>(
      layout: Self.layout, filters: [], pageSize: 2, prefetches: true, failure: { $0 },
      fetch: { (query) throws(ReadFailure) in
        let after = query.first { $0.name == "starting_after" }?.value ?? "-"
        asked.withLock { $0.append(after) }
        // The last row's own id stands before that of an object inside it.
        let rows = ["-": #"{"id":"a","in":{"id":"z"}}"#, "a": #"{"id":"b"}"#, "z": #"{"id":"y"}"#]
        return Array(#"{"data":[\#(rows[after] ?? "")],"has_more":\#(after == "-")}"#.utf8)
      })
    #expect(try await Self.ids(&reader) == ["a", "b"])
    #expect(asked.withLock { Set($0) } == ["-", "z", "a"])
  }
}
