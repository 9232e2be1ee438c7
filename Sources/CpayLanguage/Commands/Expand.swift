import CpayModel
import CpayValue

extension CommandDeclaration {
  static let expand = CommandDeclaration(
    "expand", "put the whole object in the place of its id", .filter,
    Parameters(ReferenceParameter()),
    yields: .rows, gives: "the rows with the object in place of its id", effect: .read,
    examples: ["disputes | expand charge | select id, charge.customer"],
    rows: { rows, form, value in
      let type = rows.type.expanding(value.field.name, to: value.resource.record)
      return .rows(rows.then(.expand(value.field, value.resource), type, form.outline))
    })
}

extension Resource {
  /// The object as a record, for where it stands in place of its id.
  fileprivate var record: RecordType {
    RecordType(
      name: name, keys: fields.map { RecordType.Key($0.name, $0.type.type, $0.doc) })
  }
}
