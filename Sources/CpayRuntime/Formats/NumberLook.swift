import CpayValue

/// Looks at cells that are read with a decimal point for numbers that have a comma.
struct NumberLook: Sendable {
  /// The numbers with a decimal comma, by the place of their column.
  private var commas: [Int: CommaNumbers] = [:]
  /// Whether a number of the file has a decimal point.
  private var hasPoint = false

  /// Bytes of the longest cell that may be a number with its unit.
  private static let longest = 64

  mutating func look(at cell: ArraySlice<UInt8>, column: Int, line: Int) {
    // What nearly all texts begin with, told by one byte.
    guard let first = cell.first, first < UInt8(ascii: ":") else { return }
    guard cell.count <= NumberLook.longest, let byte = cell.last(where: WrittenNumber.isSign)
    else { return }
    let sign = byte == UInt8(ascii: ",") ? DecimalSign.comma : .point
    guard sign == .comma || !hasPoint, isDecimal(cell, sign) else { return }
    if sign == .point {
      hasPoint = true
    } else {
      commas[column, default: CommaNumbers()]
        .add(String(decoding: cell, as: UTF8.self), RowPlace.line(line).description)
    }
  }

  /// What was found in the column in place `column`.
  func numbers(_ column: Int) -> NumberForm {
    guard var found = commas[column] else { return .point }
    found.areAll = !hasPoint
    return .unexpectedComma(found)
  }

  /// Whether a cell is a number in which that sign stands before the decimals, and can stand for
  /// nothing else: `12,50` and `1.234,5`, but not `1,234`, which may be a thousand.
  ///
  /// A unit may follow it, as `EUR`.
  private func isDecimal(_ cell: ArraySlice<UInt8>, _ sign: DecimalSign) -> Bool {
    var text = cell.drop { $0 == 0x20 }
    if text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") { text.removeFirst() }
    guard let last = text.lastIndex(where: WrittenNumber.isDigit) else { return false }
    let unit = text[(last + 1)...].drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }
    guard unit.count <= 4, unit.allSatisfy({ isLetter($0) }),
      let number = WrittenNumber(text[...last], sign, groupsBySign: true),
      let decimals = number.decimals, let first = number.groups.first
    else { return false }
    return number.groups.count > 1 || decimals.count != 3 || first.count > 3
      || first.first == UInt8(ascii: "0")
  }

  /// Whether it is a letter, or part of a sign beyond ASCII, as `€`.
  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte > 0x7f
  }
}
