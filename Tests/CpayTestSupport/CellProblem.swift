import CpayLanguage
import CpayModel
import CpayRuntime
import CpayValue

/// A file of cells as it was read: the names of its columns, and its rows.
private struct Cells: Equatable {
  var names: [[UInt8]]
  var rows: [[[UInt8]?]] = []
}

/// What is wrong with how a text of any bytes is read as csv and tsv, or written again; nil where
/// nothing is.
///
/// Pieces of any size give the rows of the whole. What was read, written and read again gives the
/// same rows, and the file shows by itself how it is written; with the guard of formulas, each cell
/// has one `'` more at most. A number is read with the digits it has, and no others. Nothing may crash.
public func cellProblem(_ bytes: [UInt8]) -> String? {
  let signs: [DecimalSign?] = [nil, .point, .comma]
  let forms = ([nil] + CellSeparator.allCases).flatMap { separator in
    signs.map { CellForm(separator: separator, decimal: $0) }
  }
  let second = forms[bytes.count % forms.count]
  var reader = RecordReader(.csv, cells: second, resource: .dispute)
  reader.append(bytes)
  reader.finish()
  while let batch = try? reader.next(), !batch.isEmpty {}
  return problem(bytes, .csv, CellForm()) ?? problem(bytes, .csv, second)
    ?? problem(bytes, .tsv, CellForm())
}

private func problem(_ bytes: [UInt8], _ format: RecordFormat, _ form: CellForm) -> String? {
  let whole = outcome(bytes, format, form, piece: .max)
  let pieces = outcome(bytes, format, form, piece: 1 + bytes.count % 7)
  // Of two faults, one of them no UTF-8, either may be told.
  let mayDiffer = [whole, pieces].allSatisfy { (try? $0.get()) == nil } && !isUTF8(bytes)
  guard whole == pieces || mayDiffer else {
    return "\(format) \(form): \(whole) in pieces is \(pieces)"
  }
  guard case .success(let cells) = whole else { return nil }
  if let sign = form.decimal {
    for case let cell? in cells.rows.joined() where !keepsDigits(cell, sign) {
      return "\(cell) with \(sign) has other digits"
    }
  }
  // A file that begins with zeros is taken for UTF-16, and refused.
  if cells.names.first?.contains(0) == true { return nil }
  for isGuarded in [false, true] {
    let again = outcome(
      written(cells, format, isGuarded: isGuarded), format, CellForm(), piece: .max)
    guard case .success(let back) = again, isSame(back, cells, mayBeGuarded: isGuarded) else {
      return "\(format) \(form): \(cells) written and read again is \(again)"
    }
  }
  return nil
}

/// Whether what is read as a number has the digits of its cell.
private func keepsDigits(_ cell: [UInt8], _ sign: DecimalSign) -> Bool {
  let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  guard let text = sign.pointed(String(decoding: cell, as: UTF8.self)) else { return true }
  return text.utf8.filter(isDigit) == cell.filter(isDigit)
}

private func isUTF8(_ bytes: [UInt8]) -> Bool {
  Array(String(decoding: bytes, as: UTF8.self).utf8) == bytes
}

private func isSame(_ found: Cells, _ wanted: Cells, mayBeGuarded: Bool) -> Bool {
  if !mayBeGuarded { return found == wanted }
  let isCell = { (found: [UInt8]?, wanted: [UInt8]?) in
    found == wanted || found == wanted.map { [UInt8(ascii: "'")] + $0 }
  }
  // Two names may be one with the sign before them, so that one of them is called otherwise.
  return found.names.count == wanted.names.count
    && found.rows.elementsEqual(wanted.rows) { $0.elementsEqual($1, by: isCell) }
}

private func written(_ cells: Cells, _ format: RecordFormat, isGuarded: Bool) -> [UInt8] {
  let separator: CellSeparator = format == .tsv ? .tab : .comma
  var writer = CellWriter(separator: separator, isGuarded: isGuarded)
  var bytes: [UInt8] = []
  for row in [cells.names.map(Optional.some)] + cells.rows {
    for (place, cell) in row.enumerated() {
      if place > 0 { bytes.append(separator.byte) }
      if let cell { writer.text(cell, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }
  return bytes
}

/// What is read, or why nothing is.
private func outcome(
  _ bytes: [UInt8], _ format: RecordFormat, _ form: CellForm, piece: Int
) -> Result<Cells, RecordError> {
  Result { () throws(RecordError) in
    let fields = try RecordSchema.infer(bytes, format: format, cells: form, isWhole: true)
    var cells = Cells(names: fields.map { Array($0.name.utf8) })
    var reader = RecordReader(format, cells: form, fields: fields)
    var rest = bytes[...]
    while true {
      while let batch = try reader.next() {
        for index in 0..<batch.count {
          cells.rows.append(
            fields.indices.map { slot in batch[index].text(slot).map { Array($0.utf8) } })
        }
      }
      if rest.isEmpty { return cells }
      reader.append(Array(rest.prefix(piece)))
      rest = rest.dropFirst(piece)
      if rest.isEmpty { reader.finish() }
    }
  }
}
