import CpayTestSupport
import CpayValue
import HTTPTypes
import Synchronization
import Testing

@testable import CpayClient

/// The time where the API is, told by its answers and by nothing else.
@Suite struct APIClockTests {
  private static let noon = Timestamp(seconds: 1_707_220_800)
  private static let later = "Tue, 06 Feb 2024 15:00:30 GMT"

  private static func answer(
    _ date: String?, status: Int = 200, age: String? = nil
  ) -> WireResponse {
    var fields = HTTPFields()
    (fields[.date], fields[.age]) = (date, age)
    return WireResponse(status: status, headers: fields, body: [])
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var status = 200
    let date: String?
    var age: String?
    let seconds: Int64?
  }

  @Test(arguments: [
    Row(testDescription: "a yes", date: later, seconds: 10_830),
    Row(testDescription: "what was made", status: 201, date: later, seconds: 10_830),
    Row(testDescription: "no date", date: nil, seconds: nil),
    Row(testDescription: "no date that can be read", date: "soon", seconds: nil),
    Row(testDescription: "another machine's no", status: 502, date: later, seconds: nil),
    Row(testDescription: "a redirect", status: 302, date: later, seconds: nil),
    Row(testDescription: "kept on the way", date: later, age: "3600", seconds: nil),
  ])
  func `only a yes of the API's own says the time`(row: Row) {
    let clock = APIClock(ManualClock(Self.noon).client(), tell: nil)
    #expect(clock.now == nil && clock.difference == nil)
    clock.note(Self.answer(row.date, status: row.status, age: row.age))
    #expect(clock.now?.seconds == row.seconds.map { Self.noon.seconds + $0 })
  }

  @Test func `the time goes on by itself, and setting the machine's clock changes nothing`() {
    let manual = ManualClock(Self.noon)
    let clock = APIClock(manual.client(), tell: nil)
    clock.note(Self.answer(Self.later))
    manual.advance(by: .seconds(90))
    manual.turnWallClock(by: .seconds(-7 * 86_400))
    #expect(clock.now == Timestamp(seconds: Self.noon.seconds + 10_830 + 90))
    // The newest answer stands, also where it is earlier.
    clock.note(Self.answer("Tue, 06 Feb 2024 12:00:00 GMT"))
    #expect(clock.now == Self.noon)
  }

  @Test(
    arguments: [
      (0, nil), (30, nil), (-30, nil), (31, "the clock of this machine is 31 s ahead of the API's"),
      (-31, "the clock of this machine is 31 s behind the API's"),
      (6 * 3_600, "the clock of this machine is 6 h ahead of the API's"),
    ] as [(Int64, String?)])
  func `a difference is told once, where it is more than answers on their way explain`(
    ahead: Int64, message: String?
  ) {
    let manual = ManualClock(Self.noon)
    let told = Mutex<[String]>([])
    let clock = APIClock(manual.client()) { difference in
      told.withLock { $0.append(difference.message) }
    }
    manual.turnWallClock(by: .seconds(ahead))
    for _ in 0..<3 { clock.note(Self.answer("Tue, 06 Feb 2024 12:00:00 GMT")) }
    let messages = told.withLock { $0 }
    #expect(messages.count == (message == nil ? 0 : 1))
    #expect(clock.difference?.ahead == (message == nil ? nil : ahead))
    if let message { #expect(messages.first?.hasPrefix(message + ";") == true) }
  }
}
