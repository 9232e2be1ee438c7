public import CpayClient

/// What a run tells while it goes on, in its order.
public enum RunEvent: Sendable {
  /// Another run sends, which is waited for; what it is and how far. Nil once that is over.
  case waiting(String?)
  /// The run of a plan has been remembered, and begins; the places of the rows that are still to
  /// come, in the order in which they are sent.
  case opened(RunID, WritePlan, toGo: [Int])
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
  /// What the API last said under the key of a row in doubt; nil where it said nothing of it.
  public let answer: KeyAnswer?

  /// The row at `position` came to `outcome`.
  public init(position: Int, outcome: Outcome, answer: KeyAnswer? = nil) {
    (self.position, self.outcome, self.answer) = (position, outcome, answer)
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
