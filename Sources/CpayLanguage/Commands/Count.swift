import CpayValue

extension CommandDeclaration {
  static let count = CommandDeclaration(
    "count", "how many rows there are", .end, Parameters(),
    yields: .value(FieldType(.int)), gives: ValueType.int.name, collects: true,
    examples: ["disputes status=lost | count"],
    rows: { rows, form, _ in .value(.count(rows, form.outline)) })
}
