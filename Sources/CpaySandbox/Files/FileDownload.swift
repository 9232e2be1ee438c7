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
      // Whoever uploaded it chose its type; a browser saves it, and guesses no other.
      ("Content-Disposition", FileDownload.attachment(file["filename"]?.string ?? "")),
      ("X-Content-Type-Options", "nosniff"),
    ]
    return answer
  }

  /// An attachment of that name, in ASCII and as it is (RFC 6266).
  static func attachment(_ name: String) -> String {
    guard !name.isEmpty else { return "attachment" }
    let plain = name.unicodeScalars.map { scalar in
      (0x20..<0x7f).contains(scalar.value) && !"\"\\%".unicodeScalars.contains(scalar)
        ? Character(scalar) : "_"
    }
    let encoded = name.utf8.map { byte in
      isUnreserved(byte)
        ? String(Unicode.Scalar(byte)) : "%" + String(hex: CollectionOfOne(byte)).uppercased()
    }
    return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(encoded.joined())"
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }
}
