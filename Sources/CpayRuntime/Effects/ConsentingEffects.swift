/// Lets a plan be applied only when someone says yes to exactly that plan.
public struct ConsentingEffects: EffectHandler {
  private let inner: any EffectHandler
  private let ask: @Sendable (WritePlan, _ bound: Int?) async -> Consent

  /// What was answered.
  public enum Consent: Hashable, Sendable {
    case granted
    /// Not granted, and why.
    case withheld(String)
  }

  /// Asks `ask` before a plan reaches `inner`.
  public init(
    _ inner: any EffectHandler,
    ask: @escaping @Sendable (WritePlan, _ bound: Int?) async -> Consent
  ) {
    self.inner = inner
    self.ask = ask
  }

  /// Asks before a plan is opened; all else goes through.
  public func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    guard case .open(let plan, let bound) = effect else { return try await inner.perform(effect) }
    return switch await ask(plan, bound) {
    case .granted: try await inner.perform(effect)
    case .withheld(let reason): .withheld(reason)
    }
  }
}
