public import CpaySyntax

/// What a list asks of the API, and what is left to do with the answers.
public struct QueryPlan: Sendable {
  /// The lists to read, merged newest first; none when no row can be wanted.
  public let requests: [ListRequest]
  /// What they yield, once it holds the objects that they were asked for in place of ids.
  public let type: RowType
  /// The ids whose objects come with the lists; what a list has left as an id is asked for by itself.
  public let expansions: [Reference]
  /// The conditions that the requests carry; each row is held against them again.
  public let pushed: [Conjunct]
  /// What is left to do here, in order.
  public let steps: [CheckedStep]
  /// What is wrong with a value the list was given, which only running could tell; nothing may be
  /// asked then.
  public let invalidArgument: String?
  /// Remarks, such as a condition that is never true.
  public let warnings: [Diagnostic]

  /// Whether nothing but an error ends the list before its last page.
  public var wantsAllRows: Bool {
    !steps.prefix { !$0.outline.collects }.contains { step in
      if case .take = step.stage { true } else { false }
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
  /// The paths of the objects to send whole instead of their ids.
  public let expanding: [String]
  /// Objects to ask for at a time.
  public let pageSize: Int

  init(filters: [Parameter], expanding: [String] = [], pageSize: Int) {
    (self.filters, self.expanding, self.pageSize) = (filters, expanding, pageSize)
  }
}
