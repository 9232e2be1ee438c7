import CpaySyntax
import CpayValue

extension ExpressionChecker {
  func fallback(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let chain = syntax.chain
    guard let first = expression(chain[0].child, expecting: expected) else { return nil }
    var (found, choices) = (first.type, [first.expression])
    for link in chain {
      let other = link.children[1]
      let wanted = found.type == .null ? expected : found.type.wanted(of: other)
      guard let next = skipping.expression(other, expecting: wanted) else { return nil }
      guard let type = common(found.type, next.type.type) else {
        report(.mismatch(found.type, next.type.type, other.text), at: link.range)
        return nil
      }
      found = FieldType(
        type, isNullable: found.isNullable && next.type.isNullable,
        numbers: found.numbers.or(next.type.numbers))
      choices.append(next.expression)
    }
    return TypedExpression(.fallback(choices), found)
  }

  func arithmetic(_ syntax: Syntax) -> TypedExpression? {
    let chain = syntax.chain
    guard let first = expression(chain[0].child) else { return nil }
    var (found, steps) = (first.type, [CheckedExpression.Calculation]())
    for link in chain {
      guard let next = expression(link.children[1]) else { return nil }
      guard let sign = ArithmeticOperator(rawValue: link.mainText),
        let type = sign.type(found.type, next.type.type)
      else {
        report(.noCalculation(link.mainText, found.type, next.type.type), at: link.range)
        return nil
      }
      let before = CheckedExpression.arithmetic(first.expression, steps)
      if found.type == .money, next.type.type == .money,
        refusesCurrencies(before, next.expression, link.text, at: link.children[1].range)
      {
        return nil
      }
      let mixesMoney = found.type == .money && next.type.type == .money
      found = FieldType(type, isNullable: found.isNullable || next.type.isNullable || mixesMoney)
      steps.append(CheckedExpression.Calculation(sign, next.expression))
    }
    return TypedExpression(.arithmetic(first.expression, steps), found)
  }

  /// A minus before a number, an amount or a duration.
  func negation(_ syntax: Syntax) -> TypedExpression? {
    // The smallest whole number has no opposite to write it with.
    if syntax.child.kind == .literal, syntax.child.text == "9223372036854775808" {
      return TypedExpression(.constant(.int(.min)), .int)
    }
    guard let operand = expression(syntax.child) else { return nil }
    switch operand.expression {
    case .constant(.int(let number)) where number != .min:
      return TypedExpression(.constant(.int(-number)), operand.type)
    case .constant(.decimal(let number)):
      return TypedExpression(.constant(.decimal(number.negated)), operand.type)
    case .constant(.money(let money)):
      return TypedExpression(
        .constant(.money(Money(minor: -money.minor, currency: money.currency))), operand.type)
    case .constant(.duration(let length)):
      return TypedExpression(
        .constant(.duration(DurationValue(seconds: -length.seconds))), operand.type)
    default: break
    }
    guard [.int, .decimal, .money, .duration, .open].contains(operand.type.type) else {
      report(.noCalculation("-", operand.type.type, operand.type.type), at: syntax.range)
      return nil
    }
    return TypedExpression(.negated(operand.expression), operand.type)
  }

  func conditional(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let parts = syntax.children
    guard parts.count == 3, let condition = truth(parts[0]) else { return nil }
    guard let yes = knowing(condition).skipping.expression(parts[1], expecting: expected) else {
      return nil
    }
    let wanted =
      yes.type.type == .null ? expected : expected ?? yes.type.type.wanted(of: parts[2])
    guard
      let no = knowing(condition, false).skipping.expression(parts[2], expecting: wanted)
    else { return nil }
    guard let type = common(yes.type.type, no.type.type) else {
      report(.mismatch(yes.type.type, no.type.type, parts[2].text), at: parts[2].range)
      return nil
    }
    // Where the test is unknown there is no value, so that nothing missing gets in by the back door.
    return TypedExpression(
      .conditional(condition.expression, yes.expression, no.expression), type,
      isNullable: [condition, yes, no].contains { $0.type.isNullable },
      numbers: yes.type.numbers.or(no.type.numbers))
  }

  /// The type that values of both types have.
  func common(_ one: ValueType, _ other: ValueType) -> ValueType? {
    switch (one, other) {
    case (.null, let type), (let type, .null), (.open, let type), (let type, .open): type
    case (.int, .decimal), (.decimal, .int): .decimal
    case (let one, let other) where one == other: one
    case (let one, let other) where one.isText && other.isText: .string
    case (let one, let other) where other.fits(one): one
    default: nil
    }
  }
}

extension ValueType {
  /// What another value for the same place is read as: a text in quotes stays one, since it may
  /// well say that there is none.
  fileprivate func wanted(of other: Syntax) -> ValueType? {
    isText && other.isQuoted ? nil : self
  }
}

extension ArithmeticOperator {
  /// The type of the result; nil where the calculation makes no sense.
  fileprivate func type(_ left: ValueType, _ right: ValueType) -> ValueType? {
    switch (left, self, right) {
    case (.open, _, _), (_, _, .open): .open
    case (.timestamp, .add, .duration), (.timestamp, .subtract, .duration): .timestamp
    case (.duration, .add, .timestamp): .timestamp
    case (.timestamp, .subtract, .timestamp): .duration
    case (.duration, .add, .duration), (.duration, .subtract, .duration): .duration
    case (.duration, .divide, .duration): .decimal
    case (.duration, .multiply, .int), (.duration, .multiply, .decimal),
      (.int, .multiply, .duration), (.decimal, .multiply, .duration), (.duration, .divide, .int),
      (.duration, .divide, .decimal):
      .duration
    case (.int, .divide, .int): .decimal
    case (.int, _, .int): .int
    case (.decimal, _, .decimal), (.int, _, .decimal), (.decimal, _, .int): .decimal
    case (.money, .add, .money), (.money, .subtract, .money): .money
    case (.money, .divide, .money): .decimal
    case (.money, .multiply, .int), (.money, .multiply, .decimal), (.int, .multiply, .money),
      (.decimal, .multiply, .money), (.money, .divide, .int), (.money, .divide, .decimal):
      .money
    default: nil
    }
  }
}
