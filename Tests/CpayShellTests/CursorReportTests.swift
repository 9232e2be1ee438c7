import Testing

@testable import CpayShell

/// What a terminal says of its cursor, among the keys that were typed meanwhile.
@Suite struct CursorReportTests {
  @Test(arguments: [
    ("\u{1b}[5;17R", 4, 0..<7), ("ab\u{1b}[1;1Rc", 0, 2..<8), ("\u{1b}[A\u{1b}[12;3R", 11, 3..<10),
    ("\u{1b}\u{1b}[2;2R", 1, 1..<7),
  ])
  func `is found with its row`(_ text: String, _ row: Int, _ range: Range<Int>) throws {
    let report = try #require(CursorReport(in: Array(text.utf8)))
    #expect(report.row == row)
    #expect(report.range == range)
  }

  @Test(arguments: [
    "", "R", "\u{1b}[", "\u{1b}[5;17", "\u{1b}[R", "\u{1b}[1R", "\u{1b}[0;1R", "\u{1b}[;R",
    "[5;17R",
    "\u{1b}[99999999999999999999;1R", "\u{1b}[1;2;3R",
  ])
  func `is nothing else`(_ text: String) {
    #expect(CursorReport(in: Array(text.utf8)) == nil)
  }
}
