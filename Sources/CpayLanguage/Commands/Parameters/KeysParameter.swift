import CpaySyntax
import CpayValue

/// Fields to order by, each with `asc` or `desc`.
struct SortKeysParameter: CommandParameter {
  let outlines = [
    ParameterOutline(
      "FIELD [asc|desc], …", wants: .fields(ordered: true), noun: "a field",
      takes: "takes fields, separated by commas")
  ]

  func check(_ stage: StageChecker) -> [SortKey]? {
    if stage.operands.isEmpty {
      stage.report(.missingOperand(stage.command.name, "a field"), at: stage.syntax.mainRange)
      return nil
    }
    let keys = stage.operands.compactMap { key(stage, $0) }
    return keys.count == stage.operands.count ? keys : nil
  }

  private func key(_ stage: StageChecker, _ key: Syntax) -> SortKey? {
    guard let typed = stage.expressions.expression(key.child) else { return nil }
    guard typed.type.type.isScalar else {
      stage.report(.notSortable(typed.type.type), at: key.child.range)
      return nil
    }
    guard stage.expressions.isKey(typed, key.child) else { return nil }
    return SortKey(
      expression: typed.expression, type: typed.type.type,
      isDescending: key.hasDirection && key.mainText == "desc", text: key.child.text)
  }

  func facts(_ keys: [SortKey]) -> StageFacts {
    StageFacts(
      detail: keys.map { $0.text + ($0.isDescending ? " desc" : "") }.joined(separator: ", "),
      reads: keys.flatMap(\.expression.fieldNames))
  }
}

/// Fields to tell rows apart by, one or several in brackets, which are given by name or are not.
struct KeysParameter: CommandParameter {
  let outlines: [ParameterOutline]
  private let name: String

  /// Fields called `name`.
  init(_ name: String, _ doc: String) {
    outlines = [ParameterOutline(name, "FIELD|[FIELD, name=VALUE, …]", wants: .keys, doc)]
    self.name = name
  }

  func check(_ stage: StageChecker) -> [Column]? {
    guard let value = stage.argument(name) else { return [] }
    var keys: [Column] = []
    var names: Set<String> = []
    let elements = value.kind == .list ? value.children : [value]
    for element in elements {
      let isNamed = element.kind == .argument
      let key = isNamed ? element.child : element
      guard let typed = stage.expressions.expression(key) else { continue }
      guard typed.type.type.isScalar || typed.type.type == .null else {
        stage.report(.notGroupable(typed.type.type), at: key.range)
        continue
      }
      guard stage.expressions.isKey(typed, key) else { continue }
      let name = isNamed ? element.mainText : key.columnName ?? "key"
      guard names.insert(name).inserted else {
        stage.report(.repeatedColumn(name), at: isNamed ? element.mainRange : element.range)
        continue
      }
      keys.append(Column(name: name, expression: typed.expression, type: typed.type))
    }
    return keys.count == elements.count ? keys : nil
  }

  func facts(_ keys: [Column]) -> StageFacts {
    StageFacts(
      detail: keys.map(\.name).joined(separator: ", "), reads: keys.flatMap(\.expression.fieldNames)
    )
  }
}
