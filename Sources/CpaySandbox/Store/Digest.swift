import CpayValue
import Crypto

/// SHA-256 over texts, each with its length before it, so that no two lists of them look alike.
struct Digest {
  private var hash = SHA256()

  mutating func add(_ text: String) {
    add(text.utf8)
  }

  mutating func add(_ bytes: some Collection<UInt8>) {
    hash.update(data: Array("\(bytes.count):".utf8))
    hash.update(data: Array(bytes))
  }

  /// The digest in hexadecimal.
  var hex: String { String(hex: hash.finalize()) }

  /// Letters and digits from a digest of `parts`, 32 at most.
  static func letters(_ parts: [String], count: Int) -> String {
    var digest = Digest()
    for part in parts { digest.add(part) }
    let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    let bytes = digest.hash.finalize().prefix(count).map { alphabet[Int($0) % alphabet.count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
