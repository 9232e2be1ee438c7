import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  mutating func name(
    _ syntax: Syntax, in rows: RowType?, expecting expected: ValueType?
  ) -> TypedExpression? {
    if isTyped(syntax) { expect(.value(rows, expected, sums: maySum)) }
    let name = syntax.mainText
    guard let field = rows?.field(name) else {
      return bareWord(name, expected, rows, at: syntax.mainRange)
    }
    if case .enumeration(let type) = expected, type.index(of: name) != nil,
      rows?.openType == nil
    {
      report(.ambiguousName(name, of: type, at: syntax.mainRange))
      return nil
    }
    if rows?.openType != nil, rows?.fields.contains(where: { $0.name == name }) == false,
      expected?.hasMember(name) == true
    {
      return bareWord(name, expected, rows, at: syntax.mainRange)
    }
    return TypedExpression(.field(field.name), field.type)
  }

  /// A name that is no field: a member, an id or a currency, by what is wanted.
  mutating func bareWord(
    _ text: String, _ expected: ValueType?, _ rows: RowType?, at range: Range<Int>
  ) -> TypedExpression? {
    switch expected {
    case .enumeration(let type):
      if type.index(of: text) == nil {
        let other = rows.flatMap { otherEnum(of: text, in: $0) }
        report(
          other.map { .memberOfOther(text, other: $0, wanted: type, at: range) }
            ?? .unknownMember(text, of: type, at: range))
        return nil
      }
      return TypedExpression(.constant(.text(text)), .enumeration(type))
    case .id(let prefix, let resource):
      guard WireLimits.isID(text, prefix: prefix) else {
        report(.notAnID(text, prefix: prefix, of: resource, at: range))
        return nil
      }
      return TypedExpression(.constant(.text(text)), .id(prefix: prefix, of: resource))
    case .currency:
      guard Currency(text)?.minorDigits != nil else {
        report(.unknownUnit(text, number: "", at: range))
        return nil
      }
      return TypedExpression(.constant(.text(text)), .currency)
    case .string
    where rows.map { Suggestion.nearest(to: text, among: $0.fields.map(\.name)) == nil } ?? true:
      report(.unquotedText(text, of: rows, at: range))
      return nil
    default:
      let isCommand = context.catalog.signature(text)?.kind == .source
      if let rows, !isCommand {
        report(.unknownField(text, of: rows, at: range))
      } else {
        report(.unknownName(text, isCommand: isCommand, at: range))
      }
      return nil
    }
  }

  private func otherEnum(of member: String, in rows: RowType) -> EnumType? {
    for field in rows.fields {
      if case .enumeration(let type) = field.type.type, type.index(of: member) != nil {
        return type
      }
    }
    return nil
  }

  // MARK: Words

  /// The bare word of an argument: one literal, name or dotted path.
  mutating func word(
    _ syntax: Syntax, in rows: RowType?, expecting expected: ValueType?
  ) -> TypedExpression? {
    if isTyped(syntax) { expect(.value(rows, expected, sums: maySum)) }
    switch expected {
    case .enumeration, .id, .currency:
      return bareWord(syntax.text, expected, nil, at: syntax.range)
    case .string where rows == nil: return TypedExpression(.constant(.text(syntax.text)), .string)
    case .file:
      report(.fileNeedsSign(syntax.text, at: syntax.range))
      return nil
    default: break
    }
    let path = syntax.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ Token.Kind(word: $0) == .name }) else {
      return wordLiteral(syntax, expecting: expected)
    }
    guard var value = rows?.field(path[0]).map({ TypedExpression(.field($0.name), $0.type) })
    else {
      if path.count > 1 {
        report(.wordNeedsParentheses(syntax.text, at: syntax.range))
        return nil
      }
      return bareWord(path[0], expected, rows, at: syntax.range)
    }
    for key in path.dropFirst() {
      guard let next = part(key, of: value, in: rows, at: syntax.range) else { return nil }
      value = next
    }
    return value
  }

  /// A word that is one literal; it is parsed by itself, and its places are those of the word.
  private mutating func wordLiteral(
    _ word: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let tree = Parser.parse(Source(word.text))
    let value = tree.root.child.child.child.child
    let isNegative = value.kind == .negation && value.child.kind == .literal
    guard tree.diagnostics.isEmpty, tree.root.children.count == 1,
      value.kind == .literal || isNegative, value.text == word.text
    else {
      report(.wordNeedsParentheses(word.text, at: word.range))
      return nil
    }
    let before = diagnostics.count
    let typed = expression(value, in: nil, expecting: expected)
    replaceDiagnostics(since: before) { $0.map { $0.moved(to: word.range) } }
    return typed
  }

  // MARK: Paths

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

extension Syntax {
  /// Whether it is a text in quotes.
  var isQuoted: Bool { kind == .literal && (mainKind == .string || mainKind == .rawString) }
}

extension ValueType {
  /// Whether the word is a value of the type.
  fileprivate func hasMember(_ word: String) -> Bool {
    switch self {
    case .enumeration(let type): type.index(of: word) != nil
    case .id(let prefix, _): WireLimits.isID(word, prefix: prefix)
    case .currency: Currency(word)?.minorDigits != nil
    default: false
    }
  }
}

extension Diagnostic {
  /// The same at another place.
  fileprivate func moved(to range: Range<Int>) -> Diagnostic {
    Diagnostic(code, message, at: range, advice: advice, in: source)
  }
}
