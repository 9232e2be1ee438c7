import CpayLanguage
import CpayModel
import CpayValue

/// csv and tsv: a row ends with a line end outside of quotes; the first row names the columns.
struct CellDecoder: RecordDecoder {
  /// What becomes of the cells.
  enum Target {
    /// Rows of texts under those names.
    case texts(ColumnLayout)
    /// Objects of a resource, from an export of them.
    case objects(Resource)
  }

  private let format: RecordFormat
  private let form: CellForm
  private let target: Target
  private var isInQuotes = false
  private var sink: Sink?
  private var found: FoundCells?
  /// The row ends that have been seen, and the last of them, until enough has come to look at.
  private var rowEnds = 0
  private var lastEnd: Int?
  /// Whether what has come is enough to look at, as long as it holds a row.
  private var isSettled = false

  private enum Sink {
    case texts(TextRowBuilder, columnCount: Int)
    case objects(ResourceCells)
  }

  /// What the numbers in the cells look like, where that is looked at.
  private(set) var numbers: NumberLook?
  private(set) var endLine: Int?

  init(
    _ format: RecordFormat, _ form: CellForm, _ target: Target, looksAtNumbers: Bool = false
  ) {
    (self.format, self.form, self.target) = (format, form, target)
    if looksAtNumbers { numbers = NumberLook() }
  }

  var missingAtEnd: String? { sink == nil ? "a header row is missing" : nil }

  var findings: [CellFinding] { found?.findings ?? [] }

  mutating func cut(_ bytes: [UInt8], from start: Int) -> Int? {
    if found != nil {
      return bytes.lastLineEnd(in: start..<bytes.count, isInQuotes: &isInQuotes)
    }
    var cut: Int?
    let span = bytes.span
    for index in start..<span.count {
      switch span[index] {
      // A doubled quote turns twice.
      case UInt8(ascii: "\""): isInQuotes.toggle()
      case UInt8(ascii: "\n") where !isInQuotes:
        cut = index + 1
        // Of an empty line there is nothing to be seen.
        if rowEnds <= FoundCells.mostRows, !isEmptyLine(before: index, in: span) { rowEnds += 1 }
      default: break
      }
    }
    lastEnd = cut ?? lastEnd
    // One more than are looked at, since the first may be no row of cells.
    let isEnough =
      rowEnds > (isSettled ? 1 : FoundCells.mostRows) || bytes.count > FoundCells.mostBytes
    return isEnough ? lastEnd : nil
  }

  private func isEmptyLine(before end: Int, in span: Span<UInt8>) -> Bool {
    let last = end > 0 && span[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    return last == 0 || span[last - 1] == UInt8(ascii: "\n")
  }

  mutating func settle() { isSettled = true }

  var readsRowsInPlace: Bool { found != nil }

  mutating func firstRowEnd(in bytes: [UInt8], _ part: Range<Int>) -> Int? {
    bytes.firstLineEnd(in: part, isInQuotes: &isInQuotes)
  }

  mutating func lastRowEnd(in bytes: [UInt8], _ part: Range<Int>) -> Int? {
    let end = bytes.lastLineEnd(in: part, isInQuotes: &isInQuotes)
    // What stands behind is another row, which is passed anew.
    if end != nil { isInQuotes = false }
    return end
  }

  mutating func beginRowAnew() {
    isInQuotes = false
  }

  mutating func rows(_ piece: [UInt8], from line: Int) throws(RecordFault) -> Batch {
    try rows(piece, in: piece.indices, from: line)
  }

  mutating func rows(
    _ piece: [UInt8], in range: Range<Int>, from line: Int
  ) throws(RecordFault) -> Batch {
    if let offset = piece.firstNotUTF8(in: range) {
      throw RecordFault(at: offset, "the text is not UTF-8")
    }
    var scanner = CellScanner(
      piece, in: range, separator: found?.separator.byte ?? 0, line: line)
    if sink == nil, !scanner.isAtEnd {
      let found = try FoundCells(&scanner, format, form)
      sink = try sink(found.names)
      self.found = found
    }
    switch sink {
    case .texts(var builder, let columnCount):
      // Taken out of the sink, so that what it holds is not copied.
      sink = nil
      builder.begin(piece)
      try read(&scanner, range.upperBound, columnCount, into: &builder)
      let rows = builder.take()
      sink = .texts(builder, columnCount: columnCount)
      endLine = scanner.line
      return rows
    case .objects(let objects):
      let rows = try objects.rows(&scanner)
      endLine = scanner.line
      return rows
    case nil: return Batch.empty
    }
  }

  /// Reads all rows of texts that are left.
  private mutating func read(
    _ scanner: inout CellScanner, _ end: Int, _ columnCount: Int, into builder: inout TextRowBuilder
  ) throws(RecordFault) {
    while !scanner.isAtEnd {
      let (start, line) = (scanner.position, scanner.line)
      if let end = builder.appendLine(
        from: start, before: end, separator: scanner.separator, cells: columnCount, line: line,
        looks: numbers != nil, look: { numbers?.look(at: $0, column: $1, line: line) })
      {
        scanner.passLine(to: end)
        try checkLength(scanner.bytes, start..<end)
        continue
      }
      // In one column an empty line is a row; in several it is none.
      if columnCount > 1, scanner.skipEmptyLine() { continue }
      var count = 0
      try scanner.row { cell in
        builder.append(cell)
        if let cell { numbers?.look(at: cell, column: count, line: line) }
        count += 1
      }
      try checkLength(scanner.bytes, start..<scanner.position)
      try CellDecoder.check(count, of: columnCount, at: start)
      builder.endRow(line: line)
    }
  }

  /// A row is as long as its bytes, whatever pieces it came in.
  private func checkLength(_ bytes: [UInt8], _ row: Range<Int>) throws(RecordFault) {
    if row.count > RowScanner.longestRow { throw tooLong(bytes[row]) }
  }

  /// A quote that nothing closes hides the line ends behind it, and is what should be told.
  func tooLong(_ piece: [UInt8]) -> RecordFault { tooLong(piece[...]) }

  /// The same of a row, and the same whether its end has come or not.
  private func tooLong(_ row: ArraySlice<UInt8>) -> RecordFault {
    let separator = found?.separator ?? form.separator ?? (format == .tsv ? .tab : .comma)
    let start = Array(row.prefix(RowScanner.longestRow))
    var scanner = CellScanner(start, separator: separator.byte, line: 1)
    do {
      while !scanner.isAtEnd { try scanner.row { _ in } }
    } catch {
      let place = row.startIndex + error.offset
      return scanner.isAtEnd
        ? RecordFault(at: place, "\(error.reason) within 16 MiB, the most that a row takes")
        : RecordFault(at: place, error.reason)
    }
    return RecordFault(at: row.startIndex, "the row is over 16 MiB")
  }

  static func check(_ count: Int, of columns: Int, at start: Int) throws(RecordFault) {
    if count == columns { return }
    let cells = count == 1 ? "1 cell" : "\(count) cells"
    throw RecordFault(at: start, "the row has \(cells), the header \(columns)")
  }

  private func sink(_ names: [String]) throws(RecordFault) -> Sink {
    switch target {
    case .objects(let resource):
      return .objects(try ResourceCells(resource, names, form.decimal))
    case .texts(let layout):
      let wanted = layout.columns.map { Array($0.name.utf8) }
      guard names.map({ Array($0.utf8) }) == wanted else {
        throw RecordFault(at: 0, "the columns are not those that the file had before")
      }
      // Rows that are only looked at need not be made.
      let kept = numbers == nil ? layout : ColumnLayout([])
      return .texts(TextRowBuilder(kept), columnCount: names.count)
    }
  }
}

extension Batch {
  /// No rows.
  fileprivate static var empty: Batch { BatchBuilder(ColumnLayout([])).build() }
}
