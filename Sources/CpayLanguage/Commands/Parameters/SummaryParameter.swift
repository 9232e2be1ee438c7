import CpaySyntax
import CpayValue

/// Groups and what is computed of each: `by=`, and columns as `name=sum(field)`.
struct SummaryParameter: CommandParameter {
  /// A summary, and the columns that are computed from it where they are more than its values.
  struct Value {
    let summary: Summary
    let columns: [Column]?
  }

  private let by = KeysParameter("by", "what makes a group; one of all rows by default")

  var outlines: [ParameterOutline] {
    [
      ParameterOutline(
        "name=AGGREGATE …", wants: .assignments, noun: "`name=sum(field)` or `by=`",
        takes: "takes `name=value`")
    ] + by.outlines
  }

  func check(_ stage: StageChecker) -> Value? {
    if let key = stage.operands.first {
      stage.report(
        .assignmentWanted(stage.command.name, isCondition: key.child.isCondition), at: key.range)
      return nil
    }
    if let (name, place) = misspeltKeys(stage) {
      stage.report(
        .unknownArgument(
          name, of: stage.command.name, among: stage.command.arguments.compactMap(\.name)),
        at: place)
      return nil
    }
    let before = stage.state.errorCount
    guard let rows = stage.rows else { return nil }
    let checkedKeys = by.check(stage)
    let keys = checkedKeys ?? []
    var environment = stage.environment
    let items = stage.columnItems
    // A field that stands alone was perhaps to be a key.
    let lacksKey = checkedKeys?.isEmpty == true && items.contains { isKeys($0.child, rows) }
    if checkedKeys == nil || stage.state.errorCount > before || lacksKey {
      environment.isInDoubt = true
    }
    if items.isEmpty, checkedKeys?.isEmpty == true {
      stage.report(
        .missingOperand(stage.command.name, "`name=sum(field)` or `by=`"),
        at: stage.syntax.mainRange)
    }
    let grouped = RowType(made: keys.map { RowType.Field(name: $0.name, type: $0.type) })
    let aggregation = Aggregation(rows, keys)
    let checker = ExpressionChecker(
      stage.state, environment, rows: grouped, aggregation: aggregation)
    var columns: [Column] = []
    var names = Set(keys.map(\.name))
    for item in items {
      let name = item.mainText
      if names.contains(name) { stage.report(.repeatedColumn(name), at: item.mainRange) }
      guard let typed = checker.expression(item.child) else { continue }
      names.insert(name)
      columns.append(Column(name: name, expression: typed.expression, type: typed.type))
    }
    guard columns.count == items.count, checkedKeys != nil else { return nil }
    return value(keys, columns, aggregation.found)
  }

  /// A name that is nearly `by`, where fields are given that can only be keys.
  private func misspeltKeys(_ stage: StageChecker) -> (name: String, place: Range<Int>)? {
    guard let rows = stage.rows, stage.argument("by") == nil else { return nil }
    let names = stage.command.arguments.compactMap(\.name)
    return stage.columnItems.first { item in
      Suggestion.nearest(to: item.mainText, among: names) != nil && isKeys(item.child, rows)
    }.map { ($0.mainText, $0.mainRange) }
  }

  /// Whether a value is a field of the rows, or several in brackets, which stand in no summary.
  private func isKeys(_ value: Syntax, _ rows: RowType) -> Bool {
    switch value.kind {
    case .name, .word:
      rows.field(value.text.prefix { $0 != "." }) != nil
    case .argument: isKeys(value.child, rows)
    case .list: !value.children.isEmpty && value.children.allSatisfy { isKeys($0, rows) }
    default: false
    }
  }

  /// The aggregates are columns themselves, where each column is one of them; else the columns are
  /// computed from them in a stage of its own.
  private func value(_ keys: [Column], _ columns: [Column], _ found: [Aggregate]) -> Value {
    let isPlain =
      columns.count == found.count
      && zip(columns, found).allSatisfy { $0.expression.path == $1.name }
    if isPlain {
      let named = zip(columns, found).map { column, aggregate in aggregate.named(column.name) }
      return Value(summary: Summary(keys: keys, aggregates: named), columns: nil)
    }
    let type = RowType(made: Summary(keys: keys, aggregates: found).fields)
    let kept = zip(keys, type.references).map { key, reference in
      Column(name: key.name, expression: .field(reference), type: key.type)
    }
    return Value(summary: Summary(keys: keys, aggregates: found), columns: kept + columns)
  }

  func facts(_ value: Value) -> StageFacts {
    let (keys, aggregates) = (value.summary.keys, value.summary.aggregates)
    let by = keys.isEmpty ? [] : ["by " + keys.map(\.name).joined(separator: ", ")]
    return StageFacts(
      detail: (aggregates.map(\.text) + by).joined(separator: ", "),
      reads: keys.flatMap(\.expression.fieldNames)
        + aggregates.flatMap { $0.operand?.fieldNames ?? [] },
      makes: keys.map(\.name) + (value.columns ?? []).map(\.name) + aggregates.map(\.name))
  }
}

/// What the values of a summary are computed from, while it is checked.
final class Aggregation {
  /// The rows that are summed up.
  let rows: RowType
  /// Whether each group has one currency only.
  let separatesCurrencies: Bool
  /// The columns before those of the values.
  private let keyCount: Int
  /// Whether there are keys, so that each group has a row at least.
  fileprivate var hasGroups: Bool { keyCount > 0 }
  /// What has to be computed of each group, so far.
  private(set) var found: [Aggregate] = []
  /// Whether a value inside an aggregate is being checked, where no other may stand.
  fileprivate(set) var isInside = false

  init(_ rows: RowType, _ keys: [Column]) {
    self.rows = rows
    separatesCurrencies = keys.contains { $0.type.type == .currency }
    keyCount = keys.count
  }

  /// Adds a value to compute; gives the column it will stand in, behind the keys.
  fileprivate func add(_ aggregate: Aggregate) -> FieldReference {
    found.append(aggregate)
    return FieldReference(
      name: aggregate.name, type: aggregate.type.type, slot: keyCount + found.count - 1,
      currencySlot: nil)
  }
}

extension Summary {
  /// The columns of its rows: the keys, then the values.
  var fields: [RowType.Field] {
    keys.map { RowType.Field(name: $0.name, type: $0.type) }
      + aggregates.map { RowType.Field(name: $0.name, type: $0.type) }
  }

  /// What its rows are, made from others.
  func output(over rows: RowType) -> RowType {
    let values = aggregates.compactMap { aggregate in
      aggregate.operand.map {
        Column(name: aggregate.name, expression: $0, type: aggregate.type)
      }
    }
    return RowType(made: fields).inCurrencies(of: keys + values, over: rows)
  }
}

extension ExpressionChecker {
  /// `sum(x)` and its like: inside `summarize`, of its rows.
  func aggregate(_ syntax: Syntax, _ function: AggregateFunction) -> TypedExpression? {
    guard let outer = aggregation else {
      report(.aggregateOutside(function), at: syntax.range)
      return nil
    }
    guard !outer.isInside else {
      report(.aggregateInside(function), at: syntax.range)
      return nil
    }
    let arguments = syntax.children
    if arguments.count > 1 || arguments.isEmpty && function != .count {
      report(.wrongArity(function.rawValue, "one value"), at: syntax.range)
      return nil
    }
    outer.isInside = true
    defer { outer.isInside = false }
    var operand: TypedExpression?
    if let argument = arguments.first {
      if reading(outer.rows).refusesQuotedField([argument]) { return nil }
      guard let typed = reading(outer.rows).expression(argument) else { return nil }
      operand = typed
    }
    guard let type = type(of: function, operand, outer, at: syntax) else { return nil }
    let column = outer.add(
      Aggregate(
        name: state.hiddenName(), function: function, operand: operand?.expression, type: type,
        text: syntax.text))
    return TypedExpression(.field(column), type)
  }

  private func type(
    of function: AggregateFunction, _ operand: TypedExpression?, _ aggregation: Aggregation,
    at syntax: Syntax
  ) -> FieldType? {
    guard let operand else { return FieldType(.int) }
    guard let type = function.result(operand.type.type) else {
      report(.noAggregate(function, operand.type.type), at: syntax.range)
      return nil
    }
    let currency = operand.expression.currency(
      in: aggregation.rows, isGrouped: aggregation.separatesCurrencies)
    if operand.type.type == .money, function != .count, currency == .several {
      let isOwn = !aggregation.rows.isMade && aggregation.rows.field("currency") != nil
      let currency = isOwn ? "currency" : operand.expression.path.map { "\($0).currency" }
      report(
        .mixedCurrencies(
          function, syntax.text, currency ?? "currency",
          isGrouped: aggregation.separatesCurrencies), at: syntax.range)
      return nil
    }
    // A group has a row; all rows together may be none.
    let isThere = function == .count || aggregation.hasGroups && !operand.type.isNullable
    return FieldType(
      type, isNullable: !isThere,
      numbers: type == .string ? operand.type.numbers : .point)
  }
}

extension Aggregate {
  fileprivate func named(_ name: String) -> Aggregate {
    Aggregate(name: name, function: function, operand: operand, type: type, text: text)
  }
}
