import CpayValue

/// Rows as a block sequence of YAML mappings, in the API's own shape.
struct YAMLRows: RowEncoder {
  private var isEmpty = true

  mutating func begin() -> [UInt8] { [] }

  mutating func append(_ batch: Batch, to bytes: inout [UInt8]) {
    for index in 0..<batch.count {
      bytes.append(contentsOf: "- ".utf8)
      if let node = try? JSONReader.read(Array(batch[index].bytes)) {
        YAMLWriter.append(node, indent: 2, to: &bytes)
      } else {
        // A key twice, where no column looks: YAML takes JSON as well.
        var writer = JSONWriter()
        batch[index].write(to: &writer)
        bytes.append(contentsOf: writer.bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    isEmpty = isEmpty && batch.isEmpty
  }

  mutating func end() -> [UInt8] { isEmpty ? Array("[]\n".utf8) : [] }
}
