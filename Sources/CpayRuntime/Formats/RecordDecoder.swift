import CpayValue

/// Reads the rows of one format from pieces that end where a row does.
protocol RecordDecoder: Sendable {
  /// Looks at the bytes from `start` on, which follow what it saw before, and says behind which
  /// byte the last whole row ends.
  mutating func cut(_ bytes: [UInt8], from start: Int) -> Int?
  /// Says that what has come is all there is to judge the file by, for now.
  mutating func settle()
  /// The rows of a piece that a cut has ended, or the end of the file.
  mutating func rows(_ piece: [UInt8], from line: Int) throws(RecordFault) -> Batch
  /// Whether rows can be read where they lie, between the ends that ``firstRowEnd(in:_:)`` and
  /// ``lastRowEnd(in:_:)`` find.
  var readsRowsInPlace: Bool { get }
  /// Behind which byte of a part the row ends that its first bytes belong to; where there is none, the
  /// part is taken to be passed.
  mutating func firstRowEnd(in bytes: [UInt8], _ part: Range<Int>) -> Int?
  /// Behind which byte the last row ends of a part that begins with one; where there is none, the part
  /// is taken to be passed.
  mutating func lastRowEnd(in bytes: [UInt8], _ part: Range<Int>) -> Int?
  /// Says that what was passed behind the last row end will be passed anew.
  mutating func beginRowAnew()
  /// The same as ``rows(_:from:)`` for whole rows that lie in a larger piece; faults are at bytes of
  /// that piece.
  mutating func rows(
    _ piece: [UInt8], in range: Range<Int>, from line: Int
  ) throws(RecordFault) -> Batch
  /// The line that begins behind the last rows, where reading them has told.
  var endLine: Int? { get }
  /// What keeps the text from ending where it does.
  var missingAtEnd: String? { get }
  /// What was found that the format does not promise.
  var findings: [CellFinding] { get }
  /// What was found, where rows are only looked at.
  var found: FoundRows? { get }
  /// What the numbers in cells look like, where that is looked at.
  var numbers: NumberLook? { get }
  /// Whether the rows are one page of a list that goes on.
  var isPage: Bool { get }
  /// What is wrong with a row that has no end within its limit.
  func tooLong(_ piece: [UInt8]) -> RecordFault
}

/// What looking at rows of objects finds.
struct FoundRows {
  let shape: ObjectShape
  let counting: RowCounting
  let count: Int
}

extension RecordDecoder {
  var missingAtEnd: String? { nil }
  var found: FoundRows? { nil }
  var numbers: NumberLook? { nil }
  var isPage: Bool { false }
  var endLine: Int? { nil }
  var readsRowsInPlace: Bool { false }

  mutating func beginRowAnew() {}

  mutating func settle() {}

  mutating func firstRowEnd(in bytes: [UInt8], _ part: Range<Int>) -> Int? {
    bytes[part].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }

  mutating func lastRowEnd(in bytes: [UInt8], _ part: Range<Int>) -> Int? {
    bytes[part].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }

  mutating func rows(
    _ piece: [UInt8], in range: Range<Int>, from line: Int
  ) throws(RecordFault) -> Batch {
    do {
      return try rows(Array(piece[range]), from: line)
    } catch {
      throw RecordFault(
        at: error.offset + range.lowerBound, element: error.element, error.reason)
    }
  }

  var findings: [CellFinding] { [] }

  func tooLong(_ piece: [UInt8]) -> RecordFault { RecordFault(at: 0, "the row is over 16 MiB") }
}

/// NDJSON: a row ends with its line.
struct LineDecoder: RecordDecoder {
  private var scanner: RowScanner

  init(_ scanner: RowScanner) {
    self.scanner = scanner
  }

  var found: FoundRows? {
    scanner.shape.map { FoundRows(shape: $0, counting: .lines, count: scanner.rowCount) }
  }

  mutating func cut(_ bytes: [UInt8], from start: Int) -> Int? {
    bytes[start...].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }

  var readsRowsInPlace: Bool { true }

  var endLine: Int? { scanner.endLine }

  mutating func rows(_ piece: [UInt8], from line: Int) throws(RecordFault) -> Batch {
    try rows(piece, in: piece.indices, from: line)
  }

  mutating func rows(
    _ piece: [UInt8], in range: Range<Int>, from line: Int
  ) throws(RecordFault) -> Batch {
    do {
      return try scanner.lines(piece, in: range, from: line)
    } catch {
      throw RecordFault(error)
    }
  }
}

/// JSON: the rows of an array end with their commas; one object is read as a whole.
struct ArrayDecoder: RecordDecoder {
  private var scanner: RowScanner
  private var ends = ElementEnds()
  private var progress = RowScanner.ArrayProgress.beforeArray

  init(_ scanner: RowScanner) {
    self.scanner = scanner
  }

  var found: FoundRows? {
    scanner.shape.map { FoundRows(shape: $0, counting: .elements, count: scanner.rowCount) }
  }

  var isPage: Bool { scanner.isPage }

  mutating func cut(_ bytes: [UInt8], from start: Int) -> Int? {
    ends.last(in: bytes, from: start)
  }

  /// Whether the text is one object, which is read as a whole.
  private var isObject: Bool { ends.isArray == false }

  mutating func rows(_ piece: [UInt8], from line: Int) throws(RecordFault) -> Batch {
    do {
      if isObject { return try scanner.document(piece, from: line) }
      return try scanner.elements(piece, &progress)
    } catch {
      throw RecordFault(error, element: scanner.faultyRow)
    }
  }

  var missingAtEnd: String? {
    if isObject { return nil }
    switch progress {
    case .afterArray: return nil
    case .beforeArray: return "an array or an object is missing"
    case .beforeFirst, .afterComma: return "the array is not closed"
    }
  }

  func tooLong(_ piece: [UInt8]) -> RecordFault {
    RecordFault(
      at: 0, isObject ? "the object is over 16 MiB" : "the row is over 16 MiB")
  }
}
