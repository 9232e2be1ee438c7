import CpaySyntax
import CpayValue

extension RowType {
  /// What is known of the rows for which all those conditions come out so, rather than unknown.
  func after(
    _ conditions: [CheckedExpression], are outcome: Bool = true, _ scope: Scope
  ) -> RowType {
    var rows = self
    for condition in conditions { rows.learn(shown(by: condition, outcome, scope)) }
    return rows
  }

  /// What a condition that comes out so shows of the rows.
  func shown(by condition: CheckedExpression, _ outcome: Bool, _ scope: Scope) -> Shown {
    Shown(
      present: Knowledge(rows: self, scope: scope).presentPaths(where: condition, is: outcome),
      oneCurrency: condition.fixedCurrencies(in: self, where: outcome))
  }

  /// What cannot be missing of rows, and the money among it whose currency is one.
  struct Shown {
    let present: Set<String>
    let oneCurrency: [String: String]
  }
}

/// What conditions over rows show of them.
struct Knowledge {
  let rows: RowType
  let scope: Scope

  /// What cannot be missing where a condition is known and comes out so.
  ///
  /// An order against nothing is unknown, whichever way it is put, and what is equal to something
  /// that is there is there.
  func presentPaths(where condition: CheckedExpression, is outcome: Bool) -> Set<String> {
    switch condition {
    case .comparison(let sign, let left, let right) where sign.isOrdering:
      left.neededPaths.union(right.neededPaths)
    case .comparison(let sign, let value, .constant(.null)),
      .comparison(let sign, .constant(.null), let value):
      (sign == .notEqual) == outcome ? value.neededPaths : []
    case .comparison(let sign, let left, let right):
      (sign == .equal) == outcome
        ? (isThere(right) ? left.neededPaths : []).union(isThere(left) ? right.neededPaths : [])
        : []
    case .membership(let value, let elements):
      (outcome ? elements.allSatisfy(isThere) : elements.contains { $0.isNullLiteral })
        ? value.neededPaths : []
    case .contained(_, let list): list.neededPaths
    case .containing(let whole, let part): whole.neededPaths.union(part.neededPaths)
    case .matching(let text, _): text.neededPaths
    case .field, .namedField, .entry, .element: condition.neededPaths
    case .not(let inner): presentPaths(where: inner, is: !outcome)
    case .and(let parts): presentPaths(where: parts, are: outcome, together: outcome)
    case .or(let parts): presentPaths(where: parts, are: outcome, together: !outcome)
    case .conditional(let test, let yes, .constant(.bool(let value))) where value != outcome:
      presentPaths(where: test, is: true).union(presentPaths(where: yes, is: outcome))
    case .conditional(let test, .constant(.bool(let value)), let no) where value != outcome:
      presentPaths(where: test, is: false).union(presentPaths(where: no, is: outcome))
    case .conditional(let test, let yes, let no):
      presentPaths(where: test, is: true).union(presentPaths(where: yes, is: outcome))
        .intersection(
          presentPaths(where: test, is: false).union(presentPaths(where: no, is: outcome)))
    default: []
    }
  }

  /// The same of several, where all of them come out so `together`, or only one has to.
  private func presentPaths(
    where parts: [CheckedExpression], are outcome: Bool, together: Bool
  ) -> Set<String> {
    var found: Set<String>?
    for part in parts {
      let paths = presentPaths(where: part, is: outcome)
      found = found.map { together ? $0.union(paths) : $0.intersection(paths) } ?? paths
    }
    return found ?? []
  }

  /// Whether a value is never missing.
  private func isThere(_ value: CheckedExpression) -> Bool {
    switch value {
    case .constant(let value): !value.isNull
    case .now, .today, .rowCount, .template, .list, .record: true
    case .variable(let name):
      if case .value(let type) = scope.variables[name] {
        !type.isNullable && type.type != .open
      } else {
        false
      }
    case .field, .namedField:
      value.path.flatMap { rows.field($0) }.map { !$0.type.isNullable && $0.type.type != .open }
        ?? false
    case .entry: value.path.map { rows.presentEntries.contains($0) } ?? false
    case .minorUnits(let inner), .currencyOf(let inner): isThere(inner)
    default: false
    }
  }
}

extension CheckedExpression {
  /// What has to be there for the value to be: fields and entries by their paths.
  fileprivate var neededPaths: Set<String> {
    if let path { return [path] }
    switch self {
    case .entry, .element, .minorUnits, .currencyOf, .negated, .arithmetic, .call:
      return parts.reduce(into: []) { $0.formUnion($1.neededPaths) }
    default: return []
    }
  }

  /// Whether a text with values in it is written somewhere in it.
  var hasTexts: Bool {
    if case .template = self { true } else { parts.contains { $0.hasTexts } }
  }

  /// Whether a text is written in it that holds one of those values, so that it fails without.
  func writes(anyOf paths: Set<String>) -> Bool {
    if case .template = self { return reads(anyOf: paths) }
    return parts.contains { $0.writes(anyOf: paths) }
  }

  private func reads(anyOf paths: Set<String>) -> Bool {
    path.map { paths.contains($0) } == true || parts.contains { $0.reads(anyOf: paths) }
  }

  /// The money whose currency is one where this is known and comes out so, and which.
  fileprivate func fixedCurrencies(in rows: RowType, where outcome: Bool) -> [String: String] {
    switch self {
    case .comparison(let sign, let value, .constant(.money(let money))),
      .comparison(let sign, .constant(.money(let money)), let value):
      guard sign.isOrdering || (sign == .equal) == outcome, let path = value.path else {
        return [:]
      }
      let isOwn = !rows.isMade && rows.moneyFields.contains(path)
      return (isOwn ? rows.moneyFields.union(["currency"]) : [path])
        .inCurrency(money.currency.code)
    case .comparison(let sign, let value, let other) where other.currencyName != nil:
      return !sign.isOrdering && (sign == .equal) == outcome
        ? value.currencyOwner(in: rows).inCurrency(other.currencyName) : [:]
    case .comparison(let sign, let other, let value) where other.currencyName != nil:
      return !sign.isOrdering && (sign == .equal) == outcome
        ? value.currencyOwner(in: rows).inCurrency(other.currencyName) : [:]
    case .membership(let value, let elements) where elements.count == 1 && outcome:
      return value.currencyOwner(in: rows).inCurrency(elements[0].currencyName)
    case .not(let inner): return inner.fixedCurrencies(in: rows, where: !outcome)
    case .and(let parts) where outcome, .or(let parts) where !outcome:
      return parts.reduce(into: [:]) {
        $0.merge($1.fixedCurrencies(in: rows, where: outcome)) { $1 }
      }
    default: return [:]
    }
  }

  /// The code that a currency is, or the variable that holds it.
  var currencyName: String? {
    switch self {
    case .constant(.string(let code)): code
    case .variable(let name): "$\(name)"
    default: nil
    }
  }

  /// What has the currency that this is: itself, and the money it is the one of, as that of
  /// `amount.currency` or of an object's own `currency`.
  private func currencyOwner(in rows: RowType) -> Set<String> {
    switch self {
    case .currencyOf(let money): return Set([money.path].compactMap(\.self))
    case .field(let field) where field.name == "currency" && !rows.isMade:
      return rows.moneyFields.union([field.name])
    default:
      guard let path, let type = rows.field(path)?.type.type else { return [] }
      return type.isText ? [path] : []
    }
  }
}

extension Set<String> {
  /// Those paths, all of whose money has that currency.
  fileprivate func inCurrency(_ name: String?) -> [String: String] {
    name.map { name in Dictionary(uniqueKeysWithValues: map { ($0, name) }) } ?? [:]
  }
}

extension ExpressionChecker {
  /// Warns of conditions that together can never be true.
  func warnOfContradictions(_ conjuncts: [Conjunct], _ syntax: [Syntax]) {
    var wanted: [String: (value: Value, text: String)] = [:]
    for (conjunct, place) in zip(conjuncts, syntax) {
      guard let (value, constant) = conjunct.expression.equality, let path = value.path
      else { continue }
      if let before = wanted[path], before.value != constant {
        report(.neverTrue(conjunct.text, "so must `\(before.text)` be"), at: place.range)
      }
      wanted[path] = (constant, conjunct.text)
    }
  }
}

extension CheckedExpression {
  /// A value and the constant it must be equal to, whichever is written first.
  fileprivate var equality: (CheckedExpression, Value)? {
    switch self {
    case .comparison(.equal, let value, .constant(let constant)),
      .comparison(.equal, .constant(let constant), let value):
      (value, constant)
    default: nil
    }
  }
}
