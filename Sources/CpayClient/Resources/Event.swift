public import CpayModel
public import CpayValue

/// Something that happened, with the object as it was afterwards (events page).
public struct Event: APIObject {
  /// The table of its fields.
  public static let resource = Resource.event

  /// The types that touch disputes and their charges; there are others.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A dispute was opened.
    case disputeCreated = "dispute.created"
    /// A dispute's status changed.
    case disputeUpdated = "dispute.updated"
    /// A dispute was decided for you.
    case disputeWon = "dispute.won"
    /// A dispute was decided for the tenant, or accepted.
    case disputeLost = "dispute.lost"
    /// Money came.
    case chargeSucceeded = "charge.succeeded"
    /// Money did not come.
    case chargeFailed = "charge.failed"
    /// Money was paid back.
    case chargeRefunded = "charge.refunded"
  }

  /// The id, `evt_…`.
  public let id: String
  /// The whole object as it came.
  public let json: JSONNode
  /// What happened.
  public let type: OpenEnum<Kind>
  /// The key of the request that caused it, where one did and had one.
  public let idempotencyKey: String?
  /// When it happened.
  public let created: Timestamp

  /// Reads the members.
  public init(_ fields: ObjectFields) throws(ReadFailure) {
    json = fields.json
    id = try fields.text("id")
    type = try fields.value("type")
    idempotencyKey = json["request"]?["idempotency_key"]?.string
    created = try fields.time("created")
  }

  /// What it happened to, as it was afterwards.
  /// - Throws: ``ReadFailure/malformed(_:)`` when that is another kind of object.
  public func object<Object: APIObject>(as kind: Object.Type) throws(ReadFailure) -> Object {
    guard let node = json["data"]?["object"] else { throw .malformed("an event without object") }
    return try Object(json: node)
  }
}
