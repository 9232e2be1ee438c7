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

  /// The six ends that a row can come to.
  public static let outcome = EnumType(
    name: "outcome", plural: "outcomes",
    members: [
      Member("applied", "the API said yes"),
      Member("refused", "the API said no to this row"),
      Member("ineligible", "known beforehand, not sent"),
      Member("stale", "changed since the plan, not sent"),
      Member("unsent", "the run stopped first"),
      Member("unknown", "sent, and what happened could not be established"),
    ])
}
