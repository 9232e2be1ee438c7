/// The truth of a condition in three-valued logic: an ordering against a missing value is unknown.
public enum Truth: UInt8, Hashable, Sendable {
  /// It is false.
  case no
  /// It is true.
  case yes
  /// It cannot be told, since something is missing or cannot be compared.
  case unknown

  /// The truth of a two-valued test.
  @inlinable public init(_ holds: Bool) {
    self = holds ? .yes : .no
  }

  /// Not: unknown stays unknown.
  @inlinable public static prefix func ! (operand: Truth) -> Truth {
    switch operand {
    case .no: .yes
    case .yes: .no
    case .unknown: .unknown
    }
  }
}
