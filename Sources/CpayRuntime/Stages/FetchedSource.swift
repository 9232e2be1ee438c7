import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// The objects that rows of a file name, as the API has them now.
struct FetchedSource: RowSource {
  private var stream: RowStream
  private var fetcher: ObjectFetcher
  private let idSlot: Int
  private var differences = FileDifferences()

  init(_ stream: RowStream, _ resource: Resource, _ id: FieldReference, on host: Host) {
    self.stream = stream
    fetcher = ObjectFetcher(resource, on: host)
    idSlot = id.slot
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    guard let batch = try await stream.next() else { return nil }
    var ids: [String] = []
    for index in 0..<batch.count {
      guard let id = batch[index].text(idSlot) else {
        throw .malformed("a \(fetcher.resource.name) without an id")
      }
      ids.append(id)
    }
    try await fetcher.fetch(ids)
    var builder = BatchBuilder(fetcher.resource.layout)
    for (index, id) in ids.enumerated() {
      guard let found = fetcher[id] else {
        throw .invalid("there is no \(fetcher.resource.name) \(id)")
      }
      if let seen = try? DisputeSnapshot(batch[index]) {
        differences.compare(seen, with: found[0])
      }
      try builder.append(contentsOf: found)
    }
    return builder.build()
  }

  var remarks: [Diagnostic] { stream.remarks + differences.remarks }
}
