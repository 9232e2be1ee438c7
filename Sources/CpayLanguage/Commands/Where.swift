extension CommandDeclaration {
  static let `where` = CommandDeclaration(
    "where", "keep the rows for which the condition is true", .filter,
    Parameters(ConditionParameter()),
    yields: .sameRows, gives: "some of the rows, as they are", shape: .same,
    examples: [
      "disputes | where amount > 1000eur and status == needs_response",
      "disputes | where evidence_due_by < now + 48h",
    ],
    rows: { rows, form, conjuncts in
      let scope = form.stage.environment.scope
      let type = rows.type.after(conjuncts.map(\.expression), scope)
      return .rows(rows.then(.where(conjuncts), type, form.outline))
    })
}
