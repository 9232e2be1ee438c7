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
    guard cell.count <= NumberLook.longest, let sign = cell.last(where: { isSign($0) }),
      sign == UInt8(ascii: ",") || !hasPoint, isDecimal(cell, sign)
    else { return }
    if sign == UInt8(ascii: ".") {
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
  private func isDecimal(_ cell: ArraySlice<UInt8>, _ sign: UInt8) -> Bool {
    var text = cell.drop { $0 == 0x20 }
    if text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") { text.removeFirst() }
    let number = text.prefix { isDigit($0) || isSign($0) }
    let unit = text[number.endIndex...].drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }
    guard unit.count <= 4, unit.allSatisfy({ isLetter($0) }),
      number.count(where: { $0 == sign }) == 1, let place = number.firstIndex(of: sign)
    else { return false }
    let (whole, decimals) = (number[..<place], number[(place + 1)...])
    let groups = whole.split(omittingEmptySubsequences: false) { isSign($0) }
    guard let first = groups.first, !first.isEmpty, !decimals.isEmpty else { return false }
    if groups.count > 1 {
      return first.count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }
    }
    return decimals.count != 3 || first.count > 3 || first.first == UInt8(ascii: "0")
  }

  private func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".")
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Whether it is a letter, or part of a sign beyond ASCII, as `€`.
  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte > 0x7f
  }
}
