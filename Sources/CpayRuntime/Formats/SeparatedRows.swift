import CpayLanguage
import CpayValue

/// Rows as lines of cells under a line of names, for spreadsheets.
///
/// Rows that no stage has reshaped have one column for each field of their resource. A column of
/// money is two: the decimal amount, and the currency's code in a column named like it with
/// `_currency`. Where the digits of a currency are not known the amount is in minor units. Times are
/// ISO 8601, lengths of time whole seconds, maps and lists compact JSON. A missing value is an empty
/// cell, an empty text `""`.
struct SeparatedRows: RowEncoder {
  private let columns: [Column]
  private let names: [String]
  private var cells: CellWriter

  private struct Column {
    let slot: Int
    let type: ValueType
    /// Makes the value; nil where the cell is its own JSON.
    let value: RowValue?

    init(_ field: FieldReference, slot: Int) {
      (self.slot, type) = (slot, field.type)
      value =
        switch type {
        case .map, .object, .record, .list: nil
        default: ExpressionCompiler(now: Timestamp(seconds: 0)).field(field)
        }
    }

    /// Whether a text is the cell as it is.
    var isText: Bool {
      switch type {
      case .string, .id, .enumeration, .currency, .file: true
      default: false
      }
    }
  }

  init(_ type: RowType, _ cells: CellWriter) {
    let layout = type.layout
    columns = type.references.compactMap { field in
      layout.slot(field.name).map { Column(field, slot: $0) }
    }
    names = type.fields.cellNames
    self.cells = cells
  }

  mutating func begin() -> [UInt8] {
    var bytes: [UInt8] = []
    for (place, name) in names.enumerated() {
      if place > 0 { bytes.append(cells.separator) }
      cells.text(name.utf8, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  mutating func append(_ batch: Batch, to bytes: inout [UInt8]) {
    for index in 0..<batch.count {
      let row = batch[index]
      for (place, column) in columns.enumerated() {
        if place > 0 { bytes.append(cells.separator) }
        if column.isText, let text = row.plainText(column.slot) {
          cells.text(text, to: &bytes)
        } else {
          append(column.value.flatMap { try? $0(row) } ?? .null, of: row, column, to: &bytes)
        }
      }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  mutating func end() -> [UInt8] { [] }

  var guardedCells: Int { cells.guardedCount }

  private mutating func append(
    _ value: Value, of row: Row, _ column: Column, to bytes: inout [UInt8]
  ) {
    switch value {
    case .null:
      if !row.isNull(column.slot) { json(row, column.slot, to: &bytes) }
      if column.type == .money { bytes.append(cells.separator) }
    case .money(let money):
      money.appendAmount(to: &bytes)
      bytes.append(cells.separator)
      bytes.append(contentsOf: money.currency.bytes)
    case .string(let text), .file(let text): cells.text(text.utf8, to: &bytes)
    case .record, .list: json(row, column.slot, to: &bytes)
    case .int(let number): bytes.append(digits: number)
    case .timestamp(let moment): moment.appendISO(to: &bytes)
    case .duration(let length): bytes.append(digits: length.seconds)
    default: bytes += value.plainText.utf8
    }
  }

  /// The JSON of a value that has members, or that is not what its column promises: it is shown
  /// rather than left out.
  private mutating func json(_ row: Row, _ slot: Int, to bytes: inout [UInt8]) {
    guard let json = row.json(slot) else { return }
    var writer = JSONWriter()
    writer.rewritten(json)
    cells.text(writer.bytes, to: &bytes)
  }
}
