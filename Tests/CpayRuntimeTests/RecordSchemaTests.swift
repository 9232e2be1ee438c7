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
    default: "\(type)"
    }
  }

  @Test(
    arguments: [
      (#"{"a":1,"b":"x","c":true,"d":1.5}"#, ["a: int", "b: string", "c: bool", "d: decimal"]),
      ("{\"a\":1}\n{\"a\":2.5}\n{\"a\":3}", ["a: decimal"]),
      ("{\"a\":1}\n{\"a\":null}", ["a: int?"]), ("{\"a\":null}\n{\"a\":1}", ["a: int?"]),
      ("{\"a\":1}\n{\"b\":1}", ["a: int?", "b: int?"]), (#"{"a":null}"#, ["a: string?"]),
      (#"{"a":[],"b":[1,null,2.5],"c":[[true]]}"#, ["a: [string]", "b: [decimal]", "c: [[bool]]"]),
      (
        "{\"a\":{\"x\":1}}\n{\"a\":{\"y\":null,\"x\":0.5}}",
        ["a: {x: decimal, y: string}"]
      ),
      (#"{"n":9223372036854775808}"#, ["n: decimal"]), ("{}", []), ("", []),
      (#"{"n":1e2}"#, ["n: decimal"]),
    ])
  func `finds the columns of objects`(text: String, fields: [String]) throws {
    #expect(try Self.infer(text) == fields)
  }

  @Test(
    arguments: [
      ("{\"a\":1}\n\n{\"a\":\"x\"}", 3, "\"a\" is text, and a whole number in line 1"),
      (
        "{\"a\":null}\n{\"a\":true}\n{\"a\":[]}", 3,
        "\"a\" is a list of null, and true or false in line 2"
      ),
      (
        #"{"a":[1,"x"]}"#, 1,
        "\"a\" holds a list of several kinds, too many keys, or a number of more than 18 places"
      ),
      (
        #"{"a":1e-19}"#, 1,
        "\"a\" holds a list of several kinds, too many keys, or a number of more than 18 places"
      ),
      (#"{"a":1,"a":2}"#, 1, "the key \"a\" occurs twice"),
    ])
  func `names column and line of a mixture`(text: String, line: Int, reason: String) {
    #expect(throws: RecordError(line: line, reason: reason)) { try Self.infer(text) }
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
    #expect(try Self.infer("{\"a\":1}\n{\"a\":\"x", isWhole: false) == ["a: int"])
    #expect(try Self.infer("[{\"a\":1},{\"b\":", .json, isWhole: false) == ["a: int"])
    #expect(throws: RecordError(line: 1, reason: "no row ends in the first MiB; name a schema")) {
      try Self.infer("{\"a\":1", isWhole: false)
    }
  }

  @Test func `looks at a thousand rows and no more`() throws {
    let rows = String(repeating: "{\"a\":1}\n", count: 1000)
    #expect(try Self.infer(rows + "{\"a\":\"x\"}") == ["a: int"])
    #expect(throws: RecordError.self) {
      try Self.infer(rows.dropFirst(8) + "{\"a\":\"x\"}")
    }
  }

  @Test func `looks at a mebibyte and no more`() throws {
    let long = "{\"a\":\"" + String(repeating: "x", count: 600_000) + "\"}\n"
    #expect(try Self.infer(long + long + "{\"a\":1}") == ["a: string"])
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
    #expect(throws: RecordError(line: 1, reason: reason)) { try Self.infer("{\(keys)}") }
    let names = (0...1000).map { "k\($0)" }.joined(separator: ",")
    #expect(throws: RecordError(line: 1, offset: 0, reason: reason)) {
      try Self.infer(names, .csv)
    }
  }
}
