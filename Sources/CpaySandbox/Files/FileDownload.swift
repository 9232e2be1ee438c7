import CpayModel
import CpayValue

/// Answers a signed address with the file's content.
struct FileDownload: Sendable {
  private let call: Call
  private let sandbox: Sandbox

  init(_ call: Call, _ sandbox: Sandbox) {
    (self.call, self.sandbox) = (call, sandbox)
  }

  func answer() async throws -> Answer {
    let id = call.arguments[0]
    let addresses = FileAddresses(
      base: call.base, secret: sandbox.identity.secret, now: sandbox.time.now)
    try addresses.check(call.query["token"], of: id)
    let (file, digest) = try await sandbox.store.read { db in
      let file = try StoredObject.node(db, .file, id: id, mode: .test)
      return (
        try file ?? StoredObject.node(db, .file, id: id, mode: .live),
        try UploadedFile.digest(db, id: id)
      )
    }
    guard let file, let size = file["size"]?.integer else { throw APIError.noSuch(.file, id) }
    var answer = Answer(body: [])
    answer.file = digest.map { .stored(path: sandbox.vault.path($0)) } ?? .made(size: max(0, size))
    answer.headers = [
      ("Content-Type", file["type"]?.string ?? "application/octet-stream"),
      ("Content-Length", String(size)),
    ]
    return answer
  }
}
