public import CpayValue

/// Reads a list page after page, each as rows; the one way of paging, whoever fetches the pages.
///
/// With prefetch the next page is on its way before the rows of this one are handed on; without it,
/// no page is asked for before someone wants its rows. Rows that the page before held too, which a
/// server repeats when rows shift meanwhile, come once.
public struct PageReader<Failure: Error> {
  /// Brings the bytes of the page with that query.
  public typealias Fetch = @Sendable ([WireRequest.Parameter]) async throws(Failure) -> [UInt8]

  private let fetch: Fetch
  private let failure: @Sendable (ReadFailure) -> Failure
  private let prefetches: Bool
  private let idSlot: Int
  private var cursor: PageCursor
  private var scanner: RowScanner
  private var coming: ComingPage<Failure>?
  private var lastIDs: Set<String> = []

  /// A reader before the first page.
  ///
  /// The `layout` has to have a column `id`; `failure` makes an error of a list that is none.
  public init(
    layout: ColumnLayout, filters: [WireRequest.Parameter], pageSize: Int, prefetches: Bool,
    failure: @escaping @Sendable (ReadFailure) -> Failure, fetch: @escaping Fetch
  ) {
    (self.fetch, self.failure, self.prefetches) = (fetch, failure, prefetches)
    idSlot = layout.slot("id") ?? 0
    cursor = PageCursor(filters: filters, pageSize: pageSize)
    scanner = RowScanner(layout)
  }

  /// The rows of the next page that has any; nil after the last.
  /// - Throws: what the fetching throws, or what `failure` makes of a list that leads nowhere.
  public mutating func next() async throws(Failure) -> Batch? {
    while !cursor.isAtEnd {
      let bytes: [UInt8]
      if let coming {
        self.coming = nil
        bytes = try await coming.bytes()
      } else {
        bytes = try await fetch(cursor.query)
      }
      let page = try read(bytes)
      // Reading a page takes microseconds, a request milliseconds: finding the last id alone first
      // would gain nothing.
      if prefetches, !cursor.isAtEnd { coming = ComingPage(cursor.query, fetch) }
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

/// A page that is on its way; given up with whoever wanted it.
private final class ComingPage<Failure: Error>: Sendable {
  private let task: Task<Result<[UInt8], Failure>, Never>

  init(_ query: [WireRequest.Parameter], _ fetch: @escaping PageReader<Failure>.Fetch) {
    task = Task {
      do throws(Failure) {
        return .success(try await fetch(query))
      } catch {
        return .failure(error)
      }
    }
  }

  deinit { task.cancel() }

  func bytes() async throws(Failure) -> [UInt8] {
    let task = task
    return try await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }.get()
  }
}
