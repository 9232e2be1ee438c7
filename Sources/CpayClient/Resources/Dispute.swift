public import CpayModel
public import CpayValue

/// A charge that a tenant questions with the bank (disputes page).
public struct Dispute: APIObject {
  /// The table of its fields.
  public static let resource = Resource.dispute

  /// Where a dispute stands.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// An inquiry that wants an answer.
    case warningNeedsResponse = "warning_needs_response"
    /// An inquiry that has been answered.
    case warningUnderReview = "warning_under_review"
    /// An inquiry that ended without a chargeback.
    case warningClosed = "warning_closed"
    /// A chargeback that wants an answer.
    case needsResponse = "needs_response"
    /// Evidence is with the bank.
    case underReview = "under_review"
    /// Decided for you.
    case won
    /// Decided for the tenant, or accepted.
    case lost
  }

  /// Why the tenant disputes.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Charged twice.
    case duplicate
    /// Not made by the tenant.
    case fraudulent
    /// None of the others.
    case general
    /// Nothing was provided.
    case productNotReceived = "product_not_received"
    /// Not as described.
    case productUnacceptable = "product_unacceptable"
    /// Charged after the contract ended.
    case subscriptionCanceled = "subscription_canceled"
    /// Not recognised on the statement.
    case unrecognized
  }

  /// The id, `dp_…`.
  public let id: String
  /// The whole object as it came.
  public let json: JSONNode
  /// The disputed charge.
  public let charge: Reference<Charge>
  /// The payment intent of the charge.
  public let paymentIntent: Reference<PaymentIntent>?
  /// The disputed amount.
  public let amount: Money
  /// Where the dispute stands.
  public let status: OpenEnum<Status>
  /// Why the tenant disputes.
  public let reason: OpenEnum<Reason>
  /// What has been given so far.
  public let evidence: Evidence
  /// The deadline for evidence.
  public let evidenceDueBy: Timestamp?
  /// Key-value pairs of your own.
  public let metadata: [String: String]
  /// When the dispute was opened.
  public let created: Timestamp

  /// Reads the members.
  public init(_ fields: ObjectFields) throws(ReadFailure) {
    json = fields.json
    id = try fields.text("id")
    charge = try fields.reference("charge")
    paymentIntent = try fields.optionalReference("payment_intent")
    amount = try fields.money("amount")
    status = try fields.value("status")
    reason = try fields.value("reason")
    evidence = Evidence(fields.json["evidence"])
    evidenceDueBy = fields.optionalTime("evidence_due_by")
    metadata = fields.map("metadata")
    created = try fields.time("created")
  }

  /// Whether evidence or acceptance is still wanted.
  public var isOpen: Bool { DisputeStatus.open.contains(status.text) }
}
