/// Bounds on the size of a program.
public enum SyntaxLimits {
  /// Bytes of one source.
  public static let maximumBytes = 4 << 20
  /// Levels of nesting, of brackets and of the tree.
  public static let maximumDepth = 128
  /// Branches of one `if … else if …`.
  public static let maximumBranches = 128
  /// Bytes of one text, from quote to quote.
  public static let maximumTextBytes = 256 << 10
  /// Bytes of one path with its `@`; what systems take at most.
  public static let maximumPathBytes = 4096
  /// Nodes of one tree.
  public static let maximumNodes = 2_000_000
  /// Diagnostics of one text; what is wrong beyond them is found when they are mended.
  public static let maximumDiagnostics = 100
}
