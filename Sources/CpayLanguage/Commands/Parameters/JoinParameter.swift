import CpayModel
import CpaySyntax
import CpayValue

/// Other rows, the column that both sides have, and what becomes of rows without a match.
struct JoinParameter: CommandParameter {
  /// A join and the rows it makes.
  struct Value {
    let join: Join
    let type: RowType
  }

  private let kind = WordParameter<Join.Kind>(
    "kind", default: .inner,
    "whether a row without a match is dropped, `inner`, or kept; `inner` by default")

  var outlines: [ParameterOutline] {
    [
      ParameterOutline(
        "ROWS", wants: .rows, noun: "the rows to join: `$name` or `$(…)`",
        takes: "takes one variable or `$(…)`"),
      ParameterOutline(
        "on", "COLUMN", isRequired: true, wants: .sharedColumn, "the column both sides have"),
    ] + kind.outlines
  }

  func check(_ stage: StageChecker) -> Value? {
    let other = stage.operand().flatMap { stage.otherRows($0) }
    guard let kind = kind.check(stage), let on = stage.argument("on") else { return nil }
    stage.observe(.argument(.sharedColumn, stage.rows, other: other?.type), at: on)
    guard let other, let rows = stage.rows else { return nil }
    guard on.kind == .word || on.kind == .literal else {
      stage.report(.columnNameWanted, at: on.range)
      return nil
    }
    let name = on.kind == .word ? on.text : TextLiteral.text(on.text)
    return join(stage, rows, other, kind, on: name, at: on.range)
  }

  private func join(
    _ stage: StageChecker, _ rows: RowType, _ other: (name: String, type: RowType),
    _ kind: Join.Kind, on key: String, at place: Range<Int>
  ) -> Value? {
    guard let left = rows.value(key) else {
      stage.report(.unknownField(key, of: rows), at: place)
      return nil
    }
    guard let right = other.type.value(key) else {
      stage.report(.unknownField(key, of: other.type), at: place)
      return nil
    }
    let isMoney = [left, right].map { $0.type.type == .money }
    guard left.type.type.isComparable(to: right.type.type), left.type.type.isScalar,
      isMoney[0] == isMoney[1]
    else {
      stage.report(.mismatch(left.type.type, right.type.type, key), at: place)
      return nil
    }
    var fields = rows.fields
    for field in other.type.fields where field.name != key {
      if fields.contains(where: { $0.name == field.name }) {
        stage.report(.joinClash(field.name), at: stage.syntax.mainRange)
        return nil
      }
      let isNullable = field.type.isNullable || kind == .left
      fields.append(
        RowType.Field(
          name: field.name, type: field.type.nullable(isNullable)))
    }
    let made = RowType(made: fields, over: rows)
    let type =
      other.type.openType == nil ? made : made.open(FieldType(.string, isNullable: true))
    let join = Join(
      variable: other.name, key: left.expression, otherKey: right.expression, kind: kind,
      columns: rows.references.map { .own($0) }
        + other.type.references.filter { $0.name != key }.map { .other($0) })
    return Value(join: join, type: type.knowing(rows).resting(on: other.type.pages))
  }

  func facts(_ value: Value) -> StageFacts {
    let made = value.join.columns.compactMap { column -> String? in
      if case .other(let field) = column { field.name } else { nil }
    }
    return StageFacts(
      detail: value.join.variable.variableText, reads: value.join.key.fieldNames, makes: made)
  }
}

extension StageChecker {
  /// The rows that a variable holds, or that a pipeline of their own yields.
  func otherRows(_ value: Syntax) -> (name: String, type: RowType)? {
    var found: (name: String, type: PipelineType)?
    switch value.kind {
    case .variable:
      observe(.variable(.rows), at: value)
      let name = String(value.mainText.dropFirst())
      guard let type = environment.scope.variables[name] else {
        if !environment.poisoned.contains(name) {
          report(environment.unknownVariable(name), at: value.range)
        }
        return nil
      }
      found = (name, type)
    case .subpipeline: found = pipelines.subpipeline(value)
    default: report(.rowsWanted(value.text), at: value.range)
    }
    guard let found else { return nil }
    guard case .rows(let type) = found.type else {
      report(.rowsWanted(value.text), at: value.range)
      return nil
    }
    return (found.name, type)
  }
}
