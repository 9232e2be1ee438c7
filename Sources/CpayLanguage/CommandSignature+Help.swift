import CpayModel
import CpayValue

extension CommandSignature {
  /// How it is written: `take NUMBER`, `draft evidence=EVIDENCE`; what may be left out stands in
  /// brackets.
  public var usage: String {
    let named = arguments.map { argument in
      let text = "\(argument.name)=\(argument.type.placeholder)"
      return argument.isRequired ? text : "[\(text)]"
    }
    return ([name, positional.placeholder] + named).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What it works on, in a few words.
  public var takes: String {
    switch kind {
    case .source: "nothing; it begins a pipeline"
    case .filter: "rows"
    case .write: "rows with a dispute behind each"
    case .effect: "a plan"
    case .end:
      (["rows"] + Input.allCases.filter(alsoAccepts.contains).map { "a \($0.rawValue)" })
        .joined(separator: ", or ")
    }
  }

  /// What it hands on, in a few words.
  public var gives: String {
    switch result {
    case .rows(let resource):
      positional == .id ? "one row, the \(resource.name)" : "rows of \(resource.plural)"
    case .sameRows:
      positional == .sortKeys ? "the same rows, in order" : "some of the rows, as they are"
    case .columns: "rows of those columns"
    case .extended: "the rows with those columns added"
    case .joined: "the rows with the other side's columns added"
    case .summary: "a row for each group: its keys, then the values"
    case .expanded: "the rows with the object in place of its id"
    case .records: "the rows of the file"
    case .made(let fields): "rows of \(fields.map(\.name).joined(separator: ", "))"
    case .plan: "a plan"
    case .value(let type): type.type.name
    case .chart: "a chart, which is shown or saved"
    case .written: "nothing"
    }
  }

  /// How far it reaches and whether it waits for all rows, in a few words.
  public var reach: String {
    if kind == .effect { return "amend or final, as its plan says" }
    let flow = collects ? ", collects all rows first" : kind == .source ? "" : ", streams"
    return effect.name + flow
  }
}

extension CommandSignature.Positional {
  /// What stands for the operand in usage.
  fileprivate var placeholder: String {
    switch self {
    case .none: ""
    case .condition: "CONDITION"
    case .count: "NUMBER"
    case .columns: "FIELD, name=VALUE …"
    case .sortKeys: "FIELD [asc|desc], …"
    case .id: "ID"
    case .assignments: "name=VALUE …"
    case .aggregates: "name=AGGREGATE …"
    case .rows: "ROWS"
    case .reference: "FIELD"
    case .file: "@FILE"
    case .format(let formats): formats.joined(separator: "|")
    case .chart: "LABEL VALUE"
    }
  }
}

extension CommandSignature.ArgumentType {
  /// What stands for the value in usage.
  fileprivate var placeholder: String {
    switch self {
    case .value(.bool): "true|false"
    case .value(let type): type.typeName.uppercased()
    case .count: "NUMBER"
    case .choice(let words): words.joined(separator: "|")
    case .keys: "FIELD|[FIELD, …]"
    case .column: "COLUMN"
    case .ids: "[ID, …]|@FILE"
    }
  }
}
