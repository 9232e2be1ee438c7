extension CommandDeclaration {
  static let join = CommandDeclaration(
    "join", "add the columns of other rows that have the same key", .filter,
    Parameters(JoinParameter()),
    yields: .rows, gives: "the rows with the other side's columns added",
    examples: [
      "disputes | join $(read @leases.csv) on=charge",
      "disputes | join $(read @leases.csv) on=charge kind=left | where lease_file == null",
    ],
    rows: { rows, form, joined in
      form.stage.lookAtKeys(joined, of: rows)
      return .rows(rows.then(.join(joined.join), joined.type, form.outline))
    })
}
