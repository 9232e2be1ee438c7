public import CpayModel
public import CpayValue

/// What a tenant was asked to pay (payment intents page).
public struct PaymentIntent: APIObject {
  /// The table of its fields.
  public static let resource = Resource.paymentIntent

  /// How far the payment is.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// A way to pay is missing.
    case requiresPaymentMethod = "requires_payment_method"
    /// It has to be confirmed.
    case requiresConfirmation = "requires_confirmation"
    /// The tenant has to do something.
    case requiresAction = "requires_action"
    /// It is under way.
    case processing
    /// The money is held and has to be taken.
    case requiresCapture = "requires_capture"
    /// It is paid.
    case succeeded
    /// It will not be paid.
    case canceled
  }

  /// The id, `pi_…`.
  public let id: String
  /// The whole object as it came.
  public let json: JSONNode
  /// The amount asked for.
  public let amount: Money
  /// How much has come.
  public let amountReceived: Money?
  /// How far the payment is.
  public let status: OpenEnum<Status>
  /// Who is to pay.
  public let customer: Reference<Customer>?
  /// When it was made.
  public let created: Timestamp

  /// Reads the members.
  public init(_ fields: ObjectFields) throws(ReadFailure) {
    json = fields.json
    id = try fields.text("id")
    amount = try fields.money("amount")
    amountReceived = fields.optionalMoney("amount_received")
    status = try fields.value("status")
    customer = try fields.optionalReference("customer")
    created = try fields.time("created")
  }
}
