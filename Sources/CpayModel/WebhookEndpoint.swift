public import CpayValue

/// Where events are delivered to (webhook endpoints page).
extension Resource {
  /// The webhook endpoint object.
  ///
  /// `secret` is in the answer to its creation only.
  public static let webhookEndpoint = Resource(
    name: "webhook_endpoint", plural: "webhook_endpoints", idPrefix: "we_",
    fields: [
      Field("id", .id(prefix: "we_", of: "webhook_endpoint"), "the endpoint"),
      Field("url", .string, "where deliveries go"),
      Field("enabled_events", .list(.string), nullable: true, "the event types it wants"),
      Field("status", .enumeration(.webhookEndpointStatus), "whether deliveries are made"),
      Field("secret", .string, nullable: true, "what deliveries are signed with"),
      Field("api_version", .string, nullable: true, "the version events are written in"),
      Field("description", .string, nullable: true, "what it is for"),
      Field("metadata", .map, nullable: true, "key-value pairs of your own"),
      Field("created", .timestamp, "when it was made"),
    ],
    tableColumns: ["id", "url", "status", "created"],
    doc: "an address that events are delivered to")
}

extension EnumType {
  /// The statuses of the webhook endpoints page.
  public static let webhookEndpointStatus = EnumType(
    name: "webhook endpoint status", plural: "statuses",
    members: [
      Member("enabled", "deliveries are made"),
      Member("disabled", "no deliveries are made"),
    ])
}
