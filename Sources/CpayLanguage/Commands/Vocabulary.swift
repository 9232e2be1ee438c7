public import CpayModel

extension CommandCatalog {
  /// The commands of cpay.
  public static let standard = CommandCatalog([
    .list(.dispute), .object(.dispute, example: "dp_a1"),
    .list(.charge), .object(.charge, example: "ch_1"),
    .list(.file), .object(.file, example: "file_lease_001"),
    .list(.event), .read,
    .where, .take, .skip, .sort, .uniq, .one,
    .select, .set, .join, .summarize, .expand,
    .draft, .submit, .close, .upload, .apply,
    .as, .save, .count, .describe, .chart,
  ])
}

/// What happens to rows between their source and whoever wants them.
public enum CheckedStage: Sendable {
  /// Keeps the rows for which all of those are true.
  case `where`([Conjunct])
  /// Hands on so many of the first rows.
  case take(CheckedExpression)
  /// Passes over so many of the first rows.
  case skip(CheckedExpression)
  /// Puts the rows in order.
  case sort([SortKey])
  /// Keeps the first row of each kind, told apart by those values.
  case uniq([CheckedExpression])
  /// Wants exactly one row.
  case one
  /// Makes rows of those columns.
  case columns([Column])
  /// Makes rows of all columns there are and those, each in the place of one that is called so or
  /// behind all others.
  case added([Column])
  /// Adds the columns of other rows.
  case join(Join)
  /// Makes a row for each group.
  case summarize(Summary)
  /// Puts the object in the place of its id.
  case expand(Reference)
  /// Puts the object as the API has it now in the place of one that a file holds.
  case fetch(Resource, id: FieldReference)
  /// Makes a row for each of those columns: what is in it.
  case describe([RowType.Field])
}
