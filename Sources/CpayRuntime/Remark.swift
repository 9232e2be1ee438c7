/// Something a person should know about a result that is not wrong.
public enum Remark: Hashable, Sendable {
  /// Rows that were passed over because something in them is missing or cannot be compared.
  case note(String)
  /// A warning with its code.
  case warning(code: String, String)

  /// `note: …` or `warning W110: …`.
  public var line: String {
    switch self {
    case .note(let text): "note: \(text)"
    case .warning(let code, let text): "warning \(code): \(text)"
    }
  }
}
