extension CommandDeclaration {
  static let sort = CommandDeclaration(
    "sort", "order the rows; missing values come last", .filter, Parameters(SortKeysParameter()),
    yields: .sameRows, gives: "the same rows, in order", shape: .same, collects: true,
    examples: ["disputes | sort evidence_due_by", "disputes | sort status, amount desc"],
    rows: { rows, form, keys in form.keeping(rows, .sort(keys)) })
}
