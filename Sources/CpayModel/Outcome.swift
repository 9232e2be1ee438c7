public import CpayValue

/// What became of one row of an applied plan.
extension Resource {
  /// The outcome row: not an object of the API, but read, filtered and shown as one.
  public static let outcome = Resource(
    name: "outcome", plural: "outcomes", idPrefix: "",
    fields: [
      Field("id", .string, "the dispute, or the file that was uploaded"),
      Field("action", .enumeration(.writeAction), "what was to be done"),
      Field("outcome", .enumeration(.outcome), "what became of it"),
      Field("amount", .money, nullable: true, "the disputed amount; none for an upload"),
      Field("currency", .currency, nullable: true, "the currency of the amount"),
      Field("message", .string, nullable: true, "why it was not applied"),
      Field("request_id", .string, nullable: true, "the API's name for the request"),
      Field("at", .timestamp, "when this was established"),
    ],
    tableColumns: ["id", "outcome", "message", "amount", "action"],
    doc: "what became of one row of a plan")
}

extension EnumType {
  /// The writes.
  public static let writeAction = EnumType(
    name: "action", plural: "actions",
    members: [
      Member("draft", "evidence saved, still open to change"),
      Member("submit", "evidence sent to the bank, for good"),
      Member("close", "dispute accepted and tenant refunded, for good"),
      Member("upload", "a file given to the API"),
    ])

  /// The ends that a row can come to.
  public static let outcome = EnumType(
    name: "outcome", plural: "outcomes",
    members: OutcomeKind.allCases.map { Member($0.rawValue, $0.facts.doc) })
}

/// The ends that a row of a plan can come to, in the order of the reference.
///
/// The type of the rows, what a journal does with them, the exit status and the summary of a run
/// derive from the facts given here.
public enum OutcomeKind: String, Hashable, Sendable, CaseIterable {
  /// The API said yes.
  case applied
  /// The API said no to this row.
  case refused
  /// Known beforehand, not sent.
  case ineligible
  /// Changed since the plan, not sent.
  case stale
  /// The run stopped first.
  case unsent
  /// Sent, and what happened could not be established.
  case unknown

  /// What follows from an end.
  public struct Facts: Hashable, Sendable {
    /// The end in a few words.
    public let doc: String
    /// Whether the write stands.
    ///
    /// Only where it does not, the dispute is free for another run; and only where it does, the row
    /// is done.
    public let stands: Truth
    /// Whether the API answered for good, so that its answer to the key is that one from now on.
    public let isAnswered: Bool
  }

  /// What follows from the end.
  public var facts: Facts {
    switch self {
    case .applied: Facts(doc: "the API said yes", stands: .yes, isAnswered: true)
    case .refused: Facts(doc: "the API said no to this row", stands: .no, isAnswered: true)
    case .ineligible: Facts(doc: "known beforehand, not sent", stands: .no, isAnswered: false)
    case .stale: Facts(doc: "changed since the plan, not sent", stands: .no, isAnswered: false)
    case .unsent: Facts(doc: "the run stopped first", stands: .no, isAnswered: false)
    case .unknown:
      Facts(
        doc: "sent, and what happened could not be established", stands: .unknown,
        isAnswered: false)
    }
  }
}
