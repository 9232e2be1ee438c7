import CpayModel
import CpayValue

extension PipelineType {
  /// The type as a program's readers write it: `rows<dispute>`, `plan<submit>`, `money?`.
  public var typeName: String {
    switch self {
    case .rows(let type): "rows<\(type.typeName)>"
    case .plan(let action): "plan<\(action.rawValue)>"
    case .value(let type): type.typeName
    case .chart: "chart"
    case .written: "nothing"
    }
  }
}

extension RowType {
  /// What each row is: the resource, or the columns that were made.
  var typeName: String {
    guard isMade else { return name }
    let columns = fields.map { "\($0.name): \($0.type.typeName)" }
    if openType != nil {
      return columns.isEmpty ? "T" : "T with " + columns.joined(separator: ", ")
    }
    return "{\(columns.joined(separator: ", "))}"
  }
}

extension CommandDeclaration.Yield {
  /// What comes out behind `input`, as far as the command alone says.
  func typeName(behind input: PipelineType?) -> String {
    switch self {
    case .objects(let resource): PipelineType.rows(RowType(resource)).typeName
    case .sameRows: input?.typeName ?? "rows"
    case .rows: "rows"
    case .made(let fields): PipelineType.rows(RowType(made: fields)).typeName
    case .plan(let action): PipelineType.plan(action).typeName
    case .value(let type): type.typeName
    case .chart: "chart"
    case .nothing: "nothing"
    }
  }
}

extension ParameterOutline.Wants {
  /// What stands behind the `=`.
  var typeName: String {
    switch self {
    case .value(let type): type.typeName
    case .record(let type): ValueType.record(type).typeName
    case .count: "int"
    case .words(let words): words.joined(separator: "|")
    case .keys, .fields, .references, .labelAndValue: "fields"
    case .sharedColumn: "field"
    case .id(let resource): "id<\(resource.name)>"
    case .ids(let resource): "list<id<\(resource.name)>>"
    case .condition: "bool"
    case .rows: "rows"
    case .file: "file"
    case .nothing, .assignments: ""
    }
  }
}
