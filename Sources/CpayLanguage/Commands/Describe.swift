import CpayValue

extension CommandDeclaration {
  static let describe = CommandDeclaration(
    "describe", "what columns there are and what is in them; of a plan, its preview", .end,
    Parameters(),
    yields: .made(RowType.description),
    gives: "rows of \(RowType.description.map(\.name).joined(separator: ", "))", collects: true,
    examples: ["disputes | describe"],
    rows: { rows, form, _ in
      .rows(
        rows.then(
          .describe(rows.type.fields), RowType(made: RowType.description), form.outline))
    },
    plan: { plan, form, _ in .plan(.shown(plan, form.outline)) })
}

extension RowType {
  /// The columns of a description: a row for each column that is described.
  public static let description = [
    Field(name: "field", type: FieldType(.string)),
    Field(name: "type", type: FieldType(.string)),
    Field(name: "present", type: FieldType(.int)),
    Field(name: "missing", type: FieldType(.int)),
    Field(name: "least", type: FieldType(.string, isNullable: true)),
    Field(name: "greatest", type: FieldType(.string, isNullable: true)),
  ]
}
