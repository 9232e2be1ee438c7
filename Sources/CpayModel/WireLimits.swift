public import CpayValue

/// Bounds that both ends of the wire keep.
public enum WireLimits {
  /// Objects on one page of a list, at most (pagination page).
  public static let maximumPageSize = 100
  /// Objects on a page when the request gives no limit (pagination page).
  public static let defaultPageSize = 10
  /// Bytes of one answer that the client reads, at most.
  public static let maximumAnswerBytes = 16 << 20
  /// Bytes of one uploaded file, at most (files page: 50 MB, taken as 50 x 1,048,576).
  public static let maximumFileBytes = 50 << 20
  /// How deep `expand[]` goes (expanding responses page).
  public static let maximumExpandDepth = 4
  /// How many expansions one request asks for, at most (expanding responses page).
  public static let maximumExpansions = 10
  /// Seconds that a signed file address is good for (files page).
  public static let fileURLLifetime = DurationValue(seconds: 3_600)
  /// How long the API keeps an answer under its idempotency key, at least (idempotent requests
  /// page).
  public static let idempotencyWindow = DurationValue(seconds: 86_400)
  /// The API version that this code was written against (versioning page).
  public static let apiVersion = "2025-01-15"

  /// Whether `text` is `prefix` followed by 1 to 64 ASCII letters, digits or underscores.
  ///
  /// The API states the prefixes only; the alphabet and length are ours, wide enough for every
  /// example.
  public static func isID(_ text: some StringProtocol, prefix: String) -> Bool {
    idForm(prefix: prefix).holds(Array(text.utf8)[...])
  }

  /// The form of ids with that prefix.
  public static func idForm(prefix: String) -> WordForm {
    WordForm(prefix: Array(prefix.utf8), longest: 64)
  }
}
