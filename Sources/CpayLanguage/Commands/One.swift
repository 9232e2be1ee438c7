extension CommandDeclaration {
  static let one = CommandDeclaration(
    "one", "the only row there is; stop if there is none or another", .filter, Parameters(),
    yields: .sameRows, gives: "some of the rows, as they are", shape: .same, collects: true,
    examples: ["disputes charge=ch_2 | one"],
    rows: { rows, form, _ in form.keeping(rows, .one) })
}
