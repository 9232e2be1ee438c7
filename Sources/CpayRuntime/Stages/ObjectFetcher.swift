import CpayClient
import CpayModel
import CpayValue

/// Asks for objects one by one, some at a time, each id once.
struct ObjectFetcher {
  let resource: Resource
  private let host: Host
  private let atOnce: Int
  private var known: [String: Batch?] = [:]

  init(_ resource: Resource, on host: Host) {
    self.resource = resource
    self.host = host
    atOnce = max(1, host.readsAtOnce)
  }

  /// The object with that id, as rows of one; nil where there is none, and for ids not asked for.
  subscript(id: String) -> Batch? { known[id] ?? nil }

  /// Asks for those of the objects that are not known yet.
  mutating func fetch(_ ids: [String]) async throws(EvaluationError) {
    var wanted: [String] = []
    var isWanted: Set<String> = []
    for id in ids where known[id] == nil && isWanted.insert(id).inserted { wanted.append(id) }
    var rest = wanted[...]
    while !rest.isEmpty {
      let some = Array(rest.prefix(atOnce))
      rest = rest.dropFirst(atOnce)
      for (id, found) in zip(some, try await fetchAtOnce(some)) { known[id] = .some(found) }
    }
  }

  private func fetchAtOnce(_ ids: [String]) async throws(EvaluationError) -> [Batch?] {
    let (reader, resource) = (try host.connected().reader, resource)
    let answers = await withTaskGroup(of: (Int, Result<Batch?, EvaluationError>).self) { group in
      for (place, id) in ids.enumerated() {
        group.addTask { (place, await answer(reader, resource, id)) }
      }
      var answers: [Int: Result<Batch?, EvaluationError>] = [:]
      for await (place, answer) in group { answers[place] = answer }
      return answers
    }
    var found: [Batch?] = []
    for place in ids.indices { found.append(try answers[place]?.get() ?? nil) }
    return found
  }
}

/// The object with that id; nil where the API says that there is none.
private func answer(
  _ reader: any APIReader, _ resource: Resource, _ id: String
) async -> Result<Batch?, EvaluationError> {
  do {
    return .success(try await reader.row(resource, id))
  } catch {
    if error.isNotFound { return .success(nil) }
    return .failure(error)
  }
}

extension EvaluationError {
  /// Whether the API says that there is no such object.
  fileprivate var isNotFound: Bool {
    if case .read(.api(let answer)) = self { answer.status == 404 } else { false }
  }
}
