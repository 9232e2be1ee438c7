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
      return .rows(rows.then(.added(columns), rows.type.adding(columns), form.outline))
    })
}

extension RowType {
  /// The rows with columns added, each in the place of one that is called so or behind all others.
  fileprivate func adding(_ columns: [Column]) -> RowType {
    extended(by: columns.map { Field(name: $0.name, type: $0.type) })
      .inCurrencies(of: columns, over: self)
  }

  /// All columns of the rows that those are added to.
  public func columns(adding added: [Column]) -> [Column] {
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
    return columns
  }
}
