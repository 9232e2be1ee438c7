import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Objects by their ids, in the order of the list, each once; all are found before the first is
/// handed on.
struct IDsSource: RowSource {
  /// An id, and where a file holds it.
  struct Entry {
    let id: String
    let place: Place?
  }

  private let resource: Resource
  private let entries: [Entry]
  private let dropsMissing: Bool
  private let host: Host
  private var isDone = false
  private var repeated: [String] = []
  private var missing: [String] = []

  init(
    _ resource: Resource, _ entries: [Entry], dropsMissing: Bool, on host: Host
  ) {
    self.resource = resource
    self.entries = entries
    self.dropsMissing = dropsMissing
    self.host = host
  }

  /// The ids in a file.
  /// - Throws: ``EvaluationError/diagnostic(_:)`` at the first line that is no id.
  static func entries(
    _ file: Source, _ resource: Resource
  ) throws(EvaluationError) -> [Entry] {
    let list = IDList(file, resource)
    if let mistake = list.mistake { throw .diagnostic(mistake) }
    return list.entries.map { Entry(id: $0.id, place: $0.place) }
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    guard !isDone else { return nil }
    isDone = true
    var fetcher = ObjectFetcher(resource, on: host)
    try await fetcher.fetch(entries.map(\.id))
    var builder = BatchBuilder(resource.layout)
    var seen: Set<String> = []
    for entry in entries {
      guard seen.insert(entry.id).inserted else {
        if !repeated.contains(entry.id) { repeated.append(entry.id) }
        continue
      }
      if let found = fetcher[entry.id] {
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

  var remarks: [Diagnostic] {
    let found =
      repeated.map { id in RunFinding.repeatedID(id, count: entries.count { $0.id == id }) }
      + missing.map { .missingObject($0) }
    return found.map { Diagnostic($0) }
  }
}
