import CpayModel
import CpaySyntax
import CpayValue

extension ExpressionChecker {
  /// The checked form of a condition; one that may be missing may be unknown.
  func truth(_ syntax: Syntax) -> TypedExpression? {
    switch syntax.kind {
    case .and:
      guard let parts = parts(syntax.children, goingOnWhere: true) else { return nil }
      return computable(condition(.and(parts.map(\.expression)), of: parts), syntax)
    case .or:
      guard let parts = parts(syntax.children, goingOnWhere: false) else { return nil }
      return computable(condition(.or(parts.map(\.expression)), of: parts), syntax)
    case .not: return truth(syntax.child).map { condition(.not($0.expression), of: [$0]) }
    case .parenthesized: return truth(syntax.child)
    case .comparison: return comparison(syntax)
    case .negatedComparison:
      return comparison(syntax).map { condition(.not($0.expression), of: [$0]) }
    default:
      guard let typed = expression(syntax, expecting: .bool) else { return nil }
      guard [.bool, .open].contains(typed.type.type) else {
        report(.notACondition(typed.type.type), at: syntax.range)
        return nil
      }
      return condition(typed.expression, of: [typed])
    }
  }

  /// The parts of an `and`, which goes on where a part is true, or of an `or`, where it is not.
  ///
  /// What a part has shown is known for the parts behind it. They are evaluated where it is unknown
  /// as well: one that would fail there, since it writes what is missing, is unknown then too.
  func parts(_ syntax: [Syntax], goingOnWhere outcome: Bool) -> [TypedExpression]? {
    var checker = copy
    var parts: [TypedExpression] = []
    // Each by itself, with those of these that it is only tried behind.
    var uncertain: [(test: CheckedExpression, paths: Set<String>, behind: [Int])] = []
    for child in syntax {
      guard var part = checker.truth(child) else {
        checker = checker.doubting
        continue
      }
      let (test, end) = (part.expression, CheckedExpression.constant(.bool(!outcome)))
      var behind: [Int] = []
      if test.hasTexts {
        let needed = uncertain.indices.filter { test.writes(anyOf: uncertain[$0].paths) }
        behind = Set(needed + needed.flatMap { uncertain[$0].behind }).sorted()
      }
      guard behind.count <= SyntaxLimits.maximumDepth else {
        report(.tooManyTests(SyntaxLimits.maximumDepth), at: child.range)
        checker = checker.doubting
        continue
      }
      for before in behind.reversed() {
        let (test, rest) = (uncertain[before].test, part.expression)
        part = TypedExpression(
          outcome ? .conditional(test, rest, end) : .conditional(test, end, rest), .bool,
          isNullable: true)
      }
      parts.append(part)
      if part.type.isNullable, let paths = checker.shown(by: part, outcome), !paths.isEmpty {
        uncertain.append((test, paths, behind))
      }
      checker.learn(part, outcome)
      // What is unknown of another currency goes on as well.
      if part.type.isNullable { checker.forgetCurrencies(beside: rows) }
      checker = checker.skipping
    }
    return parts.count == syntax.count ? parts : nil
  }

  /// A condition that is unknown where one of its parts is missing or unknown.
  func condition(_ expression: CheckedExpression, of parts: [TypedExpression]) -> TypedExpression {
    TypedExpression(
      expression, .bool, isNullable: parts.contains { $0.type.isNullable || $0.type.type == .open })
  }

  private func comparison(_ syntax: Syntax) -> TypedExpression? {
    let sides = syntax.children
    if refusesQuotedField(sides) { return nil }
    switch syntax.mainKind {
    case .in: return membership(syntax)
    case .contains: return containment(sides[0], sides[1])
    case .matches: return match(sides[0], sides[1])
    default: break
    }
    guard let sign = ComparisonOperator(rawValue: syntax.mainText),
      let (left, right) = operands(sides[0], sides[1])
    else { return nil }
    let (leftType, rightType) = (left.type.type, right.type.type)
    for (side, place) in zip([left, right], sides) where side.expression.isFileLiteral {
      report(.fileNotHere, at: place.range)
      return nil
    }
    guard leftType.isComparable(to: rightType), !isMinorUnitsAgainstMoney(left, right),
      !isMinorUnitsAgainstMoney(right, left)
    else {
      if leftType == .timestamp, rightType == .duration, let field = left.expression.path {
        report(.spanAsTime(sides[1].operandText, field: field), at: sides[1].range)
      } else {
        report(.mismatch(leftType, rightType, sides[1].text), at: sides[1].range)
      }
      return nil
    }
    if sign.isOrdering, let unordered = [leftType, rightType].first(where: { !$0.hasOrder }) {
      report(.noOrder(unordered), at: syntax.range)
      return nil
    }
    guard isMember(right, of: leftType, at: sides[1].range),
      isMember(left, of: rightType, at: sides[0].range)
    else { return nil }
    warnOfNull(sign, left, right, syntax)
    if !sign.isOrdering {
      warnOfMidnight([(sides[0], left), (sides[1], right)], syntax.text, at: syntax.range)
    }
    // An order against nothing is unknown, and so is one between two currencies.
    let mixesMoney = leftType == .money && rightType == .money
    if mixesMoney,
      refusesCurrencies(left.expression, right.expression, syntax.text, at: sides[1].range)
    {
      return nil
    }
    let comparison = CheckedExpression.comparison(sign, left.expression, right.expression)
    guard sign.isOrdering, !mixesMoney else {
      return TypedExpression(comparison, .bool, isNullable: sign.isOrdering)
    }
    return condition(comparison, of: [left, right])
  }

  /// Whether a text that is known before the program runs can be a value of the type it is
  /// compared with, and all those of a list; reports the first that is not.
  func isMember(
    _ value: TypedExpression, of type: ValueType, at range: Range<Int>
  ) -> Bool {
    guard let problem = knownTexts(value).lazy.compactMap({ type.problem(of: $0) }).first else {
      return true
    }
    report(.held(problem), at: range)
    return false
  }

  /// The texts that a value is or holds, as far as they are known.
  private func knownTexts(_ value: TypedExpression) -> [String] {
    let isLoose = value.type.type.isLooseText
    return switch value.expression {
    // What has the type already has been looked at where it was written.
    case .constant(let constant): isLoose ? constant.texts : []
    case .variable(let name): isLoose ? environment.constants[name].map(\.texts) ?? [] : []
    case .list(let elements): elements.flatMap { environment.known($0).map(\.texts) ?? [] }
    case let expression: environment.known(expression).map(\.texts) ?? []
    }
  }

  /// Warns of comparisons with null that come out the same for every row.
  private func warnOfNull(
    _ sign: ComparisonOperator, _ left: TypedExpression, _ right: TypedExpression,
    _ syntax: Syntax
  ) {
    guard [left, right].contains(where: { $0.expression.isNullLiteral }) else { return }
    if sign.isOrdering {
      let advice = "nothing is more or less than null; compare with `== null` or `!= null`"
      return report(.neverTrue(syntax.text, advice), at: syntax.range)
    }
    let other = left.expression.isNullLiteral ? right : left
    guard sign == .equal, !other.type.isNullable, other.type.type != .open,
      let path = other.expression.path
    else { return }
    report(.neverTrue(syntax.text, "`\(path)` is always there"), at: syntax.range)
  }

  /// Whether units taken out of an amount are held against an amount written with its currency.
  ///
  /// A plain number against a field of money means minor units; the two sides here have lost or
  /// fixed their currency, and would be compared across currencies in silence.
  private func isMinorUnitsAgainstMoney(_ one: TypedExpression, _ other: TypedExpression) -> Bool {
    guard one.type.type == .int, other.type.type == .money else { return false }
    switch one.expression {
    case .constant(.int), .variable: return false
    default: break
    }
    if case .constant(.money) = other.expression { return true }
    return false
  }

  /// Both sides, each read by what the other is.
  private func operands(
    _ left: Syntax, _ right: Syntax
  ) -> (TypedExpression, TypedExpression)? {
    // A text beside a name that is no field says nothing of what the name is.
    let isText = { (name: Syntax, text: Syntax) in
      name.isUnknownName(in: self.rows) && text.unwrapped.isQuoted
    }
    if isText(left, right) || isText(right, left) {
      _ = (expression(left), expression(right))
      return nil
    }
    if left.isReadByOther(in: rows), !right.isUnknownName(in: rows) {
      guard let second = expression(right),
        let first = expression(left, expecting: second.type.type)
      else { return nil }
      return (first, second)
    }
    guard let first = expression(left),
      let second = expression(right, expecting: first.type.type)
    else { return nil }
    return (first, second)
  }
}

extension CheckedExpression {
  var isNullLiteral: Bool {
    if case .constant(.null) = self { true } else { false }
  }
}

extension CheckedExpression {
  fileprivate var isFileLiteral: Bool {
    if case .constant(.file) = self { true } else { false }
  }
}

extension Syntax {
  /// Whether it means something only beside another value: a text in quotes, a name that is no
  /// field, a member that the API has added.
  func isReadByOther(in rows: RowType?) -> Bool {
    switch kind {
    case .literal: mainKind == .string || mainKind == .rawString
    case .name: rows?.field(mainText) == nil
    case .call: mainText == "other"
    case .parenthesized: child.isReadByOther(in: rows)
    case .conditional: children.dropFirst().allSatisfy { $0.isReadByOther(in: rows) }
    case .list: !children.isEmpty && children.allSatisfy { $0.isReadByOther(in: rows) }
    default: false
    }
  }

  /// Whether it is a name that is no field, perhaps in parentheses.
  fileprivate func isUnknownName(in rows: RowType?) -> Bool {
    switch kind {
    case .name: rows?.field(mainText) == nil
    case .parenthesized: child.isUnknownName(in: rows)
    default: false
    }
  }
}

extension ValueType {
  /// Whether `==` makes sense between the two.
  func isComparable(to other: ValueType) -> Bool {
    switch (self, other) {
    case (.null, _), (_, .null), (.open, _), (_, .open): true
    case (.money, .int), (.int, .money), (.int, .decimal), (.decimal, .int): true
    case (.string, .id), (.id, .string), (.string, .enumeration), (.enumeration, .string),
      (.string, .currency), (.currency, .string):
      true
    case (.map, _), (.record, _), (.list, _), (.object, _): false
    default: self == other
    }
  }
}

extension Value {
  /// The text it is, or those it holds.
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .list(let elements): elements.flatMap(\.texts)
    default: []
    }
  }
}

extension ValueType {
  /// Whether it is text that may be anything, or a list of it.
  fileprivate var isLooseText: Bool {
    switch self {
    case .string, .open: true
    case .list(let element): element.isLooseText
    default: false
    }
  }

  /// Why a text cannot be a value of the type, where it cannot.
  fileprivate func problem(of text: String) -> LanguageProblem? {
    switch self {
    case .enumeration(let type) where type.index(of: text) == nil: .unknownMember(text, of: type)
    case .id(let prefix, let resource) where !WireLimits.isID(text, prefix: prefix):
      .notAnID(text, prefix: prefix, of: resource)
    case .currency where Currency(text)?.minorDigits == nil: .unknownUnit(text, number: "")
    default: nil
    }
  }
}
