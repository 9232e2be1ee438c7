import CpayValue

/// A tenant who pays (customers page).
extension Resource {
  /// The customer object; read only here.
  ///
  /// A dispute leads to it by way of its charge.
  public static let customer = Resource(
    name: "customer", plural: "customers", idPrefix: "cus_",
    fields: [
      Field("id", .id(prefix: "cus_", of: "customer"), "the customer"),
      Field("name", .string, nullable: true, "the tenant's name"),
      Field("email", .string, nullable: true, "the tenant's e-mail address"),
      Field("phone", .string, nullable: true, "the tenant's telephone number"),
      Field("address", .object, nullable: true, "line1, city, postal_code, country"),
      Field("default_payment_method", .string, nullable: true, "how the tenant usually pays"),
      Field("balance", .int, nullable: true, "what is owed, in minor units"),
      Field("currency", .currency, nullable: true, "the currency of the balance"),
      Field("metadata", .map, nullable: true, "key-value pairs of your own"),
      Field("created", .timestamp, "when it was made"),
      Field("livemode", .bool, nullable: true, "whether money moves"),
    ],
    tableColumns: ["id", "name", "email", "created"],
    doc: "a tenant who pays")
}
