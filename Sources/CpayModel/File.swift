public import CpayValue

/// A document that evidence names (files page).
extension Resource {
  /// The file object.
  ///
  /// `url` is signed and good for one hour; every retrieval brings a new one.
  public static let file = Resource(
    name: "file", plural: "files", idPrefix: "file_",
    fields: [
      Field("id", .id(prefix: "file_", of: "file"), "the file"),
      Field("filename", .string, "the name it was uploaded under"),
      Field("purpose", .enumeration(.filePurpose), filter: true, "what it is for"),
      Field("size", .int, "its size in bytes"),
      Field("type", .string, "its MIME type, such as application/pdf"),
      Field("url", .string, nullable: true, "where it can be downloaded, for one hour"),
      Field("created", .timestamp, "when it was uploaded"),
    ],
    tableColumns: ["id", "filename", "purpose", "size", "created"],
    doc: "a document, such as a lease, that evidence names")
}

extension EnumType {
  /// The purposes of the files page.
  public static let filePurpose = EnumType(
    name: "file purpose", plural: "purposes",
    members: [
      Member("dispute_evidence", "evidence in a dispute"),
      Member("identity_document", "a person's identity"),
      Member("invoice_pdf", "an invoice"),
      Member("collection_document", "debt collection"),
      Member("other", "none of the others"),
    ])
}
