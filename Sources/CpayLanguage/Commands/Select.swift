extension CommandDeclaration {
  static let select = CommandDeclaration(
    "select", "keep these columns, or make new ones", .filter, Parameters(ColumnsParameter()),
    yields: .rows, gives: "rows of those columns",
    examples: [
      "disputes | select id, amount, metadata.team",
      "disputes | select id, left=(evidence_due_by - now)",
    ],
    rows: { rows, form, columns in
      .rows(rows.then(.columns(columns), rows.type.made(of: columns), form.outline))
    })
}

extension RowType {
  /// Rows of made columns, with what is known of the money in them.
  func made(of columns: [Column]) -> RowType {
    let type = RowType(
      made: columns.map { RowType.Field(name: $0.name, type: $0.type) }, over: self)
    return type.choosing(columns.map(\.name)).inCurrencies(of: columns, over: self)
  }
}
