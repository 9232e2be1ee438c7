extension CommandDeclaration {
  static let sort = CommandDeclaration(
    "sort", "order the rows; missing values come last", .filter, Parameters(SortKeysParameter()),
    yields: .sameRows, gives: "the same rows, in order", shape: .same, collects: true,
    examples: ["disputes | sort evidence_due_by", "disputes | sort status, amount desc"],
    rows: { rows, form, keys in
      let fields = keys.compactMap { key -> String? in
        if case .field(let field) = key.expression { field.name } else { nil }
      }
      return .rows(rows.then(.sort(keys), rows.type.choosing(fields), form.outline))
    })
}
