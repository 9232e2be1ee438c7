/// Writes the fields of rows that are made, one after the other, and notes where each lies.
///
/// A field is written by one call; where there is none it is null, where there are several the last
/// one counts.
public struct FieldWriter {
  /// The rows so far, in one buffer.
  var json = JSONWriter()
  /// Where the field that is being written begins, and what it is.
  private var start = 0
  private var kind: FieldExtent.Kind = .missing
  /// Whether all that was written since the row began may be printed as it is.
  private(set) var isPrintable = true
  /// Whether all values since the row began can be read again.
  private(set) var isReadable = true

  /// Writes null.
  public mutating func null() {
    clear()
    json.null()
    kind = .null
  }

  /// Writes a value in the shape made rows have.
  public mutating func value(_ value: Value) {
    clear()
    json.value(value)
    switch value {
    case .null: kind = .null
    case .bool, .money: kind = .other
    case .int, .timestamp, .duration: kind = .integer
    case .decimal: kind = numberKind
    case .string, .file: kind = textKind
    case .record, .list:
      kind = .other
      isReadable = isReadable && isValue
    }
  }

  /// Writes a value that is JSON already, without blanks around it.
  public mutating func raw(_ bytes: some Collection<UInt8>) {
    clear()
    json.raw(bytes)
    switch bytes.first {
    case UInt8(ascii: "n"): kind = .null
    case UInt8(ascii: "\""): kind = textKind
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "["), UInt8(ascii: "{"): kind = .other
    default: kind = numberKind
    }
    isReadable = isReadable && isValue
    holdPrintable()
  }

  /// Writes a field of a row as it stands; null where there is none.
  public mutating func field(_ row: Row?, _ slot: Int) {
    guard let row else { return null() }
    if row.isCells {
      clear()
      let cell = row.field(slot)
      json.append(cell: cell, of: row.storage.bytes)
      kind = cell.kind == .string ? .string : .null
      return
    }
    guard let bytes = row.json(slot) else { return null() }
    clear()
    json.raw(bytes)
    kind = row.field(slot).kind
    if !row.isPrintable { holdPrintable() }
  }

  /// Writes the money that two fields of a row make; null where one is not there.
  public mutating func money(_ row: Row, _ amount: Int, currency: Int) {
    guard let minor = row.integer(amount), let currency = row.currency(currency) else {
      return null()
    }
    clear()
    json.append(plain: FieldWriter.amountStart)
    json.integer(minor)
    json.append(plain: FieldWriter.currencyStart)
    json.append(plain: currency.bytes)
    json.append(plain: FieldWriter.moneyEnd)
    kind = .other
  }

  private static let amountStart = Array(#"{"amount":"#.utf8)
  private static let currencyStart = Array(#","currency":""#.utf8)
  private static let moneyEnd = Array(#""}"#.utf8)

  // MARK: Rows

  /// Begins a row.
  mutating func beginRow() {
    (isPrintable, isReadable) = (true, true)
  }

  /// Begins the row with what another one begins with.
  mutating func keep(_ bytes: ArraySlice<UInt8>, isPrintable: Bool) {
    json.append(plain: bytes)
    self.isPrintable = isPrintable
  }

  /// Begins the row's next field with what stands before its value.
  mutating func begin(_ key: [UInt8]) {
    json.append(plain: key)
    start = json.bytes.count
    kind = .missing
  }

  /// Where the field lies that was just written; nil where it is not what the column takes.
  mutating func end(_ form: ColumnLayout.Form, isRequired: Bool) -> FieldExtent? {
    if kind == .missing { null() }
    guard isOf(form, isRequired: isRequired), json.bytes.count - start <= FieldExtent.longest else {
      return nil
    }
    let quote = kind == .string || kind == .escapedString ? 1 : 0
    return FieldExtent(
      offset: UInt32(clamping: start + quote),
      length: UInt32(clamping: json.bytes.count - start - 2 * quote), kind: kind)
  }

  private func isOf(_ form: ColumnLayout.Form, isRequired: Bool) -> Bool {
    kind.isOf(form, isRequired: isRequired, beginning: json.bytes[start...].first)
  }

  // MARK: What was written

  private mutating func clear() {
    json.cut(to: start)
  }

  private var numberKind: FieldExtent.Kind {
    parseInteger(json.bytes.span, start..<json.bytes.count) == nil ? .other : .integer
  }

  private var textKind: FieldExtent.Kind {
    json.bytes[start...].contains(UInt8(ascii: "\\")) ? .escapedString : .string
  }

  /// Whether what was written is one value, nested no deeper than JSON is read.
  private var isValue: Bool {
    var scanner = JSONScanner(at: start)
    let isRead = (try? scanner.skipValue(json.bytes.span, depth: 1)) != nil
    return isRead && scanner.position == json.bytes.count
  }

  private mutating func holdPrintable() {
    isPrintable = isPrintable && CpayValue.isPrintable(json.bytes.span, start..<json.bytes.count)
  }
}

extension FieldExtent.Kind {
  /// Whether a column of that form takes such a field, which begins with that byte.
  @inline(__always)
  func isOf(_ form: ColumnLayout.Form, isRequired: Bool, beginning: UInt8?) -> Bool {
    switch (self, form) {
    case (.missing, _), (.null, _): !isRequired
    case (_, .any), (.string, .string), (.escapedString, .string), (.integer, .integer): true
    case (.other, .object): beginning == UInt8(ascii: "{")
    default: false
    }
  }
}
