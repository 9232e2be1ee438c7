import CpaySyntax
import CpayValue

extension Completer {
  /// The number being typed, with the units that make what is wanted of it.
  func quantities() -> [Draft] {
    guard let wanted = wanted(from: place.word.lowerBound, TypedWord.name)?.wanted else {
      return []
    }
    let type: ValueType? =
      switch wanted {
      case .value(let rows, let type, _): followsMoment(rows) ? .duration : type
      case .argument(.value(let type), _, _): type
      default: nil
      }
    let typed = source.text(place.word.lowerBound..<place.offset)
    let digits = String(typed.prefix { $0.isNumber || $0 == "." || $0 == "_" })
    switch type {
    case .money:
      let decimals = digits.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
        .first
      return likelyCurrencies.filter { $0.minorDigits ?? 0 >= decimals?.utf8.count ?? 0 }
        .map { Draft(digits + $0.code, .unit, type: "money") }
    case .duration where !digits.contains("."):
      return units.map { Draft(digits + $0, .unit, type: "duration", meaning: $1) }
    default: return []
    }
  }

  /// The type of an operand that is one word.
  private func operandType(_ token: Token, _ rows: RowType?) -> ValueType? {
    switch token.kind {
    case .name: rows?.field(source.text(token.range))?.type.type
    case .now, .today, .timestamp: .timestamp
    default: nil
    }
  }

  private var units: [(String, String)] {
    [("h", "hours"), ("d", "days of 24 hours"), ("m", "minutes"), ("w", "weeks"), ("s", "seconds")]
  }

  /// Lengths of time as a start, where no number has been typed: one of each unit people count in.
  var lengths: [Draft] {
    [
      ("24h", "hours"), ("48h", "hours"), ("7d", "days of 24 hours"), ("30d", "days of 24 hours"),
      ("1w", "weeks"), ("15m", "minutes"),
    ].map { Draft($0, .unit, type: "duration", meaning: $1) }
  }

  /// The currencies, the likely ones first: those that the program names, those that were seen, and
  /// those that most accounts have.
  var likelyCurrencies: [Currency] {
    let tokens = Parser.parse(source).tokens
      .filter {
        [.name, .quantity, .string].contains($0.kind) && !$0.range.contains(place.offset - 1)
      }
    let named = tokens.compactMap { token in
      Currency(source.text(token.range).filter(\.isLetter).lowercased())
    }
    let usual = ["eur", "usd", "gbp", "chf"].compactMap { Currency($0) }
    let first = (named + surroundings.currencies() + usual).filter { $0.minorDigits != nil }
    var seen: Set<Currency> = []
    return (first + Currency.listed).filter { seen.insert($0).inserted }
  }

  /// Whether a sum with a moment before it goes on.
  func followsMoment(_ rows: RowType?) -> Bool {
    guard let sign = place.before.last, [.plus, .minus].contains(sign.kind),
      let operand = place.before.dropLast().last
    else { return false }
    return operandType(operand, rows) == .timestamp
  }
}
