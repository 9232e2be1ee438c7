import CpayLanguage

/// What of a program can be known before anything is asked or sent: requirements that ask for
/// nothing, the keys of joins with rows of files that only a later statement reads, and what fails in
/// such rows behind a write.
///
/// It runs what it has to on a host without account, where nothing can be asked of anyone and nothing
/// is shown.
struct LookAhead {
  private var evaluator: Evaluator
  /// The pipelines that read nothing but files, by the variables they fill, until they are needed.
  private var local: [String: CheckedPipeline] = [:]
  /// The files that statements save, so that they are not there yet; nil where one is not known.
  private var saved: Set<String>? = []
  /// Whether a statement before may have asked the API for something.
  private var mayHaveAsked = false
  /// Whether one may have sent something.
  private var mayHaveSent = false

  init(_ host: Host, variables: [String: PipelineResult]) {
    evaluator = Evaluator(
      host.with { silent in
        silent.account = nil
        silent.emit = { _ in }
        silent.keepsResults = true
      }, variables: variables)
  }

  /// Goes through the statements of a program.
  /// - Throws: ``EvaluationError/requirement(_:)`` for a requirement that is known not to hold, and
  ///   what is wrong with keys.
  mutating func callAsFunction(_ statements: [CheckedStatement]) async throws(EvaluationError) {
    for statement in statements {
      switch statement {
      case .binding(let name, let pipeline):
        try await look(at: pipeline)
        note(name, pipeline)
      case .pipeline(let pipeline): try await look(at: pipeline)
      case .requirement(let requirement): try await look(at: requirement)
      case .explain: break
      }
    }
  }

  private mutating func look(
    at requirement: CheckedStatement.Requirement
  ) async throws(EvaluationError) {
    for inner in requirement.prerequisites {
      note(inner.name, inner.pipeline)
      if mayHaveAsked { _ = try await isThere(inner.name) }
      mayHaveAsked = mayHaveAsked || !isLocal(inner.pipeline)
    }
    do throws(EvaluationError) {
      try evaluator.hold(requirement)
    } catch {
      // What a statement has yet to fill is looked at in its turn.
      if case .missing = error { return }
      throw error
    }
  }

  private mutating func look(at pipeline: CheckedPipeline) async throws(EvaluationError) {
    for inner in pipeline.prerequisites {
      try await look(at: inner.pipeline)
      note(inner.name, inner.pipeline)
    }
    if mayHaveAsked, let rows = pipeline.flow.origin {
      for step in rows.steps {
        guard case .join(let join) = step.stage, try await isThere(join.variable) else { continue }
        try evaluator.lookAtKeys(of: join, step)
      }
    }
    if mayHaveSent { try await tryOut(pipeline) }
    if case .output(let output) = pipeline.flow { note(output) }
    mayHaveAsked = mayHaveAsked || !isLocal(pipeline)
    if case .plan = pipeline.flow { mayHaveSent = true }
    mayHaveSent = mayHaveSent || pipeline.effect > .read
  }

  /// Goes through rows of files to their end, so that what fails in them does so before something is
  /// sent.
  private mutating func tryOut(_ pipeline: CheckedPipeline) async throws(EvaluationError) {
    guard let rows = pipeline.flow.rows, isLocal(rows),
      pipeline.prerequisites.allSatisfy({ isLocal($0.pipeline) })
    else { return }
    try await fill(pipeline)
    do throws(EvaluationError) {
      let ready = try await evaluator.with(pipeline.prerequisites)
      guard case .done(var stream) = try await ready.stream(rows, .none) else { return }
      while try await stream.next() != nil {}
    } catch {
      switch error {
      case .missing, .noAccount: return
      default: throw error
      }
    }
  }

  private mutating func note(_ output: CheckedOutput) {
    switch output {
    case .savedRows(_, let path, _, _), .savedChart(_, let path, _), .savedPlan(_, let path, _):
      if let name = try? evaluator.compiler.path(path) { saved?.insert(name) } else { saved = nil }
    case .shownRows, .shownValue: break
    }
  }

  /// Remembers what a variable will hold: a value that can be computed, or rows of files.
  private mutating func note(_ name: String, _ pipeline: CheckedPipeline) {
    if evaluator.variables[name] != nil || local[name] != nil {
      // What goes on from it means what was called so before.
      local = local.filter {
        $0.key != name && $0.value.flow.origin?.variables.contains(name) != true
      }
      evaluator.forget(name)
    }
    if let value = evaluator.known(pipeline) {
      evaluator.define(name, value)
    } else if isLocal(pipeline) {
      local[name] = pipeline
    }
  }

  /// Whether the variable holds something, once what fills it has been run where that can be.
  private mutating func isThere(_ name: String) async throws(EvaluationError) -> Bool {
    if let pipeline = local.removeValue(forKey: name) {
      try await fill(pipeline)
      do throws(EvaluationError) {
        evaluator.define(name, try await evaluator.run(pipeline, showsResult: false).result)
      } catch {
        switch error {
        case .missing, .noAccount: return false
        default: throw error
        }
      }
    }
    return evaluator.variables[name] != nil
  }

  /// Fills the variables that a pipeline goes on from.
  private mutating func fill(_ pipeline: CheckedPipeline) async throws(EvaluationError) {
    for inner in pipeline.prerequisites { try await fill(inner.pipeline) }
    for name in pipeline.flow.origin?.variables ?? [] { _ = try await isThere(name) }
  }

  /// Whether a pipeline reads nothing but files that are there, and what is known of variables.
  private func isLocal(_ pipeline: CheckedPipeline) -> Bool {
    guard pipeline.prerequisites.allSatisfy({ isLocal($0.pipeline) }) else { return false }
    switch pipeline.flow {
    case .rows(let rows), .value(.count(let rows, _)): return isLocal(rows)
    case .value(.expression): return evaluator.known(pipeline) != nil
    case .plan, .chart, .output: return false
    }
  }

  private func isLocal(_ rows: CheckedRows) -> Bool {
    switch rows.source {
    case .file(let path, _):
      guard let name = try? evaluator.compiler.path(path), name != "-",
        saved?.contains(name) == false
      else { return false }
    case .variable: break
    case .list, .object, .objects, .outcomes: return false
    }
    let asks = rows.steps.contains { step in
      switch step.stage {
      case .expand, .fetch: true
      default: false
      }
    }
    return !asks
      && rows.variables.allSatisfy { name in
        local[name] != nil || evaluator.variables[name] != nil || name.hasPrefix("#")
      }
  }
}

extension CheckedRows {
  /// The variables whose rows it is made from.
  fileprivate var variables: [String] {
    let own: [String] = if case .variable(let name) = source { [name] } else { [] }
    return own
      + steps.compactMap { step in
        if case .join(let join) = step.stage { join.variable } else { nil }
      }
  }
}
