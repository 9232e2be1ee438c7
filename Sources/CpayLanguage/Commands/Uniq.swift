extension CommandDeclaration {
  static let uniq = CommandDeclaration(
    "uniq", "keep the first row of each kind", .filter,
    Parameters(KeysParameter("by", "what tells rows apart; all columns by default")),
    yields: .sameRows, gives: "some of the rows, as they are", shape: .same,
    examples: ["disputes | uniq by=charge", "disputes | select status | uniq"],
    rows: { rows, form, keys in
      let values =
        keys.isEmpty
        ? rows.type.references.map { CheckedExpression.field($0) } : keys.map(\.expression)
      return form.keeping(rows, .uniq(values))
    })
}
