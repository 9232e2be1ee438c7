import CpayLanguage
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct YAMLWriterTests {
  @Test(arguments: [
    ("dp_a1", "dp_a1"), ("needs_response", "needs_response"), ("Jane Doe", "Jane Doe"),
    ("jane@example.com", "jane@example.com"), ("eu-west", "eu-west"), ("a/b.pdf", "a/b.pdf"),
  ])
  func `leaves plain words bare`(text: String, scalar: String) {
    #expect(YAMLText.scalar(text) == scalar)
  }

  @Test(arguments: [
    "", "yes", "No", "NULL", "~", "true", "off", "y", "N", "nan", "Inf", "12", "1e3", "0x1f", "-1",
    "+1", ".5", "1_000", "2024-02-07", "12:30", "0o7", "1:30",
    ".inf", "-.INF", ".nan", "2024-01-01", "1.5e+3", "On", "FALSE", "Null", "0b1", "1,000", "a: b",
    "a #b", "a:", "- a", "? a", "@a", "`a`",
    "'a'", "&a", "*a", "!a", "%a", "{a}", "[a]", "a,b", "a|b", "> a", "=", "<<", "---", "...", " a",
    "a ", "é", "a=b",
  ])
  func `quotes what could be read as something else`(text: String) {
    #expect(YAMLText.scalar(text) == "\"\(text)\"")
  }

  @Test(arguments: [
    ("1e3", "1.0e+3"), ("1E3", "1.0e+3"), ("-1e-3", "-1.0e-3"), ("1.5e3", "1.5e+3"),
    ("1.5E+3", "1.5e+3"), ("0e0", "0.0e+0"), ("1e400", "1.0e+400"), ("12", "12"), ("-0", "-0"),
    ("1.50", "1.50"), ("12345678901234567890", "12345678901234567890"),
  ])
  func `writes numbers that version 1.1 reads as numbers too`(json: String, scalar: String) {
    #expect(YAMLText.number(json) == scalar)
  }

  @Test(arguments: [
    ("a\nb", #""a\nb""#), ("\t\r", #""\t\r""#), (#"say "hi" \"#, #""say \"hi\" \\""#),
    ("\u{0}\u{7f}\u{85}", #""\x00\x7f\x85""#), ("\u{202e}\u{feff}", #""\u202e\ufeff""#),
    ("\u{e0041}\u{ffff}", #""\U000e0041\uffff""#), ("\u{1f600}", "\"\u{1f600}\""),
  ])
  func `escapes what could break a line or hide`(text: String, scalar: String) {
    #expect(YAMLText.scalar(text) == scalar)
  }

  @Test func `nests mappings and sequences`() throws {
    let json = #"""
      {"id":"dp_1","n":1.50e2,"big":12345678901234567890,"none":null,"ok":true,"map":{"a b":"yes"},\#
      "empty":{},"no":[],"list":[1,"x",{"a":1,"b":[2]},[3,[4,5]],[],{}]}
      """#
    var bytes: [UInt8] = []
    YAMLWriter.append(try JSONReader.read(Array(json.utf8)), indent: 0, to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        id: dp_1
        "n": 1.50e+2
        big: 12345678901234567890
        none: null
        ok: true
        map:
          a b: "yes"
        empty: {}
        "no": []
        list:
          - 1
          - x
          - a: 1
            b:
              - 2
          - - 3
            - - 4
              - 5
          - []
          - {}
        """)
  }

  @Test func `gives a long key a mark of its own`() throws {
    let key = String(repeating: "k", count: 1001)
    var bytes: [UInt8] = []
    YAMLWriter.append(
      try JSONReader.read(Array(#"{"\#(key)":{"a":1},"b":2}"#.utf8)), indent: 2, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "? \(key)\n  : a: 1\n  b: 2")
  }

  @Test func `writes rows as a sequence, a key that occurs twice included`() throws {
    let (rows, _) = try RowWriterTests.made(
      [("a", .string)], [#"{"a":"x","b":{"c":1}}"#, #"{"a":null,"z":1,"z":2}"#, "{}"])
    #expect(
      try RowWriterTests.written(.yaml, rows) == """
        - a: x
          b:
            c: 1
        - {"a":null,"z":1,"z":2}
        - {}

        """)
  }
}
