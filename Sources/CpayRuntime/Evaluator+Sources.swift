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
    let (type, reader) = (query.type, try host.connected().reader)
    let lists = query.requests.map {
      PagedList(
        resource, $0, layout: type.layout, reader: reader, prefetches: query.wantsAllRows)
    }
    let rows: any RowSource =
      lists.count == 1
      ? ListSource(list: lists[0])
      : MergedSource(lists, resource: resource, layout: type.layout)
    return stream(rows, type)
  }

  /// Objects by the ids of a list, of a file with one a line, or of rows.
  private func objects(
    _ resource: Resource, _ ids: CheckedIDs, dropsMissing: Bool
  ) throws(EvaluationError) -> IDsSource {
    var entries: [IDsSource.Entry] = []
    switch ids {
    case .rows(let variable, let expression):
      let (batch, id) = (
        try rows(variable, ColumnUse.none.adding([expression])), try compiler.value(expression)
      )
      for index in 0..<batch.count {
        guard case .string(let id) = try id(batch[index]) else {
          throw .invalid("row \(index + 1) of the rows for `ids=` has no id")
        }
        entries.append(try entry(id, resource))
      }
    case .value(let expression):
      switch try compiler.constant(expression) {
      case .file(let path):
        let source = Source(name: path, bytes: try contents(of: path))
        entries = try IDsSource.entries(source, resource)
      case .list(let elements):
        for element in elements { entries.append(try entry(element.text ?? "null", resource)) }
      case let other: throw .invalid("`ids=` takes a list or a file, not \(other.plainText)")
      }
    }
    return IDsSource(resource, entries, dropsMissing: dropsMissing, on: host)
  }

  private func entry(
    _ id: String, _ resource: Resource
  ) throws(EvaluationError) -> IDsSource.Entry {
    guard resource.isID(id) else {
      throw .invalid("`\(id)` is not the id of a \(resource.name)")
    }
    return IDsSource.Entry(id: id, place: nil)
  }

  private func contents(of path: String) throws(EvaluationError) -> [UInt8] {
    do throws(FileFailure) {
      return try host.files.read(path, upTo: Evaluator.maximumDocumentBytes)
    } catch {
      throw .file(path, error)
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

extension Resource {
  /// The id that a value is.
  func id(_ value: Value) throws(EvaluationError) -> String {
    let id = value.plainText
    guard isID(id) else { throw .invalid("`\(id)` is not the id of a \(name)") }
    return id
  }
}
