import Crypto

/// Makes the key under which the API recognises a write it has seen.
///
/// The key follows from what is meant, so that two operators, two machines and a restored backup
/// all send the same one, and the API can tell.
enum IdempotencyKey {
  /// `cp1_` and 52 characters: base32 of SHA-256 over the length-prefixed parts.
  static func make(
    account: AccountIdentity, action: String, dispute: String, intent: [UInt8], generation: Int
  ) -> String {
    var hash = SHA256()
    let intentDigest = Array(SHA256.hash(data: intent))
    let parts: [[UInt8]] = [
      Array(account.place.utf8), Array(account.mode.rawValue.utf8), Array(action.utf8),
      Array(dispute.utf8), intentDigest, Array(String(generation).utf8),
    ]
    for part in parts {
      hash.update(data: Array("\(part.count):".utf8))
      hash.update(data: part)
    }
    return "cp1_" + base32(Array(hash.finalize()))
  }

  /// RFC 4648 base32 in lower case, without padding.
  private static func base32(_ bytes: [UInt8]) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for byte in bytes {
      buffer = (buffer << 8 | UInt32(byte)) & 0xffff
      bits += 8
      while bits >= 5 {
        bits -= 5
        result.append(alphabet[Int(buffer >> bits & 31)])
      }
    }
    if bits > 0 { result.append(alphabet[Int(buffer << (5 - bits) & 31)]) }
    return String(decoding: result, as: UTF8.self)
  }
}
