public import CpayLanguage
import CpayValue

/// Finds the columns of a file, and their types, in its first rows.
public enum RecordSchema {
  /// Rows that are looked at.
  static let mostRows = 1000
  /// Bytes that are looked at.
  static let mostBytes = 1 << 20
  /// Columns that a file may have.
  static let mostColumns = 1000
  /// Bytes of a name of cells, which every row repeats.
  static let longestName = 256

  /// The columns of a file that begins with `prefix`, in the order in which they appear.
  ///
  /// The first 1,000 rows or 1 MiB count. Columns of csv and tsv are texts. A value that is null or
  /// left out in one row makes the column one that may be missing; whole and decimal numbers
  /// together are decimals; a column of nothing but nulls is text.
  /// - Throws: ``RecordError`` where the file cannot be read, or a column has values of two kinds.
  public static func infer(
    _ prefix: [UInt8], format: RecordFormat, cells form: CellForm = CellForm(), isWhole: Bool
  ) throws(RecordError) -> [RowType.Field] {
    let isWhole = isWhole && prefix.count <= mostBytes
    let prefix = Array(prefix.prefix(mostBytes))
    switch format {
    case .csv, .tsv: return try cells(prefix, format, form, isWhole: isWhole)
    case .json, .ndjson: return try objects(prefix, format, isWhole: isWhole)
    }
  }

  private static func cells(
    _ prefix: [UInt8], _ format: RecordFormat, _ form: CellForm, isWhole: Bool
  ) throws(RecordError) -> [RowType.Field] {
    if TextStart.isUTF16(prefix) {
      throw RecordError(line: 1, offset: 0, reason: TextStart.utf16Reason)
    }
    let text = TextStart.skippingMark(prefix)
    guard !text.isEmpty else { throw RecordError(line: 1, reason: "a header row is missing") }
    var scanner = CellScanner(text, separator: 0, line: 1)
    let found: FoundCells
    do {
      found = try FoundCells(&scanner, format, form)
    } catch {
      let line = 1 + text.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
      throw RecordError(
        line: line, offset: error.offset + prefix.count - text.count, reason: error.reason)
    }
    if !isWhole, !scanner.hasLineEnd {
      throw RecordError(line: 1, reason: "the header row is over 1 MiB")
    }
    let type = FieldType(.string, isNullable: true, hasDecimalComma: form.decimal == .comma)
    return found.names.map { RowType.Field(name: $0, type: type) }
  }

  private static func objects(
    _ prefix: [UInt8], _ format: RecordFormat, isWhole: Bool
  ) throws(RecordError) -> [RowType.Field] {
    var reader = RecordReader(format, fields: [])
    reader.append(prefix)
    if isWhole { reader.finish() }
    var found = FoundColumns()
    while found.rowCount < mostRows, let rows = try reader.next() {
      for index in 0..<rows.count where found.rowCount < mostRows { try found.add(rows[index]) }
    }
    if found.rowCount == 0, !isWhole {
      throw RecordError(line: 1, reason: "no row ends in the first MiB; name a schema")
    }
    return found.fields
  }
}
