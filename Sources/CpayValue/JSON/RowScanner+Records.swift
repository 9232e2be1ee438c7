extension RowScanner {
  /// The bytes of one row of a file, at most.
  public static let longestRow = 16 << 20

  /// Reads whole lines of NDJSON, an object on each; blank lines are passed over.
  ///
  /// The rows know their lines, of which the first is number `line`.
  /// - Throws: ``JSONError`` where a line is not an object that fits the layout.
  public mutating func lines(_ bytes: [UInt8], from line: Int) throws(JSONError) -> Batch {
    try lines(bytes, in: bytes.indices, from: line)
  }

  /// The same for lines that are a part of the bytes; where these are long, nothing is copied.
  /// - Throws: ``JSONError`` where a line is not an object that fits the layout.
  public mutating func lines(
    _ bytes: [UInt8], in range: Range<Int>, from line: Int
  ) throws(JSONError) -> Batch {
    let span = bytes.span.extracting(..<range.upperBound)
    var table = newTable(for: range.count)
    var lines = LineCounter(line: line)
    var scanner = try start(span, from: range.lowerBound)
    var end = range.lowerBound
    while scanner.peek(span) != nil {
      if lines.count(span, end..<scanner.position) == 0, !table.rows.isEmpty {
        throw JSONError(at: scanner.position, "something follows the object in its line")
      }
      let start = scanner.position
      do throws(JSONError) {
        try recordRow(span, &scanner, &table, line: lines.line)
      } catch {
        throw inLine(error, from: start, span)
      }
      end = scanner.position
      if let row = table.rows.last, !row.isPrintable, lines.count(span, row.range) > 0 {
        throw JSONError(at: Int(row.offset), "the object goes over several lines")
      }
    }
    _ = lines.count(span, end..<range.upperBound)
    endLine = lines.line
    noteRows(table, of: range.count)
    return Batch(table.storage(layout, bytes))
  }

  /// A mistake in the line that begins at `start`; one that shows only behind it is that its object
  /// does not end there.
  private func inLine(_ error: JSONError, from start: Int, _ bytes: Span<UInt8>) -> JSONError {
    let most = min(error.offset, bytes.count)
    var end = start
    while end < most, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end >= most { return error }
    for index in end..<most where bytes[index] > 0x20 {
      return JSONError(at: end, "the object does not end in its line")
    }
    return JSONError(at: end, error.reason)
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
  /// The rows know which elements they are, counted on from those of the pieces before.
  /// - Throws: ``JSONError`` where the text is no such array, or a row does not fit the layout.
  public mutating func elements(
    _ bytes: [UInt8], _ progress: inout ArrayProgress
  ) throws(JSONError) -> Batch {
    let span = bytes.span
    var table = newTable(for: bytes.count)
    var scanner = try start(bytes)
    if progress == .beforeArray, scanner.peek(span) != nil {
      try scanner.expect("[", span, "an array or an object is missing")
      progress = .beforeFirst
    }
    while scanner.peek(span) != nil, progress != .afterArray {
      if progress == .beforeFirst, scanner.take("]", span) {
        progress = .afterArray
        continue
      }
      try recordRow(span, &scanner, &table, line: nil)
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
    var table = newTable(for: bytes.count)
    var scanner = try start(bytes)
    if let list = try listStart(bytes) {
      var progress = ArrayProgress.beforeFirst
      scanner = JSONScanner(at: list + 1)
      while progress != .afterArray {
        if progress == .beforeFirst, scanner.take("]", span) { break }
        try recordRow(span, &scanner, &table, line: nil)
        progress = scanner.take(",", span) ? .afterComma : .afterArray
      }
    } else {
      var lines = LineCounter(line: line)
      _ = scanner.peek(span)
      _ = lines.count(span, 0..<scanner.position)
      table.lines.append(RowPlace.line(lines.line).mark)
      try row(span, &scanner, &table, number: lines.line)
      try end(span, &scanner)
    }
    return Batch(table.storage(layout, bytes))
  }

  /// Where the array of a list answer begins; nil for any other object.
  private mutating func listStart(_ bytes: [UInt8]) throws(JSONError) -> Int? {
    let span = bytes.span
    var scanner = JSONScanner()
    var (data, isList, hasMore): (Int?, Bool, Bool) = (nil, false, false)
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
      if bytes[key.range].elementsEqual("has_more".utf8) {
        hasMore = value.elementsEqual("true".utf8)
      }
    } while scanner.take(",", span)
    try scanner.expect("}", span, "a , or } is missing")
    try end(span, &scanner)
    guard isList, let data else { return nil }
    isPage = hasMore
    return data
  }

  /// Reads a row of a file, which begins in that line; nil where it is an element of an array.
  private mutating func recordRow(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ table: inout Table, line: Int?
  ) throws(JSONError) {
    let place = line.map { RowPlace.line($0) } ?? .element(rowCount + 1)
    table.lines.append(place.mark)
    _ = scanner.peek(bytes)
    let start = scanner.position
    try row(bytes, &scanner, &table, number: line ?? rowCount + 1)
    if scanner.position - start > rowLimit {
      isInRow = true
      rowCount -= 1
      throw JSONError(at: start, "the row is over 16 MiB")
    }
  }
}

/// Where a row stands in a file.
public enum RowPlace: Hashable, Sendable, CustomStringConvertible {
  /// The line it begins in, from 1.
  case line(Int)
  /// Which element of an array it is, from 1.
  case element(Int)

  /// `line 3`, `element 3`.
  public var description: String {
    switch self {
    case .line(let number): "line \(number)"
    case .element(let number): "element \(number)"
    }
  }

  private static let elementBit: UInt32 = 1 << 31

  /// The place in the table of a storage, where 0 is none.
  var mark: UInt32 {
    switch self {
    case .line(let number): UInt32(clamping: number) & ~RowPlace.elementBit
    case .element(let number): UInt32(clamping: number) | RowPlace.elementBit
    }
  }

  /// The place that a storage has kept.
  init?(mark: UInt32) {
    if mark == 0 { return nil }
    let number = Int(mark & ~RowPlace.elementBit)
    self = mark & RowPlace.elementBit == 0 ? .line(number) : .element(number)
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

extension [UInt8] {
  /// How many lines end in a part of the bytes.
  public func lineEnds(in range: Range<Int>) -> Int {
    span.occurrences(of: UInt8(ascii: "\n"), in: range)
  }

  /// The first byte of a part, which begins with a character, that is no UTF-8; nil where all are.
  public func firstNotUTF8(in part: Range<Int>) -> Int? {
    do {
      try requireUTF8(span.extracting(..<part.upperBound), from: part.lowerBound)
      return nil
    } catch {
      return error.offset
    }
  }

  /// Behind which byte the first line of a part ends that does not lie within quotes.
  ///
  /// What `isInQuotes` says of the start of the part it says of that place then, or of the end of the
  /// part where there is none; a doubled quote counts as two.
  public func firstLineEnd(in part: Range<Int>, isInQuotes: inout Bool) -> Int? {
    for index in part {
      switch self[index] {
      case UInt8(ascii: "\""): isInQuotes.toggle()
      case UInt8(ascii: "\n") where !isInQuotes: return index + 1
      default: break
      }
    }
    return nil
  }

  /// Behind which byte the last line of a part ends that does not lie within quotes.
  ///
  /// What `isInQuotes` says of the start of the part it says of its end then; a doubled quote counts as
  /// two.
  public func lastLineEnd(in part: Range<Int>, isInQuotes: inout Bool) -> Int? {
    let quotes = span.occurrences(of: UInt8(ascii: "\""), in: part)
    if quotes & 1 == 1 { isInQuotes.toggle() }
    var isInside = isInQuotes
    for index in part.reversed() {
      switch self[index] {
      case UInt8(ascii: "\""): isInside.toggle()
      case UInt8(ascii: "\n") where !isInside: return index + 1
      default: break
      }
    }
    return nil
  }
}
