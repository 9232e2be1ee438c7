import CpaySyntax
import CpayValue

extension RowType {
  /// What is known of the rows for which all those conditions are true.
  func after(_ conditions: [CheckedExpression]) -> RowType {
    var present: Set<String> = []
    var oneCurrency: Set<String> = []
    for condition in conditions {
      present.formUnion(condition.presentPaths)
      oneCurrency.formUnion(condition.fixedCurrencies(in: self))
    }
    return narrowed(present).inOneCurrency(oneCurrency)
  }
}

extension CheckedExpression {
  /// What cannot be missing where this is true: `x != null`, and what is compared, since an order
  /// against nothing is unknown.
  fileprivate var presentPaths: Set<String> {
    switch self {
    case .comparison(.notEqual, let value, .constant(.null)),
      .comparison(.notEqual, .constant(.null), let value):
      Set([value.path].compactMap(\.self))
    case .comparison(let sign, let left, let right) where sign.isOrdering:
      Set([left.path, right.path].compactMap(\.self))
    case .comparison(.equal, let value, .constant(let constant)) where !constant.isNull:
      Set([value.path].compactMap(\.self))
    case .and(let parts): parts.reduce(into: []) { $0.formUnion($1.presentPaths) }
    default: []
    }
  }

  /// The money whose currency is one where this is true.
  fileprivate func fixedCurrencies(in rows: RowType) -> Set<String> {
    switch self {
    case .comparison(let sign, let value, .constant(.money)),
      .comparison(let sign, .constant(.money), let value):
      guard sign != .notEqual, let path = value.path else { return [] }
      return !rows.isMade && rows.moneyFields.contains(path) ? rows.moneyFields : [path]
    case .comparison(.equal, let value, .constant(.string)),
      .comparison(.equal, .constant(.string), let value),
      .comparison(.equal, let value, .variable), .comparison(.equal, .variable, let value):
      return value.currencyOwner(in: rows)
    case .membership(let value, let elements) where elements.count == 1:
      return value.currencyOwner(in: rows)
    case .and(let parts):
      return parts.reduce(into: []) { $0.formUnion($1.fixedCurrencies(in: rows)) }
    default: return []
    }
  }

  /// The money that a currency is the one of: `amount.currency`, or an object's own `currency`.
  private func currencyOwner(in rows: RowType) -> Set<String> {
    switch self {
    case .currencyOf(let money): Set([money.path].compactMap(\.self))
    case .field(let field) where field.name == "currency" && !rows.isMade: rows.moneyFields
    default: []
    }
  }
}

extension ExpressionChecker {
  /// Warns of conditions that together can never be true.
  func warnOfContradictions(_ conjuncts: [Conjunct], _ syntax: [Syntax]) {
    var wanted: [String: (value: Value, text: String)] = [:]
    for (conjunct, place) in zip(conjuncts, syntax) {
      guard case .comparison(.equal, let value, .constant(let constant)) = conjunct.expression,
        let path = value.path
      else { continue }
      if let before = wanted[path], before.value != constant {
        report(.neverTrue(conjunct.text, "so must `\(before.text)` be"), at: place.range)
      }
      wanted[path] = (constant, conjunct.text)
    }
  }
}
