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
  private let reader: RowReader
  private var cells: CellWriter

  private struct Column {
    let slot: Int
    let type: ValueType

    /// Whether the cell is the value's own JSON.
    var isComposite: Bool {
      switch type {
      case .map, .object, .record, .list: true
      default: false
      }
    }
  }

  init(_ type: RowType, _ cells: CellWriter) {
    let layout = type.layout
    columns = type.fields.compactMap { field in
      layout.slot(field.name).map { Column(slot: $0, type: field.type.type) }
    }
    names = type.fields.cellNames
    reader = RowReader(
      type, columns: zip(type.fields, columns).filter { !$1.isComposite }.map(\.0.name))
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
      var values = reader(row).makeIterator()
      for (place, column) in columns.enumerated() {
        if place > 0 { bytes.append(cells.separator) }
        let value = column.isComposite ? nil : values.next()
        append(value ?? .null, of: row, column, to: &bytes)
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
      cells.plain(money.amountText, to: &bytes)
      bytes.append(cells.separator)
      bytes.append(contentsOf: money.currency.bytes)
    case .string(let text), .file(let text): cells.text(text.utf8, to: &bytes)
    case .record, .list: json(row, column.slot, to: &bytes)
    case .duration(let length): cells.plain(String(length.seconds), to: &bytes)
    default: cells.plain(value.plainText, to: &bytes)
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
