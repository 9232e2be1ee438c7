extension CommandDeclaration {
  static let summarize = CommandDeclaration(
    "summarize", "one row for each group, with sums, counts and their like", .filter,
    Parameters(SummaryParameter()),
    yields: .rows, gives: "a row for each group: its keys, then the values", collects: true,
    examples: [
      "disputes | summarize by=[status, currency] n=count() total=sum(amount)",
      "disputes | where currency == eur | summarize total=sum(amount) largest=max(amount)",
    ],
    rows: { rows, form, value in
      let grouped = rows.then(
        .summarize(value.summary), value.summary.output(over: rows.type), form.outline)
      guard let columns = value.columns else { return .rows(grouped) }
      let calculation = StageOutline(
        command: "select", detail: columns.map(\.name).joined(separator: ", "), reads: [],
        makes: columns.map(\.name), shape: .changed, effect: .pure, collects: false)
      return .rows(
        grouped.then(.columns(columns), grouped.type.made(of: columns), calculation))
    })
}
