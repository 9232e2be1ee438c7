import Synchronization

/// The fault rules in force; they can be changed while the sandbox runs.
final class FaultInjector: Sendable {
  private struct State {
    var rules: [FaultRule]
    var decider: FaultDecider
  }

  private let seed: UInt64
  private let state: Mutex<State>

  init(_ rules: [FaultRule], seed: UInt64) {
    self.seed = seed
    state = Mutex(State(rules: rules, decider: FaultDecider(rules, seed: seed)))
  }

  /// The rules in force.
  var rules: [FaultRule] { state.withLock { $0.rules } }

  /// Puts other rules in force, which begin to count anew.
  func replace(_ rules: [FaultRule]) {
    state.withLock { $0 = State(rules: rules, decider: FaultDecider(rules, seed: seed)) }
  }

  /// The rule that strikes a request, if any; asked once for each.
  func decide(method: String, path: String, key: String?) -> FaultRule? {
    state.withLock { $0.decider.decide(method: method, path: path, key: key) }
  }
}
