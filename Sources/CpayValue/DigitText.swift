extension [UInt8] {
  /// Adds a whole number in decimal digits, with its sign and zeros before them up to that width.
  public mutating func append(digits number: Int64, width: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(digits: number.magnitude, width: width)
  }

  /// The same of a number without a sign.
  mutating func append(digits number: UInt64, width: Int) {
    var (length, rest) = (1, number)
    while rest >= 10 {
      rest /= 10
      length += 1
    }
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: Swift.max(length, width)))
    var place = count - 1
    rest = number
    while rest > 0 {
      self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      place -= 1
    }
  }
}
