/// Numbers as much of the world writes them: `1.234,5`.
public enum DecimalComma {
  /// A text whose number is written so, as one with a decimal point: `1234.5 eur` of `1.234,5 eur`.
  ///
  /// Points may stand before groups of three digits, all of them or none. Nil where the text has no
  /// number, or one that is written otherwise: `12.50` is no number here, rather than 1250 or 12.5.
  public static func pointed(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(where: isPart) else { return nil }
    let end = bytes[start...].firstIndex { !isPart($0) } ?? bytes.count
    guard !bytes[end...].contains(where: isDigit), let number = number(bytes[start..<end])
    else { return nil }
    return String(decoding: bytes[..<start] + number + bytes[end...], as: UTF8.self)
  }

  private static func number(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.count == 1 || !parts[1].isEmpty && parts[1].allSatisfy(isDigit)
    else { return nil }
    let groups = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let first = groups.first, !first.isEmpty else { return nil }
    let isGrouped = groups.count == 1 || first.count <= 3
    guard isGrouped, groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    return groups.flatMap(\.self) + (parts.count == 1 ? [] : [UInt8(ascii: ".")] + parts[1])
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
