import CpayTestSupport
import CpayValue
import Testing

@Suite struct JSONWriterTests {
  @Test func `puts commas where they belong`() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("a")
    writer.beginArray()
    writer.integer(1)
    writer.beginArray()
    writer.endArray()
    writer.null()
    writer.endArray()
    writer.key("b")
    writer.bool(true)
    writer.key("c")
    writer.raw("1.50".utf8)
    writer.endObject()
    writer.endLine()
    writer.integer(Int64.min)
    #expect(
      text(writer) == "{\"a\":[1,[],null],\"b\":true,\"c\":1.50}\n-9223372036854775808")
  }

  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), ("a\"b", #""a\"b""#), ("a\\b", #""a\\b""#),
    ("a/b", #""a/b""#), ("\n\r\t", #""\n\r\t""#), ("\0", #""\u0000""#),
    ("\u{1b}[2J", #""\u001b[2J""#),
    ("\u{8}\u{c}", #""\u0008\u000c""#), ("~\u{7f}", #""~\u007f""#), ("\u{9b}", #""\u009b""#),
    ("é", #""é""#), ("e\u{301}", "\"e\u{301}\""), ("\u{301}", "\"\u{301}\""), ("漢字", #""漢字""#),
    ("a😀b", #""a😀b""#), ("\u{202e}x", #""\u202ex""#), ("\u{61c}", #""\u061c""#),
    ("\u{2066}", #""\u2066""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#),
    ("\u{feff}", #""\ufeff""#),
    ("\u{200b}", #""\u200b""#), ("\u{e0041}", #""\udb40\udc41""#), ("\r\n", #""\r\n""#),
    ("a\"", #""a\"""#), ("\"\"", #""\"\"""#), ("ab\u{301}c\"d\n", "\"ab\u{301}c\\\"d\\n\""),
  ])
  func `escapes what could drive a terminal and nothing else`(value: String, json: String) throws {
    var writer = JSONWriter()
    writer.string(value)
    #expect(writer.bytes == Array(json.utf8))
    let read = try JSONReader.read(writer.bytes).string
    #expect(read?.utf8.elementsEqual(value.utf8) == true)
  }

  @Test func `leaves no unsafe scalar as it is, of all there are`() {
    var wrong: [UInt32] = []
    for value in 0...UInt32(0x10ffff) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var writer = JSONWriter()
      writer.string("a\(scalar)b")
      let isKept = String(decoding: writer.bytes, as: UTF8.self) == "\"a\(scalar)b\""
      let isOwn = scalar == "\"" || scalar == "\\"
      if isKept == (scalar.isUnsafeToPrint || isOwn) { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func `writes values in the shape of made rows`() throws {
    let euro = try #require(Currency("eur"))
    let value = Value.record([
      Value.Member(name: "amount", value: .money(Money(minor: -5, currency: euro))),
      Value.Member(name: "at", value: .timestamp(Timestamp(seconds: 1_707_296_400))),
      Value.Member(name: "left", value: .duration(DurationValue(seconds: 172_800))),
      Value.Member(name: "list", value: .list([.null, .bool(false), .int(.max), .string("x")])),
      Value.Member(name: "share", value: .decimal(try #require(Decimal("-0.10")))),
      Value.Member(name: "lease", value: .file("a/b.pdf")),
    ])
    var writer = JSONWriter()
    writer.value(value)
    #expect(
      text(writer) == #"{"amount":{"amount":-5,"currency":"eur"},"at":1707296400,"#
        + #""left":172800,"list":[null,false,9223372036854775807,"x"],"#
        + #""share":-0.1,"lease":"a/b.pdf"}"#)
  }

  @Test func `writes what reads back the same`() throws {
    for seed in UInt64(1)...4000 {
      var generator = SeededGenerator(seed: seed)
      let node = generator.node(depth: 4)
      var writer = JSONWriter()
      writer.node(node)
      let read = try JSONReader.read(writer.bytes)
      if !areSame(read, node) { Issue.record("seed \(seed): \(text(writer))") }
      let spelled = Array(generator.spelled(node).utf8)
      if try !areSame(JSONReader.read(spelled), node) {
        Issue.record("seed \(seed): \(String(decoding: spelled, as: UTF8.self))")
      }
    }
  }

  @Test(arguments: [
    ("{ \"b\" : 1,\n \"a\": [ ] }", #"{"b":1,"a":[]}"#),
    ("{\"a b\": \" x \"}", #"{"a b":" x "}"#),
    ("{\"a\":\"\u{202e}\"}", #"{"a":"\u202e"}"#),
    ("{\"\u{9b}\":\"\u{e0041}\"}", #"{"\u009b":"\udb40\udc41"}"#),
    (
      "{\"n\":1.50e+07,\"m\":123456789012345678901234567890}",
      #"{"n":1.50e+07,"m":123456789012345678901234567890}"#
    ),
    (#"{"q": "\" \\"}"#, #"{"q":"\" \\"}"#),
    ("{\"x\": \"\u{7f}\", \"x\": 2}", #"{"x":"\u007f","x":2}"#),
  ])
  func `rewrites an object on one line with its order kept`(json: String, line: String) {
    var writer = JSONWriter()
    writer.rewritten(Array(json.utf8)[...])
    #expect(text(writer) == line)
  }

  @Test func `writes a long plain text as it is`() {
    let long = String(repeating: "0123456789 abcdef ", count: 10_000)
    var writer = JSONWriter()
    writer.string(long)
    #expect(writer.bytes == Array("\"\(long)\"".utf8))
  }

  private func text(_ writer: JSONWriter) -> String {
    String(decoding: writer.bytes, as: UTF8.self)
  }
}
