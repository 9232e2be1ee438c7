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
    let places = Dictionary(
      type.fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let found = names.compactMap { places[$0] }
    let (compiler, references) = (ExpressionCompiler(now: Timestamp(seconds: 0)), type.references)
    columns = found.map { type.fields[$0] }
    values = found.map { compiler.field(references[$0]) }
  }

  /// The values of a row, one a column; null where a value is missing.
  public func callAsFunction(_ row: Row) -> [Value] {
    values.map { (try? $0(row)) ?? .null }
  }
}
