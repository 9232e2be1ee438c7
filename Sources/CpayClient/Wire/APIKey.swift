import CpayModel

/// A secret or restricted API key; its text appears in one place only, the request header.
public struct APIKey: Sendable, CustomStringConvertible {
  /// Which data a key opens, by its prefix (authentication page).
  public enum Mode: String, Hashable, Sendable {
    /// Nothing real happens.
    case test
    /// Money moves.
    case live
  }

  /// Which data the key opens.
  public let mode: Mode
  /// Whether a sandbox minted it: only such a live key may go to this machine.
  public let isSandboxKey: Bool
  /// The key as what is looked for where it may not stand.
  let bytes: SecretBytes
  private let secret: String

  /// Why a text is not a key.
  public struct ParseFailure: Error, Hashable, Sendable {
    /// The reason, as a sentence without its full stop; never the text itself.
    public let reason: String
  }

  /// Reads a key that begins with a ``/CpayModel/KeyPrefix``.
  /// - Throws: ``ParseFailure`` for anything else.
  public init(parsing text: String) throws(ParseFailure) {
    guard let prefix = KeyPrefix(of: text) else {
      throw ParseFailure(
        reason: text.hasPrefix(KeyPrefix.publishable)
          ? "a publishable key (pk_…) cannot answer disputes; use a secret one (sk_…)"
          : "an API key begins with \(KeyPrefix.inWords)")
    }
    guard text.utf8.count > prefix.rawValue.utf8.count,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    else { throw ParseFailure(reason: "the API key holds a blank or a character that no key has") }
    mode = prefix.isLive ? .live : .test
    isSandboxKey = prefix.isLive && text.hasPrefix(prefix.ofSandboxes)
    bytes = SecretBytes(text, prefix)
    secret = text
  }

  /// The value of the Authorization header.
  var authorization: String { "Bearer \(secret)" }

  /// The key as a person may tell it from others: its prefix and its last four characters, of a
  /// key that is long enough to keep the rest to itself.
  public var masked: String {
    let prefix = KeyPrefix(of: secret)?.rawValue ?? ""
    let isLong = secret.utf8.count >= prefix.utf8.count + 12
    return prefix + "…" + (isLong ? secret.suffix(4) : "")
  }

  /// By what the key is told from others where it may not stand itself.
  public var fingerprint: KeyFingerprint { KeyFingerprint(of: secret) }

  /// The mode only.
  public var description: String { "\(mode.rawValue) key" }
}

extension APIKey: CustomReflectable {
  /// Nothing, so that `dump` and the debugger do not show the secret either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
