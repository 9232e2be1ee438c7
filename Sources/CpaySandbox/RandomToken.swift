/// Names that nobody can guess or has seen before.
enum RandomToken {
  private static let alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// `prefix` and `length` random letters and digits.
  static func make(_ prefix: String, length: Int = 16) -> String {
    var bytes = Array(prefix.utf8)
    for _ in 0..<length { bytes.append(alphabet[Int.random(in: 0..<alphabet.count)]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
