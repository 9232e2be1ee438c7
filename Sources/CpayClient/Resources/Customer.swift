public import CpayModel
public import CpayValue

/// A tenant who pays (customers page).
public struct Customer: APIObject {
  /// The table of its fields.
  public static let resource = Resource.customer

  /// The id, `cus_…`.
  public let id: String
  /// The whole object as it came.
  public let json: JSONNode
  /// The tenant's name.
  public let name: String?
  /// The tenant's e-mail address.
  public let email: String?
  /// Key-value pairs of your own.
  public let metadata: [String: String]
  /// When it was made.
  public let created: Timestamp

  /// Reads the members.
  public init(_ fields: ObjectFields) throws(ReadFailure) {
    json = fields.json
    id = try fields.text("id")
    name = json["name"]?.string
    email = json["email"]?.string
    metadata = fields.map("metadata")
    created = try fields.time("created")
  }
}
