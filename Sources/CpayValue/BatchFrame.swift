/// Rows as bytes that the process that wrote them reads again: a batch with the table of its fields, so
/// that nothing is scanned twice.
///
/// A frame has the rows of a batch in their order, behind them the rows that these were made from, and
/// a sum of it all, by which one is known that is not what was written.
extension Batch {
  /// The columns of the rows, and of those that they were made from, which a frame leaves out.
  public var layouts: [ColumnLayout] {
    [storage.layout] + (storage.origin?.layouts ?? [])
  }

  /// The bytes that a row takes in a frame, about.
  public func frameSize(of index: Int) -> Int {
    let place = place(index)
    let table = storage.layout.columns.count * MemoryLayout<FieldExtent>.size
    let own = storage.rows[place].range.count + table + MemoryLayout<RowExtent>.size
    return own + (storage.origin?.frameSize(of: place) ?? 0)
  }

  /// The rows as a frame; nil for more than one holds.
  public var frame: [UInt8]? {
    var frame: [UInt8] = []
    guard append(to: &frame) else { return nil }
    frame.append(words: frame.frameSum(of: frame.count))
    return frame
  }

  /// The rows of a frame, whose columns are those of ``layouts``; nil where it is not what was
  /// written.
  public init?(frame: [UInt8], layouts: [ColumnLayout]) {
    var end = frame.count - FrameHead.sumSize
    var position = 0
    guard end >= 0, frame.frameSum(of: end) == frame.span.words(2, at: &end),
      let batch = Batch(frame, &position, layouts[...]),
      position == frame.count - FrameHead.sumSize
    else { return nil }
    self = batch
  }

  /// Adds the rows, or some and says that the rest does not fit.
  private func append(to frame: inout [UInt8]) -> Bool {
    if (0..<count).contains(where: { self[$0].isCells }) {
      var builder = BatchBuilder(storage.layout)
      for index in 0..<count where !builder.append(self[index]) { return false }
      return builder.build().append(to: &frame)
    }
    let width = storage.layout.columns.count
    let hasLines = !storage.lines.isEmpty
    var words: [UInt32] = []
    words.reserveCapacity(FrameHead.wordCount + count * (2 * width + 4))
    words +=
      FrameHead(
        rowCount: count, hasLines: hasLines, hasOrigin: storage.origin != nil,
        isExact: storage.isExact
      ).words
    var length = 0
    for index in 0..<count {
      let row = storage.rows[place(index)]
      length += row.range.count
      words.append(row.length)
      words.append((row.isPrintable ? 1 : 0) | (row.hasOtherKeys ? 2 : 0))
    }
    for index in 0..<count {
      let start = storage.rows[place(index)].offset
      let first = place(index) * width
      for field in storage.fields[first..<first + width] {
        words.append(field.offset &- start)
        words.append(field.lengthAndKind)
      }
    }
    if hasLines {
      for index in 0..<count { words.append(storage.lines[place(index)]) }
    }
    frame.append(words: words)
    frame.reserveCapacity(frame.count + length + FrameHead.sumSize)
    for index in 0..<count { frame += storage.bytes[storage.rows[place(index)].range] }
    return storage.origin == nil || origins.append(to: &frame)
  }

  private init?(
    _ frame: [UInt8], _ position: inout Int, _ layouts: ArraySlice<ColumnLayout>
  ) {
    let bytes = frame.span
    guard let layout = layouts.first,
      let head = FrameHead(bytes.words(FrameHead.wordCount, at: &position)),
      let rowTable = bytes.words(head.rowCount * 2, at: &position),
      let fieldTable = bytes.words(head.rowCount * layout.columns.count * 2, at: &position),
      let lines = bytes.words(head.hasLines ? head.rowCount : 0, at: &position)
    else { return nil }
    var rows: [RowExtent] = []
    var fields: [FieldExtent] = []
    rows.reserveCapacity(head.rowCount)
    fields.reserveCapacity(fieldTable.count / 2)
    for row in 0..<head.rowCount {
      let (offset, flags) = (UInt32(clamping: position), rowTable[2 * row + 1])
      rows.append(
        RowExtent(
          offset: offset, length: rowTable[2 * row], isPrintable: flags & 1 != 0,
          hasOtherKeys: flags & 2 != 0))
      for slot in row * layout.columns.count..<(row + 1) * layout.columns.count {
        var field = FieldExtent(
          offset: fieldTable[2 * slot], lengthAndKind: fieldTable[2 * slot + 1])
        field.offset = field.isMissing ? 0 : field.offset &+ offset
        fields.append(field)
      }
      position += Int(rowTable[2 * row])
    }
    guard position <= min(frame.count, Int(UInt32.max)) else { return nil }
    var origin: Batch?
    if head.hasOrigin {
      origin = Batch(frame, &position, layouts.dropFirst())
      if origin == nil { return nil }
    }
    self.init(
      RowStorage(
        layout: layout, bytes: frame, rows: rows, fields: fields, origin: origin, lines: lines,
        isExact: head.isExact))
  }
}

/// What a frame begins with.
private struct FrameHead {
  let rowCount: Int
  let hasLines: Bool
  let hasOrigin: Bool
  let isExact: Bool

  static let wordCount = 2
  /// The bytes of the sum at the end.
  static let sumSize = 8
}

extension FrameHead {
  init?(_ words: [UInt32]?) {
    guard let words, words.count == FrameHead.wordCount else { return nil }
    rowCount = Int(words[0])
    (hasLines, hasOrigin) = (words[1] & 1 != 0, words[1] & 2 != 0)
    isExact = words[1] & 4 != 0
  }

  var words: [UInt32] {
    let flags: UInt32 = (hasLines ? 1 : 0) | (hasOrigin ? 2 : 0) | (isExact ? 4 : 0)
    return [UInt32(clamping: rowCount), flags]
  }
}

extension [UInt8] {
  /// A sum of the first bytes that others have only by chance, as two words.
  fileprivate func frameSum(of length: Int) -> [UInt32] {
    let sum = span.hash(of: 0..<length, after: 0x6672_616d_6531)
    return [UInt32(truncatingIfNeeded: sum), UInt32(truncatingIfNeeded: sum >> 32)]
  }
}
