import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  /// One column, in the order written: `name=value`, or a field that names itself.
  mutating func column(_ item: Syntax, _ rows: RowType?, _ result: inout CheckedArguments) {
    let isNamed = item.kind == .argument
    guard let name = isNamed ? item.mainText : item.child.columnName else {
      return report(.columnNeedsName(at: item.range))
    }
    guard let typed = expression(item.child, in: rows) else { return }
    if result.columns.contains(where: { $0.name == name }) {
      return report(.repeatedColumn(name, at: isNamed ? item.mainRange : item.range))
    }
    result.columns.append(
      CheckedArguments.Column(name: name, expression: typed.expression, type: typed.type))
  }

  mutating func sortKey(_ key: Syntax, _ rows: RowType?, _ result: inout CheckedArguments) {
    guard let typed = expression(key.child, in: rows) else { return }
    guard typed.type.type.isScalar else {
      return report(.notSortable(typed.type.type, at: key.child.range))
    }
    result.sortKeys.append(
      CheckedArguments.SortKey(
        expression: typed.expression, type: typed.type.type,
        isDescending: key.hasDirection && key.mainText == "desc", text: key.child.text))
  }

  /// What `by=` holds: one field, or several in brackets.
  mutating func keys(_ value: Syntax, _ rows: RowType?) -> [CheckedArguments.Column] {
    var result: [CheckedArguments.Column] = []
    for element in value.kind == .list ? value.children : [value] {
      guard let typed = expression(element, in: rows) else { continue }
      guard typed.type.type.isScalar || typed.type.type == .null else {
        report(.notGroupable(typed.type.type, at: element.range))
        continue
      }
      let name = element.columnName ?? "key"
      if result.contains(where: { $0.name == name }) {
        report(.repeatedColumn(name, at: element.range))
        continue
      }
      result.append(
        CheckedArguments.Column(name: name, expression: typed.expression, type: typed.type))
    }
    return result
  }

  /// The field to name by and the value to draw.
  mutating func chart(
    _ keys: [Syntax], of syntax: Syntax, _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    guard keys.count == 2 else {
      return report(.missingOperand(signature, "a label and a value", at: syntax.mainRange))
    }
    for key in keys {
      guard let typed = expression(key.child, in: rows) else { return }
      if key.range == keys[1].range, !typed.type.type.isDrawable {
        return report(.notDrawable(typed.type.type, at: key.range))
      }
      result.columns.append(
        CheckedArguments.Column(
          name: key.child.columnName ?? key.child.text, expression: typed.expression,
          type: typed.type))
    }
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

extension ValueType {
  /// Whether a chart can draw it.
  var isDrawable: Bool {
    switch self {
    case .int, .decimal, .money, .duration, .open: true
    default: false
    }
  }
}
