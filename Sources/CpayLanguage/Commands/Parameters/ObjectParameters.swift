import CpayModel
import CpaySyntax
import CpayValue

/// One id of a resource.
struct IDParameter: CommandParameter {
  let outlines: [ParameterOutline]
  private let resource: Resource

  /// An id of that resource.
  init(_ resource: Resource) {
    outlines = [
      ParameterOutline(
        "ID", wants: .id(resource), noun: "the id of a \(resource.name)", takes: "takes one id")
    ]
    self.resource = resource
  }

  func check(_ stage: StageChecker) -> CheckedExpression? {
    stage.operand().flatMap { stage.value($0, resource.idType) }
  }
}

/// Which objects of a resource are wanted: those that the API's filters let through, or those with
/// some ids.
struct SelectionParameter: CommandParameter {
  /// What is wanted.
  enum Value {
    case filters([FilterArgument])
    /// Objects by ids, which may rest on pages of lists.
    case ids(CheckedIDs, dropsMissing: Bool, pages: Set<String>)
  }

  /// What an id does that no object has.
  private enum Missing: String, CaseIterable {
    case fail
    case drop
  }

  private let resource: Resource
  private let missing = WordParameter<Missing>(
    "missing", default: .fail, "what an id does that no object has; `fail` by default")

  /// Objects of that resource.
  init(_ resource: Resource) {
    self.resource = resource
  }

  var outlines: [ParameterOutline] {
    resource.fields.filter(\.isServerFilter).map { field in
      ParameterOutline(
        field.name, field.type.type.typeName.uppercased(), wants: .value(field.type.type),
        "only those whose \(field.name) is this")
    } + [
      ParameterOutline(
        "ids", "[ID, …]|@FILE|ROWS", wants: .ids(resource),
        "those with these ids, in their order: a list, a file or rows")
    ] + missing.outlines
  }

  func check(_ stage: StageChecker) -> Value? {
    let given = stage.argument("ids")
    // Ids are looked up one by one, so that the API's filters do not apply to them.
    for item in stage.syntax.children where item.kind == .argument {
      switch item.mainText {
      case "ids": break
      case "missing":
        if given == nil, !stage.isMistaken { stage.report(.missingWithoutIDs, at: item.mainRange) }
      case let name where given != nil && resource.field(name)?.isServerFilter == true:
        stage.report(.filterBesideIDs(name, value: item.child.text), at: item.mainRange)
      default: break
      }
    }
    guard let given else { return filters(stage) }
    guard let missing = missing.check(stage), let ids = ids(given, stage) else { return nil }
    return .ids(ids, dropsMissing: missing == .drop, pages: pages(ids, stage))
  }

  /// The pages of lists that the rows rest on which have the ids.
  private func pages(_ ids: CheckedIDs, _ stage: StageChecker) -> Set<String> {
    if case .file(let path, isPage: true) = ids { return [path] }
    guard case .rows(let variable, _) = ids else { return [] }
    let type =
      stage.environment.scope.variables[variable]
      ?? stage.state.prerequisites.first { $0.name == variable }?.pipeline.type
    return if case .rows(let rows) = type { rows.pages } else { [] }
  }

  private func filters(_ stage: StageChecker) -> Value {
    var filters: [FilterArgument] = []
    for field in resource.fields where field.isServerFilter {
      guard let value = stage.argument(field.name) else { continue }
      if value.kind == .list {
        stage.report(.oneValueWanted(field.name, field.type.type, value.text), at: value.range)
      } else if let known = stage.value(value, field.type.type) {
        if case .constant(.string(let text)) = known, case .enumeration(let type) = field.type.type,
          type.index(of: text) == nil
        {
          stage.report(.otherAsFilter(field.name, text), at: value.range)
          continue
        }
        filters.append(FilterArgument(field: field, value: known))
      }
    }
    return .filters(filters)
  }

  /// A list of ids, a file that holds one a line, or rows that have them in a column.
  private func ids(_ value: Syntax, _ stage: StageChecker) -> CheckedIDs? {
    switch value.kind {
    case .word:
      return stage.expressions.constant(value, FieldType(resource.idType))
        .map { .value(.list([$0])) }
    case .literal where value.mainKind == .file:
      let path = stage.environment.resolved(TextLiteral.path(value.mainText))
      return list(in: path, value, stage)
    case .variable:
      let name = String(value.mainText.dropFirst())
      guard stage.environment.formals[name] == nil,
        case .rows(let rows) = stage.environment.scope.variables[name]
      else { break }
      return ids(of: rows, in: name, value, stage)
    case .subpipeline:
      guard let (name, type) = stage.pipelines.subpipeline(value) else { return nil }
      switch type {
      case .rows(let rows): return ids(of: rows, in: name, value, stage)
      case .value(let type):
        return ids(TypedExpression(.variable(name), type), value, stage)
      default:
        stage.report(.rowsWanted(value.text), at: value.range)
        return nil
      }
    default: break
    }
    return stage.expressions.reading(nil).expression(value, expecting: .list(resource.idType))
      .flatMap { ids($0, value, stage) }
  }

  /// The ids in a file, which is looked at where it can be.
  private func list(in path: String, _ value: Syntax, _ stage: StageChecker) -> CheckedIDs? {
    if let saved = stage.environment.saved[path] {
      guard let fields = saved.fields else {
        stage.report(.unknownRecordEnding(path, RecordFormat.allEndings), at: value.range)
        return nil
      }
      guard fields.contains(where: { $0.name == "id" }) else {
        stage.report(
          .fileWithoutIDs(path, columns: fields.map(\.name), resource), at: value.range)
        return nil
      }
      return .file(path, isPage: false)
    }
    guard path != "-" else { return .file(path, isPage: false) }
    switch stage.state.context.ids.list(path, resource) {
    case .mistake(let mistake):
      stage.pipelines.report(
        mistake.place == nil ? Diagnostic(mistake.finding, at: value.range) : mistake)
      return nil
    case .noIDs: return .emptyFile(path)
    case .ids(let isPage):
      if isPage { stage.report(.pageOfList(path), at: value.range) }
      return .file(path, isPage: isPage)
    }
  }

  /// The ids that an expression holds.
  private func ids(
    _ typed: TypedExpression, _ value: Syntax, _ stage: StageChecker
  ) -> CheckedIDs? {
    let wanted = ValueType.list(resource.idType)
    switch typed.type.type {
    case .file, .list: break
    case resource.idType, .string:
      if case .constant(.string(let text)) = typed.expression, !resource.isID(text) {
        let problem: LanguageProblem =
          text.isPath
          ? .fileNeedsSign(text)
          : .notAnID(text, prefix: resource.idPrefix, of: resource.name)
        // A text that a variable holds is mended where it is written.
        stage.report(value.unwrapped.isQuoted ? problem : .held(problem), at: value.range)
        return nil
      }
      guard stage.expressions.isMember(typed, of: resource.idType, at: value.range) else {
        return nil
      }
      return .value(.list([typed.expression]))
    default:
      stage.report(.wrongType(typed.type.type, wanted: wanted), at: value.range)
      return nil
    }
    guard
      typed.type.type == .file || stage.expressions.fits(typed, wanted, at: value.range),
      stage.expressions.isMember(typed, of: resource.idType, at: value.range)
    else { return nil }
    if typed.type.isNullable {
      stage.report(.mayBeMissing(value.operandText), at: value.range)
      return nil
    }
    if let path = stage.environment.knownPath(typed.expression) {
      return list(in: path, value, stage)
    }
    return .value(typed.expression)
  }

  /// The ids in the column `id` of rows.
  private func ids(
    of rows: RowType, in variable: String, _ value: Syntax, _ stage: StageChecker
  ) -> CheckedIDs? {
    guard let id = rows.value("id"), id.type.type.fits(resource.idType) else {
      stage.report(.noIDColumn(resource, rows), at: value.range)
      return nil
    }
    guard stage.lookAtIDs(id.expression, of: variable, resource, value.range) else { return nil }
    return .rows(variable: variable, id.expression)
  }
}

/// Evidence: a record that is written out or read from a file, and what a row does whose documents
/// cannot be used.
struct EvidenceParameter: CommandParameter {
  let outlines: [ParameterOutline]
  private let onMissing = WordParameter<CheckedEvidence.OnMissing>(
    "on_missing", default: .stop,
    "what a row does whose document is missing, unreadable or empty; `stop` by default")

  /// Evidence, which a command may do without where it is not required.
  init(isRequired: Bool, _ doc: String) {
    outlines =
      [
        ParameterOutline(
          "evidence", "EVIDENCE", isRequired: isRequired, wants: .record(.evidence), doc)
      ] + onMissing.outlines
  }

  func check(_ stage: StageChecker) -> CheckedEvidence?? {
    guard let onMissing = onMissing.check(stage) else { return nil }
    guard let value = stage.argument("evidence") else {
      guard let needless = stage.syntax.children.first(where: \.isOnMissing) else {
        return .some(nil)
      }
      stage.report(.onMissingWithoutEvidence, at: needless.range)
      return nil
    }
    return stage.lacking(onMissing).expressions.record(value, .evidence).map { record in
      CheckedEvidence(expression: record, onMissing: onMissing)
    }
  }

  func facts(_ evidence: CheckedEvidence?) -> StageFacts {
    guard evidence?.onMissing == .ineligible else { return StageFacts() }
    return StageFacts(detail: "rows whose documents cannot be used are not sent")
  }
}

extension Syntax {
  fileprivate var isOnMissing: Bool { kind == .argument && mainText == "on_missing" }
}

extension StageChecker {
  /// The same where documents that cannot be used are told of each row, or refuse the program.
  fileprivate func lacking(_ onMissing: CheckedEvidence.OnMissing) -> StageChecker {
    var inner = environment
    inner.toleratesMissing = onMissing == .ineligible
    return StageChecker(PipelineChecker(state, inner), syntax, command, behind: input)
  }
}

/// A field to name by and a value to draw.
struct LabelAndValueParameter: CommandParameter {
  /// Both columns.
  struct Value {
    let label: Column
    let value: Column
  }

  let outlines = [
    ParameterOutline(
      "LABEL VALUE", wants: .labelAndValue, noun: "a label and a value",
      takes: "takes a label and a value")
  ]

  func check(_ stage: StageChecker) -> Value? {
    let keys = stage.operands
    guard keys.count == 2 else {
      stage.report(
        .missingOperand(stage.command.name, "a label and a value"), at: stage.syntax.mainRange)
      return nil
    }
    guard let label = stage.expressions.expression(keys[0].child),
      let value = stage.expressions.expression(keys[1].child)
    else { return nil }
    guard value.type.type.isDrawable else {
      stage.report(.notDrawable(value.type.type), at: keys[1].range)
      return nil
    }
    guard stage.expressions.isKey(label, keys[0].child) else { return nil }
    return Value(label: column(keys[0].child, label), value: column(keys[1].child, value))
  }

  private func column(_ syntax: Syntax, _ typed: TypedExpression) -> Column {
    Column(
      name: syntax.columnName ?? syntax.text, expression: typed.expression, type: typed.type)
  }

  func facts(_ value: Value) -> StageFacts {
    StageFacts(reads: value.label.expression.fieldNames + value.value.expression.fieldNames)
  }
}

extension Resource {
  /// The type of its ids.
  var idType: ValueType { .id(prefix: idPrefix, of: name) }
}

extension ValueType {
  /// Whether a chart can draw it.
  fileprivate var isDrawable: Bool {
    switch self {
    case .int, .decimal, .money, .duration, .open: true
    default: false
    }
  }
}
