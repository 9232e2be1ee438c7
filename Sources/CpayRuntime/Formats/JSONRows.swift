import CpayValue

/// Rows as JSON objects: one a line, or all in one array.
struct JSONRows: RowEncoder {
  private let isLines: Bool
  private var isFirst = true

  init(isLines: Bool) {
    self.isLines = isLines
  }

  mutating func begin() -> [UInt8] { isLines ? [] : Array("[".utf8) }

  mutating func append(_ batch: Batch, to bytes: inout [UInt8]) {
    if isLines {
      var writer = JSONWriter()
      for index in 0..<batch.count {
        batch[index].write(to: &writer)
        writer.endLine()
      }
      bytes.append(contentsOf: writer.bytes)
      return
    }
    for index in 0..<batch.count {
      var writer = JSONWriter()
      batch[index].write(to: &writer)
      bytes.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
      bytes.append(contentsOf: writer.bytes)
      isFirst = false
    }
  }

  mutating func end() -> [UInt8] { isLines ? [] : Array("\n]\n".utf8) }
}
