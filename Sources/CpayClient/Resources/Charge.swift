public import CpayModel
public import CpayValue

/// One movement of money that a payment intent made (charges page).
public struct Charge: APIObject {
  /// The table of its fields.
  public static let resource = Resource.charge

  /// Whether the money came.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// The money came.
    case succeeded
    /// The money is on its way.
    case pending
    /// The money did not come.
    case failed
  }

  /// The id, `ch_…`.
  public let id: String
  /// The whole object as it came.
  public let json: JSONNode
  /// The amount charged.
  public let amount: Money
  /// How much has been paid back.
  public let amountRefunded: Money?
  /// Whether the money came.
  public let status: OpenEnum<Status>
  /// Who paid.
  public let customer: Reference<Customer>?
  /// The payment intent that made it.
  public let paymentIntent: Reference<PaymentIntent>?
  /// Whether all of it has been paid back.
  public let isRefunded: Bool
  /// Where its receipt is.
  public let receiptURL: String?
  /// When it was made.
  public let created: Timestamp

  /// Reads the members.
  public init(_ fields: ObjectFields) throws(ReadFailure) {
    json = fields.json
    id = try fields.text("id")
    amount = try fields.money("amount")
    amountRefunded = fields.optionalMoney("amount_refunded")
    status = try fields.value("status")
    customer = try fields.optionalReference("customer")
    paymentIntent = try fields.optionalReference("payment_intent")
    isRefunded = json["refunded"]?.bool == true
    receiptURL = json["receipt_url"]?.string
    created = try fields.time("created")
  }
}
