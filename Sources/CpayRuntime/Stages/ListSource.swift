import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// The rows of one list, page after page, each held against the filters it was asked with.
struct PagedList {
  private var pages: PageReader<EvaluationError>
  private let filters: [Filter]
  private let idSlot: Int

  /// What every row is to have in a field.
  private struct Filter {
    let slot: Int
    let name: String
    let value: String
    let bytes: [UInt8]
    /// Whether every object has the field.
    let isRequired: Bool
  }

  /// A list whose pages come through `reader`; with `prefetches` one is always on its way, which
  /// suits whoever wants them all.
  init(
    _ resource: Resource, _ request: ListRequest, layout: ColumnLayout? = nil,
    reader: any APIReader, prefetches: Bool = false
  ) {
    let layout = layout ?? resource.layout
    idSlot = layout.slot("id") ?? 0
    pages = PageReader(
      layout: layout, idPrefix: resource.idPrefix,
      filters: request.expanding.map { WireRequest.Parameter("expand[]", "data.\($0)") }
        + request.filters.map { WireRequest.Parameter($0.name, $0.value) },
      pageSize: request.pageSize, prefetches: prefetches, keepsMisfits: resource.keepsMisfits,
      failure: { EvaluationError.read($0) },
      fetch: { (query) throws(EvaluationError) in
        do throws(ReadFailure) {
          return try await reader.page(of: resource, query, cancellation: .never)
        } catch {
          throw .read(error)
        }
      })
    filters = request.filters.compactMap { filter in
      layout.slot(filter.name).map { slot in
        Filter(
          slot: slot, name: filter.name, value: filter.value, bytes: Array(filter.value.utf8),
          isRequired: layout.columns[slot].isRequired)
      }
    }
  }

  /// The ids that came more than once, each as often as it came again.
  var repeatedIDs: [String] { pages.repeatedIDs }
  /// The ids of the objects that are not of their own form, where they have one.
  var misfits: [String?] { pages.misfits }

  /// Asks for the next page already, so that it comes while others do.
  mutating func prepare() { pages.prepare() }

  /// The rows of the next page; nil after the last.
  mutating func next() async throws(EvaluationError) -> Batch? {
    guard let rows = try await pages.next() else { return nil }
    for index in 0..<rows.count {
      let row = rows[index]
      for filter in filters
      where !row.isHeld(by: filter.slot, filter.bytes)
        && !(filter.isRequired && row.isUnreadable(filter.slot))
      {
        throw .filterIgnored(
          id: row.text(idSlot) ?? "", field: filter.name,
          found: row.text(filter.slot) ?? "null", asked: filter.value)
      }
    }
    return rows
  }
}

extension Row {
  /// Whether a field is that text, or an object with that id.
  fileprivate func isHeld(by slot: Int, _ text: [UInt8]) -> Bool {
    if let isEqual = textEquals(slot, text) { return isEqual }
    return node(slot)?["id"]?.string?.utf8.elementsEqual(text) == true
  }

  /// Whether a field is neither a text nor an object with an id: where one has to be there, that shows
  /// no filter to be ignored.
  fileprivate func isUnreadable(_ slot: Int) -> Bool {
    text(slot) == nil && node(slot)?["id"]?.string == nil
  }
}

/// One list, its pages handed on as they come.
struct ListSource: RowSource {
  var list: PagedList

  mutating func next() async throws(EvaluationError) -> Batch? {
    try await list.next()
  }

  var remarks: [Diagnostic] {
    Diagnostic.remarks(ofRepeated: list.repeatedIDs) + Diagnostic.remarks(ofMisfits: list.misfits)
  }
}

extension Diagnostic {
  /// What there is to say of objects that are not of their own form.
  fileprivate static func remarks(ofMisfits ids: [String?]) -> [Diagnostic] {
    if ids.isEmpty { return [] }
    var found = SampledRows()
    for id in ids { found.add(id) }
    return [Diagnostic(RunFinding.misfits(count: found.count, first: found.shown))]
  }

  /// What there is to say of ids that the API gave more than once.
  fileprivate static func remarks(ofRepeated ids: [String]) -> [Diagnostic] {
    if ids.isEmpty { return [] }
    var found = SampledRows()
    var seen: Set<String> = []
    for id in ids where seen.insert(id).inserted { found.add(id) }
    return [Diagnostic(RunFinding.repeatedObjects(count: found.count, first: found.shown))]
  }
}

/// Several lists, asked at once and merged newest first.
///
/// Rows come by `created` from late to early, then by id from the end, as one list has them; an id
/// that two lists hold, as when its status changes meanwhile, comes once. A row without an id is
/// like no other.
struct MergedSource: RowSource {
  private var heads: [Head]
  private let layout: ColumnLayout
  private let idSlot: Int
  private let createdSlot: Int
  private var seen: Set<String> = []
  private var repeatedIDs: [String] = []

  private let batchSize: Int
  private let asksAtOnce: Bool

  private struct Head {
    var list: PagedList
    var batch: Batch?
    var index = 0
    var isAtEnd = false

    /// Whether its rows are used up, and there may be more.
    var isSpent: Bool { !isAtEnd && index >= batch?.count ?? 0 }
  }

  /// A source of those lists' rows.
  ///
  /// They are handed on `batchSize` at a time: where a page is smaller, since fewer rows are wanted, no
  /// more pages are asked for than these take. Unless all lists are asked at once, it is one after
  /// another.
  init(
    _ lists: [PagedList], resource: Resource, layout: ColumnLayout? = nil, batchSize: Int = 100,
    asksAtOnce: Bool = true
  ) {
    (self.batchSize, self.asksAtOnce) = (batchSize, asksAtOnce)
    heads = lists.map { Head(list: $0) }
    let layout = layout ?? resource.layout
    self.layout = layout
    idSlot = layout.slot("id") ?? 0
    createdSlot = layout.slot("created") ?? 0
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    var builder = BatchBuilder(layout)
    while builder.count < batchSize {
      try await fill()
      guard let first = firstHead(), let row = row(first) else { break }
      heads[first].index += 1
      // What has no id is no repeat of anything.
      if let id = row.text(idSlot), !id.isEmpty, !seen.insert(id).inserted {
        repeatedIDs.append(id)
        continue
      }
      if !builder.append(row) { throw .tooManyRows }
    }
    return builder.count == 0 ? nil : builder.build()
  }

  var remarks: [Diagnostic] {
    Diagnostic.remarks(ofRepeated: heads.flatMap(\.list.repeatedIDs) + repeatedIDs)
      + Diagnostic.remarks(ofMisfits: heads.flatMap(\.list.misfits))
  }

  /// Sees to it that every list has a row to offer, or none left.
  private mutating func fill() async throws(EvaluationError) {
    if asksAtOnce {
      for index in heads.indices where heads[index].isSpent { heads[index].list.prepare() }
    }
    for index in heads.indices {
      while heads[index].isSpent {
        let batch = try await heads[index].list.next()
        heads[index].batch = batch
        heads[index].index = 0
        heads[index].isAtEnd = batch == nil
      }
    }
  }

  private func row(_ head: Int) -> Row? {
    guard let batch = heads[head].batch, heads[head].index < batch.count else { return nil }
    return batch[heads[head].index]
  }

  private func firstHead() -> Int? {
    heads.indices.filter { row($0) != nil }.min { isNewer(row($0), row($1)) }
  }

  private func isNewer(_ a: Row?, _ b: Row?) -> Bool {
    let (first, second) = (a?.integer(createdSlot) ?? 0, b?.integer(createdSlot) ?? 0)
    if first != second { return first > second }
    return Order(bytes: a?.text(idSlot) ?? "", b?.text(idSlot) ?? "") == .greater
  }
}

/// One object, as rows of one.
struct ObjectSource: RowSource {
  private let resource: Resource
  private let id: String
  private let reader: any APIReader
  private var isDone = false

  init(_ resource: Resource, id: String, reader: any APIReader) {
    self.resource = resource
    self.id = id
    self.reader = reader
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    guard !isDone else { return nil }
    isDone = true
    return try await reader.row(resource, id)
  }
}
