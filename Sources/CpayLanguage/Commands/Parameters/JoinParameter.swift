import CpayModel
import CpaySyntax
import CpayValue

/// Other rows, the column that both sides have, and what becomes of rows without a match.
struct JoinParameter: CommandParameter {
  /// A join and the rows it makes.
  struct Value {
    let join: Join
    let type: RowType
    /// How the other rows are made, where the program says so.
    let other: CheckedRows?
    /// Where the column is named.
    let place: Range<Int>
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
      if let others = stage.rows(named: other.name),
        stage.refusesKeys(right.expression, others, comparedWith: left.type.type, place)
      {
        return nil
      }
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
      variable: other.name, column: key, keys: keys(left, rows, right, other.type),
      key: left.expression, otherKey: right.expression, kind: kind,
      columns: rows.references.map { .own($0) }
        + other.type.references.filter { $0.name != key }.map { .other($0) })
    return Value(
      join: join,
      type: type.knowing(rows).inOneCurrency(other.type.oneCurrency)
        .resting(on: other.type.pages),
      other: stage.rows(named: other.name), place: place)
  }

  /// What the keys are: ids where one side has them.
  private func keys(
    _ left: TypedExpression, _ own: RowType, _ right: TypedExpression, _ other: RowType
  ) -> Join.Keys {
    switch (left.type.type, right.type.type) {
    case (.id(_, let name), let type), (let type, .id(_, let name)):
      guard type.isText || type == .open,
        let resource = Resource.served.first(where: { $0.name == name })
      else { return .values }
      return .ids(
        resource, checksOwn: left.type.type.isText(of: own),
        checksOther: right.type.type.isText(of: other))
    case (.currency, _), (_, .currency): return .currencies
    default: return .values
    }
  }

  func facts(_ value: Value) -> StageFacts {
    let made = value.join.columns.compactMap { column -> String? in
      if case .other(let field) = column { field.name } else { nil }
    }
    return StageFacts(
      detail: value.join.variable.variableText, reads: value.join.key.fieldNames, makes: made)
  }
}

extension ValueType {
  /// Whether a key of that type may be any text: what the API says of an id is one.
  fileprivate func isText(of rows: RowType) -> Bool {
    if case .id = self { rows.freshness == .filed } else { true }
  }
}

extension StageChecker {
  /// Looks at the keys of a join that come straight from files: those that should be ids, and those
  /// that may occur once.
  func lookAtKeys(_ value: JoinParameter.Value, of own: CheckedRows) {
    var (ownIDs, otherIDs): (Resource?, Resource?)
    if case .ids(let resource, let checksOwn, let checksOther) = value.join.keys {
      (ownIDs, otherIDs) = (checksOwn ? resource : nil, checksOther ? resource : nil)
    }
    if let ownIDs {
      guard look(at: value.join.key, own, ids: ownIDs, value.place) != nil else { return }
    }
    // Currencies are the same in either case of letters.
    if case .currencies = value.join.keys { return }
    guard let other = value.other,
      let repeated = look(at: value.join.otherKey, other, ids: otherIDs, value.place)?.repeated,
      let file = origin(of: value.join.otherKey, other)?.file
    else { return }
    report(.repeatedKey(repeated, file: file.path), at: value.place)
  }

  /// Whether keys of another type than ids come straight from a file and are none, which is reported
  /// with their lines.
  fileprivate func refusesKeys(
    _ key: CheckedExpression, _ rows: CheckedRows, comparedWith type: ValueType,
    _ place: Range<Int>
  ) -> Bool {
    guard case .id(_, let name) = type,
      let resource = Resource.served.first(where: { $0.name == name })
    else { return false }
    return look(at: key, rows, ids: resource, place) == nil
  }

  /// Looks at the ids of rows that come straight from a file; says whether they can be.
  func lookAtIDs(
    _ id: CheckedExpression, of variable: String, _ resource: Resource, _ place: Range<Int>
  ) -> Bool {
    guard let rows = rows(named: variable) else { return true }
    return look(at: id, rows, ids: resource, isComplete: true, place) != nil
  }

  /// What is found of keys; nil where they are no ids, which is reported.
  private func look(
    at key: CheckedExpression, _ rows: CheckedRows, ids resource: Resource?,
    isComplete: Bool = false, _ place: Range<Int>
  ) -> KeyLook? {
    guard let (file, name) = origin(of: key, rows) else { return .nothing }
    let found = state.context.ids.keys(
      KeyColumn(file: file, name: name, resource: resource, isComplete: isComplete))
    if let mistakes = found.mistakes, mistakes.count > 0 {
      report(.keysAreNoIDs(mistakes, file: file.path), at: place)
      return nil
    }
    return found
  }

  /// The column of a file that a key is read from, where every row of the file is still there.
  private func origin(
    of key: CheckedExpression, _ rows: CheckedRows
  ) -> (file: LookedFile, column: String)? {
    // Variables made from variables may be many, each from one that was there before it.
    var (key, rows) = (key, rows)
    while true {
      for step in rows.steps.reversed() {
        switch (step.stage, key) {
        case (.columns(let columns), .field(let field)) where columns.indices.contains(field.slot):
          key = columns[field.slot].expression
        case (.added(let columns), .field(let field)):
          // A column that is not among them keeps its place.
          key = columns.first { $0.name == field.name }?.expression ?? key
        case (.sort, _): break
        default: return nil
        }
      }
      guard case .field(let field) = key else { return nil }
      switch rows.source {
      case .variable(let name):
        guard let before = self.rows(named: name) else { return nil }
        rows = before
      case .file: return rows.sourceType.file.map { ($0, field.name) }
      default: return nil
      }
    }
  }

  /// How the rows are made that a variable or a pipeline in an expression stands for.
  func rows(named name: String) -> CheckedRows? {
    if let flow = environment.flows[name] { return flow }
    guard let inner = state.prerequisites.last(where: { $0.name == name }),
      case .rows(let rows) = inner.pipeline.flow
    else { return nil }
    return rows
  }

  /// The rows that a variable holds, or that a pipeline of their own yields.
  func otherRows(_ value: Syntax) -> (name: String, type: RowType)? {
    var found: (name: String, type: PipelineType)?
    switch value.kind {
    case .variable:
      observe(.variable(.rows), at: value)
      let name = String(value.mainText.dropFirst())
      guard let type = environment.scope.variables[name] else {
        if environment.misses(name) {
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
