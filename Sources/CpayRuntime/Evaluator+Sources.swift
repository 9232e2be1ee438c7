import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

extension Evaluator {
  /// Where rows come from, and what is left to do with them here; of their columns some are used.
  func source(
    _ rows: CheckedRows, _ use: ColumnUse
  ) async throws(EvaluationError) -> Progress<(stream: RowStream, steps: [CheckedStep])> {
    let type = rows.sourceType
    func begin(_ source: any RowSource) -> Progress<(stream: RowStream, steps: [CheckedStep])> {
      .done((stream(source, type), rows.steps))
    }
    if rows.asksInVain, rows.wantsNone(constants) { return begin(SnapshotSource(nil)) }
    switch rows.source {
    case .list(let resource, let filters):
      let query = query(resource, filters, rows)
      return .done((try list(resource, query), query.steps))
    case .object(let resource, let id):
      let id = try resource.id(compiler.constant(id))
      return begin(ObjectSource(resource, id: id, reader: try host.connected().reader))
    case .objects(let resource, let ids, let drops):
      return begin(try objects(resource, ids, dropsMissing: drops))
    case .file(let path, let form): return begin(try records(path, form, rows, use))
    case .variable(let name):
      return begin(SnapshotSource(try self.rows(name, use)))
    case .outcomes(let plan, let terms, _):
      return try await outcomes(of: plan, terms, showsResult: false)
        .then { (outcomes) throws(EvaluationError) in
          (stream(SnapshotSource(outcomes), type), rows.steps)
        }
    }
  }

  private func list(
    _ resource: Resource, _ query: QueryPlan
  ) throws(EvaluationError) -> RowStream {
    let type = query.type
    if query.requests.isEmpty { return stream(SnapshotSource(nil), type) }
    let reader = try host.connected().reader
    let lists = query.requests.map {
      PagedList(
        resource, $0, layout: type.layout, reader: reader, prefetches: query.wantsAllRows)
    }
    let rows: any RowSource =
      lists.count == 1
      ? ListSource(list: lists[0])
      : MergedSource(
        lists, resource: resource, layout: type.layout, batchSize: query.requests[0].pageSize,
        asksAtOnce: host.readsAtOnce > 1)
    return query.expansions.reduce(stream(rows, type)) { rows, reference in
      stream(ExpandSource(rows, reference, output: type, on: host), type)
    }
  }

  /// Objects by the ids of a list, of a file, or of rows.
  private func objects(
    _ resource: Resource, _ ids: CheckedIDs, dropsMissing: Bool
  ) throws(EvaluationError) -> IDsSource {
    var entries: [IDsSource.Entry] = []
    var findings: [RunFinding] = []
    func look(at path: String) throws(EvaluationError) {
      let found = try IDFile(path: path, resource: resource, files: host.files).look()
      entries = found.entries
      findings = found.findings.map { .cells($0, of: path) }
    }
    switch ids {
    case .rows(let variable, let expression):
      entries = try self.entries(variable, expression, resource)
    case .file(let path, _), .emptyFile(let path): try look(at: path)
    case .value(let expression):
      switch try compiler.constant(expression) {
      case .file(let path): try look(at: path)
      case .list(let elements):
        for element in elements {
          let id = element.text ?? "null"
          guard resource.isID(id) else {
            let problem = LanguageProblem.notAnID(
              String(id.prefix(80)), prefix: resource.idPrefix, of: resource.name)
            throw .diagnostic(Diagnostic(problem))
          }
          entries.append(IDsSource.Entry(id: id))
        }
      case let other: throw .invalid("`ids=` takes a list or a file, not \(other.plainText)")
      }
    }
    return IDsSource(
      resource, entries, dropsMissing: dropsMissing, on: host, findings: findings)
  }

  /// The ids of the rows a variable holds, with what a file said of the disputes behind them.
  private func entries(
    _ variable: String, _ expression: CheckedExpression, _ resource: Resource
  ) throws(EvaluationError) -> [IDsSource.Entry] {
    guard case .rows(let type, _) = variables[variable] else { throw .missing("$\(variable)") }
    let batch = try rows(variable, ColumnUse.none.adding([expression]))
    let id = try compiler.value(expression)
    let isFiled = resource == .dispute && type.subject == .dispute && type.freshness == .filed
    var entries: [IDsSource.Entry] = []
    var mistakes = KeyMistakes(in: "id", of: resource)
    for index in 0..<batch.count {
      let row = batch[index]
      guard case .string(let text) = try id(row) else {
        throw .invalid("\(batch.place(index)) of the rows for `ids=` has no id")
      }
      guard mistakes.look(at: text, batch.place(index)) else { continue }
      entries.append(
        IDsSource.Entry(
          id: text, position: batch.place(index),
          seen: isFiled ? try? DisputeSnapshot(row.origin) : nil,
          content: row.contentHash))
    }
    guard mistakes.count == 0 else {
      throw .diagnostic(Diagnostic(LanguageProblem.keysAreNoIDs(mistakes, file: nil)))
    }
    // An object that has another id than the row says nothing of it.
    return entries.map { entry in
      var entry = entry
      if entry.seen?.id != entry.id { entry.seen = nil }
      return entry
    }
  }

  private func records(
    _ path: CheckedExpression, _ form: RecordForm, _ rows: CheckedRows, _ use: ColumnUse
  ) throws(EvaluationError) -> RecordsSource {
    let name = try compiler.path(path)
    if rows.sourceType.openType != nil {
      throw .invalid(
        "the columns of \(name) are not known; read it by its name, or give a `schema=`")
    }
    do throws(FileFailure) {
      return try RecordsSource(name, host.files.open(name), form, rows, use)
    } catch {
      throw .file(name, error)
    }
  }
}

extension CheckedRows {
  /// Whether it is objects by their ids, which are asked for though no row of them is wanted.
  ///
  /// What is asked of a list is settled by its plan.
  fileprivate var asksInVain: Bool {
    switch source {
    case .object, .objects: true
    default: false
    }
  }
}

extension Resource {
  /// The id that a value is.
  func id(_ value: Value) throws(EvaluationError) -> String {
    let id = value.plainText
    guard isID(id) else { throw .invalid("`\(id)` is not the id of a \(name)") }
    return id
  }
}
