extension RowScanner {
  /// The bytes of one row of a file, at most.
  public static let longestRow = 16 << 20

  /// Reads whole lines of NDJSON, an object on each; blank lines are passed over.
  ///
  /// The rows know their lines, of which the first is number `line`.
  /// - Throws: ``JSONError`` where a line is not an object that fits the layout.
  public mutating func lines(_ bytes: [UInt8], from line: Int) throws(JSONError) -> Batch {
    let span = bytes.span
    var table = Table()
    var lines = LineCounter(line: line)
    var scanner = try start(bytes)
    var end = 0
    while scanner.peek(span) != nil {
      if lines.count(span, end..<scanner.position) == 0, !table.rows.isEmpty {
        throw JSONError(at: scanner.position, "something follows the object in its line")
      }
      try recordRow(span, &scanner, &table, &lines)
      end = scanner.position
      if let row = table.rows.last, !row.isPrintable, lines.count(span, row.range) > 0 {
        throw JSONError(at: Int(row.offset), "the object goes over several lines")
      }
    }
    return Batch(table.storage(layout, bytes))
  }

  /// How far an array of rows that comes in pieces has been read.
  public enum ArrayProgress: Sendable {
    /// Nothing has been read.
    case beforeArray
    /// The array has been opened.
    case beforeFirst
    /// Another element follows.
    case afterComma
    /// The array has been closed.
    case afterArray
  }

  /// Reads a piece of an array of objects, cut behind a comma of the array or behind its end.
  ///
  /// The rows know their lines, of which the first is number `line`.
  /// - Throws: ``JSONError`` where the text is no such array, or a row does not fit the layout.
  public mutating func elements(
    _ bytes: [UInt8], from line: Int, _ progress: inout ArrayProgress
  ) throws(JSONError) -> Batch {
    let span = bytes.span
    var table = Table()
    var lines = LineCounter(line: line)
    var scanner = try start(bytes)
    if progress == .beforeArray, scanner.peek(span) != nil {
      try scanner.expect("[", span, "an array or an object is missing")
      progress = .beforeFirst
    }
    var end = 0
    while scanner.peek(span) != nil, progress != .afterArray {
      if progress == .beforeFirst, scanner.take("]", span) {
        progress = .afterArray
        continue
      }
      _ = lines.count(span, end..<scanner.position)
      try recordRow(span, &scanner, &table, &lines)
      if let row = table.rows.last, !row.isPrintable { _ = lines.count(span, row.range) }
      end = scanner.position
      progress = scanner.take(",", span) ? .afterComma : .afterArray
      if progress == .afterArray { try scanner.expect("]", span, "a , or ] is missing") }
    }
    try self.end(span, &scanner)
    return Batch(table.storage(layout, bytes))
  }

  /// Reads a whole text that is one object: the rows of a saved list answer, or the object as the
  /// only row.
  /// - Throws: ``JSONError`` where the text is no object, or a row does not fit the layout.
  public mutating func document(_ bytes: [UInt8], from line: Int) throws(JSONError) -> Batch {
    let span = bytes.span
    var table = Table()
    var scanner = try start(bytes)
    if let list = try listStart(bytes) {
      var rowScanner = JSONScanner(at: list)
      try rows(span, &rowScanner, &table)
    } else {
      try row(span, &scanner, &table)
      try end(span, &scanner)
    }
    var lines = LineCounter(line: line)
    var start = 0
    for row in table.rows {
      _ = lines.count(span, start..<Int(row.offset))
      table.lines.append(UInt32(clamping: lines.line))
      start = Int(row.offset)
    }
    return Batch(table.storage(layout, bytes))
  }

  /// Where the array of a list answer begins; nil for any other object.
  private func listStart(_ bytes: [UInt8]) throws(JSONError) -> Int? {
    let span = bytes.span
    var scanner = JSONScanner()
    var (data, isList): (Int?, Bool) = (nil, false)
    try scanner.expect("{", span, "an array or an object is missing")
    if scanner.take("}", span) { return nil }
    repeat {
      let key = try scanner.string(span)
      try scanner.expect(":", span, "a : is missing")
      let next = scanner.peek(span)
      let start = scanner.position
      try scanner.skipValue(span, depth: 1)
      let value = bytes[start..<scanner.position]
      if bytes[key.range].elementsEqual("data".utf8), next == UInt8(ascii: "[") {
        if data != nil { throw twice("data", key) }
        data = start
      }
      if bytes[key.range].elementsEqual("object".utf8) {
        isList = value.elementsEqual(#""list""#.utf8)
      }
    } while scanner.take(",", span)
    try scanner.expect("}", span, "a , or } is missing")
    try end(span, &scanner)
    return isList ? data : nil
  }

  private mutating func recordRow(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ table: inout Table,
    _ lines: inout LineCounter
  ) throws(JSONError) {
    table.lines.append(UInt32(clamping: lines.line))
    let start = scanner.position
    try row(bytes, &scanner, &table)
    if scanner.position - start > rowLimit {
      throw JSONError(at: start, "the row is over 16 MiB")
    }
  }
}

/// The number of the line that has been reached.
struct LineCounter {
  var line: Int

  /// Passes those bytes, and says how many lines ended in them.
  mutating func count(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var ends = 0
    for index in range where bytes[index] == UInt8(ascii: "\n") { ends += 1 }
    line += ends
    return ends
  }
}
