import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Objects by their ids, in the order of the list, each once; all are found before the first is
/// handed on.
struct IDsSource: RowSource {
  /// An id, where a file holds it, and what it says of the dispute.
  struct Entry {
    let id: String
    var place: Place?
    var seen: DisputeSnapshot?
  }

  private let resource: Resource
  private let entries: [Entry]
  private let dropsMissing: Bool
  private let host: Host
  private var isDone = false
  private var counts: [String: Int] = [:]
  private var repeated: [String] = []
  private var missing: [String] = []
  private var differences = FileDifferences()

  init(
    _ resource: Resource, _ entries: [Entry], dropsMissing: Bool, on host: Host
  ) {
    self.resource = resource
    self.entries = entries
    self.dropsMissing = dropsMissing
    self.host = host
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    guard !isDone else { return nil }
    isDone = true
    var fetcher = ObjectFetcher(resource, on: host)
    try await fetcher.fetch(entries.map(\.id))
    var builder = BatchBuilder(resource.layout)
    for entry in entries {
      counts[entry.id, default: 0] += 1
      if let count = counts[entry.id], count > 1 {
        if count == 2 { repeated.append(entry.id) }
        continue
      }
      if let found = fetcher[entry.id] {
        if let seen = entry.seen { try differences.compare(seen, with: found[0]) }
        try builder.append(contentsOf: found)
      } else if dropsMissing {
        missing.append(entry.id)
      } else {
        let problem = RunFinding.noObject(entry.id, of: resource.name)
        throw .diagnostic(Diagnostic(problem, at: entry.place))
      }
    }
    return builder.build()
  }

  private static let maximumRepeated = 5

  var remarks: [Diagnostic] {
    let more = repeated.count - IDsSource.maximumRepeated
    let found =
      repeated.prefix(IDsSource.maximumRepeated).map { id in
        RunFinding.repeatedID(id, count: counts[id] ?? 0)
      } + (more > 0 ? [.moreRepeated(more)] : []) + missing.map { .missingObject($0) }
    return found.map { Diagnostic($0) } + differences.remarks
  }
}
