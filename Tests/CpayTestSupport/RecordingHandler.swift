public import CpayRuntime
import Synchronization

/// Performs effects as a test says and remembers every one, in order.
public final class RecordingHandler: EffectHandler {
  private let recorded = Mutex<[Effect]>([])
  private let answer: @Sendable (Effect) async throws(EvaluationError) -> EffectOutcome

  /// A handler that answers with `answer`.
  public init(
    _ answer: @escaping @Sendable (Effect) async throws(EvaluationError) -> EffectOutcome
  ) {
    self.answer = answer
  }

  /// What was asked, in order.
  public var effects: [Effect] { recorded.withLock { $0 } }

  /// Remembers the effect and answers it.
  public func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    recorded.withLock { $0.append(effect) }
    return try await answer(effect)
  }
}
