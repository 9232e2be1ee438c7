public import CpayValue

/// Computes an expression that reads no row, with the values of the variables it names.
public typealias Computation =
  @Sendable (_ expression: CheckedExpression, _ variables: [String: Value]) -> Result<
    Value, ComputationFailure
  >

/// Why an expression has no value.
public struct ComputationFailure: Error, Hashable, Sendable {
  /// The reason, as a sentence without its full stop: `1 / 0 divides by zero`.
  public let reason: String

  /// A failure for that reason.
  public init(_ reason: String) {
    self.reason = reason
  }
}

extension CheckEnvironment {
  /// What is known of a program that has been checked.
  init(constants: [String: Value], compute: @escaping Computation) {
    self.init(
      scope: Scope(), constants: constants, compute: compute,
      allowances: Allowances(areNeeded: false))
  }

  /// The value of an expression, where it is known before the program runs.
  func known(_ expression: CheckedExpression) -> Value? {
    if case .constant(let value) = expression { return value }
    guard let compute, expression.isKnown(with: constants) else { return nil }
    return try? compute(expression, constants).get()
  }

  /// Why an expression fails whatever row comes; nil where it need not.
  ///
  /// What is below it has been looked at by itself.
  func failure(of expression: CheckedExpression) -> ComputationFailure? {
    guard let compute, expression.isComputed else { return nil }
    if expression.isKnown(with: constants) {
      if case .failure(let failure) = compute(expression, constants) { return failure }
      return nil
    }
    switch expression {
    case .arithmetic(_, let steps):
      let isZero = steps.contains { $0.sign == .divide && known($0.operand)?.isZero == true }
      return isZero ? ComputationFailure("it divides by zero") : nil
    case .call(let function, let arguments) where arguments.count > 1:
      // What stands beside the row's own value may be out of bounds by itself.
      guard function == .round, arguments[1].isKnown(with: constants) else { return nil }
      let sample = CheckedExpression.call(function, [.constant(.int(0))] + arguments.dropFirst())
      if case .failure(let failure) = compute(sample, constants) { return failure }
      return nil
    default: return nil
    }
  }
}

extension CheckedExpression {
  /// Whether something is computed here that can fail, rather than put together.
  fileprivate var isComputed: Bool {
    switch self {
    case .arithmetic, .negated, .call, .conditional, .fallback, .and, .or, .template: true
    default: false
    }
  }

  /// Whether nothing but those variables has to be known to compute it.
  fileprivate func isKnown(with constants: [String: Value]) -> Bool {
    switch self {
    case .field, .namedField, .now, .today, .rowCount, .recordFile: false
    case .variable(let name): constants[name] != nil
    default: parts.allSatisfy { $0.isKnown(with: constants) }
    }
  }
}

extension Value {
  /// Whether nothing can be divided by it.
  fileprivate var isZero: Bool {
    switch self {
    case .int(let number): number == 0
    case .decimal(let number): number == Decimal(0)
    case .money(let money): money.minor == 0
    case .duration(let length): length.seconds == 0
    default: false
    }
  }
}
