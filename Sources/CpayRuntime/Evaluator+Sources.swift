import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

extension Evaluator {
  /// Where a pipeline's values come from.
  func source(
    _ plan: QueryPlan, _ source: CheckedSource
  ) throws(EvaluationError) -> Flow {
    switch plan.source {
    case .list(let resource, let requests, let type):
      let lists = requests.map {
        PagedList(
          resource, $0, layout: type.layout, effects: host.effects,
          prefetches: plan.wantsAllRows)
      }
      let rows: any RowSource =
        lists.count == 1
        ? ListSource(list: lists[0])
        : MergedSource(lists, resource: resource, layout: type.layout)
      return .rows(stream(rows, type))
    case .single(let resource, let id):
      return .rows(
        stream(ObjectSource(resource, id: id, effects: host.effects), RowType(resource)))
    case .ids(let resource, let ids, let drops):
      return .rows(stream(try objects(resource, ids, dropsMissing: drops), RowType(resource)))
    case .records(let path, let format, let type):
      return .rows(stream(try records(path, format, type), type))
    case .upload(let path, let purpose): return .plan(try upload(path, purpose))
    case .variable(let name): return try variable(name)
    case .value(let expression):
      guard let value = try compiler(nil).constant(expression), case .value(let type) = source.type
      else { throw .missing("the value") }
      return .value(type, value)
    }
  }

  private func variable(_ name: String) throws(EvaluationError) -> Flow {
    switch variables[name] {
    case .rows(let type, let batch): .rows(stream(SnapshotSource(batch), type))
    case .plan(let plan), .withheld(let plan, _): .plan(plan)
    case .value(let type, let value): .value(type, value)
    case .chart(let chart): .chart(chart)
    case .written, nil: throw .missing("$\(name)")
    }
  }

  /// Objects by the ids of a list, or of a file with one a line.
  private func objects(
    _ resource: Resource, _ ids: CheckedExpression, dropsMissing: Bool
  ) throws(EvaluationError) -> IDsSource {
    var file: Source?
    var entries: [IDsSource.Entry] = []
    switch try compiler(nil).constant(ids) {
    case .file(let path):
      let source = Source(name: path, bytes: try contents(of: path))
      entries = try IDsSource.entries(source, resource)
      file = source
    case .list(let elements):
      for element in elements {
        guard case .text(let id) = element, resource.isID(id) else {
          throw .invalid("`\(element.text ?? "null")` is not the id of a \(resource.name)")
        }
        entries.append(IDsSource.Entry(id: id, range: 0..<0))
      }
    default: throw .missing("`ids=`")
    }
    return IDsSource(
      resource, entries, in: file, dropsMissing: dropsMissing, on: host)
  }

  private func contents(of path: String) throws(EvaluationError) -> [UInt8] {
    do throws(FileFailure) {
      return try host.files.read(path, upTo: Evaluator.maximumDocumentBytes)
    } catch {
      throw .file(path, error)
    }
  }

  private func upload(
    _ path: CheckedExpression, _ purpose: String
  ) throws(EvaluationError) -> WritePlan {
    guard case .file(let name) = try compiler(nil).constant(path) else {
      throw .missing("the file to upload")
    }
    return try WritePlan.upload(
      name, purpose: File.Purpose(rawValue: purpose) ?? .disputeEvidence, on: host)
  }

  private func records(
    _ path: CheckedExpression, _ format: String?, _ type: RowType
  ) throws(EvaluationError) -> RecordsSource {
    guard case .file(let name) = try compiler(nil).constant(path) else {
      throw .missing("the file to read")
    }
    if type.openType != nil {
      throw .invalid(
        "the columns of \(name) are not known; read it by its name, or give a `schema=`")
    }
    do throws(FileFailure) {
      return try RecordsSource(
        name, host.files.open(name), format.flatMap { RecordFormat(rawValue: $0) }, type)
    } catch {
      throw .file(name, error)
    }
  }
}

extension QueryPlan {
  /// Whether nothing but an error ends the list before its last page.
  fileprivate var wantsAllRows: Bool {
    !stages.prefix { !$0.signature.collects }.contains { $0.signature.name == "take" }
  }
}
