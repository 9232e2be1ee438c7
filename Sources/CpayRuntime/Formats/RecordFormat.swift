public import CpayLanguage
import CpayValue

extension RecordFormat {
  /// The format that the first bytes of a text without a name look like: JSON by its bracket, and
  /// NDJSON where the first line is an object and more follows, else csv.
  public init(detecting prefix: [UInt8]) {
    let text = prefix.starts(with: byteOrderMark) ? prefix.dropFirst(3) : prefix[...]
    let trimmed = text.drop(while: isBlank)
    switch trimmed.first {
    case UInt8(ascii: "["): self = .json
    case UInt8(ascii: "{"):
      let line = trimmed.prefix { $0 != UInt8(ascii: "\n") }
      let hasMore = trimmed[line.endIndex...].contains { !isBlank($0) }
      self = hasMore && (try? JSONReader.read(Array(line))) != nil ? .ndjson : .json
    default: self = .csv
    }
  }
}

/// The mark that some programs put before UTF-8.
let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0d).contains(byte)
}
