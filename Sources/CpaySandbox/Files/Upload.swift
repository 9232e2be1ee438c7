import CpayModel
import CpayValue
import NIOCore

/// A file that came with a request and lies in the vault.
struct ReceivedFile: Hashable, Sendable {
  let content: FileVault.Content
  let filename: String
  let contentType: String?
}

/// Reads a form with a file in it as it arrives, the file straight to disk.
struct Upload<Chunks: AsyncIteratorProtocol> where Chunks.Element == ByteBuffer {
  private var reader: MultipartReader
  private var chunks: Chunks
  private var events: ArraySlice<MultipartEvent> = []
  private var isAtEnd = false
  private var formBytes = 0
  private(set) var members: [JSONNode.Member] = []
  private(set) var file: ReceivedFile?

  init(_ chunks: Chunks, contentType: String?) throws(APIError) {
    guard BodyReader.mediaType(contentType) == "multipart/form-data" else {
      throw .malformed(
        "The content type must be multipart/form-data, not '\(contentType ?? "missing")'.")
    }
    reader = try MultipartReader(contentType: contentType)
    self.chunks = chunks
  }

  /// Reads to the end of the body; the files go to `vault`.
  ///
  /// - Throws: ``APIError`` (400) for a body that is no such form, is cut off, or too large.
  mutating func receive(into vault: FileVault, isEmptyAllowed: Bool) async throws {
    while let event = try await next() {
      guard case .part(let part) = event else { continue }
      if part.filename != nil || part.name == "file" {
        try await receive(part, into: vault, isEmptyAllowed)
      } else {
        try await receiveField(part)
      }
    }
  }

  private mutating func receive(
    _ part: MultipartPart, into vault: FileVault, _ isEmptyAllowed: Bool
  ) async throws {
    guard part.name == "file", file == nil else {
      throw APIError.invalid(part.name, "There is one file, under the name 'file'.")
    }
    var size = 0
    let content = try await vault.keep {
      guard case .content(let bytes)? = try await next() else { return nil }
      size += bytes.count
      guard size <= WireLimits.maximumFileBytes else {
        throw APIError.invalid(
          "file", "The file has more than \(WireLimits.maximumFileBytes) bytes.")
      }
      return ByteBuffer(bytes: bytes)
    }
    guard content.size > 0 || isEmptyAllowed else {
      throw APIError.invalid("file", "The file is empty.")
    }
    file = ReceivedFile(
      content: content, filename: part.filename ?? "", contentType: part.contentType)
  }

  private mutating func receiveField(_ part: MultipartPart) async throws {
    var text: [UInt8] = []
    while case .content(let bytes)? = try await next() {
      formBytes += bytes.count
      guard formBytes <= BodyReader.maximumFormBytes else {
        throw APIError.malformed(
          "The form has more than \(BodyReader.maximumFormBytes) bytes beside the file.")
      }
      text += bytes
    }
    guard let text = String(validating: text, as: UTF8.self) else {
      throw APIError.invalid(part.name, "\(part.name) is not UTF-8.")
    }
    members.append(JSONNode.Member(name: part.name, value: JSONNode(.string(text))))
  }

  private mutating func next() async throws -> MultipartEvent? {
    while events.isEmpty, !isAtEnd {
      if let chunk = try await chunks.next(isolation: #isolation) {
        events = try reader.read(chunk.readableBytesView)[...]
      } else {
        isAtEnd = true
        try reader.finish()
      }
    }
    return events.popFirst()
  }
}
