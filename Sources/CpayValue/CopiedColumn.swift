/// Where a column of rows that are made of others gets its value, without one being made.
public enum CopiedColumn: Sendable {
  /// A field as it stands.
  case field(_ slot: Int, of: Side = .own)
  /// The money that an amount and its currency make.
  case money(_ amount: Int, currency: Int, of: Side = .own)

  /// The rows that a column is of.
  public enum Side: Sendable {
    /// Those that others are joined to.
    case own
    /// Those that are joined to them.
    case other
  }
}

extension BatchBuilder {
  /// Adds a row for each of a batch, which has copies of its fields for columns.
  ///
  /// Says whether all fitted: the storage, the forms of the columns, and no key twice.
  public mutating func append(copiesOf batch: Batch, _ columns: [CopiedColumn]) -> Bool {
    append(copiesOf: batch, joining: { _ in -1 }, of: batch, columns)
  }

  /// The same with the fields of another batch beside them: `partners` has the place of the row in it
  /// for each, negative where there is none.
  public mutating func append(
    copiesOf batch: Batch, joining partners: [Int32], of others: Batch, _ columns: [CopiedColumn]
  ) -> Bool {
    append(copiesOf: batch, joining: { Int(partners[$0]) }, of: others, columns)
  }

  @inline(__always)
  private mutating func append(
    copiesOf batch: Batch, joining partner: (_ index: Int) -> Int, of others: Batch,
    _ columns: [CopiedColumn]
  ) -> Bool {
    guard layout.isUnambiguous, columns.count == layout.columns.count else { return batch.isEmpty }
    let (table, text) = (batch.storage.fields, batch.storage.bytes)
    let (otherTable, otherText) = (others.storage.fields, others.storage.bytes)
    let (ownFields, ownBytes) = (table.span, text.span)
    let (otherFields, otherBytes) = (otherTable.span, otherText.span)
    let continuing = continuingColumns(columns, of: batch.storage.layout)
    rows.reserveCapacity(rows.count + batch.count)
    fields.reserveCapacity(fields.count + batch.count * columns.count)
    for index in 0..<batch.count {
      let place = batch.place(index)
      let partner = partner(index)
      let (start, firstField) = (output.json.bytes.count, fields.count)
      output.beginRow()
      var (slot, isTaken) = (0, true)
      while slot < columns.count, isTaken {
        switch columns[slot] {
        case .field(let source, of: .own):
          append(
            source, of: place, of: batch.storage, ownFields, ownBytes, to: slot, continuing)
        case .field(let source, of: .other):
          append(
            source, of: partner < 0 ? nil : others.place(partner), of: others.storage, otherFields,
            otherBytes, to: slot, [])
        case .money(let amount, let currency, of: .own):
          append(amount, currency, of: batch[index], to: slot)
        case .money(let amount, let currency, of: .other):
          append(amount, currency, of: partner < 0 ? nil : others[partner], to: slot)
        }
        isTaken = fields.count - firstField > slot
        slot = fields.count - firstField
      }
      guard fields.count - firstField == columns.count, fits(0) else {
        output.json.cut(to: start)
        fields.removeLast(fields.count - firstField)
        return false
      }
      if columns.isEmpty { output.json.bytes.append(UInt8(ascii: "{")) }
      output.json.bytes.append(UInt8(ascii: "}"))
      rows.append(
        RowExtent(
          offset: UInt32(clamping: start),
          length: UInt32(clamping: output.json.bytes.count - start),
          isPrintable: output.isPrintable))
      append(line: batch.storage.mark(of: place))
    }
    return true
  }

  /// Which columns may stand just behind the one before in the rows that they are of, as they do in
  /// those that are made.
  private func continuingColumns(_ columns: [CopiedColumn], of source: ColumnLayout) -> [Bool] {
    columns.indices.map { place in
      guard place > 0, case .field(let slot, of: .own) = columns[place],
        case .field(slot - 1, of: .own) = columns[place - 1]
      else { return false }
      return source.columns[slot] == layout.columns[place]
        && !layout.openings[place].contains(UInt8(ascii: "\\"))
    }
  }

  /// Adds a column with a field of a row, and those behind it as far as they stand there just as they are
  /// to; nothing where it does not take it.
  @inline(__always)
  private mutating func append(
    _ slot: Int, of place: Int?, of source: RowStorage, _ table: Span<FieldExtent>,
    _ bytes: Span<UInt8>, to column: Int, _ continuing: [Bool]
  ) {
    output.begin(layout.openings[column])
    guard let place, source.rows[place].isPrintable,
      case let first = place * source.layout.columns.count + slot,
      case let field = table[first], !field.isNull
    else {
      output.field(place.map { Row(storage: source, index: $0) }, slot)
      return end(column)
    }
    let beginning = field.kind == .other ? bytes[Int(field.offset)] : nil
    guard
      field.kind.isOf(
        layout.forms[column], isRequired: layout.isRequired[column], beginning: beginning)
    else { return }
    let start = output.json.bytes.count + field.quoteLength
    fields.append(
      FieldExtent(offset: UInt32(clamping: start), lengthAndKind: field.lengthAndKind))
    if source.rows[place].isCells { return output.json.append(cell: field, of: bytes) }
    let delta = start - Int(field.offset)
    var end = field.range.upperBound + field.quoteLength
    var count = 1
    while column + count < continuing.count, continuing[column + count] {
      var next = table[first + count]
      // A key that is written in any other way takes more.
      guard !next.isMissing,
        Int(next.offset) - next.quoteLength - end == layout.openings[column + count].count
      else { break }
      end = next.range.upperBound + next.quoteLength
      next.offset = UInt32(clamping: Int(next.offset) + delta)
      fields.append(next)
      count += 1
    }
    output.json.bytes.append(Int(field.offset) - field.quoteLength..<end, of: bytes)
  }

  private mutating func append(_ amount: Int, _ currency: Int, of row: Row?, to column: Int) {
    output.begin(layout.openings[column])
    if let row { output.money(row, amount, currency: currency) } else { output.null() }
    end(column)
  }

  private mutating func end(_ column: Int) {
    if let field = output.end(layout.forms[column], isRequired: layout.isRequired[column]) {
      fields.append(field)
    }
  }
}

extension RowStorage {
  /// Where in its file a row, or the one it was made from, stands.
  fileprivate func mark(of index: Int) -> UInt32 {
    if !lines.isEmpty, lines[index] > 0 { return lines[index] }
    return origin?[index].place?.mark ?? 0
  }
}

extension FieldExtent {
  /// The quotes on either side of the field.
  fileprivate var quoteLength: Int { isText ? 1 : 0 }
}
