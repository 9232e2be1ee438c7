import CpayLanguage
import CpaySyntax
import Testing

/// An `if` is one node with three operands, however deep it stands in another.
@Suite struct ConditionalTests {
  /// `levels` conditions in one another, in the place of the condition or of a branch.
  private static func nested(_ levels: Int, inCondition: Bool) -> String {
    (0..<levels).reduce("amount > 1eur") { inner, _ in
      inCondition
        ? "(if \(inner) then amount > 2eur else amount > 3eur)"
        : "(if amount > 2eur then \(inner) else amount > 3eur)"
    }
  }

  private static func size(_ expression: CheckedExpression) -> Int {
    1 + expression.parts.reduce(0) { $0 + size($1) }
  }

  @Test(arguments: [true, false]) func grows(inCondition: Bool) throws {
    let sizes = try [4, 8, 12, 24].map { (levels: Int) throws -> Int in
      let program = "disputes | where " + Self.nested(levels, inCondition: inCondition)
      let pipeline = try #require(try RefusalTests.check(Source(program)).lastPipeline)
      guard case .where(let conjuncts) = pipeline.flow.rows?.steps.last?.stage else {
        Issue.record("no condition in \(program)")
        return 0
      }
      return conjuncts.reduce(0) { $0 + Self.size($1.expression) }
    }
    #expect(sizes[1] - sizes[0] == sizes[2] - sizes[1], "as much for each level")
    #expect(sizes[3] - sizes[2] == 3 * (sizes[1] - sizes[0]), "as much for each level")
  }
}
