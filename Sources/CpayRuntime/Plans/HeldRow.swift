/// A row whose dispute another run holds, as its message says it.
public enum HeldRow {
  private static let start = "held by "

  /// Why the row cannot be sent.
  static func reason(_ run: some CustomStringConvertible) -> String { start + run.description }

  /// The run that a row's message names; nil where the row is not held.
  public static func holder(in message: String?) -> RunID? {
    guard let message, message.hasPrefix(start) else { return nil }
    return RunID(String(message.dropFirst(start.count)))
  }
}
