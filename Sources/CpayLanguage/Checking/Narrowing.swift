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
  func presentPaths(where condition: CheckedExpression, is outcome: Bool) -> Set<String> {
    present(condition)[outcome]
  }

  /// What cannot be missing where a condition is known, by how it comes out.
  private struct Present {
    var whenTrue: Set<String>
    var whenFalse: Set<String>

    init(whenTrue: Set<String> = [], whenFalse: Set<String> = []) {
      (self.whenTrue, self.whenFalse) = (whenTrue, whenFalse)
    }

    /// The same whichever way it comes out.
    init(always paths: Set<String>) { (whenTrue, whenFalse) = (paths, paths) }

    subscript(outcome: Bool) -> Set<String> { outcome ? whenTrue : whenFalse }
  }

  /// Both ends at once, since a test inside a test would otherwise be gone through twice at each
  /// level.
  ///
  /// An order against nothing is unknown, whichever way it is put, and what is equal to something
  /// that is there is there.
  private func present(_ condition: CheckedExpression) -> Present {
    switch condition {
    case .comparison(let sign, let left, let right) where sign.isOrdering:
      return Present(always: left.neededPaths.union(right.neededPaths))
    case .comparison(let sign, let value, .constant(.null)),
      .comparison(let sign, .constant(.null), let value):
      return sign == .notEqual
        ? Present(whenTrue: value.neededPaths) : Present(whenFalse: value.neededPaths)
    case .comparison(let sign, let left, let right):
      let paths = (isThere(right) ? left.neededPaths : [])
        .union(isThere(left) ? right.neededPaths : [])
      return sign == .equal ? Present(whenTrue: paths) : Present(whenFalse: paths)
    case .membership(let value, let elements):
      let paths = value.neededPaths
      return Present(
        whenTrue: elements.allSatisfy(isThere) ? paths : [],
        whenFalse: elements.contains { $0.isNullLiteral } ? paths : [])
    case .contained(_, let list): return Present(always: list.neededPaths)
    case .containing(let whole, let part):
      return Present(always: whole.neededPaths.union(part.neededPaths))
    case .matching(let text, _): return Present(always: text.neededPaths)
    case .field, .namedField, .entry, .element: return Present(always: condition.neededPaths)
    case .not(let inner):
      let inner = present(inner)
      return Present(whenTrue: inner.whenFalse, whenFalse: inner.whenTrue)
    case .and(let parts):
      let parts = parts.map(present)
      return Present(whenTrue: all(parts, true), whenFalse: any(parts, false))
    case .or(let parts):
      let parts = parts.map(present)
      return Present(whenTrue: any(parts, true), whenFalse: all(parts, false))
    case .conditional(let test, let yes, let no):
      let (test, known) = (present(test), (yes: yes.boolean, no: no.boolean))
      let (yes, no) = (present(yes), present(no))
      func paths(_ outcome: Bool) -> Set<String> {
        let (first, second) = (
          test.whenTrue.union(yes[outcome]), test.whenFalse.union(no[outcome])
        )
        // A branch that is always the other way is not the one that was taken.
        if let value = known.no, value != outcome { return first }
        if let value = known.yes, value != outcome { return second }
        return first.intersection(second)
      }
      return Present(whenTrue: paths(true), whenFalse: paths(false))
    default: return Present()
    }
  }

  /// What is shown where all of several come out so.
  private func all(_ parts: [Present], _ outcome: Bool) -> Set<String> {
    parts.reduce(into: []) { $0.formUnion($1[outcome]) }
  }

  /// What is shown where one of several comes out so, whichever.
  private func any(_ parts: [Present], _ outcome: Bool) -> Set<String> {
    guard let first = parts.first else { return [] }
    return parts.dropFirst().reduce(first[outcome]) { $0.intersection($1[outcome]) }
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
  /// The truth value that is written; nil for anything else.
  fileprivate var boolean: Bool? {
    if case .constant(.bool(let value)) = self { value } else { nil }
  }

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
