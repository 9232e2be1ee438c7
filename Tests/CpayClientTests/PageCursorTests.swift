import CpayClient
import CpayModel
import CpayValue
import HTTPTypes
import Testing

@Suite struct PageCursorTests {
  private static let layout = ColumnLayout([
    ColumnLayout.Column("id", .string, isRequired: true)
  ])

  private static func page(_ ids: [String], hasMore: Bool) throws -> RowScanner.Page {
    let rows = ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
    var scanner = RowScanner(layout)
    return try scanner.page(Array(#"{"data":[\#(rows)],"has_more":\#(hasMore)}"#.utf8))
  }

  private static func target(_ cursor: PageCursor) -> String {
    WireRequest(.get, "/", query: cursor.query).target
  }

  @Test func `starts without a place and moves past the last row of each page`() throws {
    var cursor = PageCursor(
      filters: [WireRequest.Parameter("status", "won")], pageSize: 2)
    #expect(Self.target(cursor) == "/?limit=2&status=won")
    try cursor.advance(past: Self.page(["dp_1", "dp_2"], hasMore: true), idSlot: 0)
    #expect(Self.target(cursor) == "/?limit=2&starting_after=dp_2&status=won")
    #expect(!cursor.isAtEnd)
    try cursor.advance(past: Self.page(["dp_3"], hasMore: false), idSlot: 0)
    #expect(cursor.isAtEnd)
  }

  @Test func `an empty list is an end`() throws {
    var cursor = PageCursor(filters: [], pageSize: 100)
    try cursor.advance(past: Self.page([], hasMore: false), idSlot: 0)
    #expect(cursor.isAtEnd)
  }

  @Test func `an empty page that promises more is an error`() throws {
    var cursor = PageCursor(filters: [], pageSize: 100)
    let page = try Self.page([], hasMore: true)
    #expect(
      throws: ReadFailure.malformed("the server promises more rows but sent none")
    ) { try cursor.advance(past: page, idSlot: 0) }
  }

  @Test func `a page that leads nowhere is an error`() throws {
    var cursor = PageCursor(filters: [], pageSize: 100)
    try cursor.advance(past: Self.page(["dp_1"], hasMore: true), idSlot: 0)
    let page = try Self.page(["dp_0", "dp_1"], hasMore: true)
    #expect(throws: ReadFailure.malformed("the server sends the same page again")) {
      try cursor.advance(past: page, idSlot: 0)
    }
  }

  @Test func `a list without end is an error`() throws {
    var cursor = PageCursor(filters: [], pageSize: 1)
    #expect(throws: ReadFailure.malformed("the list has more than 10000 pages")) {
      for index in 0..<20_000 {
        try cursor.advance(past: Self.page(["dp_\(index)"], hasMore: true), idSlot: 0)
      }
    }
  }

  @Test func `pages that go in a circle are an error`() throws {
    var cursor = PageCursor(filters: [], pageSize: 1)
    #expect(throws: ReadFailure.malformed("the server sends the same page again")) {
      for id in ["dp_1", "dp_2", "dp_1"] {
        try cursor.advance(past: Self.page([id], hasMore: true), idSlot: 0)
      }
    }
  }
}
