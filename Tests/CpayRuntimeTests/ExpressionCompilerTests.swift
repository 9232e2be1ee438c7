import CpayLanguage
import CpayModel
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ExpressionCompilerTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let expression: String
    let value: Value
    var testDescription: String { expression }

    init(_ expression: String, _ value: Value) {
      self.expression = expression
      self.value = value
    }
  }

  private static let dispute = FixtureDispute(
    id: "dp_1", paymentIntent: nil, amount: 120_050, reason: "a \"later\" reason",
    dueBy: "2024-02-06T13:00:00Z", team: "berlin", created: 1_707_220_000)

  private static func value(_ text: String, _ dispute: FixtureDispute) throws -> Value {
    let step = try #require(try checkedSteps("select x=(\(text))").last)
    let column = try #require(step.stage.columns.first)
    return try ExpressionCompiler.atFixtures.value(column.expression)(Batch([dispute])[0])
  }

  private static func money(_ minor: Int64) throws -> Value {
    .money(Money(minor: minor, currency: try #require(Currency("eur"))))
  }

  @Test(arguments: [
    Row("id", .string("dp_1")), Row("amount.minor", .int(120_050)),
    Row("amount.currency", .string("eur")), Row("currency", .string("eur")),
    Row("reason", .string("a \"later\" reason")), Row("payment_intent", .null),
    Row("metadata.team", .string("berlin")), Row("metadata.other", .null),
    Row("metadata.other ?? \"none\"", .string("none")),
    Row("metadata.team ?? \"none\"", .string("berlin")),
    Row("evidence_due_by - now", .duration(DurationValue(seconds: 3600))),
    Row("created", .timestamp(Timestamp(seconds: 1_707_220_000))),
    Row("now", .timestamp(FixtureDispute.now)),
    Row("today", .timestamp(Timestamp(seconds: 1_707_177_600))),
    Row("now + 1h - now", .duration(DurationValue(seconds: 3600))), Row("1 + 2 - 4", .int(-1)),
    Row("evidence_due_by < now", .bool(false)), Row("evidence_due_by < now + 2h", .bool(true)),
    Row("amount > 1usd", .null), Row("evidence.customer_name", .null),
  ])
  func `computes a value of a row`(row: Row) throws {
    #expect(try Self.value(row.expression, Self.dispute) == row.value)
  }

  @Test func `puts money together from amount and currency`() throws {
    #expect(try Self.value("amount", Self.dispute) == Self.money(120_050))
    #expect(try Self.value("amount + 1eur", Self.dispute) == Self.money(120_150))
    #expect(try Self.value("amount + 1usd", Self.dispute).isNull)
  }

  @Test(
    arguments: [
      (#"{"share":12.50,"lease":"a.pdf"}"#, Decimal("12.5").map(Value.decimal), .file("a.pdf")),
      (#"{"share":3,"lease":"a.pdf"}"#, .decimal(Decimal(3)), .file("a.pdf")),
      (#"{"share":null}"#, .null, .null),
    ] as [(String, Value?, Value)])
  func `reads decimals and files of made rows`(json: String, share: Value?, file: Value) throws {
    let fields = [
      RowType.Field(name: "share", type: FieldType(.decimal)),
      RowType.Field(name: "lease", type: FieldType(.file)),
    ]
    let rows = RowType(made: fields, over: RowType(.dispute))
    var scanner = RowScanner(rows.layout)
    let row = try scanner.object(Array(json.utf8))[0]
    let compiler = ExpressionCompiler.atFixtures
    #expect(try compiler.field(#require(rows.reference("share")))(row) == share)
    #expect(try compiler.field(#require(rows.reference("lease")))(row) == file)
  }

  @Test(arguments: [
    "1 + 9223372036854775807", "0 - 9223372036854775807 - 2", "amount.minor + 9223372036854775807",
  ])
  func `a calculation that leaves 64 bits stops the program`(expression: String) throws {
    #expect(throws: EvaluationError.self) { try Self.value(expression, Self.dispute) }
  }

  @Test(arguments: [Value.int(1), .null, .string("a"), .bool(true)])
  func `whatever meets a missing value is missing`(value: Value) throws {
    #expect(try ArithmeticOperator.add.apply(.null, value).isNull)
    #expect(try ArithmeticOperator.subtract.apply(value, .null).isNull)
  }

  @Test func `what reads no row is computed without one`() throws {
    let compiler = ExpressionCompiler(now: FixtureDispute.now, variables: ["a": .int(2)])
    #expect(try compiler.constant(.variable("a")) == .int(2))
    #expect(throws: EvaluationError.missing("$b")) { try compiler.constant(.variable("b")) }
    #expect(throws: EvaluationError.missing("$b")) { try compiler.constant(.rowCount("b")) }
    let sum = CheckedExpression.Calculation(.add, .constant(.int(1)))
    #expect(try compiler.constant(.arithmetic(.variable("a"), [sum])) == .int(3))
    #expect(try compiler.constant(.arithmetic(.variable("a"), [sum, sum])) == .int(4))
    #expect(
      try compiler.constant(.fallback([.constant(.null), .now])) == .timestamp(FixtureDispute.now))
  }
}

extension CheckedStage {
  /// The columns it makes; none of another stage.
  fileprivate var columns: [Column] {
    if case .columns(let columns) = self { columns } else { [] }
  }
}
