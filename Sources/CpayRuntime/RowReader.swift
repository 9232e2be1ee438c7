public import CpayLanguage
public import CpayValue

/// Reads the columns of rows as values, for whoever shows them.
public struct RowReader: Sendable {
  /// The columns, in order.
  public let columns: [RowType.Field]
  private let values: [RowValue]

  /// A reader of the named columns of rows of that type; names the type does not have are left
  /// out.
  public init(_ type: RowType, columns names: [String]) {
    columns = names.compactMap { name in type.fields.first { $0.name == name } }
    let compiler = ExpressionCompiler(now: Timestamp(seconds: 0))
    values = columns.compactMap { type.reference($0.name).map(compiler.field) }
  }

  /// The values of a row, one a column; null where a value is missing.
  public func callAsFunction(_ row: Row) -> [Value] {
    values.map { (try? $0(row)) ?? .null }
  }
}
