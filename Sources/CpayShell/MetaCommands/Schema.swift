import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

extension MetaCommand {
  /// Tells what columns rows have, or what there is to ask for.
  static let schema = MetaCommand(
    name: "schema", operand: .optional(.schema),
    summary: "the fields of a resource or of rows; alone, the resources and variables there are",
    examples: [":schema", ":schema disputes", ":schema dispute_status"]
  ) { session, name in
    .told(
      session.refusable { () throws(Refusal) in
        let rows = name.isEmpty ? session.overview : try session.columns(of: name)
        let lines = HangingLine.table(rows, indent: 0)
        for line in lines.flatMap({ $0.lines(width: session.output.helpWidth) }) {
          session.output.line(line)
        }
      })
  }
}

extension Session {
  /// The resources, then what this session has given names.
  fileprivate var overview: [[String]] {
    let resources = Resource.served.map { resource in
      [resource.plural, PipelineType.rows(RowType(resource)).typeName, resource.doc]
    }
    let variables = scope.variables.sorted { $0.key < $1.key }.map { name, type in
      ["$" + name, type.typeName, snapshots.age(of: name) ?? ""]
    }
    let context = context()
    let definitions = scope.definitionNames.map { name in
      [name, (try? TypeReport.text(of: Source(name), context)) ?? "", "a definition"]
    }
    return resources + variables + definitions
  }

  /// The fields of a resource, the members of a type, or the columns of what a pipeline yields.
  fileprivate func columns(of text: String) throws(Refusal) -> [[String]] {
    if let resource = Resource.served.first(where: { [$0.name, $0.plural].contains(text) }) {
      return resource.fields.map { [$0.name, $0.type.typeName, $0.doc] }
    }
    if case .enumeration(let type)? = ValueType.named[text] {
      return type.members.map { [$0.name, $0.doc] }
    }
    let type = try TypeReport.type(of: Source(text), context())
    guard case .rows(let rows) = type, !rows.fields.isEmpty else { return [[type.typeName]] }
    return rows.fields.map { field in
      let own = rows.subject?.field(field.name).flatMap { $0.type == field.type ? $0.doc : nil }
      return [field.name, field.type.typeName, own ?? ""]
    }
  }
}
