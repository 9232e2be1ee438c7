import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ConditionCompilerTests {
  /// A dispute with nothing in it that may be missing.
  private static let bare = FixtureDispute(id: "dp_1", paymentIntent: nil)
  /// The same with everything.
  private static let full = FixtureDispute(
    id: "dp_2", dueBy: "2024-02-06T12:00:00Z", team: "berlin")

  struct Row: Sendable, CustomTestStringConvertible {
    let condition: String
    let bare: Truth
    let full: Truth
    var testDescription: String { condition }

    init(_ condition: String, _ bare: Truth, _ full: Truth) {
      self.condition = condition
      self.bare = bare
      self.full = full
    }
  }

  private static func truth(_ text: String, _ dispute: FixtureDispute) throws -> Truth {
    let step = try #require(try checkedSteps("where " + text).last)
    let compiler = ExpressionCompiler.atFixtures
    var conditions: [RowCondition] = []
    for conjunct in try #require(step.stage.conjuncts) {
      conditions.append(try compiler.condition(conjunct.expression))
    }
    return try compiler.all(conditions)(Batch([dispute])[0])
  }

  @Test(arguments: [
    Row("evidence_due_by == null", .yes, .no), Row("evidence_due_by != null", .no, .yes),
    Row("metadata.team == null", .yes, .no), Row("metadata.team != null", .no, .yes),
    Row("payment_intent == null", .yes, .no), Row("null == evidence_due_by", .yes, .no),
    Row("evidence_due_by == now", .no, .yes), Row("evidence_due_by != now", .yes, .no),
    Row("now == evidence_due_by", .no, .yes), Row("now != evidence_due_by", .yes, .no),
    Row("evidence_due_by < now", .unknown, .no), Row("evidence_due_by <= now", .unknown, .yes),
    Row("evidence_due_by > now", .unknown, .no), Row("evidence_due_by >= now", .unknown, .yes),
    Row("now < evidence_due_by", .unknown, .no), Row("now >= evidence_due_by", .unknown, .yes),
    Row("evidence_due_by - now < 1h", .unknown, .yes),
    Row("metadata.team == \"berlin\"", .no, .yes), Row("metadata.team != \"berlin\"", .yes, .no),
    Row("metadata.team in [\"berlin\", \"paris\"]", .no, .yes),
    Row("payment_intent in [pi_1, pi_2]", .no, .yes),
    Row("payment_intent == pi_1", .no, .yes), Row("payment_intent != pi_1", .yes, .no),
    Row("(metadata.team ?? \"none\") == \"none\"", .yes, .no),
  ])
  func `a missing value is equal to nothing but null, and in no order`(row: Row) throws {
    #expect(try Self.truth(row.condition, Self.bare) == row.bare)
    #expect(try Self.truth(row.condition, Self.full) == row.full)
  }

  @Test(arguments: [
    Row("amount > 100000", .yes, .yes), Row("amount == 120000", .yes, .yes),
    Row("amount != 120000", .no, .no), Row("120000 == amount", .yes, .yes),
    Row("amount > 1000eur", .yes, .yes), Row("amount > 1000usd", .unknown, .unknown),
    Row("amount <= 1000usd", .unknown, .unknown), Row("amount == 1200usd", .no, .no),
    Row("amount != 1200usd", .yes, .yes), Row("amount == 1200eur", .yes, .yes),
    Row("1200usd < amount", .unknown, .unknown), Row("1000eur < amount", .yes, .yes),
    Row("currency == eur", .yes, .yes), Row("currency != usd", .yes, .yes),
    Row("status == needs_response", .yes, .yes), Row("status in [won, lost]", .no, .no),
    Row("not status in [won, lost]", .yes, .yes), Row("reason != fraudulent", .yes, .yes),
  ])
  func `like is compared with like`(row: Row) throws {
    #expect(try Self.truth(row.condition, Self.bare) == row.bare)
    #expect(try Self.truth(row.condition, Self.full) == row.full)
  }

  /// A condition that is yes, no or unknown for `bare`.
  private static let samples: [(text: String, truth: Truth)] = [
    ("amount > 1", .yes), ("amount < 1", .no), ("evidence_due_by < now", .unknown),
  ]

  private static func and(_ a: Truth, _ b: Truth) -> Truth {
    if a == .no || b == .no { return .no }
    return a == .yes && b == .yes ? .yes : .unknown
  }

  private static func or(_ a: Truth, _ b: Truth) -> Truth {
    if a == .yes || b == .yes { return .yes }
    return a == .no && b == .no ? .no : .unknown
  }

  @Test(arguments: 0..<3, 0..<3)
  func `and, or and not keep three values`(first: Int, second: Int) throws {
    let (a, b) = (Self.samples[first], Self.samples[second])
    let bare = Self.bare
    #expect(try Self.truth("\(a.text) and \(b.text)", bare) == Self.and(a.truth, b.truth))
    #expect(try Self.truth("(\(a.text)) or (\(b.text))", bare) == Self.or(a.truth, b.truth))
    #expect(try Self.truth("not (\(a.text))", bare) == !a.truth)
    #expect(
      try Self.truth("not (\(a.text) and \(b.text))", bare) == !Self.and(a.truth, b.truth))
    #expect(
      try Self.truth("(not (\(a.text)) or not (\(b.text)))", bare) == !Self.and(a.truth, b.truth))
  }

  @Test func `a condition that is settled spares the rest its errors`() throws {
    let overflow = "created > now + 9223372036854775807s"
    #expect(throws: EvaluationError.self) { try Self.truth(overflow, Self.bare) }
    #expect(try Self.truth("amount == 1 and evidence_due_by - now < 1h", Self.bare) == .no)
  }

  @Test func `no condition at all holds`() throws {
    #expect(try ExpressionCompiler.atFixtures.all([])(Batch([Self.bare])[0]) == .yes)
  }

  private static let signs: [ComparisonOperator] = [
    .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
  ]

  private static func constants() throws -> [(field: String, values: [Value])] {
    let currencies = try ["eur", "usd"].map { try #require(Currency($0)) }
    let amounts: [Int64] = [0, 100_000, .max, .min]
    return [
      (
        "amount",
        [.null] + amounts.map(Value.int)
          + currencies.flatMap { currency in
            amounts.map { .money(Money(minor: $0, currency: currency)) }
          }
      ),
      (
        "evidence_due_by",
        [.null, .timestamp(FixtureDispute.now), .timestamp(Timestamp(seconds: 0))]
      ),
      ("status", [.null, .string("won"), .string("a_later_status"), .string("")]),
      ("reason", [.null, .string("a \"later\" reason"), .string("general")]),
      ("payment_intent", [.null, .string("pi_1")]),
      ("currency", [.null, .string("eur"), .string("EUR")]),
      ("charge", [.null, .string("ch_2")]),
    ]
  }

  @Test(arguments: 0..<20)
  func `the fast way and the slow way agree on any row`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let rows = try Batch((0..<25).map { FixtureDispute.random($0, &random) })
    let compiler = ExpressionCompiler.atFixtures
    for (name, values) in try Self.constants() {
      let field = try #require(RowType(.dispute).reference(name))
      let value = compiler.field(field)
      for constant in values {
        for sign in Self.signs {
          let fast = try compiler.condition(.comparison(sign, .field(field), .constant(constant)))
          for index in 0..<rows.count {
            let expected = sign.holds(try value(rows[index]), constant)
            #expect(
              try fast(rows[index]) == expected, "\(name) \(sign.rawValue) \(constant) \(index)")
          }
        }
      }
    }
  }
}

extension CheckedStage {
  /// The conditions of a `where`; nil for any other stage.
  fileprivate var conjuncts: [Conjunct]? {
    if case .where(let conjuncts) = self { conjuncts } else { nil }
  }
}
