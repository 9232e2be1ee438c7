public import CpayClient

/// Who sends the writes of a run: the same bytes go out again only with the same API key, since
/// another knows nothing of what was sent under it.
public struct Sender: Hashable, Sendable {
  /// The profile that was chosen; nil where none was.
  public let profile: String?
  /// The API key, by its fingerprint; nil where nothing is known of it.
  public let key: KeyFingerprint?

  /// Whoever has that profile and key.
  public init(profile: String?, key: KeyFingerprint?) {
    (self.profile, self.key) = (profile, key)
  }
}
