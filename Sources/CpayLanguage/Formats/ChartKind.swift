/// How a chart draws its values.
public enum ChartKind: String, Sendable, CaseIterable {
  /// A bar for each label.
  case bar
  /// A line from label to label.
  case line
  /// How many values lie in each of some equal steps.
  case hist
}

/// The documents a chart can be saved as.
public enum ChartFormat: String, Sendable, CaseIterable {
  /// The picture alone.
  case svg
  /// A page with the picture on it.
  case html

  /// The format that a file's extension names, in either case of letters; nil for any other.
  public init?(fileName: String) {
    guard let ending = FileExtension.of(fileName) else { return nil }
    self.init(rawValue: ending)
  }
}
