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
      arguments.append(function.readsNumber && place == 0 ? typed.withDecimalPoint : typed)
    }
    if let problem = unitsProblem(function, arguments, syntax) {
      report(problem, at: syntax.children[0].range)
      return nil
    }
    guard let (type, mayBeMissing) = function.result(arguments.map(\.type.type)) else {
      report(.noFunction(function, arguments.map(\.type.type)), at: syntax.range)
      return nil
    }
    return TypedExpression(
      .call(function, arguments.map(\.expression)), type,
      isNullable: mayBeMissing || arguments.contains { $0.type.isNullable },
      hasDecimalComma: type == .string && arguments.contains { $0.type.hasDecimalComma })
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
