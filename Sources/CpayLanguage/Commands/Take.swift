extension CommandDeclaration {
  static let take = CommandDeclaration(
    "take", "the first rows only", .filter, Parameters(CountParameter()),
    yields: .sameRows, gives: "some of the rows, as they are", shape: .same,
    examples: ["disputes | take 5"],
    rows: { rows, form, count in form.keeping(rows, .take(count)) })
}
