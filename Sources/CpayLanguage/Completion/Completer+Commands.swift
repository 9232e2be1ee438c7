import CpayModel
import CpaySyntax
import CpayValue

extension Completer {
  /// What a pipeline may begin with.
  func sources(_ checker: Checker) -> [Draft] {
    context.catalog.signatures.filter { $0.kind == .source }.map { draft(of: $0, behind: nil) }
      + definitions(checker) { checker.startsWithSource($0.body, $0.known) }
      + variables(checker, nil)
  }

  /// The words that make a statement something else than a pipeline.
  var statementWords: [Draft] {
    let words = [
      ("let", "keep the result of a pipeline under a name"),
      ("def", "give stages a name"),
      ("param", "a value that the program is given from outside"),
      ("require", "go on only where a condition holds"),
      ("explain", "show what a pipeline asks for, without asking"),
      ("use", "take in the definitions of another file"),
      ("allow", "let the program make final plans"),
    ]
    let edition = place.before.isEmpty ? [("cpay", "the edition the program is written in")] : []
    return (words + edition).map { Draft($0.0, .statement, meaning: $0.1) }
  }

  /// The commands that accept what stands before.
  func stages(behind input: PipelineType, mayShow: Bool, _ checker: Checker) -> [Draft] {
    let commands = context.catalog.signatures.filter { signature in
      accepts(signature, input) && (mayShow || !signature.isOutput)
    }
    let definitions = definitions(checker) { definition in
      let first = definition.body.children.first?.mainText ?? ""
      guard !checker.startsWithSource(definition.body, definition.known) else { return false }
      return context.catalog.signature(first).map { accepts($0, input) } ?? true
    }
    return commands.map { draft(of: $0, behind: input) } + definitions
  }

  private func accepts(_ signature: CommandSignature, _ input: PipelineType) -> Bool {
    guard signature.kind != .source, signature.accepts(input) else { return false }
    if signature.needsAllowance, let allowed = context.allowed, !allowed.contains(signature.name) {
      return false
    }
    guard signature.kind == .write, case .rows(let rows) = input else { return true }
    return rows.subject == .dispute || rows.openType?.type == .open
  }

  private func draft(of signature: CommandSignature, behind input: PipelineType?) -> Draft {
    Draft(
      signature.name, .command, type: signature.result.typeName(behind: input),
      meaning: signature.summary)
  }

  private func definitions(
    _ checker: Checker, _ isWanted: (Definition) -> Bool
  ) -> [Draft] {
    checker.scope.definitions.values.filter(isWanted).sorted { $0.name < $1.name }.map {
      Draft(
        $0.name, .definition, type: checker.typeName(of: $0), meaning: $0.help ?? "")
    }
  }

  // MARK: What a command is given

  /// What may stand next among a command's values and arguments.
  func items(
    of signature: CommandSignature, _ rows: RowType?, before: [Syntax], given: [String],
    _ checker: Checker
  ) -> [Draft] {
    let isAfterComma = place.before.last?.kind == .comma
    let keys = before.filter { $0.kind == .key }
    let values = positional(
      signature, rows, isFirst: keys.isEmpty, isAfterComma: isAfterComma, checker)
    let words =
      isAfterComma || before.last?.kind != .key ? [] : keys.last.map { continuing($0, signature) }
    let arguments = signature.arguments(besides: given).map { argument in
      Draft(
        argument.name + "=", .argument, type: argument.type.typeName, meaning: argument.doc)
    }
    return values + (words ?? []) + arguments
  }

  private func positional(
    _ signature: CommandSignature, _ rows: RowType?, isFirst: Bool, isAfterComma: Bool,
    _ checker: Checker
  ) -> [Draft] {
    switch signature.positional {
    case .columns, .sortKeys:
      return isFirst || isAfterComma ? values(nil, rows, sums: false, checker) : []
    case .chart: return isAfterComma ? [] : fields(rows, fitting: nil)
    case _ where !isFirst: return []
    case .condition: return values(.bool, rows, sums: false, checker)
    case .count: return variables(checker, .value, fitting: .int)
    case .id:
      guard case .rows(let resource) = signature.result else { return [] }
      return ids(resource.idPrefix, of: resource.name)
    case .rows: return variables(checker, .rows)
    case .reference: return references(rows)
    case .file: return files() + variables(checker, .value, fitting: .file)
    case .format(let formats): return formats.map { Draft($0, .choice) }
    case .none, .assignments, .aggregates: return []
    }
  }

  /// The words that may follow a whole value.
  private func continuing(_ key: Syntax, _ signature: CommandSignature) -> [Draft] {
    let words: [String]
    if key.child.kind == .conditional {
      let parts = key.child.children
      words = parts[1].kind == .missing ? ["then"] : parts[2].kind == .missing ? ["else"] : []
    } else {
      switch signature.positional {
      case .condition where key.child.isCondition: words = ["and", "or"]
      case .condition: words = ["in", "not", "contains", "matches", "and", "or"]
      case .sortKeys: words = key.hasDirection ? [] : ["asc", "desc"]
      default: words = []
      }
    }
    return words.map { Draft($0, .word) }
  }

  /// The arguments of a definition that are still to be given, first those that have to be.
  func formals(of definition: Definition, given: [String]) -> [Draft] {
    let open = definition.formals.filter { !given.contains($0.name) }
    return (open.filter { $0.fallback == nil } + open.filter { $0.fallback != nil }).map {
      Draft($0.name + "=", .argument, type: $0.type.typeName)
    }
  }

  /// The commands that a script has to allow.
  var allowances: [Draft] {
    context.catalog.signatures
      .filter { $0.needsAllowance && context.allowed?.contains($0.name) != false }
      .map { draft(of: $0, behind: nil) }
  }
}

extension CommandSignature {
  /// The arguments that may still be given, first those that have to be.
  fileprivate func arguments(besides given: [String]) -> [Argument] {
    let open = arguments.filter { argument in
      guard !given.contains(argument.name) else { return false }
      guard self.argument("ids") != nil else { return true }
      // Ids stand without filters, and what a missing one does stands beside ids only.
      switch argument.name {
      case "missing": return given.contains("ids")
      case "ids": return given.isEmpty
      default: return !given.contains("ids")
      }
    }
    return open.filter(\.isRequired) + open.filter { !$0.isRequired }
  }
}
