public import CpayModel
public import CpayValue

/// A charge that a tenant questions with the bank (disputes page).
public struct Dispute: APIObject {
  /// The table of its fields.
  public static let resource = Resource.dispute

  /// Where a dispute stands.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case warningNeedsResponse = "warning_needs_response"
    case warningUnderReview = "warning_under_review"
    case warningClosed = "warning_closed"
    case needsResponse = "needs_response"
    case underReview = "under_review"
    case won
    case lost
  }

  /// Why the tenant disputes.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    case duplicate
    case fraudulent
    case general
    case productNotReceived = "product_not_received"
    case productUnacceptable = "product_unacceptable"
    case subscriptionCanceled = "subscription_canceled"
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
