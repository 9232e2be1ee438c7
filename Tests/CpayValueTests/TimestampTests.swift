import CpayTestSupport
import CpayValue
import Testing

@Suite struct TimestampTests {
  struct Text: Sendable, CustomTestStringConvertible {
    let text: String
    let seconds: Int64?

    init(_ text: String, _ seconds: Int64?) {
      self.text = text
      self.seconds = seconds
    }

    var testDescription: String { text.debugDescription }
  }

  @Test(arguments: [
    Text("1970-01-01", 0),
    Text("1970-01-01T00:00", 0),
    Text("1970-01-01T00:00Z", 0),
    Text("1970-01-01T00:00:01", 1),
    Text("1970-01-01T00:00:59Z", 59),
    Text("1969-12-31T23:59:59Z", -1),
    Text("2024-02-07", 1_707_264_000),
    Text("2024-02-07T09:00Z", 1_707_296_400),
    Text("2024-02-07T09:00", 1_707_296_400),
    Text("2024-02-07T09:00:30Z", 1_707_296_430),
    Text("2024-02-07T09:00+02:00", 1_707_289_200),
    Text("2024-02-07T09:00:30-05:30", 1_707_316_230),
    Text("2024-02-07T09:00+00:00", 1_707_296_400),
    Text("2024-02-07T09:00-00:00", 1_707_296_400),
    Text("2024-02-29", 1_709_164_800),
    Text("2000-02-29", 951_782_400),
    Text("2100-02-28", 4_107_456_000),
    Text("9999-12-31T23:59:59Z", 253_402_300_799),
    Text("0001-01-01", -62_135_596_800),
    Text("2038-01-19T03:14:08Z", 2_147_483_648),
    Text("2023-02-29", nil),
    Text("1900-02-29", nil),
    Text("2100-02-29", nil),
    Text("0000-01-01", nil),
    Text("2024-00-01", nil),
    Text("2024-13-01", nil),
    Text("2024-01-00", nil),
    Text("2024-01-32", nil),
    Text("2024-04-31", nil),
    Text("", nil),
    Text("2024", nil),
    Text("2024-02", nil),
    Text("2024-2-7", nil),
    Text("24-02-07", nil),
    Text("12024-02-07", nil),
    Text("-2024-02-07", nil),
    Text("+2024-02-07", nil),
    Text("2024/02/07", nil),
    Text("20240207", nil),
    Text("2024-02-07 09:00", nil),
    Text("2024-02-07t09:00", nil),
    Text("2024-02-07T09:00z", nil),
    Text("2024-02-07T", nil),
    Text("2024-02-07T09", nil),
    Text("2024-02-07T9:00", nil),
    Text("2024-02-07T24:00", nil),
    Text("2024-02-07T09:60", nil),
    Text("2024-02-07T23:59:60Z", nil),
    Text("2024-02-07T09:00:", nil),
    Text("2024-02-07T09:00:30.5Z", nil),
    Text("2024-02-07T09:00ZZ", nil),
    Text("2024-02-07T09:00+2", nil),
    Text("2024-02-07T09:00+0200", nil),
    Text("2024-02-07T09:00+24:00", nil),
    Text("2024-02-07T09:00+02:60", nil),
    Text("2024-02-07Z", nil),
    Text("2024-02-07T09:00Z ", nil),
    Text(" 2024-02-07", nil),
    Text("２０２４-02-07", nil),
    Text("2024-02-07T09:00−02:00", nil),
    Text("1707264000", nil),
    Text("now", nil),
  ])
  func `reads ISO 8601 and nothing else`(row: Text) {
    #expect(Timestamp(iso: row.text)?.seconds == row.seconds)
  }

  @Test(
    arguments: [
      ("2024-02-07", 1_707_264_000), ("2024-02-07 09:00:00", 1_707_296_400),
      ("2024-02-07t09:00z", 1_707_296_400), ("2024-02-07T09:00:00.999Z", 1_707_296_400),
      ("2024-02-07 09:00:00,5", 1_707_296_400), ("2024-02-07T10:00:00+0100", 1_707_296_400),
      ("2024-02-07 09:00:00+00", 1_707_296_400), ("2024-02-07 04:30 -04:30", 1_707_296_400),
      ("2024-02-07 09:00:00 UTC", 1_707_296_400), ("2024-02-07T09:00:00.Z", nil),
      ("2024-02-07  09:00", nil), ("2024-02-30 09:00", nil), ("2024-02-07 09:00 +1", nil),
      ("2024-02-07 09:00:00 CET", nil), ("7.2.2024", nil), ("1707264000", nil), ("", nil),
      ("2024-02-07 ", nil), ("2024-02-07 09:00+01:00:00", nil),
    ] as [(String, Int64?)])
  func `reads the times of others`(text: String, seconds: Int64?) {
    #expect(Timestamp(fileText: text)?.seconds == seconds)
  }

  @Test(arguments: [Int64.min, -(1 << 55), 1 << 55, 1 << 62])
  func `writes what no calendar reaches as the number it is`(seconds: Int64) {
    #expect(Timestamp(seconds: seconds).iso == String(seconds))
    #expect(Timestamp(seconds: seconds).display == String(seconds))
  }

  @Test func `reads back every day from 1970 to 2100`() throws {
    var lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var seconds: Int64 = 0
    for year in 1970...2100 {
      lengths[1] = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
      for (month, length) in lengths.enumerated() {
        for day in 1...length {
          let text = "\(year)-\(padded(month + 1))-\(padded(day))"
          let moment = try #require(Timestamp(iso: text), "\(text)")
          guard moment.seconds == seconds, moment.iso == text + "T00:00Z" else {
            Issue.record("\(text) gave \(moment.seconds), \(moment.iso); not \(seconds)")
            return
          }
          seconds += 86_400
        }
      }
    }
  }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test func `reads back what it writes`() {
    let seed: UInt64 = 21
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
      let moment = Timestamp(seconds: seconds)
      if Timestamp(iso: moment.iso) != moment {
        Issue.record("seed \(seed): \(seconds) is written \(moment.iso)")
      }
      let day = moment.startOfDay.seconds
      if day > seconds || seconds - day >= 86_400 || day % 86_400 != 0 {
        Issue.record("seed \(seed): the day of \(seconds) starts at \(day)")
      }
    }
  }

  @Test(
    arguments: [
      (1_707_350_400, "2024-02-08T00:00Z", "2024-02-08 00:00Z"),
      (1_707_350_401, "2024-02-08T00:00:01Z", "2024-02-08 00:00:01Z"),
      (-1, "1969-12-31T23:59:59Z", "1969-12-31 23:59:59Z"),
      (253_402_300_800, "10000-01-01T00:00Z", "10000-01-01 00:00Z"),
      (-62_135_596_801, "0000-12-31T23:59:59Z", "0000-12-31 23:59:59Z"),
      (-62_167_219_201, "-0001-12-31T23:59:59Z", "-0001-12-31 23:59:59Z"),
    ] as [(Int64, String, String)])
  func `writes UTC`(seconds: Int64, iso: String, display: String) {
    #expect(Timestamp(seconds: seconds).iso == iso)
    #expect(Timestamp(seconds: seconds).display == display)
  }

  @Test(
    arguments: [
      .min, .min + 1, .min + 86_399, .min + 86_400, -(1 << 55), 1 - (1 << 55), 0, (1 << 55) - 1,
      1 << 55, .max - 1, .max,
    ] as [Int64])
  func `never traps at the edges of 64 bits`(seconds: Int64) {
    let moment = Timestamp(seconds: seconds)
    #expect(!moment.iso.isEmpty)
    #expect(!moment.display.isEmpty)
    #expect(moment.startOfDay <= moment)
    for step in [Int64.min, -1, 0, 1, .max] {
      let exact = Int64(exactly: Int128(seconds) + Int128(step))
      #expect(moment.adding(DurationValue(seconds: step))?.seconds == exact)
    }
  }

  @Test(
    arguments: [
      (0, 0), (1, 0), (86_399, 0), (86_400, 86_400), (-1, -86_400), (-86_400, -86_400),
      (-86_401, -172_800),
    ] as [(Int64, Int64)])
  func `starts a day at midnight UTC`(seconds: Int64, start: Int64) {
    #expect(Timestamp(seconds: seconds).startOfDay.seconds == start)
  }
}

@Suite struct IntervalTests {
  @Test(
    arguments: [
      (0, "0 s"), (45, "45 s"), (59, "59 s"), (60, "1 m"), (720, "12 m"), (3599, "59 m"),
      (3600, "1 h"), (3660, "1 h 1 m"), (11_520, "3 h 12 m"), (21_599, "5 h 59 m"),
      (21_600, "6 h"), (23_000, "6 h"), (129_600, "36 h"), (259_199, "71 h"), (259_200, "3 d"),
      (273_600, "3 d 4 h"), (864_000, "10 d"), (900_000, "10 d"), (1_209_600, "14 d"),
      (-129_600, "36 h"), (-1, "1 s"), (.max, "106751991167300 d"), (.min, "106751991167300 d"),
    ] as [(Int64, String)])
  func `shows the largest unit and the next`(seconds: Int64, text: String) {
    #expect(DurationValue(seconds: seconds).display == text)
  }

  @Test func `orders by length`() {
    #expect(DurationValue(seconds: .min) < DurationValue(seconds: .max))
    #expect(DurationValue(seconds: -1) < DurationValue(seconds: 0))
  }
}
