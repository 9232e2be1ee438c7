import Synchronization

/// Tells of rows once it is recorded what became of them.
struct TellingEffects: EffectHandler {
  let inner: any EffectHandler
  let tell: @Sendable ([SettledRow]) -> Void

  func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    let outcome = try await inner.perform(effect)
    if case .settle(_, let rows) = effect { tell(rows) }
    return outcome
  }
}

/// The rows of a plan that have been told of, so that each is told of once.
final class ToldRows: Sendable {
  private let positions = Mutex<Set<Int>>([])

  /// Those of some rows that are new.
  func add(_ rows: [SettledRow]) -> [SettledRow] {
    positions.withLock { positions in rows.filter { positions.insert($0.position).inserted } }
  }

  /// Those of all outcomes, in plan order, that have not been told of: their record failed.
  func rest(of outcomes: [Outcome]) -> [Outcome] {
    positions.withLock { positions in
      outcomes.enumerated().filter { positions.insert($0.offset).inserted }.map(\.element)
    }
  }
}
