extension CheckedProgram {
  /// Whether running it asks the API for something, or plans to send it something.
  public var asksAPI: Bool { statements.contains { $0.asksAPI } }
}

extension CheckedStatement {
  fileprivate var asksAPI: Bool {
    switch self {
    case .binding(_, let pipeline), .pipeline(let pipeline): pipeline.asksAPI
    case .requirement(let requirement): requirement.prerequisites.contains { $0.pipeline.asksAPI }
    case .explain: false
    }
  }
}

extension CheckedPipeline {
  fileprivate var asksAPI: Bool {
    flow.asksAPI || prerequisites.contains { $0.pipeline.asksAPI }
  }
}

extension CheckedFlow {
  /// A plan is made for an account, whatever it is made from.
  fileprivate var asksAPI: Bool {
    if case .plan = self { true } else { rows?.asksAPI ?? false }
  }
}

extension CheckedRows {
  fileprivate var asksAPI: Bool {
    switch source {
    case .list, .object, .objects, .outcomes: true
    case .file, .variable:
      steps.contains { step in
        switch step.stage {
        case .expand, .fetch: true
        default: false
        }
      }
    }
  }
}
