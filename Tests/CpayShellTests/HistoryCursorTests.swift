import Testing

@testable import CpayShell

@Suite struct HistoryCursorTests {
  @Test func `keeps the newest ten thousand entries`() {
    var cursor = HistoryCursor()
    for number in 0..<10_100 { cursor.remember("\(number)") }
    var oldest: String?
    var steps = 0
    while let entry = cursor.previous(leaving: oldest ?? "") {
      oldest = entry
      steps += 1
    }
    #expect(oldest == "100")
    #expect(steps == 10_000)
  }

  @Test func `walks what begins as the draft does, and comes back to it`() {
    var cursor = HistoryCursor()
    for entry in ["take 1", "disputes", "disputes | count"] { cursor.remember(entry) }
    #expect(cursor.next(leaving: "d") == nil)
    #expect(cursor.previous(leaving: "d") == "disputes | count")
    #expect(cursor.previous(leaving: "disputes | count") == "disputes")
    #expect(cursor.previous(leaving: "disputes") == nil)
    #expect(cursor.next(leaving: "disputes") == "disputes | count")
    #expect(cursor.next(leaving: "disputes | count") == "d")
    #expect(cursor.next(leaving: "d") == nil)
  }

  @Test func `a line that was changed begins a walk of its own`() {
    var cursor = HistoryCursor()
    for entry in ["take 1", "disputes", "count"] { cursor.remember(entry) }
    #expect(cursor.previous(leaving: "") == "count")
    #expect(cursor.previous(leaving: "t") == "take 1")
    #expect(cursor.next(leaving: "take 1") == "t")
  }

  @Test func `proposes the newest that is worth it, and walks to the others as well`() {
    var cursor = HistoryCursor()
    for entry in ["disputes | count", "disputes | cuont"] { cursor.remember(entry) }
    #expect(cursor.continuation(of: "disp", where: { !$0.hasSuffix("cuont") }) == "utes | count")
    #expect(cursor.continuation(of: "disp", where: { _ in false }) == nil)
    #expect(cursor.continuation(of: "disp", where: { $0.hasSuffix("cuont") ? nil : true }) == nil)
    #expect(cursor.continuation(of: "", where: { _ in true }) == nil)
    #expect(cursor.previous(leaving: "disp") == "disputes | cuont")
  }

  @Test func `is empty at first`() {
    var cursor = HistoryCursor()
    #expect(cursor.previous(leaving: "x") == nil)
    cursor.remember("")
    #expect(cursor.previous(leaving: "") == nil)
  }
}
