public import CpayModel
public import CpayValue

/// A document that evidence names (files page).
public struct File: APIObject {
  /// The table of its fields.
  public static let resource = Resource.file

  /// What a file is for.
  public enum Purpose: String, Hashable, Sendable, CaseIterable {
    /// Evidence in a dispute.
    case disputeEvidence = "dispute_evidence"
    /// A person's identity.
    case identityDocument = "identity_document"
    /// An invoice.
    case invoicePDF = "invoice_pdf"
    /// Debt collection.
    case collectionDocument = "collection_document"
    /// None of the others.
    case other
  }

  /// The id, `file_…`.
  public let id: String
  /// The whole object as it came.
  public let json: JSONNode
  /// The name it was uploaded under.
  public let filename: String
  /// What it is for.
  public let purpose: OpenEnum<Purpose>
  /// Its size in bytes.
  public let size: Int64?
  /// Its MIME type.
  public let type: String?
  /// Where it can be downloaded, for one hour; every retrieval brings a new address.
  public let url: String?
  /// When it was uploaded.
  public let created: Timestamp

  /// Reads the members.
  public init(_ fields: ObjectFields) throws(ReadFailure) {
    json = fields.json
    id = try fields.text("id")
    filename = try fields.text("filename")
    purpose = try fields.value("purpose")
    size = json["size"]?.integer
    type = json["type"]?.string
    url = json["url"]?.string
    created = try fields.time("created")
  }
}
