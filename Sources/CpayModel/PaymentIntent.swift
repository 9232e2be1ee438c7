public import CpayValue

/// What a tenant was asked to pay (payment intents page).
extension Resource {
  /// The payment intent object; read only here.
  public static let paymentIntent = Resource(
    name: "payment_intent", plural: "payment_intents", idPrefix: "pi_",
    fields: [
      Field("id", .id(prefix: "pi_", of: "payment_intent"), "the payment intent"),
      Field("amount", .money, "the amount asked for"),
      Field("currency", .currency, "the currency of the amount"),
      Field("status", .enumeration(.paymentIntentStatus), "how far the payment is"),
      Field("customer", .id(prefix: "cus_", of: "customer"), nullable: true, "who is to pay"),
      Field("payment_method", .string, nullable: true, "how it is to be paid"),
      Field("payment_method_types", .list(.string), nullable: true, "the ways it may be paid"),
      Field("description", .string, nullable: true, "what it is for"),
      Field("amount_received", .money, nullable: true, "how much has come"),
      Field("metadata", .map, nullable: true, "key-value pairs of your own"),
      Field("created", .timestamp, "when it was made"),
      Field("livemode", .bool, nullable: true, "whether money moves"),
    ],
    tableColumns: ["id", "amount", "status", "customer", "created"],
    doc: "a payment that was asked for")
}

extension EnumType {
  /// The statuses of the payment intents page, in the order of the flow.
  public static let paymentIntentStatus = EnumType(
    name: "payment intent status", plural: "statuses",
    members: [
      Member("requires_payment_method", "a way to pay is missing"),
      Member("requires_confirmation", "it has to be confirmed"),
      Member("requires_action", "the tenant has to do something"),
      Member("processing", "it is under way"),
      Member("requires_capture", "the money is held and has to be taken"),
      Member("succeeded", "it is paid"),
      Member("canceled", "it will not be paid"),
    ])
}
