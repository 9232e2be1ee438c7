import CpayModel
import CpaySyntax
import CpayValue

extension Completer {
  /// What a pipeline may begin with; one inside an expression has rows of its own.
  func sources(_ checker: PipelineChecker) -> [Draft] {
    context.catalog.commands.filter { $0.kind == .source }.map { draft(of: $0, behind: nil) }
      + definitions(checker) { checker.startsWithSource($0.body, $0.known) }
      + variables(checker, place.before.last?.kind == .openPipeline ? .rows : nil)
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
  func stages(behind input: PipelineType, mayShow: Bool, mayWrite: Bool, _ checker: PipelineChecker)
    -> [Draft]
  {
    let allowed = checker.environment.allowances.names
    let commands = context.catalog.commands.filter { command in
      accepts(command, input, mayWrite) && (mayShow || !command.isOutput)
        && (!command.needsAllowance || allowed.isEmpty || allowed.contains(command.name))
    }
    let definitions = definitions(checker) { definition in
      let first = definition.body.children.first?.mainText ?? ""
      guard !checker.startsWithSource(definition.body, definition.known) else { return false }
      return context.catalog.command(first).map { accepts($0, input, mayWrite) } ?? true
    }
    return commands.map { draft(of: $0, behind: input) } + definitions
  }

  private func accepts(
    _ command: CommandDeclaration, _ input: PipelineType, _ mayWrite: Bool
  ) -> Bool {
    guard command.kind != .source, command.accepts(input) else { return false }
    if command.needsAllowance, let allowed = context.allowed, !allowed.contains(command.name) {
      return false
    }
    return command.kind != .write || mayWrite
  }

  private func draft(of command: CommandDeclaration, behind input: PipelineType?) -> Draft {
    Draft(
      command.name, .command, type: command.yield.typeName(behind: input),
      meaning: command.summary)
  }

  private func definitions(
    _ checker: PipelineChecker, _ isWanted: (Definition) -> Bool
  ) -> [Draft] {
    checker.environment.scope.definitions.values.filter(isWanted).sorted { $0.name < $1.name }.map {
      Draft(
        $0.name, .definition, type: checker.typeName(of: $0), meaning: $0.help ?? "")
    }
  }

  // MARK: What a command is given

  /// What may stand next among a command's values and arguments.
  func items(
    of command: CommandDeclaration, _ rows: RowType?, before: [Syntax], given: [String],
    _ checker: PipelineChecker
  ) -> [Draft] {
    let isAfterComma = place.before.last?.kind == .comma
    let keys = before.filter { $0.kind == .key }
    let values = command.operand.map { operand in
      operands(operand.wants, rows, isFirst: keys.isEmpty, isAfterComma: isAfterComma, checker)
    }
    let words =
      isAfterComma || before.last?.kind != .key
      ? [] : keys.last.map { continuing($0, command.operand?.wants, rows, checker) }
    let arguments = command.arguments(besides: given).map { argument in
      Draft(
        (argument.name ?? "") + "=", .argument, type: argument.wants.typeName,
        meaning: argument.doc)
    }
    let found = (values ?? []) + (words ?? []) + arguments
    guard !isAfterComma, isWhole(command, keys, words ?? [], given) else { return found }
    return found + goingOn
  }

  /// Whether a stage could end before the place.
  private func isWhole(
    _ command: CommandDeclaration, _ keys: [Syntax], _ words: [Draft], _ given: [String]
  ) -> Bool {
    let isOpen = command.arguments.contains { argument in
      argument.isRequired && !given.contains(argument.name ?? "")
    }
    let lacksOperand = command.operand?.isRequired == true && keys.isEmpty
    // What a value goes on with only where it is whole.
    let ends = words.allSatisfy { ["and", "or", "asc", "desc"].contains($0.text) }
    return !isOpen && !lacksOperand && ends
  }

  private func operands(
    _ wants: ParameterOutline.Wants, _ rows: RowType?, isFirst: Bool, isAfterComma: Bool,
    _ checker: PipelineChecker
  ) -> [Draft] {
    switch wants {
    case .fields: isFirst || isAfterComma ? values(nil, rows, sums: false, checker) : []
    case .references: isFirst || isAfterComma ? references(rows) : []
    case .labelAndValue: isAfterComma ? [] : fields(rows, fitting: nil)
    case _ where !isFirst: []
    default: choices(for: wants, rows, nil, checker)
    }
  }

  /// The words that may follow a whole value.
  private func continuing(
    _ key: Syntax, _ wants: ParameterOutline.Wants?, _ rows: RowType?, _ checker: PipelineChecker
  ) -> [Draft] {
    let words: [String]
    if key.child.kind == .conditional {
      let parts = key.child.children
      words = parts[1].kind == .missing ? ["then"] : parts[2].kind == .missing ? ["else"] : []
    } else {
      switch wants {
      case .condition:
        let last = lastOperand(key.child)
        guard last.isCondition else { return operators(behind: last, rows, checker) }
        words = ["and", "or"]
      case .fields(ordered: true): words = key.hasDirection ? [] : ["asc", "desc"]
      default: words = []
      }
    }
    return words.map { Draft($0, .word) }
  }

  /// The signs and words that may stand behind the first side of a comparison, by what that is.
  private func operators(
    behind operand: Syntax, _ rows: RowType?, _ checker: PipelineChecker
  ) -> [Draft] {
    guard let type = checker.expressions(rows).expression(operand)?.type else {
      return []
    }
    let isFollowedBySign =
      source.bytes[place.offset...].first { $0 != UInt8(ascii: " ") }
      .map { "=<>!".utf8.contains($0) } ?? false
    return type.operators.filter { !isFollowedBySign || $0.isWord }
      .map { Draft($0.text, .word, meaning: $0.meaning) }
  }

  /// What a condition that goes on ends with: `b` of `a and b`.
  private func lastOperand(_ syntax: Syntax) -> Syntax {
    switch syntax.kind {
    case .and, .or, .not: syntax.children.last.map(lastOperand) ?? syntax
    default: syntax
    }
  }

  /// The arguments of a definition that are still to be given, first those that have to be.
  func formals(of definition: Definition, given: [String]) -> [Draft] {
    let open = definition.formals.filter { !given.contains($0.name) }
    let missing = open.filter { $0.fallback == nil }
    return (missing + open.filter { $0.fallback != nil }).map {
      Draft($0.name + "=", .argument, type: $0.type.typeName)
    } + (missing.isEmpty ? goingOn : [])
  }

  /// The commands that a script has to allow.
  var allowances: [Draft] {
    context.catalog.commands
      .filter { $0.needsAllowance && context.allowed?.contains($0.name) != false }
      .map { draft(of: $0, behind: nil) }
  }
}

extension CommandDeclaration {
  /// The arguments that may still be given, first those that have to be.
  fileprivate func arguments(besides given: [String]) -> [ParameterOutline] {
    let open = arguments.filter { argument in
      guard let name = argument.name, !given.contains(name) else { return false }
      guard self.argument("ids") != nil else { return true }
      // Ids stand without filters, and what a missing one does stands beside ids only.
      switch name {
      case "missing": return given.contains("ids")
      case "ids": return given.isEmpty
      default: return !given.contains("ids")
      }
    }
    return open.filter(\.isRequired) + open.filter { !$0.isRequired }
  }
}
