import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Rows with the whole object in the place of its id; an object is asked for once, and one that is
/// there already is not.
struct ExpandSource: RowSource {
  private var stream: RowStream
  private let column: String
  private let slot: Int
  private let keys: [String]
  private let output: ColumnLayout
  private var fetcher: ObjectFetcher
  /// The rows that the ids stand in, where a file may have said them rather than the API.
  private let filed: RowType?
  /// How many rows went before.
  private var count = 0

  init(
    _ stream: RowStream, _ reference: Reference, over input: RowType? = nil, output: RowType,
    on host: Host
  ) {
    filed = input?.freshness == .filed && reference.keys.isEmpty ? input : nil
    self.stream = stream
    (column, slot, keys) = (reference.field.name, reference.field.slot, reference.keys)
    self.output = output.layout
    fetcher = ObjectFetcher(reference.resource, on: host)
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    guard let batch = try await stream.next() else { return nil }
    defer { count += batch.count }
    let parts = (0..<batch.count).map { batch[$0].part(slot, keys) }
    let ids = parts.compactMap { $0?.text }
    if ids.isEmpty, batch.storage.layout == output { return batch }
    try await fetcher.fetch(ids)
    var builder = BatchBuilder(output)
    for (place, part) in parts.enumerated()
    where !(try append(batch[place], part, count + place + 1, to: &builder)) {
      throw .tooManyRows
    }
    return builder.build()
  }

  /// Adds the row with the other object in place of the id, where it has one.
  private func append(
    _ row: Row, _ part: Row.Part?, _ number: Int, to builder: inout BatchBuilder
  ) throws(EvaluationError) -> Bool {
    guard let part, let id = part.text else { return builder.append(row) }
    guard let object = fetcher[id] else {
      guard let filed else { throw .malformed("there is no object for \(id)") }
      let name = filed.place(of: "id").flatMap { row.text($0) } ?? "row \(number)"
      throw .noObject(
        id: id, resource: fetcher.resource.name, place: "`\(column)` of \(name)")
    }
    do throws(JSONError) {
      return try builder.append(row, replacing: part, with: object[0])
    } catch {
      throw .malformed("an object in the place of its id: \(error)")
    }
  }

  var remarks: [Diagnostic] { stream.remarks }
}
