public import CpayValue

/// Decides which page of a list comes next; sends nothing itself.
///
/// A cursor that does not move, an id seen twice in a row of pages and a list without end are
/// errors rather than short lists.
public struct PageCursor: Sendable {
  private let filters: [WireRequest.Parameter]
  private let pageSize: Int
  private var after: String?
  private var used: Set<String> = []
  /// Whether the last page has been read.
  public private(set) var isAtEnd = false

  private static let maximumPages = 10_000

  /// A cursor before the first page.
  public init(filters: [WireRequest.Parameter], pageSize: Int) {
    self.filters = filters
    self.pageSize = pageSize
  }

  /// The query of the page to read next.
  public var query: [WireRequest.Parameter] { query(after: after) }

  /// The query of the page behind that id; of the first page without one.
  func query(after: String?) -> [WireRequest.Parameter] {
    var query = filters
    query.append(WireRequest.Parameter("limit", String(pageSize)))
    if let after { query.append(WireRequest.Parameter("starting_after", after)) }
    return query
  }

  /// Takes note of the page that was read.
  /// - Throws: ``ReadFailure/malformed(_:)`` when going on would not end.
  public mutating func advance(past page: RowScanner.Page, idSlot: Int) throws(ReadFailure) {
    guard page.hasMore else {
      isAtEnd = true
      return
    }
    guard page.rows.count > 0 else {
      throw .malformed("the server promises more rows but sent none")
    }
    guard let last = page.rows[page.rows.count - 1].text(idSlot) else {
      throw .malformed("the last row of a page has no id, by which the next would be asked for")
    }
    guard used.insert(last).inserted else {
      throw .malformed("the server sends the same page again")
    }
    guard used.count < PageCursor.maximumPages else {
      throw .malformed("the list has more than \(PageCursor.maximumPages) pages")
    }
    after = last
  }
}
