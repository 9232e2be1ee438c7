/// A field whose bytes may be a key, or a part of one.
public enum KeyField: Sendable {
  /// One of texts; what is none counts as missing.
  case text(_ slot: Int)
  /// One of whole numbers; what is none counts as missing.
  case integer(_ slot: Int)
}
