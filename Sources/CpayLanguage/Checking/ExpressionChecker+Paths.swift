import CpayModel
import CpaySyntax
import CpayValue

extension ExpressionChecker {
  func member(_ syntax: Syntax) -> TypedExpression? {
    var (members, base) = ([syntax], syntax.child)
    while base.kind == .member {
      members.append(base)
      base = base.child
    }
    guard let value = expression(base) else { return nil }
    return inside(value, members.reversed().map { ($0.mainText, $0.mainRange) })
  }

  /// What keys lead to from a value, each behind the one before.
  func inside(
    _ value: TypedExpression, _ keys: [(name: String, place: Range<Int>)]
  ) -> TypedExpression? {
    var value = value
    for (index, key) in keys.enumerated() {
      if let path = expansion(for: keys[index...].map(\.name), of: value) {
        observe(.part(of: value.type.type), word: key.name)
        report(
          .idHasNoFields(
            key.name, of: value.expression.path ?? path, expanding: path,
            stage: environment.stage?.text),
          at: key.place)
        return nil
      }
      guard let part = part(key.name, of: value, at: key.place) else { return nil }
      value = part
    }
    return value
  }

  /// What has to be expanded so that those keys lead somewhere; nil unless they go on from the id of
  /// an object that has the first.
  private func expansion(for keys: [String], of value: TypedExpression) -> String? {
    guard var object = value.type.type.object, var path = value.expression.path,
      let first = keys.first, object.field(first) != nil
    else { return nil }
    for (key, next) in zip(keys, keys.dropFirst()) {
      guard let inner = object.field(key)?.type.type.object, key != "id", inner.field(next) != nil
      else { break }
      (object, path) = (inner, "\(path).\(key)")
    }
    return path
  }

  /// A key of a record or a map, or a part of money.
  func part(
    _ key: String, of base: TypedExpression, at range: Range<Int>
  ) -> TypedExpression? {
    let isNullable = base.type.isNullable
    observe(.part(of: base.type.type), word: key)
    switch (base.type.type, key) {
    case (.open, _):
      return TypedExpression(.entry(base.expression, key: key, type: .open), .open)
    case (.money, "minor"):
      return TypedExpression(.minorUnits(base.expression), .int, isNullable: isNullable)
    case (.money, "currency"):
      return TypedExpression(.currencyOf(base.expression), .currency, isNullable: isNullable)
    case (.map, _): return entry(key, .string, of: base)
    case (.object, _):
      report(.objectHasNoKeys, at: range)
      return nil
    case (.record(let type), _):
      guard let found = type.key(key) else {
        report(.unknownKey(key, of: type), at: range)
        return nil
      }
      return entry(key, found.type, of: base, numbers: found.numbers)
    default:
      report(.noPart(key, of: base.type.type), at: range)
      return nil
    }
  }

  private func entry(
    _ key: String, _ type: ValueType, of base: TypedExpression, numbers: NumberForm = .point
  ) -> TypedExpression {
    let expression = CheckedExpression.entry(base.expression, key: key, type: type)
    let isThere = expression.path.map { rows?.presentEntries.contains($0) == true } ?? false
    return TypedExpression(expression, type, isNullable: !isThere, numbers: numbers)
  }

  /// `list[0]`, `metadata["key"]`, and `row["Tenant name"]` for a field that is no name.
  func subscription(_ syntax: Syntax) -> TypedExpression? {
    let (base, index) = (syntax.children[0], syntax.children[1])
    let literal = index.isQuoted ? TextLiteral.text(index.mainText) : nil
    if base.kind == .name, base.mainText == "row", let rows {
      if let literal, let field = rows.value(literal) { return field }
      // Of a column named `row` that holds keys or elements, one of these may be meant.
      if rows.field("row")?.type.type.hasElements != true || rows.openType != nil {
        report(
          literal.map { .unknownField($0, of: rows) } ?? .fieldNameWanted, at: index.range)
        return nil
      }
    }
    guard let whole = expression(base) else { return nil }
    switch whole.type.type {
    case .record, .object:
      guard let literal else {
        report(.fieldNameWanted, at: index.range)
        return nil
      }
      return part(literal, of: whole, at: index.range)
    case .map:
      if let literal { return part(literal, of: whole, at: index.range) }
      return element(of: whole, index, .string)
    case .list(let type): return element(of: whole, index, type)
    case .open: return element(of: whole, index, .open)
    default:
      report(.noElements(whole.type.type), at: syntax.range)
      return nil
    }
  }

  private func element(
    of whole: TypedExpression, _ index: Syntax, _ type: ValueType
  ) -> TypedExpression? {
    let wanted: ValueType =
      switch whole.type.type {
      case .map: .string
      case .list: .int
      default: .open
      }
    guard let place = expression(index, expecting: wanted),
      fits(place, wanted, at: index.range)
    else { return nil }
    return TypedExpression(
      .element(whole.expression, place.expression), type, isNullable: true,
      numbers: whole.type.numbers)
  }
}

extension ValueType {
  /// Whether `[…]` looks something up in it.
  fileprivate var hasElements: Bool {
    switch self {
    case .record, .object, .map, .list, .open: true
    default: false
    }
  }
}
