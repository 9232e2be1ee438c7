public import CpayValue

/// Values to be drawn, each with its label, in the order of their rows.
public struct Chart: Sendable {
  /// How values are drawn.
  public enum Kind: String, CaseIterable, Sendable {
    /// A bar for each label.
    case bar
    /// A line from label to label.
    case line
    /// How many values lie in each of some equal steps.
    case hist
  }

  /// One value.
  public struct Point: Sendable {
    /// What it belongs to.
    public let label: Value
    /// The value; null where it is missing.
    public let value: Value

    /// A value and its label.
    public init(label: Value, value: Value) {
      (self.label, self.value) = (label, value)
    }
  }

  /// How to draw.
  public let kind: Kind
  /// What the labels are called.
  public let labelName: String
  /// What the values are called.
  public let valueName: String
  /// The values.
  public let points: [Point]

  /// A chart of those points.
  public init(kind: Kind, labelName: String, valueName: String, points: [Point]) {
    (self.kind, self.labelName, self.valueName) = (kind, labelName, valueName)
    self.points = points
  }
}
