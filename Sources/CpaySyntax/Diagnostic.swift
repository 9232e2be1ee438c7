/// One thing that is wrong with a program, or may be: what, where, and what to write instead.
public struct Diagnostic: Hashable, Sendable, Error {
  /// Whether the program may still run.
  public enum Severity: Hashable, Sendable {
    case error
    case warning
  }

  /// A replacement of part of the text that mends it.
  public struct Fix: Hashable, Sendable {
    /// The bytes to replace.
    public let range: Range<Int>
    /// What to put there.
    public let replacement: String

    /// Replaces `range` by `replacement`.
    public init(_ range: Range<Int>, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  /// The stable code, `E104`; codes that begin with W are warnings.
  public let code: String
  /// What is wrong, as one sentence without its full stop.
  public let message: String
  /// The bytes that are wrong.
  public let range: Range<Int>
  /// What to do about it; shown beside the marker.
  public let advice: String?
  /// The edit that mends it, where there is exactly one.
  public let fix: Fix?
  /// The text that `range` counts in, where it is not the program's: an evidence file.
  public let source: Source?

  /// A diagnostic with that code.
  public init(
    _ code: String, _ message: String, at range: Range<Int>, advice: String? = nil,
    fix: Fix? = nil, in source: Source? = nil
  ) {
    self.code = code
    self.message = message
    self.range = range
    self.advice = advice
    self.fix = fix
    self.source = source
  }

  /// Whether the program is refused.
  public var severity: Severity { code.utf8.first == UInt8(ascii: "W") ? .warning : .error }
}
