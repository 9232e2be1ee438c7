import CpayValue

/// The times between which a line runs, and the round ones that its axis names.
public struct ChartTimes: Sendable {
  /// One time that is named.
  public struct Tick: Hashable, Sendable {
    /// The time as people read it, no finer than the axis is.
    public let text: String
    /// How far right it lies, from 0 to 1.
    public let position: Double
  }

  private let first: Int64
  private let last: Int64

  /// Nil unless the last is later than the first, by no more than an axis can show.
  init?(_ first: Timestamp, _ last: Timestamp) {
    guard ChartTimes.calendar.contains(first.seconds), ChartTimes.calendar.contains(last.seconds),
      first < last, last.seconds - first.seconds < ChartTimes.longest
    else { return nil }
    (self.first, self.last) = (first.seconds, last.seconds)
  }

  private static let day: Int64 = 86_400
  /// The years 1 to 9999.
  private static let calendar: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
  /// A hundred years; what is longer has no round times that could be counted here.
  private static let longest = 36_525 * day
  /// The steps that a clock and a week are counted in.
  private static let steps: [Int64] = [
    60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, day, 2 * day, 7 * day, 14 * day,
  ]

  /// How far right a time lies, from 0 to 1.
  func position(_ time: Timestamp) -> Double {
    Double(time.seconds - first) / Double(last - first)
  }

  /// Round times, so many at most: the finest that are no more, or some of those that are too many
  /// where these would not be two.
  public func ticks(atMost maximum: Int) -> [Tick] {
    let maximum = max(1, maximum)
    var finer: [Tick] = []
    for step in ChartTimes.steps where (last - first) / step < Int64(maximum * 8) {
      // Weeks begin on Mondays; the first day there is was a Thursday.
      let offset = step % (7 * ChartTimes.day) == 0 ? 4 * ChartTimes.day : 0
      var place = first - offset
      place += (step - (place % step + step) % step) % step + offset
      let found = stride(from: place, through: last, by: Int64.Stride(step)).map { seconds in
        tick(seconds, length: step < ChartTimes.day ? nil : 10)
      }
      if found.count <= maximum { return found.count < 2 && !finer.isEmpty ? finer : found }
      finer = ChartTimes.some(of: found, atMost: maximum)
    }
    let months = monthsBegun
    let size = max(1, (months.count + maximum - 1) / maximum)
    // A quarter, half a year or a year rather than five or seven months.
    let step = [1, 3, 6, 12, 24, 60, 120, 240, 600].first { $0 >= size } ?? size
    let named = months.filter { (month(of: $0) - 1) % min(step, 12) == 0 }
    let every = max(1, step / 12)
    let found = named.enumerated().filter { $0.offset % every == 0 }
      .map { tick($0.element, length: 7) }
    return found.count < 2 && finer.count > found.count ? finer : found
  }

  /// Each second, third or further one.
  private static func some(of ticks: [Tick], atMost maximum: Int) -> [Tick] {
    let every = (ticks.count + maximum - 1) / maximum
    return ticks.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }

  private func tick(_ seconds: Int64, length: Int?) -> Tick {
    let time = Timestamp(seconds: seconds)
    return Tick(
      text: length.map { String(time.iso.prefix($0)) } ?? time.display, position: position(time))
  }

  /// The beginnings of months.
  private var monthsBegun: [Int64] {
    let day = ChartTimes.day
    let start = first + (day - (first % day + day) % day) % day
    return stride(from: start, through: last, by: Int64.Stride(day)).filter { seconds in
      Timestamp(seconds: seconds).iso.dropFirst(8).hasPrefix("01")
    }
  }

  private func month(of seconds: Int64) -> Int {
    Int(Timestamp(seconds: seconds).iso.dropFirst(5).prefix(2)) ?? 1
  }
}
