import CpayValue

/// What is known of the currency of the money that an expression yields for many rows.
enum MoneyCurrency: Hashable {
  /// There is no money in it.
  case none
  /// It is the same in all rows: its code, or what stands for it.
  case one(String)
  /// It may differ.
  case several

  /// What is known where the money is that of either.
  func either(_ other: MoneyCurrency) -> MoneyCurrency {
    switch (self, other) {
    case (.none, let currency), (let currency, .none): currency
    case (let one, let other): one == other ? one : .several
    }
  }

  /// What is known of a sum, which is there only where the currencies are the same.
  fileprivate func sum(_ other: MoneyCurrency) -> MoneyCurrency {
    switch (self, other) {
    case (.one, _): self
    case (_, .one): other
    default: either(other)
    }
  }
}

extension CheckedExpression {
  /// The currency of all money that the expression yields; where each group of rows has one, that
  /// is the one of their own money.
  func currency(in rows: RowType, isGrouped: Bool = false) -> MoneyCurrency {
    let unknown: MoneyCurrency = isGrouped ? .one("by=") : .several
    if let path {
      if let field = rows.field(path), ![.money, .open].contains(field.type.type) { return .none }
      return rows.oneCurrency[path].map { .one($0) } ?? unknown
    }
    func of(_ part: CheckedExpression) -> MoneyCurrency {
      part.currency(in: rows, isGrouped: isGrouped)
    }
    switch self {
    case .constant(.money(let money)): return .one(money.currency.code)
    case .variable(let name): return .one("$\(name)")
    case .call(.money, let arguments), .call(.minor, let arguments):
      guard arguments.count > 1 else { return unknown }
      let known = arguments[1].path.flatMap { rows.oneCurrency[$0] }
      return (arguments[1].currencyName ?? known).map { .one($0) } ?? unknown
    case .conditional(_, let yes, let no): return of(yes).either(of(no))
    case .fallback(let choices): return choices.reduce(.none) { $0.either(of($1)) }
    case .arithmetic(let first, let rest):
      return rest.reduce(of(first)) { found, step in
        [.add, .subtract].contains(step.sign)
          ? found.sum(of(step.operand)) : found.either(of(step.operand))
      }
    case .element(let list, _): return of(list)
    case .list(let elements): return elements.reduce(.none) { $0.either(of($1)) }
    case .negated(let inner): return of(inner)
    case .call(_, let arguments): return arguments.reduce(.none) { $0.either(of($1)) }
    default: return .none
    }
  }
}

extension ExpressionChecker {
  /// Whether amounts are added up or compared whose currencies are known to differ, whatever row
  /// comes; reports it then.
  func refusesCurrencies(
    _ one: CheckedExpression, _ other: CheckedExpression, _ text: String, at range: Range<Int>
  ) -> Bool {
    guard let first = knownCurrency(of: one), let second = knownCurrency(of: other),
      first != second
    else { return false }
    report(.differentCurrencies(text, first, second), at: range)
    return true
  }

  /// The currency of all money that an expression yields, where it is known which one that is.
  private func knownCurrency(of expression: CheckedExpression) -> Currency? {
    let rows = rows ?? RowType(made: [])
    guard case .one(let name) = expression.currency(in: rows) else { return nil }
    guard name.utf8.first == UInt8(ascii: "$") else { return Currency(name) }
    switch environment.constants[String(name.dropFirst())] {
    case .money(let money): return money.currency
    case .string(let code): return Currency(anyCase: code)
    default: return nil
    }
  }
}

extension RowType {
  /// The same rows, with what those columns, made of `rows`, tell of their currencies.
  func inCurrencies(of columns: [Column], over rows: RowType) -> RowType {
    var known: [String: String] = [:]
    for column in columns {
      if column.type.type == .money {
        if case .one(let name) = column.expression.currency(in: rows) { known[column.name] = name }
      } else if let path = column.expression.path {
        known[column.name] = rows.oneCurrency[path]
      }
    }
    return inOneCurrency(known)
  }
}
