public import CpayValue

/// Reads a list page after page, each as rows; the one way of paging, whoever fetches the pages.
///
/// With prefetch the next page is asked for before this one is read; without it, no page is asked
/// for before someone wants its rows. An object that comes again, as when rows shift meanwhile,
/// counts once, and ``repeatedIDs`` names it; one without an id is like no other.
public struct PageReader<Failure: Error> {
  /// Brings the bytes of the page with that query.
  public typealias Fetch = @Sendable ([WireRequest.Parameter]) async throws(Failure) -> [UInt8]

  private let fetch: Fetch
  private let failure: @Sendable (ReadFailure) -> Failure
  private let prefetches: Bool
  private let idSlot: Int
  private let idPrefix: String
  private var cursor: PageCursor
  private var scanner: RowScanner
  private var ahead: PagesAhead<Failure>?
  private var seen = KeyTable()
  /// The ids that came again, each as often as it did.
  public private(set) var repeatedIDs: [String] = []
  /// The ids of objects that are not of their resource's form; nil for one whose id is not, either.
  public private(set) var misfits: [String?] = []

  /// A reader before the first page.
  ///
  /// The `layout` has to have a column `id`, whose texts begin with `idPrefix`; `failure` makes an
  /// error of a list that is none. Where it `keepsMisfits`, an object of another form is handed on
  /// like the others.
  public init(
    layout: ColumnLayout, idPrefix: String = "", filters: [WireRequest.Parameter], pageSize: Int,
    prefetches: Bool, keepsMisfits: Bool = false,
    failure: @escaping @Sendable (ReadFailure) -> Failure, fetch: @escaping Fetch
  ) {
    (self.fetch, self.failure, self.prefetches) = (fetch, failure, prefetches)
    idSlot = layout.slot("id") ?? 0
    self.idPrefix = idPrefix
    cursor = PageCursor(filters: filters, pageSize: pageSize)
    scanner = RowScanner(layout, keepsMisfits: keepsMisfits)
  }

  /// Asks for the page that is wanted next, unless it is on its way, so that it comes while others do.
  public mutating func prepare() {
    guard ahead == nil, !cursor.isAtEnd else { return }
    ahead = PagesAhead(from: cursor, goesOn: prefetches, idPrefix: idPrefix, fetch)
  }

  /// The rows of the next page that has any; nil after the last.
  /// - Throws: what the fetching throws, or what `failure` makes of a list that leads nowhere.
  public mutating func next() async throws(Failure) -> Batch? {
    while !cursor.isAtEnd {
      let rows = withoutRepeats(try read(await bytes()).rows)
      if !rows.isEmpty { return rows }
    }
    return nil
  }

  /// The page that is wanted now; one that was fetched ahead on a wrong guess is of no use.
  private mutating func bytes() async throws(Failure) -> [UInt8] {
    if prefetches { prepare() }
    if let page = await ahead?.next(), page.query == cursor.query {
      if !prefetches { ahead = nil }
      return try page.bytes.get()
    }
    ahead = nil
    return try await fetch(cursor.query)
  }

  private mutating func read(_ bytes: [UInt8]) throws(Failure) -> RowScanner.Page {
    let page: RowScanner.Page
    do {
      page = try scanner.page(bytes)
    } catch {
      throw failure(.malformed("\(error.reason) (byte \(error.offset))"))
    }
    for index in scanner.misfits { misfits.append(page.rows[index].text(idSlot)) }
    do {
      try cursor.advance(past: page, idSlot: idSlot)
    } catch {
      throw failure(error)
    }
    return page
  }

  private mutating func withoutRepeats(_ rows: Batch) -> Batch {
    var (next, numbers) = (seen.count, [Int32]())
    seen.add(rows, by: [.text(idSlot)], to: &numbers) { index, key in
      key.add(rows[index].text(idSlot).map { .string($0) } ?? .null)
    }
    var repeated: Set<Int> = []
    for (index, number) in numbers.enumerated() {
      if Int(number) == next {
        next += 1
      } else if let id = rows[index].text(idSlot), !id.isEmpty {
        repeatedIDs.append(id)
        repeated.insert(index)
      }
    }
    guard !repeated.isEmpty else { return rows }
    return rows.reordered((0..<rows.count).filter { !repeated.contains($0) })
  }
}
