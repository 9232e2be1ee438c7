import CpaySyntax
import CpayValue

extension ExpressionChecker {
  func call(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let name = syntax.mainText
    if name == "other" { return otherMember(syntax, expecting: expected) }
    if let function = AggregateFunction(rawValue: name) {
      if function == .count, syntax.children.count == 1 {
        if let count = rowCount(syntax) { return count }
        if syntax.child.kind == .subpipeline || refusesVariable(syntax.child) { return nil }
      }
      return aggregate(syntax, function)
    }
    guard let function = Function(rawValue: name) else {
      report(.unknownFunction(name), at: syntax.mainRange)
      return nil
    }
    guard function.arity.contains(syntax.children.count) else {
      report(.wrongArity(name, function.usage), at: syntax.range)
      return nil
    }
    var arguments: [TypedExpression] = []
    for (place, argument) in syntax.children.enumerated() {
      let isCurrency = place == 1 && (function == .money || function == .minor)
      let wanted: ValueType? = isCurrency ? .currency : nil
      guard let typed = expression(argument, expecting: wanted) else { return nil }
      let isNumber = function.readsNumber && place == 0
      if isNumber, case .unexpectedComma(let numbers) = typed.type.numbers {
        report(.decimalCommas(argument.text, numbers), at: argument.range)
        if numbers.areAll { return nil }
      }
      arguments.append(isNumber ? typed.withPlainNumber : typed)
    }
    if let problem = unitsProblem(function, arguments, syntax) {
      report(problem, at: syntax.children[0].range)
      return nil
    }
    guard let (type, mayBeMissing) = function.result(arguments.map(\.type.type)) else {
      report(.noFunction(function, arguments.map(\.type.type)), at: syntax.range)
      return nil
    }
    if let problem = constantProblem(function, arguments.map(\.expression), syntax) {
      report(problem, at: syntax.children[0].range)
      if Diagnostic(problem).severity == .error { return nil }
    }
    return TypedExpression(
      .call(function, arguments.map(\.expression)), type,
      isNullable: mayBeMissing || arguments.contains { $0.type.isNullable },
      numbers: type == .string
        ? arguments.reduce(.point) { $0.or($1.type.numbers) } : .point)
  }

  /// Whether it is a variable that is not there, which has been reported.
  private func refusesVariable(_ syntax: Syntax) -> Bool {
    guard syntax.kind == .variable else { return false }
    let name = String(syntax.mainText.dropFirst())
    if environment.formals[name] != nil || environment.scope.variables[name] != nil { return false }
    if environment.misses(name) {
      report(environment.unknownVariable(name), at: syntax.range)
    }
    return true
  }

  /// What is wrong with the number of an amount, whose unit is told by the function and never by
  /// the number.
  private func unitsProblem(
    _ function: Function, _ arguments: [TypedExpression], _ syntax: Syntax
  ) -> LanguageProblem? {
    let texts = syntax.children.map(\.text)
    switch (function, arguments.first?.type.type, texts.count) {
    case (.money, .int, 2): return .wholeUnits(texts[0], currency: texts[1])
    case (.minor, .decimal, 2): return .fractionalUnits(texts[0], currency: texts[1])
    default: return nil
    }
  }

  /// What is wrong with a value that is known before the program runs, of which nothing can be made.
  private func constantProblem(
    _ function: Function, _ arguments: [CheckedExpression], _ syntax: Syntax
  ) -> LanguageProblem? {
    let values = arguments.map(known)
    guard let first = values[0] else { return nil }
    switch (function, first) {
    case (.money, _) where values.count == 2:
      guard case .string(let code)? = values[1], let currency = Currency(anyCase: code),
        let digits = currency.minorDigits, let amount = first.number,
        amount != amount.rounded(toPlaces: digits)
      else { return nil }
      return .noMinorUnit(currency, minorDigits: digits)
    case (.time, .int(let number)):
      return Timestamp.written.contains(number) ? nil : .noUnixTime(number)
    case (_, .string(let text)) where function.readsTexts:
      return function.reading(text) == nil ? .readsNothing(function, text) : nil
    default: return nil
    }
  }

  /// The value of an expression, as far as it is known before the program runs.
  private func known(_ expression: CheckedExpression) -> Value? {
    switch expression {
    case .constant(let value): return value
    case .variable(let name): return environment.constants[name]
    case .call(.decimal, let arguments) where arguments.count == 1:
      switch known(arguments[0]) {
      case .string(let text)?: return Function.decimal.reading(text)
      case let value?: return value.number.map(Value.decimal)
      case nil: return nil
      }
    default: return nil
    }
  }

  /// `count($rows)` and `count($(…))`, which need no rows around them.
  private func rowCount(_ syntax: Syntax) -> TypedExpression? {
    let argument = syntax.child
    switch argument.kind {
    case .variable:
      observe(.variable(nil), at: argument)
      let name = String(argument.mainText.dropFirst())
      guard environment.formals[name] == nil, case .rows = environment.scope.variables[name]
      else { return nil }
      return TypedExpression(.rowCount(name), .int)
    case .subpipeline:
      guard let (name, type) = pipelines.subpipeline(argument) else { return nil }
      if case .rows = type { return TypedExpression(.rowCount(name), .int) }
      report(.rowsWanted(argument.text), at: argument.range)
      return nil
    default: return nil
    }
  }

  /// `other("…")`: a member that the API has added since.
  private func otherMember(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    guard syntax.children.count == 1, syntax.child.isQuoted, let expected else {
      report(.otherNotHere, at: syntax.range)
      return nil
    }
    let member = TextLiteral.text(syntax.child.mainText)
    // What it stands beside is known where the definition is used.
    if expected == .open { return TypedExpression(.constant(.string(member)), .open) }
    guard case .enumeration(let type) = expected else {
      report(.otherNotHere, at: syntax.range)
      return nil
    }
    if type.index(of: member) != nil {
      report(.memberIsKnown(member, of: type), at: syntax.range)
      return nil
    }
    return TypedExpression(.constant(.string(member)), .enumeration(type))
  }
}

extension Value {
  /// The number it is.
  fileprivate var number: Decimal? {
    switch self {
    case .int(let number): Decimal(number)
    case .decimal(let number): number
    default: nil
    }
  }
}
