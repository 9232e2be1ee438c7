public import CpayValue

/// One movement of money that a payment intent made (charges page).
extension Resource {
  /// The charge object.
  ///
  /// It names no dispute: disputes are found by `charge`.
  public static let charge = Resource(
    name: "charge", plural: "charges", idPrefix: "ch_",
    fields: [
      Field("id", .id(prefix: "ch_", of: "charge"), "the charge"),
      Field("amount", .money, "the amount charged"),
      Field("currency", .currency, "the currency of the amount"),
      Field("status", .enumeration(.chargeStatus), "whether the money came"),
      Field(
        "customer", .id(prefix: "cus_", of: "customer"), nullable: true, filter: true,
        "who paid"),
      Field(
        "payment_intent", .id(prefix: "pi_", of: "payment_intent"), nullable: true, filter: true,
        "the payment intent that made it"),
      Field("payment_method", .string, nullable: true, "how it was paid"),
      Field("description", .string, nullable: true, "what it is for"),
      Field("refunded", .bool, "whether all of it has been paid back"),
      Field("amount_refunded", .money, "how much has been paid back"),
      Field("failure_code", .string, nullable: true, "why it failed, for programs"),
      Field("failure_message", .string, nullable: true, "why it failed, for people"),
      Field("receipt_url", .string, nullable: true, "where its receipt is"),
      Field("metadata", .map, nullable: true, "key-value pairs of your own"),
      Field("created", .timestamp, "when it was made"),
    ],
    tableColumns: ["id", "amount", "status", "customer", "amount_refunded", "created"],
    otherFilters: [
      Filter("created[gte]", on: "created", .atLeast, .timestamp, "made then or later")
    ],
    doc: "a movement of money, which a tenant may dispute")
}

extension EnumType {
  /// The statuses of the charges page.
  public static let chargeStatus = EnumType(
    name: "charge status", plural: "statuses",
    members: [
      Member("succeeded", "the money came"),
      Member("pending", "the money is on its way"),
      Member("failed", "the money did not come"),
    ])
}
