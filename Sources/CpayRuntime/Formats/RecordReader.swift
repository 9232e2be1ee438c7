public import CpayLanguage
public import CpayModel
public import CpayValue

/// Reads a file of rows that comes in pieces of any size, and keeps no more of it than one row.
///
/// Give it pieces with ``append(_:)``, say with ``finish()`` that there are no more, and take batches
/// with ``next()`` until it has none. Every row knows its line, ``/CpayValue/Row/line``.
public struct RecordReader: Sendable {
  private var decoder: any RecordDecoder
  private let fit: RecordFit?
  /// The columns of currencies, which people write in capitals too, and the API does not.
  private let currencySlots: [Int]
  /// What has come and is not looked at yet.
  private var queue: [UInt8] = []
  private var position = 0
  /// The bytes behind the last whole row, of which some have been looked at.
  private var pending: [UInt8] = []
  private var scanned = 0
  /// Where `pending` begins in the file.
  private var offset = 0
  private var line = 1
  private var state = State.atStart
  private var isFinished = false
  /// Whether the file began with a byte order mark.
  private var hasMark = false
  /// The bytes that one row may take.
  var rowLimit = RowScanner.longestRow

  private enum State {
    case atStart
    case reading
    case ended
    case failed(RecordError)
  }

  /// A reader of rows with those columns, as ``RecordSchema`` found them; a row that does not have
  /// them stops it.
  public init(
    _ format: RecordFormat, cells: CellForm = CellForm(), fields: [RowType.Field]
  ) {
    self.init(format, cells: cells, fields: fields, use: .all)
  }

  /// A reader of rows with those columns, of which those are used; nil where the rows are known to
  /// have them.
  init(
    _ format: RecordFormat, cells: CellForm = CellForm(), fields: [RowType.Field], use: ColumnUse?,
    looksAtNumbers: Bool = false
  ) {
    let layout = ColumnLayout(
      fields.map { ColumnLayout.Column($0.name, .any, isRequired: false) })
    let decoder: any RecordDecoder =
      switch format {
      case .json: ArrayDecoder(RowScanner(layout))
      case .ndjson: LineDecoder(RowScanner(layout))
      case .csv, .tsv:
        CellDecoder(format, cells, .texts(layout), looksAtNumbers: looksAtNumbers)
      }
    self.init(decoder, use.map { RecordFit(fields, $0) })
  }

  /// A reader that only looks at objects, and tells what ``found``.
  init(lookingAtObjectsOf format: RecordFormat) {
    let decoder: any RecordDecoder =
      if format == .json { ArrayDecoder(.looking()) } else { LineDecoder(.looking()) }
    self.init(decoder, nil)
  }

  /// What was found by looking at objects.
  var found: FoundRows? { decoder.found }

  /// What the numbers in cells look like, where that is looked at.
  var numbers: NumberLook? { decoder.numbers }

  /// Whether the rows are one page of a list that goes on.
  public var isPage: Bool { decoder.isPage }

  /// A reader of objects of `resource` in the API's own shape, or of an export of them as csv or
  /// tsv.
  public init(_ format: RecordFormat, cells: CellForm = CellForm(), resource: Resource) {
    let decoder: any RecordDecoder =
      switch format {
      case .json: ArrayDecoder(RowScanner(resource.layout))
      case .ndjson: LineDecoder(RowScanner(resource.layout))
      case .csv, .tsv: CellDecoder(format, cells, .objects(resource))
      }
    self.init(
      decoder, RecordFit(resource),
      currencies: resource.fields.filter { $0.type.type == .currency }
        .compactMap { resource.layout.slot($0.name) })
  }

  private init(_ decoder: any RecordDecoder, _ fit: RecordFit?, currencies: [Int] = []) {
    (self.decoder, self.fit, currencySlots) = (decoder, fit, currencies)
  }

  /// What was found of the file so far that its format does not promise.
  public var findings: [CellFinding] { (hasMark ? [.marked] : []) + decoder.findings }

  /// Gives the reader the next piece of the file.
  public mutating func append(_ chunk: [UInt8]) {
    if position == queue.count {
      queue = chunk
    } else {
      queue.removeSubrange(..<position)
      queue += chunk
    }
    position = 0
  }

  /// Says that the file ends here.
  public mutating func finish() {
    isFinished = true
  }

  /// Says that whoever writes the file has paused: how it is written is judged by what has come.
  mutating func settle() { decoder.settle() }

  /// The next rows; nil when more of the file is needed, or there are no more.
  /// - Throws: ``RecordError`` at the first row that cannot be read; there is none after it.
  public mutating func next() throws(RecordError) -> Batch? {
    if case .failed(let error) = state { throw error }
    do {
      return try advance()
    } catch {
      state = .failed(error)
      throw error
    }
  }

  /// Takes the start of a row whose end has not come, for whoever gives it again before the next piece,
  /// so that the row is read where it lies; nothing where it is long.
  mutating func takeRest() -> [UInt8] {
    guard isReadingInPlace, position == queue.count, pending.count <= RecordReader.longestRest
    else {
      return []
    }
    decoder.beginRowAnew()
    defer { pending = [] }
    return pending
  }

  private static let longestRest = 64 << 10

  /// The bytes looked at in one go: a piece of a file, and what is left of the one before.
  private static let pieceSize = FileChunks.maximumBytes + longestRest

  private mutating func advance() throws(RecordError) -> Batch? {
    while position < queue.count {
      let rows = try isReadingInPlace ? readInPlace() : readPiece()
      if let rows, !rows.isEmpty { return rows }
    }
    guard isFinished, !hasEnded else { return nil }
    if case .atStart = state { _ = try passMark() }
    state = .ended
    let rows = try read(pending.count)
    if let reason = decoder.missingAtEnd {
      throw RecordError(line: line, offset: offset, reason: reason)
    }
    return rows.isEmpty ? nil : rows
  }

  /// Whether rows can be read where they lie.
  private var isReadingInPlace: Bool {
    if case .reading = state { decoder.readsRowsInPlace } else { false }
  }

  /// The next rows, which are read in the piece that has come; of one that goes over two pieces a
  /// copy is.
  private mutating func readInPlace() throws(RecordError) -> Batch? {
    let next = position..<min(queue.count, position + RecordReader.pieceSize)
    if !pending.isEmpty {
      guard let rowEnd = decoder.firstRowEnd(in: queue, next) else { return try keep(queue[next]) }
      pending += queue[position..<rowEnd]
      position = rowEnd
      return try read(pending.count)
    }
    guard let rowEnd = decoder.lastRowEnd(in: queue, next) else { return try keep(queue[next]) }
    position = rowEnd
    return try read(queue, in: next.lowerBound..<rowEnd)
  }

  /// Keeps the start of a row, whose end has not come.
  private mutating func keep(_ start: ArraySlice<UInt8>) throws(RecordError) -> Batch? {
    pending += start
    position = start.endIndex
    if pending.count > rowLimit {
      throw error(decoder.tooLong(pending), in: pending.indices, pending)
    }
    return nil
  }

  /// The rows of the next bytes, which are copied behind those that wait for the end of their row.
  private mutating func readPiece() throws(RecordError) -> Batch? {
    let end = min(queue.count, position + RecordReader.pieceSize)
    pending += queue[position..<end]
    position = end
    if case .atStart = state, try !passMark() { return nil }
    let cut = decoder.cut(pending, from: scanned)
    scanned = pending.count
    if let cut { return try read(cut) }
    if pending.count > rowLimit {
      throw error(decoder.tooLong(pending), in: pending.indices, pending)
    }
    return nil
  }

  private var hasEnded: Bool {
    if case .ended = state { true } else { false }
  }

  /// Passes a byte order mark; false while too few bytes have come to tell.
  private mutating func passMark() throws(RecordError) -> Bool {
    guard pending.count >= TextStart.length || isFinished && position == queue.count else {
      return false
    }
    if let reason = TextStart.foreignForm(pending) {
      throw RecordError(line: 1, offset: 0, reason: reason)
    }
    offset = TextStart.markLength(pending)
    hasMark = offset > 0
    pending.removeFirst(offset)
    state = .reading
    return true
  }

  /// The rows of the first `count` bytes that are pending.
  private mutating func read(_ count: Int) throws(RecordError) -> Batch {
    let piece = count == pending.count ? pending : Array(pending[..<count])
    if count == pending.count { pending = [] } else { pending.removeFirst(count) }
    scanned = max(0, scanned - count)
    return try read(piece, in: piece.indices)
  }

  /// The rows of a part of some bytes.
  private mutating func read(
    _ bytes: [UInt8], in range: Range<Int>
  ) throws(RecordError) -> Batch {
    var rows: Batch
    do {
      rows = try decoder.rows(bytes, in: range, from: line)
    } catch {
      throw self.error(error, in: range, bytes)
    }
    for slot in currencySlots { rows = rows.lowercased(slot) }
    try fit?.check(rows)
    offset += range.count
    line = decoder.endLine ?? line + bytes.lineEnds(in: range)
    return rows
  }

  private func error(
    _ fault: RecordFault, in range: Range<Int>, _ bytes: [UInt8]
  ) -> RecordError {
    let place = min(max(fault.offset, range.lowerBound), range.upperBound)
    return RecordError(
      line: line + bytes.lineEnds(in: range.lowerBound..<place), element: fault.element,
      offset: offset + fault.offset - range.lowerBound, reason: fault.reason)
  }
}
