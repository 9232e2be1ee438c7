/// How a text from outside begins.
public enum TextStart {
  /// The mark that some programs put before UTF-8.
  public static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// The bytes that a byte order mark takes at the start of a text; 0 where there is none.
  public static func markLength(_ text: some Collection<UInt8>) -> Int {
    text.starts(with: byteOrderMark) ? byteOrderMark.count : 0
  }

  /// The text without a byte order mark.
  public static func skippingMark(_ text: [UInt8]) -> [UInt8] {
    let length = markLength(text)
    return length == 0 ? text : Array(text[length...])
  }

  /// The bytes that show how a text is written.
  public static let length = 4

  /// What a text is written in that is not read here: `UTF-16` or `UTF-32`; nil for any other.
  public static func foreignEncoding(_ text: some Collection<UInt8>) -> String? {
    isUTF32(text) ? "UTF-32" : isUTF16(text) ? "UTF-16" : nil
  }

  /// What is said of such a text; nil for any other.
  public static func foreignForm(_ text: some Collection<UInt8>) -> String? {
    foreignEncoding(text).map { "the text is \($0); save it as UTF-8" }
  }

  /// Whether the text is UTF-32: by its mark, or by the zeros around its first letter.
  private static func isUTF32(_ text: some Collection<UInt8>) -> Bool {
    let start = Array(text.prefix(length))
    if start == [0xff, 0xfe, 0, 0] || start == [0, 0, 0xfe, 0xff] { return true }
    guard start.count == length, start.count(where: { $0 == 0 }) == 3 else { return false }
    return start[0] != 0 || start[3] != 0
  }

  /// Whether the text is UTF-16: by its mark, or by the zeros beside its first two letters.
  ///
  /// Spreadsheets save "Unicode text" so.
  private static func isUTF16(_ text: some Collection<UInt8>) -> Bool {
    let start = Array(text.prefix(length))
    if start.starts(with: [0xff, 0xfe]) || start.starts(with: [0xfe, 0xff]) { return true }
    guard start.count == length, (start[0] == 0) != (start[1] == 0) else { return false }
    return (start[0] == 0) == (start[2] == 0) && (start[1] == 0) == (start[3] == 0)
  }
}
