import CpayLanguage
import CpayRuntime
import Testing

@Suite struct RecordFormatTests {
  @Test(
    arguments: [
      ("[{}]", .json), (" \n[", .json), ("\u{feff}[", .json), ("{\"a\":1}", .json),
      ("{\"a\":1}\n", .json), ("{\"a\":1}\n{\"a\":2}\n", .ndjson), ("{\"a\":1}\r\n\n{", .ndjson),
      ("{\n\"a\": 1}\n", .json), ("{\"a\":1} x\n{", .json), ("a,b\n1,2\n", .csv), ("", .csv),
      ("\"{\"\n", .csv), ("5\n", .csv),
    ] as [(String, RecordFormat)])
  func `is told from the first bytes`(text: String, format: RecordFormat) {
    #expect(RecordFormat(detecting: Array(text.utf8)) == format)
  }
}
