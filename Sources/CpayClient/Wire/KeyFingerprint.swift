import CpayValue
import Crypto

/// By what one API key is told from another where no key may stand: the beginning of a digest, from
/// which nobody gets back to the key.
public struct KeyFingerprint: Hashable, Sendable, CustomStringConvertible {
  /// Sixteen hexadecimal digits.
  public let description: String

  /// The fingerprint that was written down so.
  public init(recorded text: String) {
    description = text
  }

  /// The fingerprint of the key of that text.
  init(of secret: String) {
    var hash = SHA256()
    // Not the digest of the key itself, which others may keep.
    hash.update(data: Array("cpay fingerprint of an API key:".utf8))
    hash.update(data: Array(secret.utf8))
    description = String(hex: Array(hash.finalize().prefix(8)))
  }
}
