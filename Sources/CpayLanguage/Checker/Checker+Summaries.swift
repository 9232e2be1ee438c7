import CpaySyntax
import CpayValue

/// What the values of a summary are computed from, while it is checked.
struct Aggregation {
  /// The rows that are summed up.
  let rows: RowType
  /// Whether each group has one currency only.
  let separatesCurrencies: Bool
  /// What has to be computed of each group, so far.
  var found: [CheckedArguments.Aggregate] = []
  /// Whether a value inside an aggregate is being checked, where no other may stand.
  var isInside = false
}

extension Checker {
  /// The stages of `summarize`: one that groups and sums up, and one that calculates with the
  /// sums where the program does.
  mutating func summary(
    _ syntax: Syntax, _ signature: CommandSignature, _ rows: RowType
  ) -> [CheckedStage]? {
    let before = errorCount
    var arguments = arguments(of: syntax, signature, rows: rows)
    if let key = syntax.children.first(where: { $0.kind == .key }) {
      report(.assignmentWanted(signature, key.child, at: key.range))
    }
    let keyRows = RowType(
      made: arguments.keys.map { RowType.Field(name: $0.name, type: $0.type) })
    aggregation = Aggregation(
      rows: rows, separatesCurrencies: arguments.keys.contains { $0.type.type == .currency })
    defer { aggregation = nil }
    let items = syntax.children.filter { $0.kind == .argument && signature.isColumn($0) }
    if items.isEmpty, arguments.keys.isEmpty {
      report(.missingOperand(signature, "`name=sum(field)` or `by=`", at: syntax.mainRange))
    }
    var columns = arguments.keys.map { key in
      CheckedArguments.Column(name: key.name, expression: .field(key.name), type: key.type)
    }
    for item in items {
      if columns.contains(where: { $0.name == item.mainText }) {
        report(.repeatedColumn(item.mainText, at: item.mainRange))
      }
      guard let typed = expression(item.child, in: keyRows) else { continue }
      columns.append(
        CheckedArguments.Column(
          name: item.mainText, expression: typed.expression, type: typed.type))
    }
    guard errorCount == before else { return nil }
    return stages(syntax, signature, rows, &arguments, columns)
  }

  private func stages(
    _ syntax: Syntax, _ signature: CommandSignature, _ rows: RowType,
    _ arguments: inout CheckedArguments, _ columns: [CheckedArguments.Column]
  ) -> [CheckedStage]? {
    let found = aggregation?.found ?? []
    let values = columns.dropFirst(arguments.keys.count)
    let isPlain =
      values.count == found.count
      && zip(values, found).allSatisfy { $0.expression.path == $1.name }
    arguments.aggregates =
      isPlain
      ? zip(values, found).map { column, aggregate in aggregate.named(column.name) } : found
    let fields =
      arguments.keys.map { RowType.Field(name: $0.name, type: $0.type) }
      + arguments.aggregates.map { RowType.Field(name: $0.name, type: $0.type) }
    let grouped = RowType(made: fields)
    let money = Set(fields.filter { $0.type.type == .money }.map(\.name))
    let keepsCurrency = found.allSatisfy { $0.operand.map { isInOneCurrency($0, rows) } ?? true }
    let output = keepsCurrency ? grouped.inOneCurrency(money) : grouped
    let first = CheckedStage(
      signature: signature, arguments: arguments, input: .rows(rows), output: .rows(output))
    guard !isPlain,
      let select = context.catalog.signatures.first(where: { $0.positional == .columns })
    else { return [first] }
    var calculation = CheckedArguments()
    calculation.columns = columns
    return [
      first,
      CheckedStage(
        signature: select, arguments: calculation, input: .rows(output),
        output: .rows(made(columns, over: output))),
    ]
  }

  /// `sum(x)` and its like: inside `summarize`, of its rows.
  mutating func aggregate(
    _ syntax: Syntax, _ function: AggregateFunction
  ) -> TypedExpression? {
    guard let outer = aggregation else {
      report(.aggregateOutside(function, at: syntax.range))
      return nil
    }
    guard !outer.isInside else {
      report(.aggregateInside(function, at: syntax.range))
      return nil
    }
    let arguments = syntax.children
    if arguments.count > 1 || arguments.isEmpty && function != .count {
      report(.wrongArity(function.rawValue, "one value", at: syntax.range))
      return nil
    }
    aggregation?.isInside = true
    defer { aggregation?.isInside = false }
    var operand: TypedExpression?
    if let argument = arguments.first {
      guard let typed = expression(argument, in: outer.rows) else { return nil }
      operand = typed
    }
    guard let type = type(of: function, operand, outer, at: syntax) else { return nil }
    let name = hiddenName()
    aggregation?.found.append(
      CheckedArguments.Aggregate(
        name: name, function: function, operand: operand?.expression, type: type,
        text: syntax.text))
    return TypedExpression(.field(name), type)
  }

  private mutating func type(
    of function: AggregateFunction, _ operand: TypedExpression?, _ aggregation: Aggregation,
    at syntax: Syntax
  ) -> FieldType? {
    guard let operand else { return FieldType(.int) }
    guard let type = function.result(operand.type.type) else {
      report(.noAggregate(function, operand.type.type, at: syntax.range))
      return nil
    }
    if operand.type.type == .money, function != .count, !aggregation.separatesCurrencies,
      !isInOneCurrency(operand.expression, aggregation.rows)
    {
      let isOwn = !aggregation.rows.isMade && aggregation.rows.field("currency") != nil
      let currency = isOwn ? "currency" : operand.expression.path.map { "\($0).currency" }
      report(.mixedCurrencies(function, syntax.text, currency ?? "currency", at: syntax.range))
      return nil
    }
    return FieldType(type, isNullable: function != .count)
  }

  /// Whether all money that an expression yields has one currency.
  func isInOneCurrency(_ expression: CheckedExpression, _ rows: RowType) -> Bool {
    if let path = expression.path {
      return rows.oneCurrency.contains(path) || !isMoney(path, rows)
    }
    if case .call(.money, _) = expression { return false }
    return expression.parts.allSatisfy { isInOneCurrency($0, rows) }
  }

  private func isMoney(_ path: String, _ rows: RowType) -> Bool {
    guard let field = rows.field(path) else { return true }
    return [.money, .open].contains(field.type.type)
  }
}

extension CheckedArguments.Aggregate {
  fileprivate func named(_ name: String) -> CheckedArguments.Aggregate {
    CheckedArguments.Aggregate(
      name: name, function: function, operand: operand, type: type, text: text)
  }
}
