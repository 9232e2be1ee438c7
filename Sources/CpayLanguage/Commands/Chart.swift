extension CommandDeclaration {
  static let chart = CommandDeclaration(
    "chart", "draw a value for each label", .end,
    Parameters(
      LabelAndValueParameter(),
      WordParameter<ChartKind>("kind", default: .bar, "how; `bar` by default")),
    yields: .chart, gives: "a chart, which is shown or saved", collects: true,
    examples: [
      "disputes | summarize by=status n=count() | chart status n",
      "disputes | where currency == eur | sort created | chart id amount kind=line",
    ],
    rows: { rows, form, values in
      .chart(
        .drawn(rows, label: values.0.label, value: values.0.value, values.1, form.outline))
    })
}
