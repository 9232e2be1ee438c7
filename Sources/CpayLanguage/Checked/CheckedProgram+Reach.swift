public import CpayValue

extension CheckedProgram {
  /// Whether running it asks the API for something, or plans to send it something.
  ///
  /// `values` are those that its variables and parameters are known to have. A list of which no row
  /// is wanted is not asked for.
  public func asksAPI(
    knowing values: [String: Value] = [:], _ compute: @escaping Computation
  ) -> Bool {
    if onlyExplains { return false }
    var known = CheckEnvironment(constants: values, compute: compute)
    for parameter in parameters where known.constants[parameter.name] == nil {
      known.constants[parameter.name] = parameter.fallback.flatMap { known.known($0) }
    }
    for statement in statements {
      let constants: Planner.Constants = { [known] expression in known.known(expression) }
      if statement.asksAPI(constants) { return true }
      guard case .binding(let name, let pipeline) = statement else { continue }
      known.constants[name] =
        if case .value(.expression(let expression, _)) = pipeline.flow {
          known.known(expression)
        } else { nil }
    }
    return false
  }

  /// Whether it only tells what pipelines would do, those that its variables stand for included.
  public var onlyExplains: Bool {
    var explains = false
    for statement in statements {
      switch statement {
      case .explain: explains = true
      case .binding: break
      case .pipeline, .requirement: return false
      }
    }
    return explains
  }
}

extension CheckedStatement {
  fileprivate func asksAPI(_ constants: @escaping Planner.Constants) -> Bool {
    switch self {
    case .binding(_, let pipeline), .pipeline(let pipeline): pipeline.asksAPI(constants)
    case .requirement(let requirement):
      requirement.prerequisites.contains { $0.pipeline.asksAPI(constants) }
    case .explain: false
    }
  }
}

extension CheckedPipeline {
  fileprivate func asksAPI(_ constants: @escaping Planner.Constants) -> Bool {
    flow.asksAPI(constants) || prerequisites.contains { $0.pipeline.asksAPI(constants) }
  }
}

extension CheckedFlow {
  /// A plan is made for an account, whatever it is made from.
  fileprivate func asksAPI(_ constants: @escaping Planner.Constants) -> Bool {
    switch self {
    case .plan, .output(.savedPlan): true
    default: rows?.asksAPI(constants) ?? false
    }
  }
}

extension CheckedRows {
  fileprivate func asksAPI(_ constants: @escaping Planner.Constants) -> Bool {
    switch source {
    case .outcomes: return true
    case _ where wantsNone(constants): return false
    case .list(let resource, let filters):
      return !Planner.plan(resource, filters, self, constants: constants).requests.isEmpty
    case .objects(_, .value(let ids), _): return constants(ids) != .list([])
    case .objects(_, .emptyFile, _): return false
    case .object, .objects: return true
    case .file, .variable:
      return steps.contains { step in
        switch step.stage {
        case .expand, .fetch: true
        default: false
        }
      }
    }
  }
}
