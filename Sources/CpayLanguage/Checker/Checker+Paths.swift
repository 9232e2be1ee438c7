import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  mutating func member(_ syntax: Syntax, in rows: RowType?) -> TypedExpression? {
    guard let base = expression(syntax.child, in: rows) else { return nil }
    return part(syntax.mainText, of: base, in: rows, at: syntax.mainRange)
  }

  /// A key of a record or a map, or a part of money.
  mutating func part(
    _ key: String, of base: TypedExpression, in rows: RowType?, at range: Range<Int>
  ) -> TypedExpression? {
    let isNullable = base.type.isNullable
    if probe != nil, key == Probe.name { expect(.part(of: base.type.type)) }
    switch (base.type.type, key) {
    case (.open, _):
      return TypedExpression(.entry(base.expression, key: key, type: .open), .open)
    case (.money, "minor"):
      return TypedExpression(.minorUnits(base.expression), .int, isNullable: isNullable)
    case (.money, "currency"):
      return TypedExpression(.currencyOf(base.expression), .currency, isNullable: isNullable)
    case (.map, _): return entry(key, .string, of: base, in: rows)
    case (.object, _):
      report(.objectHasNoKeys(at: range))
      return nil
    case (.record(let type), _):
      guard let found = type.key(key) else {
        report(.unknownKey(key, of: type, at: range))
        return nil
      }
      return entry(key, found.type, of: base, in: rows)
    default:
      report(.noPart(key, of: base.type.type, at: range))
      return nil
    }
  }

  private func entry(
    _ key: String, _ type: ValueType, of base: TypedExpression, in rows: RowType?
  ) -> TypedExpression {
    let expression = CheckedExpression.entry(base.expression, key: key, type: type)
    let isThere = expression.path.map { rows?.presentEntries.contains($0) == true } ?? false
    return TypedExpression(expression, type, isNullable: !isThere)
  }

  /// `list[0]`, `metadata["key"]`, and `row["Tenant name"]` for a field that is no name.
  mutating func subscription(_ syntax: Syntax, in rows: RowType?) -> TypedExpression? {
    let (base, index) = (syntax.children[0], syntax.children[1])
    let literal = index.isQuoted ? TextLiteral.text(index.mainText) : nil
    if base.kind == .name, base.mainText == "row", let rows,
      rows.field("row") == nil || rows.openType != nil
    {
      guard let literal else {
        report(.fieldNameWanted(at: index.range))
        return nil
      }
      guard let field = rows.field(literal) else {
        report(.unknownField(literal, of: rows, at: index.range))
        return nil
      }
      return TypedExpression(.field(field.name), field.type)
    }
    guard let whole = expression(base, in: rows) else { return nil }
    switch whole.type.type {
    case .record, .object:
      guard let literal else {
        report(.fieldNameWanted(at: index.range))
        return nil
      }
      return part(literal, of: whole, in: rows, at: index.range)
    case .map:
      if let literal { return part(literal, of: whole, in: rows, at: index.range) }
      return element(of: whole, index, .string, in: rows)
    case .list(let type): return element(of: whole, index, type, in: rows)
    case .open: return element(of: whole, index, .open, in: rows)
    default:
      report(.noElements(whole.type.type, at: syntax.range))
      return nil
    }
  }

  private mutating func element(
    of whole: TypedExpression, _ index: Syntax, _ type: ValueType, in rows: RowType?
  ) -> TypedExpression? {
    let wanted: ValueType =
      switch whole.type.type {
      case .map: .string
      case .list: .int
      default: .open
      }
    guard let place = expression(index, in: rows, expecting: wanted),
      fits(place, wanted, at: index.range)
    else { return nil }
    return TypedExpression(
      .element(whole.expression, place.expression), type, isNullable: true)
  }
}
