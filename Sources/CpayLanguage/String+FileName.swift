import CpayValue

extension String {
  /// Whether a text from elsewhere can stand in the name of a file without leading to another
  /// folder.
  public var isFileName: Bool {
    !isEmpty && !utf8.contains(UInt8(ascii: "/")) && self != "." && self != "~"
      && !contains("..") && isSafeToPrint
  }

  /// Whether a path begins at the root or at the home folder, so that it is relative to no other.
  public var isRooted: Bool { hasPrefix("/") || hasPrefix("~/") }
}
