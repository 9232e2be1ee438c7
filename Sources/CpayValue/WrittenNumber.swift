/// What stands before the decimals of a number.
public enum DecimalSign: String, Sendable, CaseIterable {
  /// `1234.5` and `1'234.5`; a comma stands in no number then.
  case point = "."
  /// `1234,5`, `1.234,5` and `1 234,5`.
  case comma = ","

  /// The one byte.
  fileprivate var byte: UInt8 { rawValue.utf8.first ?? 0 }

  /// A text whose number is written with this sign, as one with a decimal point and no groups:
  /// `1234.5 eur` of `1.234,5 eur`.
  ///
  /// Where the sign is a comma it is nil for a text that has no such number: `12.50` is none, rather
  /// than 1250 or 12.5. Where it is a point, other texts stay as they are.
  public func pointed(_ text: String) -> String? {
    plain(Array(text.utf8)) ?? (self == .point ? text : nil)
  }

  private func plain(_ text: [UInt8]) -> String? {
    let isPart = { (byte: UInt8) in WrittenNumber.isDigit(byte) || WrittenNumber.isSign(byte) }
    guard let start = text.firstIndex(where: isPart),
      let last = text.lastIndex(where: WrittenNumber.isDigit), start <= last
    else { return nil }
    let end = text[last...].firstIndex { !isPart($0) } ?? text.count
    guard let number = WrittenNumber(text[start..<end], self, groupsBySign: self == .comma) else {
      return nil
    }
    return String(decoding: text[..<start] + number.plain + text[end...], as: UTF8.self)
  }
}

/// A number as people write it: digits, perhaps in groups of three, and decimals behind a sign.
package struct WrittenNumber {
  /// The digits before the decimals, by their groups.
  package let groups: [ArraySlice<UInt8>]
  /// The digits behind the sign; nil where there is none.
  package let decimals: ArraySlice<UInt8>?

  /// The number that a text is; nil where it is none.
  ///
  /// Blanks and apostrophes stand between groups, all of one kind; with `groupsBySign` the sign may
  /// that is not the decimals'.
  package init?(_ text: ArraySlice<UInt8>, _ sign: DecimalSign, groupsBySign: Bool) {
    var rest = text
    var groups: [ArraySlice<UInt8>] = []
    var separator: [UInt8]?
    while true {
      let digits = rest.prefix(while: WrittenNumber.isDigit)
      groups.append(digits)
      rest = rest[digits.endIndex...]
      guard let first = rest.first, first != sign.byte else { break }
      if WrittenNumber.isSign(first), !groupsBySign { return nil }
      let begins = { (mark: [UInt8]) in rest.starts(with: mark) }
      guard let found = WrittenNumber.separators.first(where: begins), separator ?? found == found
      else { return nil }
      separator = found
      rest = rest.dropFirst(found.count)
    }
    decimals = rest.isEmpty ? nil : rest.dropFirst()
    if let decimals, decimals.isEmpty || !decimals.allSatisfy(WrittenNumber.isDigit) { return nil }
    let isGrouped = groups.count > 1
    guard let first = groups.first, !first.isEmpty, !isGrouped || first.count <= 3,
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    self.groups = groups
  }

  /// The number with a decimal point and without groups.
  fileprivate var plain: [UInt8] {
    groups.flatMap(\.self) + (decimals.map { [UInt8(ascii: ".")] + $0 } ?? [])
  }

  /// What stands between groups: the two signs, blanks, also those that break no line, and apostrophes,
  /// also the curved one.
  private static let separators = [
    ".", ",", " ", "'", "\u{a0}", "\u{2007}", "\u{2009}", "\u{202f}", "’",
  ].map { Array($0.utf8) }

  package static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Whether it is one of the two signs that stand before decimals.
  package static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".")
  }
}
