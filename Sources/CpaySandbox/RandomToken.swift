/// Names that nobody can guess or has seen before.
enum RandomToken {
  private static let alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// `prefix` and `length` random letters and digits.
  ///
  /// Ten letters come of each random number: asking the system for each would cost a call a letter.
  static func make(_ prefix: String, length: Int = 16) -> String {
    var bytes = Array(prefix.utf8)
    var (random, left) = (UInt64(0), 0)
    for _ in 0..<length {
      if left == 0 { (random, left) = (UInt64.random(in: .min ... .max), 10) }
      bytes.append(alphabet[Int(random % UInt64(alphabet.count))])
      random /= UInt64(alphabet.count)
      left -= 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
