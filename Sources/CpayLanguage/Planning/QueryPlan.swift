public import CpayModel
public import CpaySyntax

/// What a pipeline asks of the API and what it does with the answers.
public struct QueryPlan: Sendable {
  /// Where the values come from.
  public enum Source: Sendable {
    /// Lists to read, merged newest first; none when no row can be wanted. The rows may hold
    /// objects in place of ids.
    case list(Resource, [ListRequest], RowType)
    /// One object.
    case single(Resource, id: String)
    /// Objects by their ids: a list, or a file with one a line.
    case ids(Resource, CheckedExpression, dropsMissing: Bool)
    /// The rows of a file, in a format or in that of its name.
    case records(CheckedExpression, format: String?, RowType)
    /// A plan to upload one file.
    case upload(CheckedExpression, purpose: String)
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
  /// The pipelines inside its expressions, to be run first.
  public let prerequisites: [Prerequisite]
  /// Remarks, such as a condition that is never true.
  public let warnings: [Diagnostic]

  /// How far running it reaches.
  public var effect: EffectClass {
    stages.reduce(sourceEffect) { effect, stage in
      if case .plan(let action) = stage.input, stage.signature.kind == .effect {
        return max(effect, action.effect)
      }
      return max(effect, stage.signature.effect)
    }
  }

  private var sourceEffect: EffectClass {
    switch source {
    case .list, .single, .ids, .records, .upload: .read
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
  /// The fields to send whole objects for instead of their ids.
  public let expanding: [String]
  /// Objects to ask for at a time.
  public let pageSize: Int

  init(filters: [Parameter], expanding: [String] = [], pageSize: Int) {
    (self.filters, self.expanding, self.pageSize) = (filters, expanding, pageSize)
  }
}
