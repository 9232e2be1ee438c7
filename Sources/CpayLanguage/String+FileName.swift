import CpayValue

extension String {
  /// Whether a text from elsewhere can stand in the name of a file without leading to another
  /// folder.
  public var isFileName: Bool {
    !isEmpty && !utf8.contains(UInt8(ascii: "/")) && self != "." && !contains("..")
      && isSafeToPrint
  }
}
