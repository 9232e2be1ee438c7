extension CommandDeclaration {
  static let expand = CommandDeclaration(
    "expand", "put whole objects in the places of their ids", .filter,
    Parameters(ReferencesParameter()),
    yields: .rows, gives: "the rows with objects in place of their ids", effect: .read,
    examples: [
      "disputes | expand charge | select id, charge.description",
      "disputes | expand charge.customer | select id, charge.customer.email",
    ],
    rows: { rows, form, references in
      .rows(
        references.reduce(rows) { rows, reference in
          rows.then(
            .expand(reference), rows.type.expanding(reference), form.outline.about(reference))
        })
    })
}

extension StageOutline {
  /// The same of one of the objects that the stage puts in place.
  fileprivate func about(_ reference: Reference) -> StageOutline {
    StageOutline(
      command: command, detail: reference.path, reads: [reference.field.name], makes: makes,
      shape: shape, effect: effect, collects: collects)
  }
}
