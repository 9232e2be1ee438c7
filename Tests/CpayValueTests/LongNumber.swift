/// A whole number as its decimal digits, computed as on paper: the model that ``Decimal`` is held
/// against.
struct LongNumber: Equatable {
  /// The digits, least significant first, without zeros at the top.
  var digits: [Int]
  var isNegative = false

  init(_ text: String) {
    isNegative = text.hasPrefix("-")
    digits = text.utf8.filter { $0 != UInt8(ascii: "-") }.reversed().map { Int($0) - 48 }
    trim()
  }

  private init(digits: [Int], isNegative: Bool) {
    (self.digits, self.isNegative) = (digits, isNegative)
    trim()
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { isNegative = false }
  }

  static func * (lhs: LongNumber, rhs: LongNumber) -> LongNumber {
    var product = Array(repeating: 0, count: lhs.digits.count + rhs.digits.count + 1)
    for (place, digit) in lhs.digits.enumerated() {
      for (other, factor) in rhs.digits.enumerated() { product[place + other] += digit * factor }
    }
    for place in product.indices.dropLast() {
      product[place + 1] += product[place] / 10
      product[place] %= 10
    }
    return LongNumber(digits: product, isNegative: lhs.isNegative != rhs.isNegative)
  }

  /// The quotient, half to even; `divisor` is not zero.
  func divided(by divisor: LongNumber) -> LongNumber {
    var quotient: [Int] = []
    var rest = LongNumber("0")
    for digit in digits.reversed() {
      rest = LongNumber(digits: [digit] + rest.digits, isNegative: false)
      var count = 0
      while !rest.isBelow(divisor) {
        rest = rest.without(divisor)
        count += 1
      }
      quotient.insert(count, at: 0)
    }
    let twice = rest * LongNumber("2")
    let isOdd = (quotient.first ?? 0) % 2 == 1
    if !twice.isBelow(divisor), twice.digits != divisor.digits || isOdd {
      quotient.append(0)
      var place = 0
      while quotient[place] == 9 {
        quotient[place] = 0
        place += 1
      }
      quotient[place] += 1
    }
    return LongNumber(digits: quotient, isNegative: isNegative != divisor.isNegative)
  }

  /// Whether the digits are a smaller number, whatever the signs.
  func isBelow(_ other: LongNumber) -> Bool {
    if digits.count != other.digits.count { return digits.count < other.digits.count }
    return digits.reversed().lexicographicallyPrecedes(other.digits.reversed())
  }

  private func without(_ other: LongNumber) -> LongNumber {
    var result = digits
    for place in result.indices {
      result[place] -= place < other.digits.count ? other.digits[place] : 0
      if result[place] < 0 {
        result[place] += 10
        result[place + 1] -= 1
      }
    }
    return LongNumber(digits: result, isNegative: false)
  }
}
