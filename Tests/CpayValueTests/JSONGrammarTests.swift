import Testing

@testable import CpayValue

/// What every reader of JSON must take and must refuse, after the cases that Seriot's survey of
/// parsers made common knowledge.
@Suite struct JSONGrammarTests {
  /// A text of any bytes, told as its characters.
  struct Text: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var testDescription: String { String(decoding: bytes.prefix(60), as: UTF8.self) }
  }

  /// Whether a text is taken as a document, and as what a row holds.
  private static func isTaken(_ bytes: [UInt8]) -> (document: Bool, field: Bool, skipped: Bool) {
    let field = [UInt8](#"{"a":"#.utf8) + bytes + [UInt8]("}".utf8)
    var row = RowScanner(ColumnLayout([ColumnLayout.Column("a", .any, isRequired: false)]))
    var other = RowScanner(ColumnLayout([]))
    return (
      (try? JSONReader.read(bytes)) != nil, (try? row.object(field)) != nil,
      (try? other.object(field)) != nil
    )
  }

  private static let good: [String] = [
    // Arrays.
    "[[]   ]", #"[""]"#, "[]", #"["a"]"#, "[false]", #"[null, 1, "1", {}]"#, "[null]", "[1\n]",
    " [1]", "[1,null,null,null,2]", "[2] ",
    // Numbers.
    "[123e65]", "[0e+1]", "[0e1]", "[ 4]",
    "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
    "[20e1]", "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]",
    "[1e-2]", "[1e+2]", "[123]", "[123.456789]",
    // Objects.
    #"{"asd":"sdf", "dfg":"fgh"}"#, #"{"asd":"sdf"}"#, "{}", #"{"":0}"#, #"{"foo\u0000bar": 42}"#,
    #"{ "min": -1.0e+28, "max": 1.0e+28 }"#,
    #"{"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}], "id": "xxxxxxxxxxxxxxxxxxxxxxxx"}"#,
    #"{"a":[]}"#, #"{"title":"\u041f\u043e\u043b\u0442\u043e\u0440\u0430"}"#, "{\n\"a\": \"b\"\n}",
    // Texts.
    #"["\u0060\u012a\u12AB"]"#, #"["\uD801\udc37"]"#, #"["\ud83d\ude39\ud83d\udc8d"]"#,
    #"["\"\\\/\b\f\n\r\t"]"#, #"["\\u0000"]"#, #"["\""]"#, "[\"a/*b*/c/*d//e\"]", #"["\\a"]"#,
    #"["\\n"]"#, #"["\u0012"]"#, #"["\uFFFF"]"#, #"["asd"]"#, #"[ "asd"]"#, #"["\uDBFF\uDFFF"]"#,
    #"["new\u00A0line"]"#, "[\"\u{10ffff}\"]", "[\"\u{ffff}\"]", #"["\u0000"]"#, #"["\u002c"]"#,
    "[\"π\"]", "[\"\u{1bfff}\"]", #"["asd "]"#, #"" ""#, #"["\uD834\uDd1e"]"#, #"["\u0821"]"#,
    #"["\u0123"]"#, "[\"\u{2028}\"]", "[\"\u{2029}\"]", #"["\u0061\u30af\u30EA\u30b9"]"#,
    "[\"new\u{a0}line\"]", #"["\uA66D"]"#, "[\"\u{2342}\u{3234}\u{2342}\"]", #"["\u005C"]"#,
    #"["\u0022"]"#, #"["\uDBFF\uDFFE"]"#, #"["\uD83F\uDFFE"]"#, #"["\u200B"]"#, #"["\u2064"]"#,
    #"["\uFDD0"]"#, #"["\uFFFE"]"#, "[\"€𝄞\"]", "[\"a\u{7f}a\"]",
    // Values alone.
    "false", "42", "-0.1", "null", #""asd""#, "true", #""""#, "[\"a\"]\n", "[true]", " [] ",
  ]

  @Test(arguments: good.map { Text($0) })
  func `takes what the grammar takes`(text: Text) {
    let taken = Self.isTaken(text.bytes)
    #expect(taken == (true, true, true))
  }

  private static let bad: [String] = [
    // Arrays.
    "[1 true]", #"["": 1]"#, #"[""],"#, "[,1]", "[1,,2]", #"["x",,]"#, #"["x"]]"#, #"["",]"#,
    #"["x""#, "[x", "[3[4]]", "[1:2]", "[,]", "[-]", "[   , \"\"]", "[\"a\",\n4\n,1,", "[1,]",
    "[1,,]", "[\"\u{b}a\"\\f]", "[*]", #"[""#, "[1,", "[1,\n1\n,1", "[{}",
    // Words.
    "[fals]", "[nul]", "[tru]", "[True]", "[nan]", "[NaN]", "[Infinity]", "[-Infinity]", "[-NaN]",
    "[Inf]", "nullx", "truefalse",
    // Numbers.
    "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[.-1]", "[.2e-3]", "[0.1.2]",
    "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0E]", "[0e+]", "[0e]", "[1.0e+]", "[1.0e-]",
    "[1.0e]", "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]", "[9.e+]", "[0x1]", "[0x42]",
    "[1+2]", "[-123.123foo]", "[123", "[0e+-1]", "[-foo]", "[- 1]", "[-012]", "[-.123]", "[-1x]",
    "[1ea]", "[1.]", "[.123]", "[1.2a-3]", "[1.8011670033376514H-308]", "[012]", "[00]", "[1_0]",
    "[１]",
    // Objects.
    #"["x", truth]"#, "{[: \"x\"}\n", #"{"x", null}"#, #"{"x"::"b"}"#, "{🇨🇭}", #"{"a":"a" 123}"#,
    "{key: 'value'}", #"{"a" b}"#, #"{:"b"}"#, #"{"a" "b"}"#, #"{"a":"#, #"{"a""#, "{1:1}",
    "{9999E9999:1}", "{null:null,null:null}", #"{"id":0,,,,,}"#, "{'a':0}", #"{"id":0,}"#,
    #"{"a":"b"}/**/"#, #"{"a":"b"}/**//"#, #"{"a":"b"}//"#, #"{"a":"b"}/"#, #"{"a":"b",,"c":"d"}"#,
    #"{a: "b"}"#, #"{"a":"a"#, #"{ "foo" : "bar", "a" }"#, #"{"a":"b"}#"#, "{", "{}}",
    #"{"":"#, #"{"a":/*comment*/"b"}"#, #"{"a": true} "x""#, #"{"a":"b""#,
    // Texts.
    " ", #"["\uD800\"]"#, #"["\uD800\u"]"#, #"["\uD800\u1"]"#, #"["\uD800\u1x"]"#, "[é]",
    #"["\x00"]"#, #"["\\\"]"#, "[\"\\\t\"]", "[\"\\🌀\"]", #"["\"]"#, #"["\u00A"]"#,
    #"["\uD834\uDd"]"#, #"["\uD800\uD800\x"]"#, #"["\a"]"#, #"["\uqqqq"]"#, #"[\u0020"asd"]"#,
    #"[\n]"#, #"""#, "['single quote']", "abc", #"["\"#, "[\"new\nline\"]", "[\"\t\"]",
    #""\UA66D""#, #"""x"#, "[\"a\u{0}a\"]", #"["\uDC00"]"#, #"["\uD800"]"#, #"["\uD800abc"]"#,
    #"["\uDd1e\uD834"]"#, #"["\uD888\u1234"]"#,
    // Structure.
    "<.>", "[<null>]", "[1]x", "[1]]", #"["asd]"#, "aå", "[True]x", "1]", #"{"x": true,"#,
    "[][]", "]", "ï»{}", "å", "[", "", "{]", #"{"#, "{,", "{[", "{\"a", "{'a'", "[,", "[\"a\"",
    #"[{""#, "*", #"{"a":"b"}#{}"#, "[\\u000A\"\"]", "[1", "[ false, nul", "[ true, fals",
    "[ false, tru", #"{"asd":"asd""#, "[\u{c}]", "[\u{2060}]", "\u{feff}[]", "\u{feff}",
    // A key twice, either of which could be meant, is ours to refuse.
    #"[{"a":"b","a":"c"}]"#, #"[{"a":"b","a":"b"}]"#,
  ]

  @Test(arguments: bad.map { Text($0) })
  func `refuses what the grammar refuses`(text: Text) {
    #expect(!Self.isTaken(text.bytes).document)
  }

  @Test(arguments: [
    Text([0xff]), Text([0x5b, 0xff, 0x5d]), Text(Array("[\"".utf8) + [0xff] + Array("\"]".utf8)),
    Text([0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d]), Text([0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d]),
    Text([0x5b, 0x22, 0xf4, 0xbf, 0xbf, 0xbf, 0x22, 0x5d]), Text([0x5b, 0x22, 0x81, 0x22, 0x5d]),
    Text([0x5b, 0x22, 0xe0, 0xff, 0x22, 0x5d]),
    Text([0x5b, 0x22, 0xfc, 0x80, 0x80, 0x80, 0x22, 0x5d]),
    Text([0x5b, 0x31, 0xe5, 0x5d]), Text([0x5b, 0x22, 0x5c, 0x75, 0xe5, 0x22, 0x5d]),
    Text([0x00, 0x5b, 0x00, 0x5d, 0x00]), Text([0xfe, 0xff]),
    Text(Array(repeating: UInt8(ascii: "["), count: 100_000)),
    Text(Array(String(repeating: "[{\"\":", count: 50_000).utf8)),
  ])
  func `refuses what is no UTF-8, and what has no end`(text: Text) {
    let taken = Self.isTaken(text.bytes)
    #expect(taken == (false, false, false))
  }

  /// What is refused as a document and has its own brackets closed is refused inside a row as well,
  /// whether a column has its key or none.
  @Test func `refuses it inside a row as well`() {
    for text in Self.bad.map({ Array($0.utf8) }) {
      // Blanks and an end of the row make some of them whole; a key twice may stand inside.
      guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]"), text.count > 2,
        !text.contains(UInt8(ascii: "{"))
      else { continue }
      let taken = Self.isTaken(text)
      #expect(!taken.field && !taken.skipped, "\(String(decoding: text, as: UTF8.self))")
    }
  }
}
