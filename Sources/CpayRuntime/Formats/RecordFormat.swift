public import CpayLanguage
import CpayValue

extension RecordFormat {
  /// The format that the first bytes of a text without a name look like: JSON by its bracket, and
  /// NDJSON where the first line is an object and more follows, else csv.
  public init(detecting prefix: [UInt8]) {
    let text = prefix.dropFirst(TextStart.markLength(prefix))
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

extension RecordForm {
  /// The format of the file at `path`, which begins so; only that of standard input is told by what
  /// is in it.
  func format(of path: String, beginning: [UInt8]) throws(FileFailure) -> RecordFormat {
    if let format = format(of: path) { return format }
    guard path == "-" else {
      throw FileFailure("its name does not say how it is written; give a `format=`")
    }
    return RecordFormat(detecting: beginning)
  }
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0d).contains(byte)
}
