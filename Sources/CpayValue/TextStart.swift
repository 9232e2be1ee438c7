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

  /// Whether the text is UTF-16: by its mark, or by the zeros beside its first two letters.
  ///
  /// Spreadsheets save "Unicode text" so.
  public static func isUTF16(_ text: some Collection<UInt8>) -> Bool {
    let start = Array(text.prefix(length))
    if start.starts(with: [0xff, 0xfe]) || start.starts(with: [0xfe, 0xff]) { return true }
    guard start.count == length, (start[0] == 0) != (start[1] == 0) else { return false }
    return (start[0] == 0) == (start[2] == 0) && (start[1] == 0) == (start[3] == 0)
  }

  /// What is said of a text in UTF-16.
  public static let utf16Reason = "the text is UTF-16; save it as UTF-8"
}
