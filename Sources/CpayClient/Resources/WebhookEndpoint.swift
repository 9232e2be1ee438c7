public import CpayModel
public import CpayValue

/// Where events are delivered to (webhook endpoints page).
public struct WebhookEndpoint: APIObject {
  /// The table of its fields.
  public static let resource = Resource.webhookEndpoint

  /// Whether deliveries are made.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// Deliveries are made.
    case enabled
    /// No deliveries are made.
    case disabled
  }

  /// The id, `we_…`.
  public let id: String
  /// The whole object as it came.
  public let json: JSONNode
  /// Where deliveries go.
  public let url: String
  /// The event types it wants; empty in the answer to its creation, which is partial.
  public let enabledEvents: [String]
  /// Whether deliveries are made.
  public let status: OpenEnum<Status>
  /// What deliveries are signed with; in the answer to its creation only.
  public let secret: String?
  /// When it was made.
  public let created: Timestamp

  /// Reads the members.
  public init(_ fields: ObjectFields) throws(ReadFailure) {
    json = fields.json
    id = try fields.text("id")
    url = try fields.text("url")
    enabledEvents = fields.texts("enabled_events")
    status = try fields.value("status")
    secret = json["secret"]?.string
    created = try fields.time("created")
  }
}
