public import CpayValue

/// A tenant's question about a charge, raised with the bank (disputes page).
extension Resource {
  /// The dispute object: the attribute table of the disputes page.
  ///
  /// `payment_intent`, `evidence_due_by` and `metadata` may be missing: the page does not promise
  /// them, and its example leaves `metadata` out.
  public static let dispute = Resource(
    name: "dispute", plural: "disputes", idPrefix: "dp_",
    fields: [
      Field("id", .id(prefix: "dp_", of: "dispute"), "the dispute"),
      Field("charge", .id(prefix: "ch_", of: "charge"), filter: true, "the disputed charge"),
      Field(
        "payment_intent", .id(prefix: "pi_", of: "payment_intent"), nullable: true, filter: true,
        "the payment intent of the charge"),
      Field("amount", .money, "the disputed amount"),
      Field("currency", .currency, "the currency of the amount"),
      Field("status", .enumeration(.disputeStatus), filter: true, "where the dispute stands"),
      Field("reason", .enumeration(.disputeReason), "why the tenant disputes"),
      Field("evidence", .record(.evidence), "what has been given so far"),
      Field("evidence_due_by", .timestamp, nullable: true, "the deadline for evidence"),
      Field("metadata", .map, nullable: true, "key-value pairs of your own"),
      Field("created", .timestamp, "when the dispute was opened"),
    ],
    tableColumns: ["id", "amount", "evidence_due_by", "status", "reason", "charge"],
    doc: "a charge that a tenant questions with the bank")
}

extension EnumType {
  /// The seven statuses of the disputes page; the meanings follow the field's usage.
  public static let disputeStatus = EnumType(
    name: "dispute status", plural: "statuses",
    members: [
      Member("warning_needs_response", "an inquiry that wants an answer"),
      Member("warning_under_review", "an inquiry that has been answered"),
      Member("warning_closed", "an inquiry that ended without a chargeback"),
      Member("needs_response", "a chargeback that wants an answer"),
      Member("under_review", "evidence is with the bank"),
      Member("won", "decided for you"),
      Member("lost", "decided for the tenant, or accepted"),
    ])

  /// The seven reasons of the disputes page.
  public static let disputeReason = EnumType(
    name: "dispute reason", plural: "reasons",
    members: [
      Member("duplicate", "charged twice"),
      Member("fraudulent", "not made by the tenant"),
      Member("general", "none of the others"),
      Member("product_not_received", "nothing was provided"),
      Member("product_unacceptable", "not as described"),
      Member("subscription_canceled", "charged after the contract ended"),
      Member("unrecognized", "not recognised on the statement"),
    ])
}

extension RecordType {
  /// The five evidence keys of the update parameters (disputes page).
  public static let evidence = RecordType(
    name: "evidence",
    keys: [
      Key("customer_name", .string, "the tenant's name"),
      Key("customer_email", .string, "the tenant's e-mail address"),
      Key("billing_address", .string, "the billing address, in one text"),
      Key("receipt", .id(prefix: "file_", of: "file"), "the file id of a receipt"),
      Key(
        "service_documentation", .id(prefix: "file_", of: "file"),
        "the file id of the lease or contract"),
    ])
}

/// The wire names of dispute statuses that decisions are made on.
public enum DisputeStatus {
  /// The statuses in which a dispute still takes evidence or can be accepted.
  public static let open = ["needs_response", "warning_needs_response"]
  /// The statuses that accepting a dispute leads to.
  public static let accepted = ["lost", "warning_closed"]
}

/// The two lives of a dispute: the bank asks first, and may charge back later what it was told.
public enum DisputePhase: String, Hashable, Sendable {
  /// The bank asks; nothing has been charged back.
  case inquiry
  /// The amount has been taken back.
  case chargeback

  /// The phase in which a dispute has that status (disputes page).
  public init(status: String) {
    self = status.hasPrefix("warning_") ? .inquiry : .chargeback
  }
}
