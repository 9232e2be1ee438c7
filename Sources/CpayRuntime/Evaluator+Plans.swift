import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

extension Evaluator {
  // MARK: Making plans

  /// The plan that a pipeline makes; shown where the pipeline says so.
  func plan(_ plan: CheckedPlan) async throws(EvaluationError) -> Progress<WritePlan> {
    switch plan {
    case .write(let action, let evidence, let rows, _):
      let unread = UnreadValues()
      let compiler = compiler.counting(unread)
      let use = ColumnUse.only([]).adding(evidence.map { [$0.expression] } ?? [])
      return try await stream(rows, use).then { (stream) async throws(EvaluationError) in
        try await build(action, evidence, compiler, stream, unread)
      }
    case .upload(let path, let purpose):
      return .done(try await host.connected().inspected(try upload(path, purpose), host.files))
    case .variable(let name, _): return .done(try self.plan(name))
    case .shown(let plan, _):
      return try await self.plan(plan).then { (plan) async throws(EvaluationError) in
        try await host.emit(.preview(plan))
        return plan
      }
    }
  }

  private func build(
    _ action: WriteAction, _ evidence: CheckedEvidence?, _ compiler: ExpressionCompiler,
    _ stream: RowStream, _ unread: UnreadValues
  ) async throws(EvaluationError) -> WritePlan {
    var stream = stream
    var builder = WritePlanBuilder(
      action,
      evidence: try evidence.map { (given) throws(EvaluationError) in
        try compiler.value(given.expression)
      }, onMissing: evidence?.onMissing ?? .stop,
      files: host.files)
    while let batch = try await stream.next() { try builder.add(batch) }
    try builder.requireDocuments()
    let account = try host.connected()
    let claims = try await account.claims(on: builder.phases)
    var plan = try builder.build(
      account: account.identity, claims: claims,
      remarks: stream.type.pages.sorted().map { Diagnostic(RunFinding.page($0)) }
        + stream.remarks + unread.remarks,
      at: host.deadlineTime, madeAt: host.environment.uptime())
    plan.remarks += try await account.remarks(on: plan)
    return try await account.inspected(plan, host.files)
  }

  private func upload(
    _ path: CheckedExpression, _ purpose: CheckedExpression?
  ) throws(EvaluationError) -> WritePlan {
    var known = File.Purpose.disputeEvidence
    if let purpose {
      let word = try compiler.constant(purpose).plainText
      guard let found = File.Purpose(rawValue: word) else {
        throw .invalid("`\(word)` is no purpose of a file")
      }
      known = found
    }
    return try WritePlan.upload(try compiler.path(path), purpose: known, on: host)
  }

  // MARK: Applying them

  /// What becomes of the rows of a plan.
  func outcomes(
    of plan: CheckedPlan, _ terms: ApplyTerms, showsResult: Bool
  ) async throws(EvaluationError) -> Progress<Batch> {
    let limits = try RunLimits(terms, compiler)
    let bound = try terms.bound.map { (e) throws(EvaluationError) in
      try compiler.count(e, of: "max=")
    }
    switch try await self.plan(plan) {
    case .done(let plan):
      return try await apply(plan, bound: bound, limits, showsResult: showsResult)
    case .withheld(let plan, let reason): return .withheld(plan, reason: reason)
    }
  }

  func apply(
    _ plan: WritePlan, bound: Int?, _ limits: RunLimits, showsResult: Bool
  ) async throws(EvaluationError) -> Progress<Batch> {
    // Where nothing can be sent, there is nothing to agree to.
    if !plan.eligible.isEmpty,
      case .withheld(let reason) = await host.agrees(to: plan, bound: bound)
    {
      var plan = plan
      plan.terms = WritePlan.Terms(bound: bound, limits: limits)
      return .withheld(plan, reason: reason)
    }
    let result = try await PlanRunner.apply(plan, limits, on: host)
    try await host.emit(
      .applied(
        PlanReport(
          run: result.run, outcomes: result.outcomes, stop: result.stop, isShown: showsResult)))
    let (type, rows) = (RowType(.outcome), try Outcome.rows(result.outcomes))
    if showsResult {
      try await host.emit(.beginRows(type))
      try await host.emit(.rows(rows))
      try await host.emit(.endRows(type))
    }
    return .done(rows)
  }
}

extension RunLimits {
  /// How an `apply` stage wants its plan applied.
  fileprivate init(
    _ terms: ApplyTerms, _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    self.init()
    if let given = terms.parallel {
      parallel = try compiler.count(given, of: "parallel=", atLeast: 1)
    }
    if let given = terms.canary { canary = try compiler.count(given, of: "canary=") }
    stopsAtFirstFailure = terms.onError == .stop
  }
}

extension Account {
  /// The plan, looked at.
  fileprivate func inspected(
    _ plan: WritePlan, _ files: FileStore
  ) async throws(EvaluationError) -> WritePlan {
    var plan = plan
    plan.remarks += try await inspect(plan, files)
    return plan
  }

  /// The runs that hold a final act on any of those disputes; without any, the journal stays shut.
  fileprivate func claims(
    on disputes: [String: DisputePhase]
  ) async throws(EvaluationError) -> [String: String] {
    if disputes.isEmpty { return [:] }
    do {
      return try await journal.opened().claims(on: disputes, of: identity)
    } catch {
      throw .journal(error)
    }
  }
}
