import CpayModel
import CpayValue
import GRDB

/// Makes the file object of an upload (files page).
struct UploadedFile: Sendable {
  private let call: Call
  private let sandbox: Sandbox
  private let file: ReceivedFile
  private let purpose: String

  /// - Throws: ``APIError`` (400) when there was no file.
  init(_ call: Call, _ sandbox: Sandbox) throws(APIError) {
    guard let file = call.upload else {
      throw .missing("file", "The parameter 'file' is missing.")
    }
    (self.call, self.sandbox, self.file) = (call, sandbox, file)
    purpose = call["purpose"]?.string ?? ""
  }

  /// Adds the file; its id follows from what it is.
  func create(_ db: Database) throws -> Answer {
    let now = sandbox.time.now
    let id = try DerivedID.make("file_", [file.content.digest, file.filename, purpose], db)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id)
    writer.member("object", "file")
    writer.member("filename", file.filename)
    writer.member("purpose", purpose)
    writer.member("size", file.content.size)
    writer.member("type", file.contentType ?? "application/octet-stream")
    writer.member("created", now.seconds)
    writer.endObject()
    let body = String(decoding: writer.bytes, as: UTF8.self)
    var object = StoredObject(id: id, kind: .file, created: now.seconds, body: body)
    object.label = purpose
    try object.insert(db, mode: call.caller.mode)
    try db.execute(
      sql: "INSERT INTO file_content (file, digest) VALUES (?, ?)",
      arguments: [id, file.content.digest])
    return Answer(
      status: sandbox.assumptions.holds(.uploadStatus, "200") ? 200 : 201,
      body: try Presenter(db, call, sandbox).present(.file, body))
  }

  /// The SHA-256 of an uploaded file's content; nil for one that a seed only names.
  static func digest(_ db: Database, id: String) throws -> String? {
    try String.fetchOne(
      db, sql: "SELECT digest FROM file_content WHERE file = ?", arguments: [id])
  }
}
