public import CpayValue

/// Reads a list page after page, each as rows; the one way of paging, whoever fetches the pages.
///
/// With prefetch the next page is asked for while the rows of this one are used; without it, no page
/// is asked for before someone wants its rows. Rows that the page before held too, which a server
/// repeats when rows shift meanwhile, come once.
public struct PageReader<Failure: Error> {
  /// Brings the bytes of the page with that query.
  public typealias Fetch = @Sendable ([WireRequest.Parameter]) async throws(Failure) -> [UInt8]

  private var pages: PageSequence<Failure>
  private let prefetches: Bool
  private var ahead: PagesAhead<Failure>?

  /// A reader before the first page.
  ///
  /// The `layout` has to have a column `id`; `failure` makes an error of a list that is none.
  public init(
    layout: ColumnLayout, filters: [WireRequest.Parameter], pageSize: Int, prefetches: Bool,
    failure: @escaping @Sendable (ReadFailure) -> Failure, fetch: @escaping Fetch
  ) {
    pages = PageSequence(
      fetch: fetch, failure: failure, idSlot: layout.slot("id") ?? 0,
      cursor: PageCursor(filters: filters, pageSize: pageSize), scanner: RowScanner(layout))
    self.prefetches = prefetches
  }

  /// The rows of the next page that has any; nil after the last.
  /// - Throws: what the fetching throws, or what `failure` makes of a list that leads nowhere.
  public mutating func next() async throws(Failure) -> Batch? {
    if let ahead { return try await ahead.next() }
    let rows = try await pages.next()
    // Most lists are one page; whoever reads on behind it is read ahead of.
    if prefetches, !pages.isAtEnd { ahead = PagesAhead(pages) }
    return rows
  }
}

/// The pages of a list, one after the other, each asked for when it is wanted.
struct PageSequence<Failure: Error>: Sendable {
  let fetch: PageReader<Failure>.Fetch
  let failure: @Sendable (ReadFailure) -> Failure
  let idSlot: Int
  var cursor: PageCursor
  var scanner: RowScanner
  private var lastIDs: Set<String> = []

  init(
    fetch: @escaping PageReader<Failure>.Fetch,
    failure: @escaping @Sendable (ReadFailure) -> Failure, idSlot: Int, cursor: PageCursor,
    scanner: RowScanner
  ) {
    (self.fetch, self.failure, self.idSlot) = (fetch, failure, idSlot)
    (self.cursor, self.scanner) = (cursor, scanner)
  }

  /// Whether the last page has been read.
  var isAtEnd: Bool { cursor.isAtEnd }

  /// The rows of the next page that has any; nil after the last.
  mutating func next() async throws(Failure) -> Batch? {
    while !cursor.isAtEnd {
      let page = try read(try await fetch(cursor.query))
      let rows = withoutRepeats(page.rows)
      if !rows.isEmpty { return rows }
    }
    return nil
  }

  private mutating func read(_ bytes: [UInt8]) throws(Failure) -> RowScanner.Page {
    let page: RowScanner.Page
    do {
      page = try scanner.page(bytes)
    } catch {
      throw failure(.malformed("\(error.reason) (byte \(error.offset))"))
    }
    do {
      try cursor.advance(past: page, idSlot: idSlot)
    } catch {
      throw failure(error)
    }
    return page
  }

  private mutating func withoutRepeats(_ rows: Batch) -> Batch {
    // A list of one page, the usual one, has nothing to repeat.
    if cursor.isAtEnd, lastIDs.isEmpty { return rows }
    let ids = Set((0..<rows.count).map { rows[$0].text(idSlot) ?? "" })
    defer { lastIDs = ids }
    guard !lastIDs.isDisjoint(with: ids) else { return rows }
    return rows.filter { !lastIDs.contains($0.text(idSlot) ?? "") }
  }
}
