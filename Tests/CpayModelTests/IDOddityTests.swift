import CpayModel
import Testing

@Suite struct IDOddityTests {
  @Test(
    arguments: [
      ("ch_1", nil), ("ch_1 ", "a blank at its end"), (" ch_1", "a blank before it"),
      ("ch_1\u{a0}", "a no-break space at its end"), ("\tch_1", "a tab before it"),
      ("ch_1\r", "a line end at its end"), ("ch_1\u{200b}", "a character without width at its end"),
      ("\u{feff}ch_1", "a byte order mark before it"), ("'ch_1", "an apostrophe before it"),
      ("’ch_1", "an apostrophe before it"), ("\"ch_1\"", "a quotation mark before it, and more"),
      ("https://example.com/ch_1", "an address of the web"), ("dp_1", "the id of a dispute"),
      ("evt_1", "the id of an event"), ("CH_1", "its prefix in capitals"),
      ("ch_1, ch_2", "several ids"),
      ("ch_", "nothing behind ch_"), ("", "nothing in it"), ("1", "no ch_ at its start"),
      ("ch_1-2", "a character that ids do not have, -"),
      ("ch_ä", "a character that ids do not have, U+00E4"),
      ("ch_1 2", "a blank in it"),
      ("ch_" + String(repeating: "a", count: 65), "more than 64 characters behind ch_"),
    ] as [(String, String?)])
  func `is told of a text that is no id`(text: String, oddity: String?) {
    #expect(Resource.charge.oddity(of: text) == oddity)
  }
}
