public import CpayModel
public import CpaySyntax

/// What a pipeline asks of the API and what it does with the answers.
public struct QueryPlan: Sendable {
  /// Where the values come from.
  public enum Source: Sendable {
    /// Lists to read, merged newest first; none when no row can be wanted.
    case list(Resource, [ListRequest])
    /// One object.
    case single(Resource, id: String)
    case variable(String)
    case value(CheckedExpression)
  }

  /// Where the values come from.
  public let source: Source
  /// The conditions that the requests carry; each row is held against them again.
  public let pushed: [CheckedArguments.Conjunct]
  /// What is left to do here, in order.
  public let stages: [CheckedStage]
  /// What comes out.
  public let type: PipelineType
  /// What is wrong with a value the source was given, which only running could tell; nothing may
  /// be asked then.
  public let invalidArgument: String?
  /// Remarks, such as a condition that is never true.
  public let warnings: [Diagnostic]

  /// How far running it reaches.
  public var effect: EffectClass {
    stages.reduce(sourceEffect) { effect, stage in
      if case .plan(let action) = stage.input { return max(effect, action.effect) }
      return max(effect, stage.signature.effect)
    }
  }

  private var sourceEffect: EffectClass {
    switch source {
    case .list, .single: .read
    case .variable, .value: .pure
    }
  }
}

/// One list to read from the API, page after page.
public struct ListRequest: Hashable, Sendable {
  /// One parameter of the query.
  public struct Parameter: Hashable, Sendable {
    /// The API's name for it.
    public let name: String
    /// Its value, not yet encoded.
    public let value: String
  }

  /// The filters, in alphabetical order of their names.
  public let filters: [Parameter]
  /// Objects to ask for at a time.
  public let pageSize: Int
}
