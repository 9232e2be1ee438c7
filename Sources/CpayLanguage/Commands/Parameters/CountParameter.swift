import CpaySyntax
import CpayValue

/// A whole number, not negative, which stands by itself.
struct CountParameter: CommandParameter {
  let outlines = [
    ParameterOutline("NUMBER", wants: .count, noun: "a number", takes: "takes one number")
  ]

  func check(_ stage: StageChecker) -> CheckedExpression? {
    stage.operand().flatMap { stage.count($0, atLeast: 0) }
  }
}

/// A whole number that is given by name, or is not.
struct NamedCountParameter: CommandParameter {
  let outlines: [ParameterOutline]
  private let name: String
  private let minimum: Int64

  /// A number called `name` of at least `minimum`.
  init(_ name: String, atLeast minimum: Int64 = 0, _ doc: String) {
    outlines = [ParameterOutline(name, "NUMBER", wants: .count, doc)]
    (self.name, self.minimum) = (name, minimum)
  }

  func check(_ stage: StageChecker) -> CheckedExpression?? {
    guard let value = stage.argument(name) else { return .some(nil) }
    return stage.count(value, atLeast: minimum).map { .some($0) }
  }
}

extension StageChecker {
  /// A whole number that no row takes part in; one that is known beforehand is held against the
  /// smallest there may be.
  fileprivate func count(_ value: Syntax, atLeast minimum: Int64) -> CheckedExpression? {
    guard let typed = expressions.reading(nil).expression(value, expecting: .int) else {
      return nil
    }
    let isWhole = [.int, .open].contains(typed.type.type) && !typed.type.isNullable
    let isTooSmall: Bool =
      if case .int(let number) = environment.known(typed.expression) {
        number < minimum
      } else { false }
    guard isWhole, !isTooSmall else {
      report(.notACount(atLeast: minimum), at: value.range)
      return nil
    }
    return typed.expression
  }
}
