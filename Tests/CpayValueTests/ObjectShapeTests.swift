import Testing

@testable import CpayValue

/// What looking at rows finds, told as `name: kinds with the rows in which they first occur`.
@Suite struct ObjectShapeTests {
  private static func found(_ text: String) throws(JSONError) -> [String] {
    var scanner = RowScanner.looking()
    _ = try scanner.lines(Array(text.utf8), from: 1)
    return told(scanner.shape ?? ObjectShape())
  }

  private static func told(_ shape: ObjectShape) -> [String] {
    shape.members.map { "\($0.name): \(told($0.value))" }
  }

  private static func told(_ value: ValueShape) -> String {
    let kinds = value.kinds.map { "\($0.kind) \($0.row)" }.joined(separator: ", ")
    let inside = told(value.object)
    let elements = value.elements.map { " [\(told($0))]" } ?? ""
    return kinds + (inside.isEmpty ? "" : " {\(inside.joined(separator: "; "))}") + elements
  }

  @Test(
    arguments: [
      ("{}", []), (#"{"a":null}"#, ["a: "]),
      (
        #"{"a":1,"b":"x","c":true,"d":1.5}"#,
        ["a: integer 1", "b: text 1", "c: bool 1", "d: decimal 1"]
      ),
      ("{\"a\":1}\n\n{\"b\":2}\n{\"a\":\"x\",\"b\":3}", ["a: integer 1, text 4", "b: integer 3"]),
      (
        #"{"a":{"b":{"c":1}},"d":[1,"x",[true]]}"#,
        [
          "a: object 1 {b: object 1 {c: integer 1}}",
          "d: list 1 [integer 1, text 1, list 1 [bool 1]]",
        ]
      ),
      (#"{"a":{"b":1,"b":2}}"#, ["a: object 1, ambiguousObject 1 {b: integer 1}"]),
      (
        #"{"a":9223372036854775808,"b":1e-19,"c":1e2,"d":-0.5}"#,
        [
          "a: decimal 1", "b: longNumber 1", "c: decimal 1", "d: decimal 1",
        ]
      ),
      (#"{"\u0061":1}"#, ["a: integer 1"]),
      (
        "{\"a\":1,\"b\":1}\n{\"b\":1,\"a\":1}\n{\"b\":\"x\"}",
        ["a: integer 1", "b: integer 1, text 3"]
      ),
    ] as [(String, [String])])
  func `finds keys and kinds`(text: String, wanted: [String]) throws {
    #expect(try Self.found(text) == wanted)
  }

  @Test func `finds every key of objects with many, in whatever order`() throws {
    let keys = (0..<900).map { "k\($0)" }
    let first = keys.map { "\"\($0)\":1" }.joined(separator: ",")
    let second = keys.reversed().map { "\"\($0)\":true" }.joined(separator: ",")
    let found = try Self.found("{\(first)}\n{\(second)}")
    #expect(found == keys.map { "\($0): integer 1, bool 2" })
  }

  @Test func `keeps to its bounds`() throws {
    let many = (0...1000).map { "\"k\($0)\":1" }.joined(separator: ",")
    #expect(throws: JSONError.self) { try Self.found("{\(many)}") }
    #expect(
      try Self.found("{\"a\":{\(many)}}").first?.hasPrefix("a: object 1, crowdedObject 1") == true)
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(throws: JSONError.self) { try Self.found("{\"a\":\(deep)}") }
    #expect(throws: JSONError.self) { try Self.found(#"{"a":1,"a":2}"#) }
  }
}
