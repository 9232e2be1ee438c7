extension String {
  /// Bytes in hexadecimal, two lower-case digits each.
  public init(hex bytes: some Sequence<UInt8>) {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    self = String(decoding: text, as: UTF8.self)
  }
}

extension [UInt8] {
  /// The bytes that ``Swift/String/init(hex:)`` writes so; nil for any other text.
  public init?(hex text: String) {
    let digits = [UInt8](text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    for pair in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[pair].hexDigit, let low = digits[pair + 1].hexDigit else {
        return nil
      }
      append(high << 4 | low)
    }
  }
}

extension UInt8 {
  /// What a lower-case hexadecimal digit is worth; nil for another byte.
  fileprivate var hexDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
