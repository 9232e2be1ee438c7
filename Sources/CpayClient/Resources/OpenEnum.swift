/// A value of an enum to which the API may add: one that is known, or the text as it came
/// (versioning page).
public enum OpenEnum<Known: RawRepresentable & Hashable & Sendable>: Hashable, Sendable
where Known.RawValue == String {
  /// A value that was known when this was written.
  case known(Known)
  /// A value that the API has added since, as it came.
  case other(String)

  /// The value of that text.
  public init(_ text: String) {
    self = Known(rawValue: text).map(OpenEnum.known) ?? .other(text)
  }

  /// The text, as the API writes it.
  public var text: String {
    switch self {
    case .known(let value): value.rawValue
    case .other(let text): text
    }
  }

  /// Whether it is that known value.
  public static func == (value: OpenEnum, known: Known) -> Bool { value == .known(known) }
}
