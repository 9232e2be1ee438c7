import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  mutating func pipeline(_ syntax: Syntax) -> CheckedPipeline? {
    let stages = syntax.children
    guard let first = stages.first, let source = source(first) else { return nil }
    var type = source.type
    var checked: [CheckedStage] = []
    var isWhole = true
    for stage in stages.dropFirst() {
      if let next = self.stage(stage, after: type) {
        checked.append(next)
        type = next.output
        continue
      }
      // A wrong stage that would have kept its rows hides no mistake in those behind it.
      isWhole = false
      guard context.catalog.signature(stage.mainText)?.result == .sameRows, case .rows = type
      else { return nil }
    }
    guard isWhole else { return nil }
    return CheckedPipeline(source: source, stages: checked, type: type)
  }

  private mutating func source(_ syntax: Syntax) -> CheckedSource? {
    switch syntax.kind {
    case .lastResultStage: return variableSource("_", at: syntax.mainRange)
    case .valueStage where syntax.child.kind == .variable:
      return variableSource(String(syntax.child.text.dropFirst()), at: syntax.child.range)
    case .valueStage:
      guard let value = expression(syntax.child, in: nil) else { return nil }
      return .value(value.expression, value.type)
    default:
      guard let signature = signature(syntax, isFirst: true) else { return nil }
      guard signature.kind == .source else {
        let operand = syntax.children.first { $0.kind == .key }?.child.text
        report(.noSourceFirst(signature, operand: operand, at: syntax.mainRange))
        return nil
      }
      let before = diagnostics.count
      let arguments = arguments(of: syntax, signature, rows: nil)
      guard diagnostics.count == before, let output = signature.output(of: nil, arguments)
      else { return nil }
      return .command(
        CheckedStage(signature: signature, arguments: arguments, input: nil, output: output))
    }
  }

  private mutating func variableSource(_ name: String, at range: Range<Int>) -> CheckedSource? {
    guard let type = scope.variables[name] else {
      if !poisoned.contains(name) { report(.unknownVariable(name, scope: scope, at: range)) }
      return nil
    }
    return .variable(name, type)
  }

  private mutating func signature(_ syntax: Syntax, isFirst: Bool) -> CommandSignature? {
    let name = syntax.mainText
    if let signature = context.catalog.signature(name) { return signature }
    report(
      .unknownCommand(
        name, catalog: context.catalog, isFirst: isFirst, scope: scope, at: syntax.mainRange))
    return nil
  }

  private mutating func stage(_ syntax: Syntax, after input: PipelineType) -> CheckedStage? {
    guard let signature = signature(syntax, isFirst: false) else { return nil }
    guard signature.accepts(input) else {
      report(.cannotFollow(signature, input, at: syntax.mainRange))
      return nil
    }
    let rows: RowType? = if case .rows(let type) = input { type } else { nil }
    if signature.kind == .write, let rows, rows.subject != .dispute {
      report(.writeWithoutSubject(signature, rows.subject, at: syntax.mainRange))
      return nil
    }
    requireAllowance(syntax, signature)
    let before = diagnostics.count
    let arguments = arguments(of: syntax, signature, rows: rows)
    guard diagnostics.count == before, let output = signature.output(of: rows, arguments)
    else { return nil }
    return CheckedStage(
      signature: signature, arguments: arguments, input: input, output: output)
  }

  // MARK: Arguments

  private mutating func arguments(
    of syntax: Syntax, _ signature: CommandSignature, rows: RowType?
  ) -> CheckedArguments {
    var result = CheckedArguments()
    let items = syntax.children
    for item in items where item.kind == .argument && signature.positional != .columns {
      named(item, signature, rows, &result)
    }
    positional(items.filter { $0.kind == .key }, of: syntax, signature, rows, &result)
    for argument in signature.arguments
    where argument.isRequired && !items.contains(where: { $0.mainText == argument.name }) {
      report(.missingOperand(signature, "`\(argument.name)=`", at: syntax.mainRange))
    }
    return result
  }

  private mutating func named(
    _ item: Syntax, _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    let name = item.mainText
    guard let argument = signature.argument(name) else {
      return report(misplacedArgument(item, signature))
    }
    guard result.named[name] == nil else {
      return report(.repeatedArgument(name, at: item.range))
    }
    let before = diagnostics.count
    if let value = argumentValue(item.child, argument.type, rows) {
      result.named[name] = value
    } else if diagnostics.count == before {
      report(.wordNeedsParentheses(item.child.text, at: item.child.range))
    }
  }

  /// What was meant by an argument that the command does not have.
  private func misplacedArgument(_ item: Syntax, _ signature: CommandSignature) -> Diagnostic {
    switch (signature.positional, signature.result) {
    case (.condition, _): .argumentToWhere(item.mainText, at: item.range)
    case (_, .rows(let resource)) where signature.kind == .source && signature.positional == .none:
      .notAFilter(item.mainText, of: resource, value: item.child.text, at: item.mainRange)
    default: .unknownArgument(item.mainText, of: signature, at: item.mainRange)
    }
  }

  private mutating func argumentValue(
    _ value: Syntax, _ type: CommandSignature.ArgumentType, _ rows: RowType?
  ) -> CheckedExpression? {
    switch type {
    case .count: return count(value)
    case .choice(let choices):
      guard value.kind == .word, choices.contains(value.text) else {
        report(.wrongChoice(value.text, choices, at: value.range))
        return nil
      }
      return .constant(.text(value.text))
    case .value(.record(let record)): return self.record(value, record, rows)
    case .value(let type):
      guard let typed = expression(value, in: nil, expecting: type) else { return nil }
      guard fits(typed, type, at: value.range) else { return nil }
      return typed.expression
    }
  }

  private mutating func positional(
    _ keys: [Syntax], of syntax: Syntax, _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    switch signature.positional {
    case .none:
      guard let key = keys.first else { return }
      report(
        signature.kind == .source && isCondition(key.child)
          ? .conditionOnSource(signature, at: key.range)
          : .extraOperand(signature, key.child.text, after: "", at: key.range))
    case .columns, .sortKeys:
      if syntax.children.isEmpty {
        return report(.missingOperand(signature, "a field", at: syntax.mainRange))
      }
      if signature.positional == .columns {
        for item in syntax.children { column(item, rows, &result) }
      } else {
        for key in keys { sortKey(key, rows, &result) }
      }
    case .condition, .count, .id:
      guard let key = keys.first else {
        if signature.positional == .condition, !syntax.children.isEmpty { return }
        return report(
          .missingOperand(signature, signature.operandName, at: syntax.mainRange))
      }
      if keys.count > 1 {
        let before = key.child.children.last?.text ?? key.child.text
        return report(
          .extraOperand(signature, keys[1].child.text, after: before, at: keys[1].range))
      }
      operand(key, signature, rows, &result)
    }
  }

  private func isCondition(_ syntax: Syntax) -> Bool {
    switch syntax.kind {
    case .comparison, .negatedComparison, .and, .or, .not: true
    default: false
    }
  }

  private mutating func operand(
    _ key: Syntax, _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    if hasDirection(key) {
      return report(.extraOperand(signature, key.mainText, after: "", at: key.mainRange))
    }
    switch (signature.positional, signature.result) {
    case (.condition, _): result.conjuncts = condition(key.child, rows)
    case (.count, _): result.operand = count(key.child)
    case (_, .rows(let resource)):
      let type = ValueType.id(prefix: resource.idPrefix, of: resource.name)
      guard let typed = expression(key.child, in: nil, expecting: type),
        fits(typed, type, at: key.child.range)
      else { return }
      result.operand = typed.expression
    default: break
    }
  }

  private mutating func condition(
    _ syntax: Syntax, _ rows: RowType?
  ) -> [CheckedArguments.Conjunct] {
    let parts = conjuncts(syntax)
    return parts.compactMap { part in
      truth(part, in: rows).map { CheckedArguments.Conjunct(expression: $0, text: part.text) }
    }
  }

  /// The parts that `and` joins, through parentheses.
  private func conjuncts(_ syntax: Syntax) -> [Syntax] {
    switch syntax.kind {
    case .and: syntax.children.flatMap { conjuncts($0) }
    case .parenthesized where syntax.child.kind == .and: conjuncts(syntax.child)
    default: [syntax]
    }
  }

  private mutating func count(_ value: Syntax) -> CheckedExpression? {
    guard let typed = expression(value, in: nil, expecting: .int) else { return nil }
    guard case .int = typed.type.type else {
      report(.notACount(at: value.range))
      return nil
    }
    if case .constant(.int(let number)) = typed.expression, number < 0 {
      report(.notACount(at: value.range))
      return nil
    }
    return typed.expression
  }

  // MARK: Columns and keys

  /// One column, in the order written: `name=value`, or a field that names itself.
  private mutating func column(
    _ item: Syntax, _ rows: RowType?, _ result: inout CheckedArguments
  ) {
    let isNamed = item.kind == .argument
    guard let name = isNamed ? item.mainText : columnName(of: item.child) else {
      return report(.columnNeedsName(at: item.range))
    }
    guard let typed = expression(item.child, in: rows) else { return }
    if result.columns.contains(where: { $0.name == name }) {
      return report(.repeatedColumn(name, at: isNamed ? item.mainRange : item.range))
    }
    result.columns.append(
      CheckedArguments.Column(name: name, expression: typed.expression, type: typed.type))
  }

  private func columnName(of value: Syntax) -> String? {
    switch value.kind {
    case .name, .member: value.mainText
    default: nil
    }
  }

  private func hasDirection(_ key: Syntax) -> Bool { key.mainRange != key.child.mainRange }

  private mutating func sortKey(
    _ key: Syntax, _ rows: RowType?, _ result: inout CheckedArguments
  ) {
    guard let typed = expression(key.child, in: rows) else { return }
    switch typed.type.type {
    case .map, .object, .record, .list, .null:
      return report(.notSortable(typed.type.type, at: key.child.range))
    default: break
    }
    result.sortKeys.append(
      CheckedArguments.SortKey(
        expression: typed.expression, type: typed.type.type,
        isDescending: hasDirection(key) && key.mainText == "desc", text: key.child.text))
  }
}

extension CommandSignature {
  /// What the command's operand is, in messages.
  fileprivate var operandName: String {
    switch (positional, result) {
    case (.condition, _): "a condition"
    case (.count, _): "a number"
    case (_, .rows(let resource)): "the id of a \(resource.name)"
    default: "a value"
    }
  }

  fileprivate func accepts(_ input: PipelineType) -> Bool {
    switch (kind, input) {
    case (.filter, .rows), (.write, .rows), (.end, .rows), (.effect, .plan): true
    default: false
    }
  }

  /// The type of what the command hands on.
  fileprivate func output(of rows: RowType?, _ arguments: CheckedArguments) -> PipelineType? {
    switch result {
    case .rows(let resource): return .rows(RowType(resource))
    case .plan(let action): return .plan(action)
    case .value(let type): return .value(type)
    case .sameRows:
      guard let rows else { return nil }
      return .rows(rows.narrowed(arguments.presentFields))
    case .columns:
      guard let rows else { return nil }
      let fields = arguments.columns.map { RowType.Field(name: $0.name, type: $0.type) }
      return .rows(RowType(made: fields, over: rows.subject))
    }
  }
}

extension CheckedArguments {
  /// The fields that the condition requires to be there.
  fileprivate var presentFields: Set<String> {
    Set(
      conjuncts.compactMap { conjunct in
        switch conjunct.expression {
        case .comparison(.notEqual, .field(let name), .constant(.null)): name
        case .comparison(.notEqual, .entry(let field, let key), .constant(.null)):
          "\(field).\(key)"
        default: nil
        }
      })
  }
}
