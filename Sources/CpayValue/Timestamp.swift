/// A moment, in whole seconds since 1970-01-01T00:00Z, as every timestamp of the API.
///
/// All date arithmetic is in UTC; no local calendar takes part.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00Z.
  public let seconds: Int64

  /// A moment that many seconds after 1970-01-01T00:00Z.
  public init(seconds: Int64) {
    self.seconds = seconds
  }

  /// The earlier of two moments is the smaller.
  public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.seconds < rhs.seconds }

  /// The moment `interval` later, or nil past 64 bits.
  public func adding(_ interval: DurationValue) -> Timestamp? {
    let (sum, overflow) = seconds.addingReportingOverflow(interval.seconds)
    return overflow ? nil : Timestamp(seconds: sum)
  }

  /// Midnight UTC of this moment's day.
  public var startOfDay: Timestamp {
    let (start, overflow) = seconds.subtractingReportingOverflow(floorMod(seconds, 86_400))
    return overflow ? self : Timestamp(seconds: start)
  }

  /// Reads `2024-02-07`, `2024-02-07T09:00`, `…:30`, with `Z` or `+02:00`; UTC without an offset.
  ///
  /// Nil for any other text, a day that does not exist, or a year outside 0001 to 9999.
  public init?(iso text: some StringProtocol) {
    var reader = ISOReader(bytes: Array(text.utf8))
    guard let seconds = reader.timestamp() else { return nil }
    self.init(seconds: seconds)
  }

  /// Reads what files of others have besides: a blank for the `T`, fractions of a second, which are
  /// left out, `+0200`, `+02` and `UTC` for an offset, and a blank before it.
  ///
  /// Nil for any other text, as ``init(iso:)``.
  public init?(fileText text: some StringProtocol) {
    var reader = ISOReader(bytes: Array(text.utf8), takesVariants: true)
    guard let seconds = reader.timestamp() else { return nil }
    self.init(seconds: seconds)
  }

  /// The seconds of the years 1 to 9999, which are the ones that can be written.
  public static let written: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// `2024-02-08T00:00Z`, with seconds only when there are any; the number of seconds where no
  /// calendar reaches.
  public var iso: String { text(UInt8(ascii: "T")) }

  /// `2024-02-08 00:00Z`, in UTC, for people; the number of seconds where no calendar reaches.
  public var display: String { text(UInt8(ascii: " ")) }

  /// Adds ``iso`` to a text.
  public func appendISO(to bytes: inout [UInt8]) { append(to: &bytes, UInt8(ascii: "T")) }

  private func text(_ separator: UInt8) -> String {
    var bytes: [UInt8] = []
    append(to: &bytes, separator)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds date and time with a sign between them.
  private func append(to bytes: inout [UInt8], _ separator: UInt8) {
    guard seconds.magnitude < 1 << 55 else { return bytes.append(digits: seconds) }
    let secondsOfDay = floorMod(seconds, 86_400)
    let (year, month, day) = civil(fromDays: (seconds - secondsOfDay) / 86_400)
    bytes.append(digits: year, width: 4)
    for number in [month, day] {
      bytes.append(UInt8(ascii: "-"))
      bytes.append(digits: number, width: 2)
    }
    bytes.append(separator)
    bytes.append(digits: secondsOfDay / 3600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(digits: secondsOfDay / 60 % 60, width: 2)
    if secondsOfDay % 60 != 0 {
      bytes.append(UInt8(ascii: ":"))
      bytes.append(digits: secondsOfDay % 60, width: 2)
    }
    bytes.append(UInt8(ascii: "Z"))
  }
}

/// A length of time in whole seconds; a day is exactly 24 hours.
public struct DurationValue: Hashable, Comparable, Sendable {
  /// The length in seconds; negative for the past.
  public let seconds: Int64

  /// A length of that many seconds.
  public init(seconds: Int64) {
    self.seconds = seconds
  }

  /// The shorter of two lengths is the smaller.
  public static func < (lhs: DurationValue, rhs: DurationValue) -> Bool {
    lhs.seconds < rhs.seconds
  }

  /// The units that lengths of time are written in, in seconds.
  public static let secondsByUnit: [String: Int64] = [
    "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800,
  ]

  /// The length times `factor`, half to even at the second; nil when it does not fit 64 bits.
  public func multiplied(by factor: Decimal) -> DurationValue? {
    DurationValue(
      fitting: quotient(Int128(seconds), times: factor.units, over: Int128(Decimal.one)))
  }

  /// The length over `divisor`, half to even at the second; nil when it does not fit 64 bits, or
  /// `divisor` is zero.
  public func divided(by divisor: Decimal) -> DurationValue? {
    DurationValue(
      fitting: quotient(Int128(seconds), times: Int128(Decimal.one), over: divisor.units))
  }

  /// How many times `other` the length is, half to even at 18 places; nil when `other` is zero.
  public func ratio(to other: DurationValue) -> Decimal? {
    Decimal(
      units: quotient(Int128(seconds), times: Int128(Decimal.one), over: Int128(other.seconds)))
  }

  private init?(fitting seconds: Int128?) {
    guard let seconds = seconds.flatMap({ Int64(exactly: $0) }) else { return nil }
    self.init(seconds: seconds)
  }

  /// Reads a whole number and its unit, such as `14d`; nil for anything else, and for lengths that
  /// 64 bits do not hold.
  public init?(_ text: String) {
    let digits = text.utf8.prefix { $0 &- UInt8(ascii: "0") < 10 }
    guard let count = Int64(Substring(digits)),
      let unit = DurationValue.secondsByUnit[String(text.dropFirst(digits.count))]
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    if overflow { return nil }
    self.init(seconds: seconds)
  }

  /// The largest unit and the next one below it: `36 h`, `3 d 4 h`, `12 m`, `45 s`.
  public var display: String {
    let magnitude = seconds.magnitude
    let (days, hours, minutes) = (magnitude / 86_400, magnitude / 3600, magnitude / 60)
    switch magnitude {
    case 0..<60: return "\(magnitude) s"
    case 60..<3600: return "\(minutes) m"
    case 3600..<(6 * 3600) where minutes % 60 != 0: return "\(hours) h \(minutes % 60) m"
    case 3600..<(72 * 3600): return "\(hours) h"
    case (72 * 3600)..<(10 * 86_400) where hours % 24 != 0: return "\(days) d \(hours % 24) h"
    default: return "\(days) d"
    }
  }
}

/// The remainder that is never negative, for a positive divisor.
private func floorMod(_ value: Int64, _ divisor: Int64) -> Int64 {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}

/// Year, month and day of a day number, by Howard Hinnant's proleptic Gregorian algorithm.
private func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let shifted = days + 719_468
  let era = (shifted - floorMod(shifted, 146_097)) / 146_097
  let dayOfEra = floorMod(shifted, 146_097)
  let yearOfEra =
    (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
}

private func days(fromYear year: Int64, month: Int64, day: Int64) -> Int64 {
  let shiftedYear = month <= 2 ? year - 1 : year
  let era = (shiftedYear - floorMod(shiftedYear, 400)) / 400
  let yearOfEra = floorMod(shiftedYear, 400)
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/// Walks the bytes of an ISO 8601 date and time.
private struct ISOReader {
  let bytes: [UInt8]
  /// Whether the forms that files of others have are read too.
  var takesVariants = false
  var position = 0

  mutating func timestamp() -> Int64? {
    guard let year = number(4), year >= 1, take("-"), let month = number(2), take("-"),
      let day = number(2), (1...12).contains(month), day >= 1
    else { return nil }
    let dayNumber = days(fromYear: year, month: month, day: day)
    guard civil(fromDays: dayNumber) == (year, month, day) else { return nil }
    if position == bytes.count { return dayNumber * 86_400 }
    guard take("T") || takesVariants && (take(" ") || take("t")), let time = timeOfDay(),
      let offset = offset(), position == bytes.count
    else { return nil }
    return dayNumber * 86_400 + time - offset
  }

  private mutating func timeOfDay() -> Int64? {
    guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60
    else { return nil }
    guard take(":") else { return hour * 3600 + minute * 60 }
    guard let second = number(2), second < 60, !takesVariants || fraction() else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Passes the fraction of a second, if there is one; false for a point with no digit behind it.
  private mutating func fraction() -> Bool {
    guard take(".") || take(",") else { return true }
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position > start
  }

  private mutating func offset() -> Int64? {
    if position == bytes.count || take("Z") { return 0 }
    if takesVariants {
      _ = take(" ")
      if take("Z") || take("z") { return 0 }
      if bytes[position...].elementsEqual("UTC".utf8) {
        position = bytes.count
        return 0
      }
    }
    let sign: Int64 = take("+") ? 1 : take("-") ? -1 : 0
    guard sign != 0, let hour = number(2), hour < 24 else { return nil }
    if takesVariants, position == bytes.count { return sign * hour * 3600 }
    guard take(":") || takesVariants, let minute = number(2), minute < 60 else { return nil }
    return sign * (hour * 3600 + minute * 60)
  }

  private mutating func number(_ width: Int) -> Int64? {
    guard position + width <= bytes.count else { return nil }
    var result: Int64 = 0
    for byte in bytes[position..<position + width] {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      result = result * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    position += width
    return result
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }
}
