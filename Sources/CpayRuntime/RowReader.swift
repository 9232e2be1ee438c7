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
    let compiler = ExpressionCompiler(
      rows: type, now: Timestamp(seconds: 0), variables: [:])
    columns = names.compactMap { type.field($0) }
    values = columns.compactMap { try? compiler.value(.field($0.name)) }
  }

  /// The values of a row, one a column; null where a value is missing.
  public func callAsFunction(_ row: Row) -> [Value] {
    values.map { (try? $0(row)) ?? .null }
  }
}
