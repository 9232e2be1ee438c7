import Testing

@testable import CpayShell

@Suite struct HistoryCursorTests {
  @Test func `keeps the newest ten thousand entries`() {
    var cursor = HistoryCursor()
    for number in 0..<10_100 { cursor.remember("\(number)") }
    var oldest: String?
    var steps = 0
    while let entry = cursor.previous(leaving: "draft") {
      oldest = entry
      steps += 1
    }
    #expect(oldest == "100")
    #expect(steps == 10_000)
  }

  @Test func `comes back to the draft, and stays there`() {
    var cursor = HistoryCursor()
    cursor.remember("a")
    #expect(cursor.next() == nil)
    #expect(cursor.previous(leaving: "draft") == "a")
    #expect(cursor.previous(leaving: "edited a") == nil)
    #expect(cursor.next() == "draft")
    #expect(cursor.next() == nil)
  }

  @Test func `is empty at first`() {
    var cursor = HistoryCursor()
    #expect(cursor.previous(leaving: "x") == nil)
    cursor.remember("")
    #expect(cursor.previous(leaving: "x") == nil)
  }
}
