import CpayLanguage
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct MarkdownRowsTests {
  @Test(arguments: [
    ("dp_a1", "dp_a1"), ("_a_ b_", #"\_a\_ b\_"#), ("a|b", #"a\|b"#), ("`x`", #"\`x\`"#),
    ("<b>&amp;", #"\<b\>\&amp;"#), ("[a](b)", #"\[a\](b)"#), ("**", #"\*\*"#), ("~~", #"\~\~"#),
    (#"a\|b"#, #"a\\\|b"#), ("a\nb\r\nc\rd", "a<br>b<br>c<br>d"), ("a\tb", "a b"),
    ("\u{202e}x\u{1b}", #"\\u{202e}x\\u{1b}"#), ("", ""), ("é\u{1f600}", "é\u{1f600}"),
    ("$x$", #"\$x\$"#),
  ])
  func `makes texts harmless`(text: String, cell: String) {
    #expect(MarkdownRows.cell(text) == cell)
  }

  @Test func `writes a table of what people read`() throws {
    let rows = try Batch([FixtureDispute.docs[0], FixtureDispute.docs[3]])
    #expect(
      try RowWriterTests.written(.md, rows) == """
        | id | amount | evidence_due_by | status | reason | charge |
        | --- | ---: | --- | --- | --- | --- |
        | dp_a1 | EUR 1,200.00 | 2024-02-08T00:00Z | needs_response | unrecognized | ch_1 |
        | dp_d4 | JPY 500,000 |  | needs_response | duplicate | ch_4 |

        """)
  }
}
