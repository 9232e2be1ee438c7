import CpayModel
import CpayValue

/// A list as an asynchronous sequence: `for try await dispute in client.disputes.list()`.
///
/// While the objects of one page are handed on, the next page is on its way.
public struct ObjectList<Object: APIObject>: AsyncSequence, Sendable {
  /// One object.
  public typealias Element = Object
  /// A page that cannot be had, or is none.
  public typealias Failure = ReadFailure

  let client: APIClient
  let filters: [WireRequest.Parameter]
  let pageSize: Int
  let expand: [String]

  /// An iterator before the first object.
  public func makeAsyncIterator() -> AsyncIterator {
    let expansions = expand.map { WireRequest.Parameter("expand[]", "data.\($0)") }
    let client = client
    let pages = PageReader<ReadFailure>(
      layout: ColumnLayout([ColumnLayout.Column("id", .string, isRequired: true)]),
      idPrefix: Object.resource.idPrefix,
      filters: filters + expansions, pageSize: pageSize, prefetches: true, failure: { $0 },
      fetch: { (query) throws(ReadFailure) in
        try await client.page(of: Object.resource, query)
      })
    let asked = filters.filter { filter in
      Object.resource.filters.contains {
        $0.name == filter.name && $0.comparison == .equal && $0.field != nil
      }
    }
    return AsyncIterator(pages: pages, asked: asked)
  }

  /// The place in a list that has been reached.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private var pages: PageReader<ReadFailure>
    private let asked: [WireRequest.Parameter]
    private var rows: Batch?
    private var index = 0

    fileprivate init(pages: PageReader<ReadFailure>, asked: [WireRequest.Parameter]) {
      (self.pages, self.asked) = (pages, asked)
    }

    /// The next object; nil after the last.
    /// - Throws: ``ReadFailure`` when a page cannot be had, or the server ignores a filter.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ReadFailure) -> Object? {
      while rows.map({ index >= $0.count }) ?? true {
        guard let page = try await pages.next() else { return nil }
        (rows, index) = (page, 0)
      }
      guard let rows else { return nil }
      let object = try Object(json: Array(rows[index].bytes))
      index += 1
      for filter in asked where object.json[filter.name]?.filterText != filter.value {
        throw .malformed("the server ignored the filter \(filter.name)=\(filter.value)")
      }
      return object
    }

    /// The next object; nil after the last.
    public mutating func next() async throws(ReadFailure) -> Object? {
      try await next(isolation: #isolation)
    }
  }
}

extension JSONNode {
  /// The text that a filter for this value has; an expanded object is found by its id.
  fileprivate var filterText: String? { string ?? self["id"]?.string }
}
