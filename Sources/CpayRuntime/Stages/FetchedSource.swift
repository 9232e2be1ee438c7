import CpayLanguage
import CpayModel
import CpayValue

/// Rows over objects that a file held, with the objects as the API has them now behind each.
struct FetchedSource: RowSource {
  private var stream: RowStream
  private var fetcher: ObjectFetcher
  private let idSlot: Int
  private var differences: [String] = []

  init(_ stream: RowStream, _ resource: Resource, on host: Host) {
    self.stream = stream
    fetcher = ObjectFetcher(resource, on: host)
    idSlot = resource.layout.slot("id") ?? 0
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    guard let batch = try await stream.next() else { return nil }
    let ids = (0..<batch.count).map { batch[$0].origin.text(idSlot) ?? "" }
    try await fetcher.fetch(ids)
    let layout = stream.type.layout
    var builder = BatchBuilder(layout)
    for (index, id) in ids.enumerated() {
      guard let found = fetcher[id] else {
        throw .invalid("there is no \(fetcher.resource.name) \(id)")
      }
      if let seen = try? DisputeSnapshot(batch[index].origin),
        let change = try DisputeSnapshot(found[0]).change(since: seen)
      {
        differences.append("\(id) is no longer what the file says: \(change)")
      }
      guard stream.type.isMade else {
        try builder.append(contentsOf: found)
        continue
      }
      let row = batch[index]
      let fitted = builder.append(madeFrom: found[0]) { slot, writer in writer.field(row, slot) }
      if !fitted { throw .tooManyRows }
    }
    return builder.build()
  }

  var remarks: [Remark] {
    let shown = differences.prefix(5).map { Remark.note($0) }
    let more = differences.count - shown.count
    return stream.remarks + shown + (more > 0 ? [.note("so are \(more) more")] : [])
  }
}
