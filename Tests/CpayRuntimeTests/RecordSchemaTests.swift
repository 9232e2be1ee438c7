import CpayLanguage
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct RecordSchemaTests {
  private static func infer(
    _ text: String, _ format: RecordFormat = .ndjson, isWhole: Bool = true
  ) throws(RecordError) -> [String] {
    try RecordSchema.infer(Array(text.utf8), format: format, isWhole: isWhole).map {
      "\($0.name): \(name($0.type.type))\($0.type.isNullable ? "?" : "")"
    }
  }

  private static func name(_ type: ValueType) -> String {
    switch type {
    case .record(let type):
      "{\(type.keys.map { "\($0.name): \(name($0.type))" }.joined(separator: ", "))}"
    case .list(let element): "[\(name(element))]"
    case .mixed(let kinds): kinds
    default: "\(type)"
    }
  }

  @Test(
    arguments: [
      (#"{"a":1,"b":"x","c":true,"d":1.5}"#, ["a: int?", "b: string?", "c: bool?", "d: decimal?"]),
      ("{\"a\":1}\n{\"a\":2.5}\n{\"a\":3}", ["a: decimal?"]),
      ("{\"a\":1}\n{\"a\":null}", ["a: int?"]), ("{\"a\":null}\n{\"a\":1}", ["a: int?"]),
      ("{\"a\":1}\n{\"b\":1}", ["a: int?", "b: int?"]), (#"{"a":null}"#, ["a: string?"]),
      (
        #"{"a":[],"b":[1,null,2.5],"c":[[true]]}"#,
        ["a: [string]?", "b: [decimal]?", "c: [[bool]]?"]
      ),
      (
        "{\"a\":{\"x\":1}}\n{\"a\":{\"y\":null,\"x\":0.5}}",
        ["a: {x: decimal, y: string}?"]
      ),
      (#"{"n":9223372036854775808}"#, ["n: decimal?"]), ("{}", []), ("", []),
      (#"{"n":1e2}"#, ["n: decimal?"]),
    ])
  func `finds the columns of objects, any of which may be missing`(
    text: String, fields: [String]
  ) throws {
    #expect(try Self.infer(text) == fields)
  }

  @Test(
    arguments: [
      ("{\"a\":1}\n\n{\"a\":\"x\"}", ["a: a whole number (line 1) or text (line 3)?"]),
      (
        "{\"a\":null}\n{\"a\":true}\n{\"a\":[]}",
        ["a: true or false (line 2) or a list (line 3)?"]
      ),
      (#"{"a":[1,"x"]}"#, ["a: [a whole number (line 1) or text (line 1)]?"]),
      (#"{"a":1e-19}"#, ["a: a number of more than 18 places (line 1)?"]),
      (#"{"a":{"b":1,"b":2}}"#, ["a: an object with a key twice (line 1)?"]),
      (
        "{\"a\":{\"b\":1}}\n{\"a\":{\"b\":\"x\"}}",
        ["a: {b: a whole number (line 1) or text (line 2)}?"]
      ),
    ])
  func `tells where a mixture comes from`(text: String, fields: [String]) throws {
    #expect(try Self.infer(text) == fields)
  }

  @Test func `names the elements of an array`() throws {
    let fields = try Self.infer(#"[{"a":1},{"a":null},{"a":"x"}]"#, .json)
    #expect(fields == ["a: a whole number (element 1) or text (element 3)?"])
  }

  @Test(arguments: [RecordFormat.csv, .tsv])
  func `reads the columns of cells as texts that may be missing`(format: RecordFormat) throws {
    let text = format == .csv ? "charge,Tenant name\n1,2" : "charge\tTenant name\n"
    #expect(try Self.infer(text, format) == ["charge: string?", "Tenant name: string?"])
    #expect(throws: RecordError(line: 1, reason: "the header row is over 1 MiB")) {
      try Self.infer("charge,ten", format, isWhole: false)
    }
  }

  @Test func `leaves out a row that is cut off`() throws {
    #expect(try Self.infer("{\"a\":1}\n{\"a\":\"x", isWhole: false) == ["a: int?"])
    #expect(try Self.infer("[{\"a\":1},{\"b\":", .json, isWhole: false) == ["a: int?"])
    #expect(throws: RecordError(line: 1, reason: "no row ends in the first MiB; name a schema")) {
      try Self.infer("{\"a\":1", isWhole: false)
    }
  }

  @Test func `looks at all rows of what is whole`() throws {
    let rows = String(repeating: "{\"a\":1}\n", count: 3000)
    #expect(try Self.infer(rows + "{\"b\":\"x\"}") == ["a: int?", "b: string?"])
    let long = "{\"a\":\"" + String(repeating: "x", count: 900_000) + "\"}\n"
    #expect(try Self.infer(long + long + "{\"b\":1}") == ["a: string?", "b: int?"])
  }

  @Test func `refuses a name that would swell every row`() throws {
    let name = String(repeating: "n", count: 256)
    #expect(try Self.infer(name, .csv).count == 1)
    #expect(
      throws: RecordError(line: 1, offset: 0, reason: "the name of column 2 is over 256 bytes")
    ) { try Self.infer("a,\(name)n", .csv) }
  }

  @Test func `refuses too many columns`() {
    let keys = (0...1000).map { "\"k\($0)\":1" }.joined(separator: ",")
    let reason = "there are more than 1000 columns"
    #expect(throws: RecordError(line: 1, offset: 8891, reason: reason)) {
      try Self.infer("{\(keys)}")
    }
    let names = (0...1000).map { "k\($0)" }.joined(separator: ",")
    #expect(throws: RecordError(line: 1, offset: 0, reason: reason)) {
      try Self.infer(names, .csv)
    }
  }
}
