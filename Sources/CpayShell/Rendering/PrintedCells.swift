internal import CpayValue

/// Lines of csv and tsv as they are printed: nothing in them moves the cursor, reorders or hides.
///
/// Line ends and tabs stay, those inside of cells too, so that what is printed is read as the same
/// rows; what is unsafe to print is shown as ``DisplayText`` shows it.
enum PrintedCells {
  /// The lines, made safe.
  static func safe(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<min(end + 1, bytes.count)]
      if line.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a || $0 == 0x09 }) {
        result += line
      } else {
        append(line, to: &result)
      }
      start = end + 1
    }
    return result
  }

  private static func append(_ line: ArraySlice<UInt8>, to result: inout [UInt8]) {
    let endsWithReturn = line.suffix(2).elementsEqual("\r\n".utf8)
    let text = String(decoding: line.dropLast(endsWithReturn ? 2 : 0), as: UTF8.self)
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      let isShown = scalar == "\n" || scalar == "\t" || !scalar.isUnsafeToPrint(after: previous)
      result.append(contentsOf: (isShown ? String(scalar) : scalar.visibleName).utf8)
      previous = scalar
    }
    if endsWithReturn { result += "\r\n".utf8 }
  }
}
