/// What a run tells while it goes on, in its order.
public enum RunEvent: Sendable {
  /// The run of a plan has been remembered, and begins.
  case opened(RunID, WritePlan)
  /// What became of some rows has been remembered.
  case settled([SettledRow])
  /// The run has ended.
  case closed(RunID)
}

/// What became of one row of a plan.
public struct SettledRow: Hashable, Sendable {
  /// The row's place in the plan, from 0.
  public let position: Int
  /// What became of it.
  public let outcome: Outcome

  /// The row at `position` came to `outcome`.
  public init(position: Int, outcome: Outcome) {
    self.position = position
    self.outcome = outcome
  }
}

/// The name of one application of a plan.
public struct RunID: Hashable, Sendable, CustomStringConvertible {
  /// The name, such as `run_3f9a1c`.
  public let description: String

  /// A run of that name.
  public init(_ name: String) {
    description = name
  }

  /// A new name, from the environment's random numbers.
  init(_ environment: Environment) {
    self.init("run_" + String(environment.random() | 1 << 63, radix: 36).suffix(8))
  }
}
