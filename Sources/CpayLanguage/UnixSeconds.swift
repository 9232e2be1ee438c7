import CpayValue

/// What is said of a number that is no time in seconds since 1970.
package enum UnixSeconds {
  /// What is wrong with it.
  package static func problem(_ number: Int64) -> String {
    "`time` takes seconds since 1970, and \(number) is out of range"
  }

  /// What to write instead: other programs count milliseconds or less.
  package static func advice(_ number: Int64) -> String {
    let units: [(name: String, count: Int64)] = [
      ("milliseconds", 1_000), ("microseconds", 1_000_000),
    ]
    for unit in units where usual.contains((number / unit.count).magnitude) {
      return "it looks like \(unit.name): write `… / \(unit.count)`"
    }
    return "times lie in the years 1 to 9999"
  }

  /// The seconds of some two hundred years.
  private static let usual: ClosedRange<UInt64> = 100_000_000...7_000_000_000
}
