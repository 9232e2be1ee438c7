import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Rows with the whole object in the place of its id; an object is asked for once.
struct ExpandSource: RowSource {
  private var stream: RowStream
  private let slot: Int
  private let output: ColumnLayout
  private var fetcher: ObjectFetcher

  init(
    _ stream: RowStream, _ field: FieldReference, _ resource: Resource, output: RowType,
    on host: Host
  ) {
    self.stream = stream
    slot = field.slot
    self.output = output.layout
    fetcher = ObjectFetcher(resource, on: host)
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    guard let batch = try await stream.next() else { return nil }
    let rows = (0..<batch.count).map { batch[$0] }
    try await fetcher.fetch(rows.compactMap { $0.text(slot) })
    var builder = BatchBuilder(output)
    var scanner = RowScanner(output)
    for row in rows {
      guard let bytes = try expanded(row) else {
        throw .malformed("there is no object for \(row.text(slot) ?? "an id")")
      }
      do {
        try builder.append(contentsOf: scanner.object(bytes))
      } catch let error as EvaluationError {
        throw error
      } catch {
        throw .malformed("an object in the place of its id: \(error)")
      }
    }
    return builder.build()
  }

  /// The row's object with the other in place of the id; nil where the other is gone.
  private func expanded(_ row: Row) throws(EvaluationError) -> [UInt8]? {
    guard let id = row.text(slot), let written = row.json(slot) else { return Array(row.bytes) }
    guard let object = fetcher[id] else { return nil }
    let whole = row.bytes
    return Array(whole[..<written.startIndex]) + Array(object[0].bytes)
      + Array(whole[written.endIndex...])
  }

  var remarks: [Diagnostic] { stream.remarks }
}
