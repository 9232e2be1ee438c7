extension CommandDeclaration {
  static let skip = CommandDeclaration(
    "skip", "pass over the first rows", .filter, Parameters(CountParameter()),
    yields: .sameRows, gives: "some of the rows, as they are", shape: .same,
    examples: ["disputes | skip 2 | take 2"],
    rows: { rows, form, count in form.keeping(rows, .skip(count)) })
}
