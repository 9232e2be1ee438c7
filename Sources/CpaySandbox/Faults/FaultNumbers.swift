/// A number with up to nine decimals, kept exactly: the same on every machine, unlike a `Double`.
struct Billionths: Hashable, Sendable, CustomStringConvertible {
  private static let one: Int64 = 1_000_000_000

  /// The number times 1,000,000,000; from 0 up.
  let count: Int64

  /// Reads `12`, `0.25` or `1.5`: up to nine digits before the point and up to nine behind it.
  init?(_ text: Substring) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts[0].wholeNumber(in: 0...999_999_999) else { return nil }
    var fraction = 0
    if parts.count > 1 {
      guard parts[1].utf8.count <= 9 else { return nil }
      let padded = parts[1] + String(repeating: "0", count: 9 - parts[1].utf8.count)
      guard !parts[1].isEmpty, let digits = padded.wholeNumber(in: 0...999_999_999)
      else { return nil }
      fraction = digits
    }
    count = Int64(whole) * Billionths.one + Int64(fraction)
  }

  /// A whole number below 1,000,000,000.
  init(whole: Int32) {
    count = Int64(max(0, whole)) * Billionths.one
  }

  /// The number, taken as seconds.
  var duration: Duration { .nanoseconds(count) }

  /// The shortest text that reads as this number.
  var description: String {
    let (whole, fraction) = count.quotientAndRemainder(dividingBy: Billionths.one)
    guard fraction > 0 else { return String(whole) }
    var digits = Substring(String(fraction + Billionths.one).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}

extension Substring {
  /// The number that plain ASCII digits write, when it lies in `range`.
  func wholeNumber(in range: ClosedRange<Int>) -> Int? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard utf8.allSatisfy(digits.contains), let number = Int(self) else { return nil }
    return range.contains(number) ? number : nil
  }
}
