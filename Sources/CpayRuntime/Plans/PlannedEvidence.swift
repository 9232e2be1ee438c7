import CpayClient
import CpayLanguage
import CpayModel
import CpayValue

/// One key of evidence in a plan: a text, or a document that is uploaded first.
public struct PlannedEvidence: Hashable, Sendable {
  /// What the key will hold.
  public enum Content: Hashable, Sendable {
    /// A text, or the id of a file that the API holds.
    case text(String)
    /// A file on this machine, whose id is known once it is uploaded.
    case document(PlannedUpload)
  }

  /// The key.
  public let name: String
  /// What it will hold.
  public let content: Content

  /// The evidence `name`.
  public init(_ name: String, _ content: Content) {
    (self.name, self.content) = (name, content)
  }

  /// What a row gives for the key `name`.
  init(
    _ name: String, _ value: Value,
    document: (_ path: String) throws(EvaluationError) -> PlannedUpload
  ) throws(EvaluationError) {
    switch value {
    case .string(let text): self.init(name, .text(text))
    case .file(let path):
      guard case .id(_, "file") = RecordType.evidence.key(name)?.type else {
        throw .invalid("\(name) is a text, not a file such as \(path)")
      }
      self.init(name, .document(try document(path)))
    default: throw .missing(name)
    }
  }

  /// The text; nil for a document.
  var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  /// The document; nil for a text.
  public var document: PlannedUpload? {
    if case .document(let upload) = content { upload } else { nil }
  }

  /// What the key will hold, whatever id a document is given: two rows that agree in it write the
  /// same.
  public var meaning: String { text ?? document?.content ?? "" }

  /// The evidence to send, with the ids of `files` by their content; nil where one is not uploaded.
  func sent(_ files: [String: String]) -> DisputeWrite.Evidence? {
    switch content {
    case .text(let text): DisputeWrite.Evidence(name: name, text: text)
    case .document(let upload):
      files[upload.content].map {
        DisputeWrite.Evidence(name: name, text: $0, keyText: upload.content)
      }
    }
  }
}
