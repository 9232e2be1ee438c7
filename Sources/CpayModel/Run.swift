public import CpayValue

/// One application of a plan, and its rows, as the ledger tells of them.
extension Resource {
  /// A run: not an object of the API, but shown as one.
  public static let run = Resource(
    name: "run", plural: "runs", idPrefix: "",
    fields: [
      Field("run", .string, "the run's name"),
      Field("began", .timestamp, "when it was agreed to"),
      Field("ended", .timestamp, nullable: true, "when it ended"),
      Field("state", .enumeration(.runState), "whether it goes on"),
      Field("action", .enumeration(.writeAction), "what was to be done"),
      Field("account", .string, "whose disputes these are: the server, or one sandbox"),
      Field("mode", .string, "`live` where real money moves, else `test`"),
      Field("plan", .string, nullable: true, "the saved plan that it came from"),
      Field("digest", .string, "the digest of the plan that was agreed to"),
      Field("rows", .int, "the rows of the plan"),
    ]
      + OutcomeKind.allCases.map { Field($0.rawValue, .int, "rows of this outcome") }
      + [Field("open", .int, "rows that `cpay resume` goes on with")],
    tableColumns: ["run", "began", "state", "action", "rows"]
      + [OutcomeKind.applied, .unknown, .unsent, .refused, .stale, .ineligible].map(\.rawValue)
      + ["mode", "account", "plan"],
    doc: "one application of a plan")

  /// A row of a run: its outcome, and how that came about.
  public static let runRow = Resource(
    name: "run row", plural: "run rows", idPrefix: "",
    fields: outcome.fields + [
      Field("attempts", .int, "how often it was sent"),
      Field("sent", .timestamp, nullable: true, "when it was sent last"),
      Field("key", .string, nullable: true, "the idempotency key that it was sent with"),
      Field("status", .string, nullable: true, "the dispute's status when the plan was made"),
      Field("reason", .string, nullable: true, "why the tenant disputes"),
      Field("evidence_due_by", .timestamp, nullable: true, "the deadline for evidence"),
    ],
    tableColumns: ["id", "outcome", "amount", "message", "attempts", "sent", "request_id"],
    doc: "what became of one row of a plan, and how")
}

extension EnumType {
  /// What can be said of a run as a whole.
  public static let runState = EnumType(
    name: "state", plural: "states",
    members: [
      Member("running", "a process goes on with it"),
      Member("ended", "each of its rows has its outcome"),
      Member("stopped", "it ended early, and `cpay resume` goes on with the rows that are open"),
      Member("cut_short", "its process died, and it can be taken up again"),
      Member("given_up", "what was not sent never is"),
    ])
}
