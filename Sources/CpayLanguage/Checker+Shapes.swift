import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  // MARK: Columns and keys

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

  // MARK: Rows

  /// The rows of a file.
  mutating func records(_ arguments: CheckedArguments, at syntax: Syntax) -> RowType? {
    if case .constant(.text(let name)) = arguments.named["schema"],
      let resource = Resource.served.first(where: { $0.name == name })
    {
      return RowType(resource, isFetched: false)
    }
    guard let operand = arguments.operand else { return nil }
    guard let path = knownPath(operand) else { return unknownRecords(syntax) }
    let format: String? =
      if case .constant(.text(let name)) = arguments.named["format"] { name } else { nil }
    switch context.records(path, format) {
    case .success(let fields?): return RowType(made: fields)
    case .success(nil): return unknownRecords(syntax)
    case .failure(let failure):
      let place = syntax.children.first { $0.kind == .key }?.range ?? syntax.range
      report(.unreadableFile(path, failure.reason, at: place))
      return nil
    }
  }

  /// Rows of a file that only running tells of; every name is a column of text until then.
  private mutating func unknownRecords(_ syntax: Syntax) -> RowType {
    let file = syntax.children.first { $0.kind == .key } ?? syntax
    if expanding.isEmpty { report(.unknownColumns(file.text, at: file.range)) }
    return RowType(open: FieldType(.string, isNullable: true))
  }

  /// The path of a file, where it is known before the program runs.
  func knownPath(_ expression: CheckedExpression) -> String? {
    switch expression {
    case .constant(.file(let path)): return path
    case .variable(let name):
      if case .file(let path) = constants[name] { return path }
      return nil
    default: return nil
    }
  }

  /// Rows of made columns, with what is known of the money in them.
  func made(_ columns: [CheckedArguments.Column], over rows: RowType) -> RowType {
    let type = RowType(
      made: columns.map { RowType.Field(name: $0.name, type: $0.type) }, over: rows)
    let known = columns.filter { column in
      column.expression.path.map { rows.oneCurrency.contains($0) } ?? false
    }
    return type.inOneCurrency(Set(known.map(\.name)))
  }

  /// The rows with columns added or, where they are not the object's own, replaced.
  mutating func extended(
    _ rows: RowType, _ columns: [CheckedArguments.Column], at syntax: Syntax
  ) -> RowType? {
    var fields = rows.fields
    for column in columns {
      if rows.subject?.field(column.name) != nil {
        report(.shadows(column.name, rows, at: syntax.range))
        return nil
      }
      let field = RowType.Field(name: column.name, type: column.type)
      if let place = fields.firstIndex(where: { $0.name == column.name }) {
        fields[place] = field
      } else {
        fields.append(field)
      }
    }
    return RowType(made: fields, over: rows).knowing(rows)
  }

  // MARK: Joining

  /// The rows to join: a variable, or a pipeline of their own.
  mutating func otherRows(_ value: Syntax) -> (name: String, type: RowType)? {
    var found: (name: String, type: PipelineType)?
    switch value.kind {
    case .variable:
      if isTyped(value) { expect(.variable(.rows)) }
      let name = String(value.mainText.dropFirst())
      guard let type = scope.variables[name] else {
        if !poisoned.contains(name) {
          report(.unknownVariable(name, scope: scope, at: value.range))
        }
        return nil
      }
      found = (name, type)
    case .subpipeline: found = subpipeline(value)
    default: report(.rowsWanted(value.text, at: value.range))
    }
    guard let found else { return nil }
    guard case .rows(let type) = found.type else {
      report(.rowsWanted(value.text, at: value.range))
      return nil
    }
    return (found.name, type)
  }

  mutating func joined(
    _ rows: RowType, _ arguments: CheckedArguments, at syntax: Syntax
  ) -> RowType? {
    guard let other = arguments.rows?.type, case .constant(.text(let key)) = arguments.named["on"]
    else { return nil }
    let place = syntax.children.first { $0.mainText == "on" }?.child.range ?? syntax.range
    guard let left = rows.field(key) else {
      report(.unknownField(key, of: rows, at: place))
      return nil
    }
    guard let right = other.field(key) else {
      report(.unknownField(key, of: other, at: place))
      return nil
    }
    guard left.type.type.isComparable(to: right.type.type), left.type.type.isScalar else {
      report(.mismatch(left.type.type, right.type.type, key, at: place))
      return nil
    }
    let isLeft: Bool =
      if case .constant(.text("left")) = arguments.named["kind"] { true } else { false }
    var fields = rows.fields
    for field in other.fields where field.name != key {
      if fields.contains(where: { $0.name == field.name }) {
        report(.joinClash(field.name, at: syntax.mainRange))
        return nil
      }
      let isNullable = field.type.isNullable || isLeft
      fields.append(
        RowType.Field(
          name: field.name, type: FieldType(field.type.type, isNullable: isNullable)))
    }
    let type =
      other.openType == nil
      ? RowType(made: fields, over: rows)
      : RowType(made: fields, over: rows).open(FieldType(.string, isNullable: true))
    return type.knowing(rows)
  }

  // MARK: Expanding

  mutating func reference(
    _ value: Syntax, _ signature: CommandSignature, _ rows: RowType?,
    _ result: inout CheckedArguments
  ) {
    guard let typed = expression(value, in: rows) else { return }
    guard case .field(let name) = typed.expression, let rows, !rows.isMade,
      case .id(_, let resource) = typed.type.type,
      Resource.served.contains(where: { $0.name == resource }), rows.subject?.name != resource
    else {
      return report(.notAReference(value.text, rows, at: value.range))
    }
    result.word = name
    result.operand = typed.expression
  }

  mutating func expanded(
    _ rows: RowType, _ arguments: CheckedArguments, at syntax: Syntax
  ) -> RowType? {
    guard let name = arguments.word, case .id(_, let target) = rows.field(name)?.type.type,
      let resource = Resource.served.first(where: { $0.name == target })
    else { return nil }
    return rows.expanding(name, to: resource.record)
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

extension Resource {
  /// The object as a record, for where it stands in place of its id.
  var record: RecordType {
    RecordType(
      name: name, keys: fields.map { RecordType.Key($0.name, $0.type.type, $0.doc) })
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
