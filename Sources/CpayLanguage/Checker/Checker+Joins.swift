import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
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
    let isMoney = [left, right].map { $0.type.type == .money }
    guard left.type.type.isComparable(to: right.type.type), left.type.type.isScalar,
      isMoney[0] == isMoney[1]
    else {
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

extension Resource {
  /// The object as a record, for where it stands in place of its id.
  var record: RecordType {
    RecordType(
      name: name, keys: fields.map { RecordType.Key($0.name, $0.type.type, $0.doc) })
  }
}
