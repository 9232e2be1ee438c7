public import CpayLanguage
public import CpayValue

/// Values to be drawn, each with its label, in the order of their rows.
public struct Chart: Sendable {
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
  public let kind: ChartKind
  /// What the labels are called.
  public let labelName: String
  /// What the values are called.
  public let valueName: String
  /// The values.
  public let points: [Point]

  /// A chart of those points.
  public init(kind: ChartKind, labelName: String, valueName: String, points: [Point]) {
    (self.kind, self.labelName, self.valueName) = (kind, labelName, valueName)
    self.points = points
  }
}
