import CpayValue

/// A line of a session, or several that are one program.
struct TypedLine: Hashable, Sendable {
  /// When it was entered.
  let time: Timestamp
  /// The text.
  let text: String
}
