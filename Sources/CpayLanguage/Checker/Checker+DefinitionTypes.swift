import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  /// What a definition asks of rows, what it makes of them, and how far it reaches:
  /// `rows<T with evidence_due_by: timestamp?> → same, pure`.
  func typeName(of definition: Definition) -> String {
    if startsWithSource(definition.body, definition.known) {
      let pipeline = apart(definition) { $0.pipeline(definition.body) }
      return pipeline?.typeText ?? "?"
    }
    for resource in Resource.served {
      guard let pipeline = pipeline(of: definition, behind: RowType(resource)) else { continue }
      let asked = pipeline.askedFields.compactMap { resource.field($0) }
        .map { "\($0.name): \($0.type.typeName)" }
      return typeText(asked, pipeline, resource)
    }
    let open = RowType(open: FieldType(.open))
    guard let pipeline = pipeline(of: definition, behind: open) else { return "?" }
    return typeText(pipeline.askedFields, pipeline, nil)
  }

  private func typeText(
    _ asked: [String], _ pipeline: CheckedPipeline, _ resource: Resource?
  ) -> String {
    let input = asked.isEmpty ? "T" : "T with " + asked.joined(separator: ", ")
    return "rows<\(input)> → \(pipeline.outcomeName(over: resource)), \(pipeline.effect.name)"
  }

  /// The stages of a definition behind such rows; nil where they make no sense there.
  private func pipeline(of definition: Definition, behind rows: RowType) -> CheckedPipeline? {
    apart(definition) { checker in
      let (checked, inside) = checker.collectingPrerequisites { checker in
        checker.stages(definition.body.children, after: .rows(rows))
      }
      return checked.map { checked in
        CheckedPipeline(
          source: .variable("_", .rows(rows)), stages: checked.stages, type: checked.type,
          prerequisites: inside)
      }
    }
  }

  /// What `check` makes inside a definition, with no trace of it left here.
  private func apart<Result>(
    _ definition: Definition, _ check: (inout Checker) -> Result?
  ) -> Result? {
    var checker = self
    checker.probe = nil
    checker.isTopLevel = true
    let before = checker.errorCount
    let result = checker.inside(definition, definition.ownValues) { check(&$0) }
    return checker.errorCount == before ? result : nil
  }
}

extension Definition {
  /// Its values while it is looked at by itself: variables of the declared types.
  var ownValues: [String: TypedExpression] {
    Dictionary(
      formals.map { ($0.name, TypedExpression(.variable($0.name), $0.type)) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension CheckedPipeline {
  /// The type and the effect: `rows<dispute>, read`.
  var typeText: String { "\(type.typeName), \(effect.name)" }

  /// The fields that the stages read and have not made themselves, in the order of their use.
  fileprivate var askedFields: [String] {
    var asked: [String] = []
    var made: Set<String> = []
    for stage in stages {
      for name in stage.arguments.fieldNames where !made.contains(name) && !asked.contains(name) {
        asked.append(name)
      }
      guard stage.signature.result != .sameRows else { continue }
      made.formUnion(stage.arguments.columns.map(\.name))
      made.formUnion(stage.arguments.aggregates.map(\.name))
      made.formUnion(stage.arguments.rows?.type.fields.map(\.name) ?? [])
    }
    return asked
  }

  /// What becomes of the rows: the same, the same with more columns, or something else.
  fileprivate func outcomeName(over resource: Resource?) -> String {
    let results = stages.map(\.signature.result)
    if results.allSatisfy({ $0 == .sameRows }) { return "same" }
    guard results.allSatisfy({ $0 == .sameRows || $0 == .extended }), case .rows(let rows) = type
    else { return type.typeName }
    let added = rows.fields.filter { resource?.field($0.name) == nil }
      .map { "\($0.name): \($0.type.typeName)" }
    return "rows<T with \(added.joined(separator: ", "))>"
  }
}

extension CheckedArguments {
  /// The fields that are read, in order and perhaps more than once.
  fileprivate var fieldNames: [String] {
    var expressions = conjuncts.map(\.expression) + columns.map(\.expression)
    expressions += sortKeys.map(\.expression) + keys.map(\.expression)
    expressions += aggregates.compactMap(\.operand) + [operand].compactMap(\.self)
    for name in named.keys.sorted() { expressions += [named[name]].compactMap(\.self) }
    let joined: [String] =
      if rows != nil, case .constant(.text(let name)) = named["on"] { [name] } else { [] }
    return expressions.flatMap(\.fieldNames) + joined
  }
}

extension CheckedExpression {
  fileprivate var fieldNames: [String] {
    if case .field(let name) = self { [name] } else { parts.flatMap(\.fieldNames) }
  }
}
