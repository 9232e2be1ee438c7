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
      return Currency.listed.filter { $0.minorDigits ?? 0 >= decimals?.utf8.count ?? 0 }
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

  /// Whether a sum with a moment before it goes on.
  private func followsMoment(_ rows: RowType?) -> Bool {
    guard let sign = place.before.last, [.plus, .minus].contains(sign.kind),
      let operand = place.before.dropLast().last
    else { return false }
    return operandType(operand, rows) == .timestamp
  }
}
