import CpayModel
import CpayValue
import Testing

@testable import CpayLanguage
@testable import CpayRuntime

@Suite struct RecordFitTests {
  @Test(
    arguments: [
      (#"{"a":1}"#, #"{"a":"x"}"#, "text, where the first rows have a whole number"),
      (#"{"a":1}"#, #"{"a":1.5}"#, "a decimal number, where the first rows have a whole number"),
      (#"{"a":1}"#, "{}", nil), (#"{"a":"x"}"#, #"{"a":null}"#, nil),
      (#"{"a":"x"}"#, #"{"a":5}"#, "a whole number, where the first rows have text"),
      (#"{"a":1.5}"#, #"{"a":3}"#, nil),
      (
        #"{"a":1.5}"#, #"{"a":1e-19}"#,
        "a number of more than 18 places, where the first rows have a decimal number"
      ),
      (#"{"a":true}"#, #"{"a":"true"}"#, "text, where the first rows have true or false"),
      (#"{"a":[1]}"#, #"{"a":[2,null]}"#, nil),
      (
        #"{"a":[1]}"#, #"{"a":["x"]}"#,
        "a list with text, where the first rows have a list of a whole number"
      ),
      (#"{"a":{"b":1}}"#, #"{"a":{"b":null,"c":true}}"#, nil),
      (
        #"{"a":{"b":1}}"#, #"{"a":{"b":"x"}}"#,
        "an object whose \"b\" is text, where the first rows have an object"
      ),
      (
        #"{"a":{"b":1}}"#, #"{"a":{"b":1,"b":2}}"#,
        "an object with a key twice, where the first rows have an object"
      ),
      (#"{"a":{"b":1,"c":"x"}}"#, #"{"a":{ "c" : "y", "b":2}}"#, nil),
      (#"{"a":{"b":1,"c":"x"}}"#, #"{"a":{"c": "\u0079"}}"#, nil),
      (#"{"a":{"b":1,"c":{"d":1.5}}}"#, #"{"a":{"b":3, "c": {"d": 0.25}}}"#, nil),
      (#"{"a":[{"b":true}]}"#, #"{"a":[{"b":false}, {}, null, {"b":null}]}"#, nil),
      (
        #"{"a":{"b":1}}"#, #"{"a":{"b":1,"\u0062":2}}"#,
        "an object with a key twice, where the first rows have an object"
      ),
      (
        #"{"a":{"b":1}}"#, #"{"a":{"b":12345678901234567890}}"#,
        "an object whose \"b\" is a decimal number, where the first rows have an object"
      ),
      (
        #"{"a":{"b":{"c":1.5}}}"#, #"{"a":{"b":{"c":1234567890123456789012}}}"#,
        "an object whose \"b\" is an object whose \"c\" is a number of more than 18 places, "
          + "where the first rows have an object"
      ),
      (
        #"{"a":{"b":[true]}}"#, #"{"a":{"b":[true, "true"]}}"#,
        "an object whose \"b\" is a list with text, where the first rows have an object"
      ),
    ] as [(String, String, String?)])
  func `stops at a row of another type`(first: String, second: String, found: String?) throws {
    let fields = try RecordSchema.infer(Array(first.utf8), format: .ndjson, isWhole: true)
    let reader = RecordReader(.ndjson, fields: fields)
    let text = Array("\(first)\n\n\(second)\n".utf8)
    if let found {
      #expect(throws: RecordError(line: 3, reason: "\"a\" is \(found)")) {
        try RecordReaderTests.rows(of: reader, text)
      }
    } else {
      #expect(try RecordReaderTests.rows(of: reader, text).count == 2)
    }
  }

  @Test func `stops at what has no column only where that is lost`() throws {
    let fields = try RecordSchema.infer(
      Array(#"{"a":1,"b":2}"#.utf8), format: .ndjson, isWhole: true)
    let text = Array("{\"a\":1}\n{\"a\":2,\"late\":true}\n{\"a\":3,\"b\":\"x\"}\n".utf8)
    func count(_ use: ColumnUse?) throws -> Int {
      try RecordReaderTests.rows(of: RecordReader(.ndjson, fields: fields, use: use), text).count
    }
    #expect(try count(nil) == 3)
    #expect(try count(ColumnUse.none) == 3)
    #expect(try count(.named(["a"])) == 3)
    #expect(try count(.only(["a"])) == 3)
    #expect(
      throws: RecordError(
        line: 3, reason: "\"b\" is text, where the first rows have a whole number")
    ) { try count(.named(["b"])) }
    #expect(
      throws: RecordError(
        line: 2, reason: "there is a key \"late\", which the first rows do not have")
    ) { try count(.all) }
  }

  @Test(
    arguments: [
      ("select id, reason", .none, .only(["id", "reason"])),
      ("set l=length(reason)", .none, .all), ("set l=length(reason)", .all, .all),
      ("set l=length(reason) | select id, l", .all, .only(["id", "reason"])),
      ("set a=status b=charge | set c=a | select c", .none, .only(["status", "charge"])),
      ("set l=length(reason) | summarize by=status n=count()", .all, .only(["status", "reason"])),
      ("where amount > 5eur | set l=1", .only(["id"]), .only(["id", "amount"])),
      ("where amount > 5eur", .none, .named(["amount"])),
      ("set l=1 | uniq", .only(["id"]), .all),
    ] as [(String, ColumnUse, ColumnUse)])
  func `what a set hands on matters where it is used`(
    stages: String, end: ColumnUse, wanted: ColumnUse
  ) throws {
    let rows = CheckedRows(.variable("rows"), RowType(.dispute)).with(try checkedSteps(stages))
    #expect(rows.use(atEnd: end) == wanted)
  }

  @Test func `reads objects of a resource and holds their ids to its shape`() throws {
    let good = FixtureDispute.docs.map { String(decoding: $0.json, as: UTF8.self) }
    let lines = good.joined(separator: "\n")
    let reader = RecordReader(.ndjson, resource: .dispute)
    let rows = try RecordReaderTests.rows(of: reader, Array(lines.utf8))
    #expect(rows == good.enumerated().map { "\($0 + 1) \($1)" })
    let bad = lines.replacing("dp_c3", with: "dp_../x")
    #expect(throws: RecordError(line: 3, reason: "\"id\" is no id of a dispute")) {
      try RecordReaderTests.rows(of: reader, Array(bad.utf8))
    }
    #expect(throws: RecordError(line: 2, element: 1, offset: 3, reason: "the object has no \"id\""))
    {
      try RecordReaderTests.rows(
        of: RecordReader(.json, resource: .dispute), Array("[\n {}]".utf8))
    }
  }
}
