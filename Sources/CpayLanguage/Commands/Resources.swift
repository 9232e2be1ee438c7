import CpayModel
import CpayValue

extension CommandDeclaration {
  /// The list of a resource's objects, filtered by the API or by ids.
  static func list(_ resource: Resource) -> CommandDeclaration {
    CommandDeclaration(
      resource.plural, "the \(resource.plural) of the account, newest first", .source,
      Parameters(SelectionParameter(resource)),
      yields: .objects(resource), gives: "rows of \(resource.plural)", effect: .read,
      examples: resource.examples,
      source: { _, selection in
        switch selection {
        case .filters(let filters):
          return .rows(CheckedRows(.list(resource, filters: filters), RowType(resource)))
        case .ids(let ids, let drops, let pages):
          return .rows(
            CheckedRows(
              .objects(resource, ids, dropsMissing: drops), RowType(resource).resting(on: pages)))
        }
      })
  }

  /// One object of a resource.
  static func object(_ resource: Resource, example id: String) -> CommandDeclaration {
    CommandDeclaration(
      resource.name, "one \(resource.name), by its id", .source, Parameters(IDParameter(resource)),
      yields: .objects(resource), gives: "one row, the \(resource.name)", effect: .read,
      examples: ["\(resource.name) \(id)"],
      source: { _, id in .rows(CheckedRows(.object(resource, id: id), RowType(resource))) })
  }
}

extension Resource {
  fileprivate var examples: [String] {
    self == .dispute
      ? ["disputes status=needs_response", "disputes ids=[dp_a1, dp_b2]"]
      : ["\(plural) | count", "\(plural) | take 3"]
  }
}
