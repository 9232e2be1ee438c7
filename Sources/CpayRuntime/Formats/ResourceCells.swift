import CpayLanguage
import CpayModel
import CpayValue

/// Turns the cells of an exported resource back into the API's own objects: what
/// ``SeparatedRows`` makes of them, with amounts in decimals and times in ISO 8601.
struct ResourceCells: Sendable {
  private let resource: Resource
  private let columns: [Column]
  private let count: Int
  private let decimal: DecimalSign?

  private struct Column {
    let field: Resource.Field
    let cell: Int
    /// The cell of the currency, for money.
    let currency: Int?
  }

  /// Cells under those names, which must be all of an export.
  init(
    _ resource: Resource, _ names: [String], _ decimal: DecimalSign?
  ) throws(RecordFault) {
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() { places[name] = place }
    var columns: [Column] = []
    for field in resource.fields {
      guard let cell = places.removeValue(forKey: field.name) else {
        if field.type.isNullable { continue }
        throw RecordFault(at: 0, "a column \"\(field.name)\" is missing")
      }
      let isMoney = field.type.type == .money
      let currency = isMoney ? places.removeValue(forKey: field.name + "_currency") : nil
      if isMoney, currency == nil {
        throw RecordFault(at: 0, "a column \"\(field.name)_currency\" is missing")
      }
      columns.append(Column(field: field, cell: cell, currency: currency))
    }
    if let name = names.first(where: { places[$0] != nil }) {
      throw RecordFault(at: 0, "\"\(name)\" is no column of an export of \(resource.plural)")
    }
    (self.resource, self.columns, count) = (resource, columns, names.count)
    self.decimal = decimal
  }

  /// The objects of all rows that are left.
  func rows(_ scanner: inout CellScanner) throws(RecordFault) -> Batch {
    var writer = JSONWriter()
    var (lines, starts): ([Int], [Int]) = ([], [])
    while !scanner.isAtEnd {
      let start = scanner.position
      starts.append(start)
      lines.append(scanner.line)
      var cells: [String?] = []
      try scanner.row { cell in cells.append(cell.map { String(decoding: $0, as: UTF8.self) }) }
      try CellDecoder.check(cells.count, of: count, at: start)
      try write(cells, at: start, to: &writer)
    }
    var rowScanner = RowScanner(resource.layout)
    do {
      return try rowScanner.lines(writer.bytes, from: 1).numbered(lines)
    } catch {
      let row = writer.bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
      throw RecordFault(at: row < starts.count ? starts[row] : 0, error.reason)
    }
  }

  private func write(
    _ cells: [String?], at start: Int, to writer: inout JSONWriter
  ) throws(RecordFault) {
    writer.beginObject()
    for column in columns {
      writer.key(column.field.name)
      guard let text = cells[column.cell] else {
        writer.null()
        continue
      }
      let currency = column.currency.flatMap { cells[$0] }
      guard let json = json(text, column.field.type.type, currency: currency) else {
        throw RecordFault(
          at: start,
          "\"\(column.field.name)\" is not \(column.field.type.type.name): \(text)"
            + hint(text, column.field.type.type, currency: currency))
      }
      writer.raw(json)
    }
    writer.endObject()
    writer.endLine()
  }

  /// The API's form of a cell; nil where the text is not of the type.
  private func json(_ text: String, _ type: ValueType, currency: String?) -> [UInt8]? {
    switch type {
    case .currency: return json(Currency(anyCase: text)?.code ?? text, .string, currency: nil)
    case .string, .id, .enumeration, .file:
      var writer = JSONWriter()
      writer.string(text)
      return writer.bytes
    case .money: return minorUnits(text, currency).map { Array(String($0).utf8) }
    case .timestamp:
      let seconds = Timestamp(fileText: text)?.seconds ?? Int64(text)
      return seconds.map { Array(String($0).utf8) }
    case .int, .duration: return Int64(text).map { Array(String($0).utf8) }
    case .bool: return text == "true" || text == "false" ? Array(text.utf8) : nil
    case .decimal: return number(text).map { Array($0.description.utf8) }
    case .map, .object, .record, .list, .null, .mixed, .open:
      guard let node = try? JSONReader.read(Array(text.utf8)) else { return nil }
      var writer = JSONWriter()
      writer.node(node)
      return writer.bytes
    }
  }

  /// How the cell could be read after all, where it could.
  private func hint(_ text: String, _ type: ValueType, currency: String?) -> String {
    if type == .money, let currency, Currency(anyCase: currency) == nil {
      return ", and `\(currency)` is no currency"
    }
    let isNumber = type == .money || type == .decimal
    guard isNumber, decimal != .comma, text.contains(","), DecimalSign.comma.pointed(text) != nil
    else {
      return ""
    }
    return "; numbers with a decimal comma are read with `decimal=\",\"`"
  }

  private func number(_ text: String) -> Decimal? {
    guard let decimal else { return Decimal(text) }
    return decimal.pointed(text).flatMap { Decimal($0) }
  }

  private func minorUnits(_ text: String, _ code: String?) -> Int64? {
    guard let code, let currency = Currency(anyCase: code), let amount = number(text) else {
      return nil
    }
    var units: Decimal? = amount
    for _ in 0..<(currency.minorDigits ?? 0) { units = units?.multiplied(by: Decimal(10)) }
    return units?.whole
  }
}
