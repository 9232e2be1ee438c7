public import CpayValue

/// Something that happened, with the object as it was afterwards (events page).
extension Resource {
  /// The event object.
  ///
  /// The product pages leave out `api_version`, `request`, `pending_webhooks`
  /// and `livemode`, so that all four may be missing.
  public static let event = Resource(
    name: "event", plural: "events", idPrefix: "evt_",
    fields: [
      Field("id", .id(prefix: "evt_", of: "event"), "the event"),
      Field("type", .enumeration(.eventType), filter: true, "what happened"),
      Field("data", .record(.eventData), "what it happened to"),
      Field("api_version", .string, nullable: true, "the version the object is written in"),
      Field("request", .record(.eventRequest), nullable: true, "the request that caused it"),
      Field("pending_webhooks", .int, nullable: true, "deliveries that have not arrived yet"),
      Field("livemode", .bool, nullable: true, "whether money moves"),
      Field("created", .timestamp, "when it happened"),
    ],
    tableColumns: ["id", "type", "created", "pending_webhooks"],
    otherFilters: [
      Filter("types[]", on: "type", .oneOf, .enumeration(.eventType), "of one of these types"),
      Filter("created[gte]", on: "created", .atLeast, .timestamp, "then or later"),
      Filter("created[lte]", on: "created", .atMost, .timestamp, "then or earlier"),
      Filter(
        "delivery_success", on: nil, .equal, .bool, "whether every webhook endpoint has taken it"),
    ],
    doc: "something that happened")
}

extension EnumType {
  /// The event types that touch disputes and their charges (payment events page); there are others.
  public static let eventType = EnumType(
    name: "event type", plural: "types",
    members: [
      Member("dispute.created", "a dispute was opened"),
      Member("dispute.updated", "a dispute's status changed"),
      Member("dispute.won", "a dispute was decided for you"),
      Member("dispute.lost", "a dispute was decided for the tenant, or accepted"),
      Member("charge.succeeded", "money came"),
      Member("charge.failed", "money did not come"),
      Member("charge.refunded", "money was paid back"),
    ])
}

extension RecordType {
  /// What an event carries.
  public static let eventData = RecordType(
    name: "event data", keys: [Key("object", .object, "the whole object, as it was afterwards")])

  /// The request behind an event; both are null when there was none.
  public static let eventRequest = RecordType(
    name: "event request",
    keys: [
      Key("id", .string, "the API's name for the request"),
      Key("idempotency_key", .string, "the key the request was sent with"),
    ])
}
