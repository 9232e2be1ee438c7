import CpaySyntax
import CpayValue

/// Columns to keep and new ones, as `name=expression`, in the order written.
struct ColumnsParameter: CommandParameter {
  let outlines = [
    ParameterOutline(
      "FIELD, name=VALUE …", wants: .fields(ordered: false), noun: "a field",
      takes: "takes fields, separated by commas")
  ]

  func check(_ stage: StageChecker) -> [Column]? { stage.columns() }

  func facts(_ columns: [Column]) -> StageFacts { columns.facts }
}

/// New columns only, as `name=expression`.
struct AssignmentsParameter: CommandParameter {
  let outlines = [
    ParameterOutline(
      "name=VALUE …", wants: .assignments, noun: "`name=value`", takes: "takes `name=value`")
  ]

  func check(_ stage: StageChecker) -> [Column]? {
    if let key = stage.operands.first {
      stage.report(
        .assignmentWanted(stage.command.name, isCondition: key.child.isCondition), at: key.range)
      return nil
    }
    return stage.columns()
  }

  func facts(_ columns: [Column]) -> StageFacts { columns.facts }
}

extension [Column] {
  fileprivate var facts: StageFacts {
    StageFacts(
      detail: map(\.name).joined(separator: ", "), reads: flatMap(\.expression.fieldNames),
      makes: map(\.name))
  }
}

extension StageChecker {
  /// The columns that the stage is given, each with a name of its own.
  fileprivate func columns() -> [Column]? {
    let items = columnItems
    if items.isEmpty {
      report(
        .missingOperand(command.name, command.operand?.noun ?? "a field"), at: syntax.mainRange)
      return nil
    }
    var columns: [Column] = []
    var names: Set<String> = []
    for item in items {
      let isNamed = item.kind == .argument
      guard let name = isNamed ? item.mainText : item.child.columnName else {
        report(.columnNeedsName, at: item.range)
        continue
      }
      guard let typed = expressions.expression(item.child) else { continue }
      if !names.insert(name).inserted {
        report(.repeatedColumn(name), at: isNamed ? item.mainRange : item.range)
        continue
      }
      columns.append(Column(name: name, expression: typed.expression, type: typed.type))
    }
    // What is wrong may not have been told, where it may follow from a mistake before.
    return columns.count == items.count ? columns : nil
  }
}

extension Syntax {
  /// What a column is called that has no name of its own.
  var columnName: String? {
    switch kind {
    case .name, .member: mainText
    case .parenthesized: child.columnName
    case .word: mainText.split(separator: ".").last.map(String.init)
    case .subscription where child.kind == .name && child.mainText == "row":
      children.count > 1 ? TextLiteral.text(children[1].mainText) : nil
    default: nil
    }
  }
}
