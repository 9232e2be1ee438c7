import CpayLanguage
import CpaySyntax
import CpayValue
import Testing

/// Values that the command line gives to parameters.
@Suite struct ParameterTextTests {
  private static func parameter(_ type: String) throws -> CheckedProgram.Parameter {
    let program = try RefusalTests.check(Source("param p: \(type)"))
    return try #require(program.parameters.first)
  }

  @Test(
    arguments: [
      ("int", "50", .int(50)), ("int", "-5", .int(-5)), ("int", "1_000", .int(1000)),
      ("decimal", "12.5", .decimal(Decimal(125).divided(by: Decimal(10)) ?? Decimal(0))),
      ("decimal", "3", .int(3)),
      ("money", "1000eur", Literals.money("1000eur").map(Value.money) ?? .null),
      ("duration", "48h", .duration(DurationValue(seconds: 172_800))),
      ("timestamp", "2024-02-07", .timestamp(Timestamp(seconds: 1_707_264_000))),
      ("bool", "true", .bool(true)), ("string", "a b", .string("a b")), ("string", "", .string("")),
      ("file", "a.csv", .file("a.csv")), ("currency", "jpy", .string("jpy")),
      ("currency", "EUR", .string("eur")), ("currency", "uSd", .string("usd")),
      ("dispute_status", "won", .string("won")), ("id<charge>", "ch_1", .string("ch_1")),
      ("list<string>", "a,b", .list([.string("a"), .string("b")])), ("list<int>", "", .list([])),
      ("int?", "null", .null),
    ] as [(String, String, Value)])
  func `is read by its type`(type: String, text: String, value: Value) throws {
    #expect(try ParameterTextTests.parameter(type).value(of: text) == value)
  }

  @Test(
    arguments: [
      ("int", "5.5", "a whole number"), ("int", "5;", "a whole number"), ("int", "", "a whole"),
      ("int", "99999999999999999999", "64 bits"), ("int", "null", "a whole number"),
      ("money", "1000", "such as 1000eur"), ("money", "10.5jpy", "no minor unit"),
      ("duration", "5min", "minutes are m"), ("bool", "yes", "true or false"),
      ("dispute_status", "woon", "did you mean won?"), ("id<charge>", "dp_1", "begins with ch_"),
      ("currency", "EURO", "such as eur"), ("currency", "XXQ", "such as eur"),
      ("file", "", "a file is wanted"),
      ("timestamp", "2024-02-30", "not a date"), ("list<int>", "1,x", "a whole number"),
    ] as [(String, String, String)])
  func `says what is wanted instead`(type: String, text: String, says: String) throws {
    let parameter = try ParameterTextTests.parameter(type)
    let error = #expect(throws: ParameterError.self) { try parameter.value(of: text) }
    #expect(error?.reason.contains(says) == true)
  }
}
