/// How the files that plans are saved in are called.
public enum PlanFileName {
  /// What their names end in.
  public static let ending = "plan"

  /// Whether a name ends so, in either case of letters.
  public static func isOne(_ fileName: String) -> Bool { FileExtension.of(fileName) == ending }
}
