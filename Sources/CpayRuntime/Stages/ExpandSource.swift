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
    for row in rows where !(try append(row, to: &builder)) { throw .tooManyRows }
    return builder.build()
  }

  /// Adds the row with the other object in place of the id, where it has one.
  private func append(
    _ row: Row, to builder: inout BatchBuilder
  ) throws(EvaluationError) -> Bool {
    guard let id = row.text(slot) else { return builder.append(row) }
    guard let object = fetcher[id] else { throw .malformed("there is no object for \(id)") }
    do throws(JSONError) {
      return try builder.append(row, replacing: slot, with: object[0])
    } catch {
      throw .malformed("an object in the place of its id: \(error)")
    }
  }

  var remarks: [Diagnostic] { stream.remarks }
}
