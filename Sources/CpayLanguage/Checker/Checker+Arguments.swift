import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  /// What a command was given; mistakes are reported.
  mutating func arguments(
    of syntax: Syntax, _ signature: CommandSignature, rows: RowType?
  ) -> CheckedArguments {
    var result = CheckedArguments()
    let items = syntax.children
    if probe != nil { lookAtItems(of: syntax, signature, rows) }
    for item in items where item.kind == .argument && !signature.isColumn(item) {
      named(item, signature, rows, &result)
    }
    positional(items.filter { $0.kind == .key }, of: syntax, signature, rows, &result)
    if signature.argument("ids") != nil { refuseIDsBesideFilters(items) }
    for argument in signature.arguments
    where argument.isRequired && !items.contains(where: { $0.mainText == argument.name }) {
      report(.missingOperand(signature, "`\(argument.name)=`", at: syntax.mainRange))
    }
    return result
  }

  /// Ids are looked up one by one, so that the API's filters do not apply to them.
  private mutating func refuseIDsBesideFilters(_ items: [Syntax]) {
    let names = items.filter { $0.kind == .argument }
    let hasIDs = names.contains { $0.mainText == "ids" }
    for item in names {
      if !hasIDs, item.mainText == "missing" {
        report(.missingWithoutIDs(at: item.mainRange))
      } else if hasIDs, item.mainText != "ids", item.mainText != "missing" {
        report(.filterBesideIDs(item.mainText, value: item.child.text, at: item.mainRange))
      }
    }
  }

  // MARK: By name

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
    if case .value(let type) = argument.type, item.child.kind == .list, signature.kind == .source {
      return report(.oneValueWanted(name, type, item.child.text, at: item.child.range))
    }
    if case .keys = argument.type {
      if !result.keys.isEmpty { return report(.repeatedArgument(name, at: item.range)) }
      result.keys = keys(item.child, rows)
      return
    }
    let before = errorCount
    if let value = argumentValue(item.child, argument.type, rows) {
      result.named[name] = value
    } else if errorCount == before {
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
    case .column:
      guard value.kind == .word || value.kind == .literal else {
        report(.columnNameWanted(at: value.range))
        return nil
      }
      let name = value.kind == .word ? value.text : TextLiteral.text(value.text)
      return .constant(.text(name))
    case .ids(let resource): return ids(value, resource)
    case .keys: return nil
    case .value(.record(let record)): return self.record(value, record, rows)
    case .value(let type):
      guard let given = constant(value, FieldType(type)),
        isMember(TypedExpression(given, .string), of: type, at: value.range)
      else { return nil }
      return given
    }
  }

  /// A list of ids, or a file that holds one a line.
  private mutating func ids(_ value: Syntax, _ resource: Resource) -> CheckedExpression? {
    let id = ValueType.id(prefix: resource.idPrefix, of: resource.name)
    switch value.kind {
    case .word: return constant(value, FieldType(id)).map { .list([$0]) }
    case .literal where value.mainKind == .file:
      let path = resolved(TextLiteral.path(value.mainText))
      if path != "-", let failure = context.missingFile(path) {
        report(.unreadableFile(path, failure.reason, at: value.range))
        return nil
      }
      return .constant(.file(path))
    default: break
    }
    guard let typed = expression(value, in: nil, expecting: .list(id)) else { return nil }
    switch typed.type.type {
    case .file, .list: break
    case id, .string: return .list([typed.expression])
    default:
      report(.wrongType(typed.type.type, wanted: .list(id), at: value.range))
      return nil
    }
    guard typed.type.type == .file || fits(typed, .list(id), at: value.range) else { return nil }
    if typed.type.isNullable {
      report(.mayBeMissing(value.text, at: value.range))
      return nil
    }
    return typed.expression
  }

  // MARK: By place

  private mutating func positional(
    _ keys: [Syntax], of syntax: Syntax, _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    switch signature.positional {
    case .none:
      guard let key = keys.first else { return }
      report(
        signature.kind == .source && key.child.isCondition
          ? .conditionOnSource(signature, at: key.range)
          : .extraOperand(signature, key.child.text, after: "", at: key.range))
    case .columns, .sortKeys, .assignments:
      shape(syntax, keys, signature, rows, &result)
    case .aggregates: break
    case .chart: chart(keys, of: syntax, signature, rows, &result)
    case .condition, .count, .id, .rows, .reference, .file, .format:
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

  private mutating func shape(
    _ syntax: Syntax, _ keys: [Syntax], _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    if syntax.children.isEmpty {
      let what = signature.positional == .assignments ? "`name=value`" : "a field"
      return report(.missingOperand(signature, what, at: syntax.mainRange))
    }
    switch signature.positional {
    case .columns: for item in syntax.children { column(item, rows, &result) }
    case .assignments:
      if let key = keys.first {
        return report(.assignmentWanted(signature, key.child, at: key.range))
      }
      for item in syntax.children { column(item, rows, &result) }
    default: for key in keys { sortKey(key, rows, &result) }
    }
  }

  private mutating func operand(
    _ key: Syntax, _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    let value = key.child
    if key.hasDirection {
      return report(.extraOperand(signature, key.mainText, after: "", at: key.mainRange))
    }
    switch (signature.positional, signature.result) {
    case (.condition, _): result.conjuncts = condition(value, rows)
    case (.count, _): result.operand = count(value)
    case (.id, .rows(let resource)):
      let type = ValueType.id(prefix: resource.idPrefix, of: resource.name)
      result.operand = constant(value, FieldType(type))
    case (.rows, _): result.rows = otherRows(value)
    case (.reference, _): reference(value, signature, rows, &result)
    case (.file(let endings), _):
      file(value, endings, &result)
      if case .plan = signature.result, let operand = result.operand,
        let path = knownPath(operand), let failure = context.missingFile(path)
      {
        report(.unreadableFile(path, failure.reason, at: value.range))
      }
    case (.format(let formats), _):
      guard value.kind == .name, formats.contains(value.text) else {
        return report(.wrongChoice(value.text, formats, at: value.range))
      }
      result.word = value.text
    default: break
    }
  }

  private mutating func file(
    _ value: Syntax, _ endings: [String], _ result: inout CheckedArguments
  ) {
    if value.kind == .name || value.kind == .member {
      return report(.fileNeedsSign(value.text, at: value.range))
    }
    guard let path = constant(value, FieldType(.file)) else { return }
    result.operand = path
    guard !endings.isEmpty, case .constant(.file(let name)) = path else { return }
    if !endings.contains(where: { name.hasSuffix("." + $0) && name.utf8.count > $0.utf8.count + 1 })
    {
      report(.unknownEnding(name, endings, at: value.range))
    } else if let failure = context.writing(name) {
      report(.unwritableFile(name, failure.reason, at: value.range))
    }
  }

  private mutating func condition(
    _ syntax: Syntax, _ rows: RowType?
  ) -> [CheckedArguments.Conjunct] {
    let parts = syntax.conjuncts
    let checked = parts.compactMap { part in
      truth(part, in: rows).map { CheckedArguments.Conjunct(expression: $0, text: part.text) }
    }
    if checked.count == parts.count { warnOfContradictions(checked, parts) }
    return checked
  }

  mutating func count(_ value: Syntax) -> CheckedExpression? {
    guard let typed = expression(value, in: nil, expecting: .int) else { return nil }
    guard [.int, .open].contains(typed.type.type), !typed.type.isNullable else {
      report(.notACount(at: value.range))
      return nil
    }
    if case .constant(.int(let number)) = typed.expression, number < 0 {
      report(.notACount(at: value.range))
      return nil
    }
    return typed.expression
  }
}

extension Syntax {
  /// Whether it is a condition by its form.
  var isCondition: Bool {
    switch kind {
    case .comparison, .negatedComparison, .and, .or, .not: true
    default: false
    }
  }

  /// Whether a key says how to sort.
  var hasDirection: Bool { mainRange != child.mainRange }

  /// The parts that `and` joins, through parentheses.
  var conjuncts: [Syntax] {
    switch kind {
    case .and: children.flatMap { $0.conjuncts }
    case .parenthesized where child.kind == .and: child.conjuncts
    default: [self]
    }
  }
}

extension CommandSignature {
  /// Whether `name=value` makes a column, rather than being an argument.
  func isColumn(_ item: Syntax) -> Bool {
    switch positional {
    case .columns, .assignments, .aggregates: argument(item.mainText) == nil
    default: false
    }
  }

  /// What the command's operand is, in messages.
  fileprivate var operandName: String {
    switch (positional, result) {
    case (.condition, _): "a condition"
    case (.count, _): "a number"
    case (.rows, _): "the rows to join: `$name` or `$(…)`"
    case (.reference, _): "a field that holds an id"
    case (.file, _): "a file: `@name`"
    case (.format(let formats), _): "a format: \(formats.joined(separator: ", "))"
    case (.id, .rows(let resource)): "the id of a \(resource.name)"
    default: "a value"
    }
  }
}
