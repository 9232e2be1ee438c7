import CpayModel
import CpaySyntax

extension CommandDeclaration {
  static let set = CommandDeclaration(
    "set", "add columns to those there are", .filter, Parameters(AssignmentsParameter()),
    yields: .rows, gives: "the rows with those columns added", shape: .extended,
    examples: [
      "disputes | set left=(evidence_due_by - now) | select id, left",
      "disputes | set urgent=(evidence_due_by < now + 48h) | where urgent",
    ],
    rows: { rows, form, columns in
      if let own = columns.first(where: { rows.type.subject?.field($0.name) != nil }) {
        form.stage.report(.shadows(own.name, rows.type), at: form.stage.syntax.range)
        return nil
      }
      let (type, all) = rows.type.extended(by: columns)
      return .rows(rows.then(.columns(all), type, form.outline))
    })
}

extension RowType {
  /// The rows with columns added or replaced, and all columns they then have.
  fileprivate func extended(by added: [Column]) -> (RowType, [Column]) {
    var columns = zip(fields, references).map { field, reference in
      Column(name: field.name, expression: .field(reference), type: field.type)
    }
    for column in added {
      if let place = place(of: column.name) {
        columns[place] = column
      } else {
        columns.append(column)
      }
    }
    let type = RowType(
      made: columns.map { RowType.Field(name: $0.name, type: $0.type) }, over: self)
    let known = type.knowing(self, replaced: Set(added.map(\.name)))
    return (known.inCurrencies(of: added, over: self), columns)
  }
}
