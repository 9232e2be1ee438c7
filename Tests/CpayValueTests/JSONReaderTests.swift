import CpayTestSupport
import CpayValue
import Testing

@Suite struct JSONReaderTests {
  struct Text: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    /// Where reading must stop; nil for a text that is JSON.
    let offset: Int?

    init(_ text: String, stopsAt offset: Int? = nil) {
      self.init(Array(text.utf8), stopsAt: offset)
    }

    init(_ bytes: [UInt8], stopsAt offset: Int? = nil) {
      self.bytes = bytes
      self.offset = offset
    }

    var testDescription: String {
      String(String(decoding: bytes, as: UTF8.self).debugDescription.prefix(40))
    }
  }

  @Test(arguments: [
    Text("null"), Text("true"), Text("false"), Text("0"), Text("-0"), Text("12"), Text("-7"),
    Text("0.5"), Text("-0.50"), Text("1e5"), Text("1E+5"), Text("1e-05"), Text("0e0"),
    Text("123456789012345678901234567890"), Text("\"\""), Text("\"a\""), Text("[]"), Text("{}"),
    Text("[1]"), Text("[1,2]"), Text("[[],{}]"), Text("{\"\":1}"), Text("{\"a\":{\"a\":1}}"),
    Text(" \t\r\n1 \t\r\n"), Text("[ 1 , 2 ]"), Text("{ \"a\" : 1 , \"b\" : 2 }"),
    Text(#""\"\\\/\b\f\n\r\t\u0000""#), Text(#""\u00e9\u00E9""#), Text(#""\ud83d\ude00""#),
    Text(#""\uDBFF\uDFFF""#), Text("\"é\u{1f600}\u{2028}\u{7f}\""), Text(#"{"K":1,"\u212a":2}"#),
    Text("{\"é\":1,\"e\u{301}\":2}"), Text(nested(128)), Text(nestedObjects(128)),
  ])
  func `accepts`(text: Text) {
    #expect(throws: Never.self) { try JSONReader.read(text.bytes) }
  }

  @Test(arguments: [
    Text("", stopsAt: 0), Text("  ", stopsAt: 2), Text("nul", stopsAt: 0),
    Text("nulll", stopsAt: 4), Text("True", stopsAt: 0), Text("NaN", stopsAt: 0),
    Text("Infinity", stopsAt: 0), Text("undefined", stopsAt: 0), Text("+1", stopsAt: 0),
    Text("-", stopsAt: 0), Text("01", stopsAt: 0), Text("-01", stopsAt: 0), Text("00", stopsAt: 0),
    Text("1.", stopsAt: 0), Text(".5", stopsAt: 0), Text("1.e5", stopsAt: 0),
    Text("1e", stopsAt: 0), Text("1e+", stopsAt: 0), Text("0x10", stopsAt: 1),
    Text("1_000", stopsAt: 1), Text("1 2", stopsAt: 2), Text("１", stopsAt: 0),
    Text("\"a", stopsAt: 0), Text("\"a\\", stopsAt: 2), Text("\"a\\\"", stopsAt: 0),
    Text("'a'", stopsAt: 0), Text("\"a\tb\"", stopsAt: 2), Text("\"a\nb\"", stopsAt: 2),
    Text("\"\0\"", stopsAt: 1), Text("\"\u{1f}\"", stopsAt: 1), Text(#""\x41""#, stopsAt: 1),
    Text(#""\a""#, stopsAt: 1), Text(#""\'""#, stopsAt: 1), Text(#""\u""#, stopsAt: 1),
    Text(#""\u12""#, stopsAt: 1), Text(#""\u12g4""#, stopsAt: 1), Text(#""\U0041""#, stopsAt: 1),
    Text(#""\u{41}""#, stopsAt: 1), Text(#""\ud800""#, stopsAt: 1), Text(#""\udc00""#, stopsAt: 1),
    Text(#""\ud800x""#, stopsAt: 1), Text(#""\ud800\n""#, stopsAt: 1),
    Text(#""\ud800\u0041""#, stopsAt: 1), Text(#""\ud800\ud800""#, stopsAt: 1),
    Text(#""\udc00\ud800""#, stopsAt: 1), Text("[", stopsAt: 1), Text("[1", stopsAt: 2),
    Text("[1,", stopsAt: 3), Text("[1,]", stopsAt: 3), Text("[,1]", stopsAt: 1),
    Text("[1 2]", stopsAt: 3), Text("]", stopsAt: 0), Text("[1]]", stopsAt: 3),
    Text("[1}", stopsAt: 2), Text("{", stopsAt: 1), Text("{\"a\"", stopsAt: 4),
    Text("{\"a\":", stopsAt: 5), Text("{\"a\":}", stopsAt: 5), Text("{\"a\" 1}", stopsAt: 5),
    Text("{\"a\":1,}", stopsAt: 7), Text("{a:1}", stopsAt: 1), Text("{1:1}", stopsAt: 1),
    Text("{'a':1}", stopsAt: 1), Text("{null:1}", stopsAt: 1),
    Text("{\"a\":1 \"b\":2}", stopsAt: 7),
    Text("{,}", stopsAt: 1), Text("// c\n1", stopsAt: 0), Text("1 /* c */", stopsAt: 2),
    Text("1\0", stopsAt: 1), Text("\u{a0}1", stopsAt: 0), Text("\u{feff}1", stopsAt: 0),
    Text("\u{c}1", stopsAt: 0), Text("[1\u{b}]", stopsAt: 2), Text("{\"a\":1,\"a\":2}", stopsAt: 7),
    Text(#"{"a":1,"\u0061":2}"#, stopsAt: 7), Text(#"[{"a":1,"b":2,"a":1}]"#, stopsAt: 14),
    Text([0x22, 0xff, 0x22], stopsAt: 1), Text([0x22, 0xc3, 0x22], stopsAt: 1),
    Text([0x22, 0xc0, 0x80, 0x22], stopsAt: 1), Text([0x22, 0xed, 0xa0, 0x80, 0x22], stopsAt: 1),
    Text([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], stopsAt: 1), Text([0x31, 0x80], stopsAt: 1),
    Text([0xfe, 0xff, 0x00, 0x31], stopsAt: 0), Text([0x31, 0x00], stopsAt: 1),
    Text(nested(129), stopsAt: 128), Text(nestedObjects(129), stopsAt: 640),
    Text(String(repeating: "[", count: 1_000_000), stopsAt: 128),
    Text(String(repeating: "{\"a\":", count: 200_000), stopsAt: 640),
  ])
  func `refuses at the byte that breaks the grammar`(text: Text) {
    do {
      _ = try JSONReader.read(text.bytes)
      Issue.record("was accepted")
    } catch {
      #expect(error.offset == text.offset)
      #expect(!error.reason.isEmpty)
    }
  }

  @Test func `resolves escapes`() throws {
    let text = #""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDE00\u0000""#
    let node = try JSONReader.read(Array(text.utf8))
    #expect(
      node.string?.utf8.elementsEqual("\"\\/\u{8}\u{c}\n\r\tAé€😀\0".utf8) == true)
  }

  @Test func `keeps places, order and the text of numbers`() throws {
    let bytes = Array(#" {"b": [1, -2.50], "a": true}"#.utf8)
    let node = try JSONReader.read(bytes)
    guard case .object(let members) = node.content else {
      Issue.record("not an object")
      return
    }
    #expect(node.range == 1..<bytes.count)
    #expect(members.map(\.name) == ["b", "a"])
    #expect(members[0].nameRange == 2..<5)
    #expect(members[0].value.range == 7..<17)
    guard case .array(let elements) = members[0].value.content else {
      Issue.record("not an array")
      return
    }
    #expect(elements[1].content == .number("-2.50"))
    #expect(elements[1].range == 11..<16)
    #expect(node["a"]?.bool == true)
  }

  @Test(
    arguments: [
      ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
      ("-9223372036854775809", nil), ("1.0", nil), ("1e3", nil), ("-0", 0), ("\"1\"", nil),
    ] as [(String, Int64?)])
  func `takes whole numbers of 64 bits as such and no others`(text: String, number: Int64?) throws {
    #expect(try JSONReader.read(Array(text.utf8)).integer == number)
  }

  @Test func `finds members by their bytes`() throws {
    let node = try JSONReader.read(Array(#"{"K":1}"#.utf8))
    #expect(node["K"]?.integer == 1)
    #expect(node["\u{212a}"] == nil)
    #expect(try JSONReader.read([0x31])["K"] == nil)
  }

  @Test(arguments: [
    ("null", "null"), ("true", "true or false"), ("1", "a number"), ("\"\"", "a text"),
    ("[]", "a list"), ("{}", "an object"),
  ])
  func `names kinds`(text: String, name: String) throws {
    #expect(try JSONReader.read(Array(text.utf8)).kindName == name)
  }

  @Test func `never traps, whatever the bytes`() {
    let seed: UInt64 = 41
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<40_000 {
      let bytes: [UInt8] =
        generator.once(in: 2)
        ? generator.bytes(upTo: 24)
        : (0..<generator.below(24)).map { _ in generator.pick(jsonAlphabet) }
      do {
        let node = try JSONReader.read(bytes)
        var writer = JSONWriter()
        writer.node(node)
        if try !areSame(JSONReader.read(writer.bytes), node) {
          Issue.record("seed \(seed): \(bytes) does not survive writing")
        }
      } catch {
        if !(0...bytes.count).contains(error.offset) {
          Issue.record("seed \(seed): \(bytes) stops at \(error.offset)")
        }
      }
    }
  }
}

private func nested(_ depth: Int) -> String {
  String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
}

private func nestedObjects(_ depth: Int) -> String {
  String(repeating: "{\"a\":", count: depth - 1) + "{}" + String(repeating: "}", count: depth - 1)
}
