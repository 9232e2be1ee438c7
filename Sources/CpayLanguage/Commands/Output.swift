extension CommandDeclaration {
  /// Leaves cells of csv and tsv as they are.
  private static let raw = FlagParameter(
    "raw",
    "leave csv cells that a spreadsheet takes for formulas as they are; `false` by default")

  static let `as` = CommandDeclaration(
    "as", "show the result in this format", .end, Parameters(FormatParameter(), raw),
    yields: .nothing, gives: "nothing",
    examples: ["disputes status=won | as ndjson", "disputes | select id, amount | as csv"],
    rows: { rows, form, values in
      .output(.shownRows(rows, values.0, raw: values.1, form.outline))
    },
    value: { value, form, values in .output(.shownValue(value, values.0, form.outline)) })

  static let save = CommandDeclaration(
    "save", "write the result to a file, whole or not at all", .end,
    Parameters(FileParameter(.output), raw),
    yields: .nothing, gives: "nothing", effect: .read,
    examples: [
      "disputes status=won | select id, amount, metadata.team | save @won.csv",
      "disputes | summarize by=status n=count() | chart status n | save @status.svg",
      "dispute dp_a1 | submit evidence=@lease.json | save @answer.plan",
    ],
    rows: { rows, form, values in
      .output(.savedRows(rows, values.0, raw: values.1, form.outline))
    },
    plan: { plan, form, values in .output(.savedPlan(plan, values.0, form.outline)) },
    chart: { chart, form, values in .output(.savedChart(chart, values.0, form.outline)) })
}
