import CpaySyntax
import CpayValue

extension Checker {
  // MARK: Definitions

  /// Takes in a name for stages; they are checked at once as far as that goes without rows, and
  /// again wherever they are used.
  mutating func definition(_ syntax: Syntax) {
    let name = syntax.mainText
    let isNew = scope.definitions[name] == nil || context.scope.definitions[name] != nil
    if context.catalog.signature(name) != nil {
      report(.definitionIsCommand(name, at: syntax.mainRange))
    } else if !isNew {
      report(.variableTaken(name, at: syntax.mainRange))
    }
    guard scope.definitions.count < Checker.maximumDefinitions else {
      return report(.tooManyDefinitions(Checker.maximumDefinitions, at: syntax.mainRange))
    }
    let before = errorCount
    var formals: [Definition.Formal] = []
    for part in syntax.children where part.kind == .formal {
      if formals.contains(where: { $0.name == part.mainText }) {
        report(.repeatedArgument(part.mainText, at: part.mainRange))
      }
      guard let type = declaredType(part.children[0]) else { continue }
      let value = part.children.count > 1 ? bound(constant(part.children[1], type)) : nil
      formals.append(Definition.Formal(name: part.mainText, type: type, fallback: value))
    }
    guard let body = syntax.children.last else { return }
    let definition = Definition(
      name: name, formals: formals, body: body, help: syntax.helpText, folder: folder,
      known: scope.definitions)
    if errorCount == before { checkOpenly(definition) }
    if errorCount > before {
      poisoned.insert(name)
    } else {
      scope.define(definition)
    }
  }

  /// A variable's value, where it is known: it stays the one that the definition has been made with.
  private func bound(_ value: CheckedExpression?) -> CheckedExpression? {
    if case .variable(let name) = value, let known = constants[name] { return .constant(known) }
    return value
  }

  private mutating func checkOpenly(_ definition: Definition) {
    // Whether it may show or save is a matter of where it is used.
    isTopLevel = true
    defer { isTopLevel = false }
    inside(definition, definition.ownValues) { checker in
      if checker.startsWithSource(definition.body, definition.known) {
        _ = checker.pipeline(definition.body)
      } else {
        let open = RowType(open: FieldType(.open))
        _ = checker.stages(definition.body.children, after: .rows(open))
      }
    }
  }

  /// Whether a pipeline begins with a source, so that it stands first.
  func startsWithSource(_ body: Syntax, _ known: [String: Definition]) -> Bool {
    guard let first = body.children.first, first.kind == .commandStage else { return true }
    if let definition = known[first.mainText] {
      return startsWithSource(definition.body, definition.known)
    }
    return context.catalog.signature(first.mainText)?.kind == .source
  }

  /// The stages of a definition where it is used behind rows; nil after a mistake.
  mutating func expand(
    _ definition: Definition, _ stage: Syntax, after input: PipelineType
  ) -> (stages: [CheckedStage], type: PipelineType)? {
    guard let values = values(of: stage, for: definition) else { return nil }
    if startsWithSource(definition.body, definition.known) {
      report(.definitionBegins(definition.name, at: stage.mainRange))
      return nil
    }
    return blaming(definition, stage) { checker in
      checker.inside(definition, values) { $0.stages(definition.body.children, after: input) }
    }
  }

  /// The pipeline of a definition where it is used first; nil after a mistake.
  mutating func expandFirst(_ definition: Definition, _ stage: Syntax) -> CheckedPipeline? {
    guard let values = values(of: stage, for: definition) else { return nil }
    guard startsWithSource(definition.body, definition.known) else {
      report(.definitionFollows(definition.name, at: stage.mainRange))
      return nil
    }
    return blaming(definition, stage) { checker in
      checker.inside(definition, values) { $0.pipeline(definition.body) }
    }
  }

  /// Moves what is wrong with a definition's stages to where it is used.
  private mutating func blaming<Result>(
    _ definition: Definition, _ stage: Syntax, _ check: (inout Checker) -> Result?
  ) -> Result? {
    let before = diagnostics.count
    let result = check(&self)
    let source = usedSource
    replaceDiagnostics(since: before) { found in
      found.map { mistake in
        if mistake.source != nil, mistake.source != source { return mistake }
        return Diagnostic(
          mistake.code, "in `\(definition.name)`: \(mistake.message)", at: stage.mainRange,
          advice: mistake.advice, in: source)
      }
    }
    return result
  }

  /// Checks inside a definition: with its values, its files' folder, and nothing of the caller's
  /// formals.
  mutating func inside<Result>(
    _ definition: Definition, _ values: [String: TypedExpression],
    _ check: (inout Checker) -> Result
  ) -> Result {
    let outer = (formals, folder)
    (formals, folder) = (values, definition.folder)
    let definitions = scope.exchange(definitions: definition.known)
    expanding.append(definition.name)
    defer {
      (formals, folder) = outer
      _ = scope.exchange(definitions: definitions)
      expanding.removeLast()
    }
    return check(&self)
  }

  /// The values that a use of a definition gives it.
  private mutating func values(
    of stage: Syntax, for definition: Definition
  ) -> [String: TypedExpression]? {
    let before = errorCount
    var values: [String: TypedExpression] = [:]
    for item in stage.children {
      guard item.kind == .argument else {
        if isTyped(item.child) { expect(.formal(definition, given: stage.argumentNames)) }
        report(.definitionTakesNames(definition, at: item.range))
        continue
      }
      guard let formal = definition.formal(item.mainText) else {
        report(.unknownFormal(item.mainText, of: definition, at: item.mainRange))
        continue
      }
      if values[formal.name] != nil {
        report(.repeatedArgument(formal.name, at: item.range))
      } else if let value = constant(item.child, formal.type) {
        values[formal.name] = TypedExpression(value, formal.type)
      }
    }
    guard errorCount == before else { return nil }
    for formal in definition.formals where values[formal.name] == nil {
      guard let fallback = formal.fallback else {
        report(.missingFormal(formal.name, of: definition, at: stage.mainRange))
        return nil
      }
      values[formal.name] = TypedExpression(fallback, formal.type)
    }
    return values
  }

  // MARK: Used files

  /// Takes in the definitions and variables of another file.
  mutating func use(_ syntax: Syntax) {
    let path = resolved(TextLiteral.path(syntax.mainText))
    guard !uses.contains(path) else { return report(.usesItself(path, at: syntax.mainRange)) }
    // What two files use is taken in once.
    guard usedFiles.insert(path).inserted else { return }
    guard usedFiles.count <= Checker.maximumUsedFiles else {
      return report(.tooManyFiles(Checker.maximumUsedFiles, at: syntax.mainRange))
    }
    switch context.files(path) {
    case .failure(let failure):
      report(.unreadableFile(path, failure.reason, at: syntax.mainRange))
    case .success(let bytes):
      let tree = Parser.parse(Source(name: path, bytes: bytes))
      let outer = (usedSource, folder, allowances)
      usedSource = tree.source
      folder = path.lastIndex(of: "/").map { String(path[..<$0]) }
      allowances = Allowances(areNeeded: true)
      uses.append(path)
      defer {
        (usedSource, folder, allowances) = outer
        uses.removeLast()
      }
      for mistake in tree.diagnostics { report(mistake) }
      guard tree.diagnostics.isEmpty else { return }
      for (place, statement) in tree.root.children.enumerated() {
        self.statement(statement, isFirst: place == 0)
      }
    }
  }

  /// A path written in the text being checked, as one relative to the program's folder.
  func resolved(_ path: String) -> String {
    guard path != "-" else { return path }
    guard let folder, !path.hasPrefix("/") else { return path.withoutDetours }
    return (folder + "/" + path).withoutDetours
  }
}

extension String {
  /// The path without `.` and without going up where it has gone down before.
  fileprivate var withoutDetours: String {
    guard contains("./") || hasSuffix("/.") || hasSuffix("/..") else { return self }
    var parts: [Substring] = []
    for part in split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
