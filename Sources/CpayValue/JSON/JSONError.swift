/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Hashable, Sendable {
  /// The byte at which reading stopped, from the start of the text.
  public let offset: Int
  /// What was wrong, as the end of a sentence: `a comma or } is missing`.
  public let reason: String

  /// An error at `offset`.
  public init(at offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }
}
