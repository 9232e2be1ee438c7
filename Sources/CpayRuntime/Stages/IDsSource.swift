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
    /// Where it stands in words, where its text cannot be shown: `line 3 of ids.csv`.
    var position: String?
    var seen: DisputeSnapshot?
    /// What tells the row it stands in from others of the same id.
    var content: Int?
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
  /// What the rows said that the ids stood in first.
  private var contents: [String: Int] = [:]
  private var differing: Set<String> = []
  /// What was found of the file that the ids come from.
  private let findings: [RunFinding]

  init(
    _ resource: Resource, _ entries: [Entry], dropsMissing: Bool, on host: Host,
    findings: [RunFinding] = []
  ) {
    self.findings = findings
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
      if let content = entry.content, contents[entry.id, default: content] != content {
        differing.insert(entry.id)
      }
      contents[entry.id] = contents[entry.id] ?? entry.content
      if let count = counts[entry.id], count > 1 {
        if count == 2 { repeated.append(entry.id) }
        continue
      }
      if let found = fetcher[entry.id] {
        if let seen = entry.seen { differences.compare(seen, with: found[0]) }
        try builder.append(contentsOf: found)
      } else if dropsMissing {
        missing.append(entry.id)
      } else {
        let problem = RunFinding.noObject(
          entry.id, of: resource.name, at: entry.place == nil ? entry.position : nil)
        throw .diagnostic(Diagnostic(problem, at: entry.place))
      }
    }
    return builder.build()
  }

  private static let maximumRepeated = 5

  var remarks: [Diagnostic] {
    // Those whose rows differ are what someone should look at first.
    let repeated =
      self.repeated.filter(differing.contains)
      + self.repeated.filter { !differing.contains($0) }
    let more = repeated.count - IDsSource.maximumRepeated
    let found =
      findings
      + repeated.prefix(IDsSource.maximumRepeated).map { id in
        differing.contains(id)
          ? RunFinding.differingID(id, count: counts[id] ?? 0)
          : RunFinding.repeatedID(id, count: counts[id] ?? 0)
      } + (more > 0 ? [.moreRepeated(more)] : []) + missing.map { .missingObject($0) }
    return found.map { Diagnostic($0) } + differences.remarks
  }
}

extension Row {
  /// A number that is the same for the same values, however their JSON is laid out.
  var contentHash: Int {
    var writer = JSONWriter()
    writer.rewritten(bytes)
    return writer.bytes.hashValue
  }
}
