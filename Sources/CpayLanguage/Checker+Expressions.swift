import CpayModel
import CpaySyntax
import CpayValue

/// An expression and the type of its value.
struct TypedExpression {
  let expression: CheckedExpression
  let type: FieldType

  init(_ expression: CheckedExpression, _ type: ValueType, isNullable: Bool = false) {
    self.expression = expression
    self.type = FieldType(type, isNullable: isNullable)
  }

  init(_ expression: CheckedExpression, _ type: FieldType) {
    self.expression = expression
    self.type = type
  }
}

extension Checker {
  /// The checked form of a value; names that are no field are read as what `expected` is.
  mutating func expression(
    _ syntax: Syntax, in rows: RowType?, expecting expected: ValueType? = nil
  ) -> TypedExpression? {
    switch syntax.kind {
    case .literal: return literal(syntax, expecting: expected)
    case .name: return name(syntax, in: rows, expecting: expected)
    case .word: return word(syntax, in: rows, expecting: expected)
    case .variable: return variable(syntax)
    case .member: return member(syntax, in: rows)
    case .parenthesized: return expression(syntax.child, in: rows, expecting: expected)
    case .not, .and, .or, .comparison, .negatedComparison:
      return truth(syntax, in: rows).map { TypedExpression($0, .bool) }
    case .arithmetic: return arithmetic(syntax, in: rows, expecting: expected)
    case .negation: return negation(syntax, in: rows)
    case .record:
      guard case .record(let type) = expected else { return unsupported("a record", syntax) }
      return record(syntax, type, rows).map { TypedExpression($0, .record(type)) }
    case .list: return unsupported("a list outside `in`", syntax)
    case .subpipeline: return unsupported("a pipeline in an expression", syntax)
    case .call: return unsupported("the function `\(syntax.mainText)`", syntax)
    case .conditional: return unsupported("`if`", syntax)
    case .template, .fileTemplate: return unsupported("a hole in a text", syntax)
    case .subscription: return unsupported("`[…]` behind a value", syntax)
    default: return nil
    }
  }

  private mutating func unsupported(_ what: String, _ syntax: Syntax) -> TypedExpression? {
    report(.notInThisEdition(what, at: syntax.range))
    return nil
  }

  // MARK: Leaves

  private mutating func literal(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let (text, range) = (syntax.mainText, syntax.mainRange)
    switch syntax.mainKind {
    case .integer: return take(Literals.integer(text, at: range))
    case .quantity: return take(Literals.quantity(text, at: range))
    case .timestamp: return take(Literals.timestamp(text, at: range))
    case .decimal:
      report(.decimal(text, at: range))
      return nil
    case .string, .rawString: return textLiteral(TextLiteral.text(text), expected, at: range)
    case .true: return TypedExpression(.constant(.bool(true)), .bool)
    case .false: return TypedExpression(.constant(.bool(false)), .bool)
    case .null: return TypedExpression(.constant(.null), .null, isNullable: true)
    case .now: return TypedExpression(.now, .timestamp)
    case .today: return TypedExpression(.today, .timestamp)
    default:
      if case .id("file_", _) = expected {
        report(.uploadNotHere(at: range))
      } else {
        report(.fileNotHere(at: range))
      }
      return nil
    }
  }

  private mutating func take(_ reading: Literals.Reading) -> TypedExpression? {
    switch reading {
    case .success(let literal): return TypedExpression(.constant(literal.value), literal.type)
    case .failure(let diagnostic):
      report(diagnostic)
      return nil
    }
  }

  /// A quoted text where an enum, id or currency is wanted is read as one.
  private mutating func textLiteral(
    _ text: String, _ expected: ValueType?, at range: Range<Int>
  ) -> TypedExpression? {
    switch expected {
    case .enumeration, .id, .currency: return bareWord(text, expected, nil, at: range)
    default: return TypedExpression(.constant(.text(text)), .string)
    }
  }

  private mutating func name(
    _ syntax: Syntax, in rows: RowType?, expecting expected: ValueType?
  ) -> TypedExpression? {
    let name = syntax.mainText
    guard let field = rows?.field(name) else {
      return bareWord(name, expected, rows, at: syntax.mainRange)
    }
    if case .enumeration(let type) = expected, type.index(of: name) != nil {
      report(.ambiguousName(name, of: type, at: syntax.mainRange))
      return nil
    }
    return TypedExpression(.field(field.name), field.type)
  }

  /// A name that is no field: a member, an id or a currency, by what is wanted.
  private mutating func bareWord(
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
      guard isID(text, prefix) else {
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

  /// The bare word of an argument: one literal, name or dotted path.
  private mutating func word(
    _ syntax: Syntax, in rows: RowType?, expecting expected: ValueType?
  ) -> TypedExpression? {
    switch expected {
    case .enumeration, .id, .currency:
      return bareWord(syntax.text, expected, nil, at: syntax.range)
    case .string: return TypedExpression(.constant(.text(syntax.text)), .string)
    default: break
    }
    let path = syntax.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ Token.Kind(word: $0) == .name }) else {
      return wordLiteral(syntax, expecting: expected)
    }
    if path.count == 2, rows?.field(path[0]) != nil {
      return entry(of: path[0], path[1], in: rows, at: syntax.range)
    }
    guard path.count == 1 else {
      report(.wordNeedsParentheses(syntax.text, at: syntax.range))
      return nil
    }
    guard let field = rows?.field(path[0]) else {
      return bareWord(path[0], expected, rows, at: syntax.range)
    }
    return TypedExpression(.field(field.name), field.type)
  }

  /// A word that is one literal; it is parsed by itself, and its places are those of the word.
  private mutating func wordLiteral(
    _ word: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let tree = Parser.parse(Source(word.text))
    let value = tree.root.child.child.child.child
    guard tree.diagnostics.isEmpty, tree.root.children.count == 1, value.kind == .literal,
      value.text == word.text
    else {
      report(.wordNeedsParentheses(word.text, at: word.range))
      return nil
    }
    let before = diagnostics.count
    let typed = literal(value, expecting: expected)
    let moved = diagnostics[before...].map { $0.moved(to: word.range) }
    diagnostics.replaceSubrange(before..., with: moved)
    return typed
  }

  private mutating func variable(_ syntax: Syntax) -> TypedExpression? {
    let name = String(syntax.mainText.dropFirst())
    switch scope.variables[name] {
    case .value(let type): return TypedExpression(.variable(name), type)
    case let type?:
      report(.pipelineAsValue(name, type, at: syntax.range))
      return nil
    case nil:
      if !poisoned.contains(name) {
        report(.unknownVariable(name, scope: scope, at: syntax.range))
      }
      return nil
    }
  }

  private mutating func member(_ syntax: Syntax, in rows: RowType?) -> TypedExpression? {
    if syntax.child.kind == .name, rows?.field(syntax.child.mainText) != nil {
      return entry(of: syntax.child.mainText, syntax.mainText, in: rows, at: syntax.mainRange)
    }
    guard let base = expression(syntax.child, in: rows) else { return nil }
    return part(syntax.mainText, of: base, at: syntax.mainRange)
  }

  private mutating func entry(
    of fieldName: String, _ key: String, in rows: RowType?, at range: Range<Int>
  ) -> TypedExpression? {
    guard let rows, let field = rows.field(fieldName) else { return nil }
    let isNullable = !rows.presentEntries.contains("\(fieldName).\(key)")
    switch field.type.type {
    case .map:
      return TypedExpression(.entry(field: fieldName, key: key), .string, isNullable: isNullable)
    case .record(let type):
      guard let found = type.key(key) else {
        report(.unknownKey(key, of: type, at: range))
        return nil
      }
      return TypedExpression(
        .entry(field: fieldName, key: key), found.type, isNullable: isNullable)
    default:
      return part(key, of: TypedExpression(.field(fieldName), field.type), at: range)
    }
  }

  private mutating func part(
    _ name: String, of base: TypedExpression, at range: Range<Int>
  ) -> TypedExpression? {
    switch (base.type.type, name) {
    case (.money, "minor"):
      return TypedExpression(
        .minorUnits(base.expression), .int, isNullable: base.type.isNullable)
    case (.money, "currency"):
      return TypedExpression(
        .currencyOf(base.expression), .currency, isNullable: base.type.isNullable)
    default:
      report(
        Diagnostic(
          "E104", "no field `\(name)` on \(base.type.type.name)", at: range,
          advice: base.type.type == .money ? "money has minor and currency" : nil))
      return nil
    }
  }

  // MARK: Calculations

  private mutating func arithmetic(
    _ syntax: Syntax, in rows: RowType?, expecting expected: ValueType?
  ) -> TypedExpression? {
    let sides = syntax.children
    if syntax.mainKind == .coalesce {
      guard let left = expression(sides[0], in: rows, expecting: expected),
        let right = expression(sides[1], in: rows, expecting: left.type.type)
      else { return nil }
      guard left.type.type == right.type.type else {
        report(.mismatch(left.type.type, right.type.type, sides[1].text, at: syntax.range))
        return nil
      }
      return TypedExpression(
        .fallback(left.expression, right.expression), left.type.type,
        isNullable: left.type.isNullable && right.type.isNullable)
    }
    guard let left = expression(sides[0], in: rows), let right = expression(sides[1], in: rows)
    else { return nil }
    guard let sign = ArithmeticOperator(rawValue: syntax.mainText),
      let type = sign.type(left.type.type, right.type.type)
    else {
      report(
        .noCalculation(syntax.mainText, left.type.type, right.type.type, at: syntax.range))
      return nil
    }
    return TypedExpression(
      .arithmetic(sign, left.expression, right.expression), type,
      isNullable: left.type.isNullable || right.type.isNullable || type == .money)
  }

  /// A minus before a number, an amount or a duration.
  private mutating func negation(_ syntax: Syntax, in rows: RowType?) -> TypedExpression? {
    guard let operand = expression(syntax.child, in: rows) else { return nil }
    switch operand.expression {
    case .constant(.int(let number)):
      return TypedExpression(.constant(.int(-number)), operand.type)
    case .constant(.money(let money)):
      return TypedExpression(
        .constant(.money(Money(minor: -money.minor, currency: money.currency))), operand.type)
    case .constant(.interval(let length)):
      return TypedExpression(
        .constant(.interval(Interval(seconds: -length.seconds))), operand.type)
    default:
      report(.noCalculation("-", operand.type.type, operand.type.type, at: syntax.range))
      return nil
    }
  }

  // MARK: Fitting

  func isID(_ text: String, _ prefix: String) -> Bool {
    WireLimits.isID(text, prefix: prefix)
  }

  /// Whether a value may stand where `type` is wanted; reports when not.
  mutating func fits(_ typed: TypedExpression, _ type: ValueType, at range: Range<Int>) -> Bool {
    switch (typed.type.type, type) {
    case (let found, let wanted) where found == wanted: return true
    case (.id, .string), (.string, .id), (.enumeration, .string), (.currency, .string),
      (.string, .enumeration), (.string, .currency):
      // A text that is known only later is looked at when its value is.
      return true
    default:
      report(.wrongType(typed.type.type, wanted: type, at: range))
      return false
    }
  }
}

extension ArithmeticOperator {
  /// The type of the result; nil where the calculation makes no sense.
  fileprivate func type(_ left: ValueType, _ right: ValueType) -> ValueType? {
    switch (left, self, right) {
    case (.timestamp, _, .duration): .timestamp
    case (.duration, .add, .timestamp): .timestamp
    case (.timestamp, .subtract, .timestamp): .duration
    case (.duration, _, .duration): .duration
    case (.int, _, .int): .int
    case (.money, _, .money): .money
    default: nil
    }
  }
}

extension Diagnostic {
  /// The same at another place.
  fileprivate func moved(to range: Range<Int>) -> Diagnostic {
    Diagnostic(code, message, at: range, advice: advice, in: source)
  }
}
