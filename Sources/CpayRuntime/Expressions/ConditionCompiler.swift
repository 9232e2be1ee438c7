import CpayLanguage
import CpayValue

extension ExpressionCompiler {
  /// A test of one row in three-valued logic; `and` and `or` look no further than they must.
  func condition(_ expression: CheckedExpression) throws(EvaluationError) -> RowCondition {
    switch expression {
    case .not(let inner):
      let inner = try condition(inner)
      return { (row) throws(EvaluationError) in !(try inner(row)) }
    case .and(let parts): return all(try conditions(parts))
    case .or(let parts): return any(try conditions(parts))
    case .comparison(let sign, let left, let right): return try comparison(sign, left, right)
    case .membership(let left, let elements): return try membership(left, elements)
    case .contained(let value, let list): return try contained(value, list)
    case .containing(let whole, let part): return try containing(whole, part)
    case .matching(let text, let glob): return try matching(text, glob)
    case .conditional(let test, let yes, let no):
      let (test, yes, no) = (try condition(test), try condition(yes), try condition(no))
      return { (row) throws(EvaluationError) in
        switch try test(row) {
        case .yes: try yes(row)
        case .no: try no(row)
        case .unknown: .unknown
        }
      }
    default:
      let value = try value(expression)
      return { (row) throws(EvaluationError) in
        if case .bool(let flag) = try value(row) { Truth(flag) } else { .unknown }
      }
    }
  }

  /// Several conditions, all of which must hold.
  func all(_ conditions: [RowCondition]) -> RowCondition {
    if conditions.count == 1 { return conditions[0] }
    return { (row) throws(EvaluationError) in
      var result = Truth.yes
      for condition in conditions {
        switch try condition(row) {
        case .no: return .no
        case .unknown: result = .unknown
        case .yes: break
        }
      }
      return result
    }
  }

  private func any(_ conditions: [RowCondition]) -> RowCondition {
    { (row) throws(EvaluationError) in
      var result = Truth.no
      for condition in conditions {
        switch try condition(row) {
        case .yes: return .yes
        case .unknown: result = .unknown
        case .no: break
        }
      }
      return result
    }
  }

  private func conditions(
    _ parts: [CheckedExpression]
  ) throws(EvaluationError) -> [RowCondition] {
    var result: [RowCondition] = []
    for part in parts { result.append(try condition(part)) }
    return result
  }

  /// The tests of fields that all of some conditions come to, up to the first that is none.
  func tests(_ conditions: [CheckedExpression]) -> [FieldTest] {
    var tests: [FieldTest] = []
    for condition in conditions {
      guard let test = test(condition) else { break }
      tests.append(test)
    }
    return tests
  }

  /// A condition that is a test of fields, for which no value is made.
  private func test(_ expression: CheckedExpression) -> FieldTest? {
    switch expression {
    case .comparison(let sign, .field(let field), let right) where !right.readsRow:
      (try? constant(right)).flatMap { test(sign, field, $0) }
    case .membership(.field(let field), let elements) where !elements.contains { $0.readsRow }:
      test(field, among: elements.map { try? constant($0) })
    default: nil
    }
  }

  private func comparison(
    _ sign: ComparisonOperator, _ left: CheckedExpression, _ right: CheckedExpression
  ) throws(EvaluationError) -> RowCondition {
    if let test = test(.comparison(sign, left, right)) { return row(test) }
    let (left, right) = (try value(left), try value(right))
    return { (row) throws(EvaluationError) in sign.holds(try left(row), try right(row)) }
  }

  private func row(_ test: FieldTest) -> RowCondition {
    { (row) throws(EvaluationError) in test.truth(row) }
  }

  /// A field against a constant.
  private func test(
    _ sign: ComparisonOperator, _ field: FieldReference, _ constant: Value
  ) -> FieldTest? {
    let slot = field.slot
    switch (field.type, constant) {
    case (_, .null) where !sign.isOrdering && field.isNullOnlyWhereMissing:
      return .null(slot, isWanted: sign == .equal)
    case (.enumeration, .string(let text)), (.id, .string(let text)), (.string, .string(let text)),
      (.currency, .string(let text)):
      if sign.isOrdering { return nil }
      return .text(slot, oneOf: [Array(text.utf8)], isWanted: sign == .equal)
    case (.timestamp, .timestamp(let moment)): return .integer(slot, sign.test(moment.seconds))
    case (.int, .int(let number)): return .integer(slot, sign.test(number))
    case (.money, .int(let minor)) where field.currencySlot != nil:
      return .integer(slot, sign.test(minor))
    case (.money, .money(let money)):
      guard let currencySlot = field.currencySlot else { return nil }
      return .amount(
        slot, sign.test(money.minor), currency: currencySlot, code: money.currency.bytes,
        otherwise: sign.isOrdering ? .unknown : Truth(sign == .notEqual))
    default: return nil
    }
  }

  private func membership(
    _ left: CheckedExpression, _ elements: [CheckedExpression]
  ) throws(EvaluationError) -> RowCondition {
    // What is the same for all rows is looked up at once; one that fails fails with its row.
    var (constants, others): ([Value], [RowValue]) = ([], [])
    for element in elements {
      if !element.readsRow, let value = try? constant(element) {
        constants.append(value)
      } else {
        others.append(try value(element))
      }
    }
    let isConstant = try isElement(left, of: constants)
    if others.isEmpty { return isConstant }
    let (values, value) = (others, try self.value(left))
    return { (row) throws(EvaluationError) in
      if try isConstant(row) == .yes { return .yes }
      let found = try value(row)
      for value in values where try value(row) == found { return .yes }
      return .no
    }
  }

  private func contained(
    _ value: CheckedExpression, _ list: CheckedExpression
  ) throws(EvaluationError) -> RowCondition {
    if !list.readsRow, let constant = try? constant(list) {
      guard case .list(let elements) = constant else {
        return { (_) throws(EvaluationError) in .unknown }
      }
      return try isElement(value, of: elements)
    }
    let (value, list) = (try self.value(value), try self.value(list))
    return { (row) throws(EvaluationError) in
      guard case .list(let elements) = try list(row) else { return .unknown }
      let found = try value(row)
      return Truth(elements.contains(found))
    }
  }

  private func isElement(
    _ expression: CheckedExpression, of elements: [Value]
  ) throws(EvaluationError) -> RowCondition {
    if case .field(let field) = expression, let test = test(field, among: elements) {
      return row(test)
    }
    let (value, set) = (try value(expression), ValueSet(elements))
    return { (row) throws(EvaluationError) in Truth(set.contains(try value(row))) }
  }

  /// A text among a few.
  private func test(_ field: FieldReference, among elements: [Value?]) -> FieldTest? {
    guard elements.count <= 8, [.string, .currency].contains(field.type) || field.type.isWord else {
      return nil
    }
    var texts: [[UInt8]] = []
    for element in elements {
      guard case .string(let text) = element else { return nil }
      texts.append(Array(text.utf8))
    }
    return .text(field.slot, oneOf: texts, isWanted: true)
  }

  /// Whether a text holds another, by bytes, or a list an element; unknown where one is missing.
  private func containing(
    _ whole: CheckedExpression, _ part: CheckedExpression
  ) throws(EvaluationError) -> RowCondition {
    if !whole.readsRow, case .list(let elements)? = try? constant(whole) {
      return try isElement(part, of: elements)
    }
    let (whole, part) = (try value(whole), try value(part))
    return { (row) throws(EvaluationError) in
      switch (try whole(row), try part(row)) {
      case (.list(let elements), let element): Truth(elements.contains(element))
      case (.string(let text), .string(let piece)): Truth(text.holds(piece))
      default: .unknown
      }
    }
  }

  private func matching(
    _ text: CheckedExpression, _ glob: Glob
  ) throws(EvaluationError) -> RowCondition {
    if case .field(let field) = text {
      return { (row) throws(EvaluationError) in
        row.textMatches(field.slot, glob).map { Truth($0) } ?? .unknown
      }
    }
    let text = try value(text)
    return { (row) throws(EvaluationError) in
      if case .string(let text) = try text(row) { Truth(glob.matches(text)) } else { .unknown }
    }
  }
}

extension ValueType {
  /// Whether it is an id or a member of an enum.
  fileprivate var isWord: Bool {
    switch self {
    case .id, .enumeration: true
    default: false
    }
  }
}

extension FieldReference {
  /// Whether its value is null just where the row holds none, so that no value needs to be made to
  /// tell; a number that does not fit is null as well.
  fileprivate var isNullOnlyWhereMissing: Bool {
    switch type {
    case .string, .id, .enumeration, .currency, .timestamp: true
    case .money: currencySlot != nil
    default: false
    }
  }
}

extension String {
  /// Whether the text holds `piece`, compared as bytes.
  fileprivate func holds(_ piece: String) -> Bool {
    let (text, piece) = (Array(utf8), Array(piece.utf8))
    guard piece.count <= text.count else { return false }
    // The text is walked once for each place at most; a first byte that differs ends a try.
    return (0...(text.count - piece.count)).contains { start in
      text[start..<(start + piece.count)].elementsEqual(piece)
    }
  }
}

extension ComparisonOperator {
  /// The truth of the comparison: equality is always known, order is not.
  func holds(_ left: Value, _ right: Value) -> Truth {
    switch self {
    case .equal: Truth(left == right)
    case .notEqual: Truth(left != right)
    default: left.order(right).map { holds($0) } ?? .unknown
    }
  }

  /// The whole numbers for which the comparison with `number` holds; equality is known of what is
  /// missing too.
  fileprivate func test(_ number: Int64) -> IntegerTest {
    let missing = isOrdering ? Truth.unknown : Truth(self == .notEqual)
    switch self {
    case .equal: return IntegerTest(number...number, missing: missing)
    case .notEqual: return IntegerTest(number...number, isInside: false, missing: missing)
    case .lessOrEqual: return IntegerTest(Int64.min...number, missing: missing)
    case .greaterOrEqual: return IntegerTest(number...Int64.max, missing: missing)
    case .less: return IntegerTest(number...Int64.max, isInside: false, missing: missing)
    case .greater: return IntegerTest(Int64.min...number, isInside: false, missing: missing)
    }
  }

  private func holds(_ order: Order) -> Truth {
    switch self {
    case .equal: Truth(order == .equal)
    case .notEqual: Truth(order != .equal)
    case .less: Truth(order == .less)
    case .lessOrEqual: Truth(order != .greater)
    case .greater: Truth(order == .greater)
    case .greaterOrEqual: Truth(order != .less)
    }
  }
}
