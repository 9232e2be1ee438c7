import CpayModel
import CpayValue

/// What an update asks for: the parameters of the disputes page, and metadata (metadata page).
struct DisputeUpdate: Hashable, Sendable {
  /// New texts for some keys of the evidence.
  let evidence: TextMap
  let submit: Bool?
  let metadata: MetadataChange

  /// Reads the checked body of an update; an empty one changes nothing.
  init(_ call: Call, _ assumptions: Assumptions) throws(APIError) {
    evidence = TextMap(call["evidence"])
    submit = call["submit"]?.bool
    metadata = MetadataChange(call["metadata"])
    if metadata != .none, assumptions.holds(.metadataUpdate, "refuse") {
      throw .invalid("metadata", "Unknown parameter 'metadata' in the body.")
    }
  }

  /// What is to be done about the evidence, if anything.
  func action(submittingByDefault: Bool) -> DisputeLifecycle.Action? {
    switch submit {
    case true?: .submit
    case false?: evidence.isEmpty ? nil : .stage
    case nil where evidence.isEmpty: nil
    case nil: submittingByDefault ? .submit : .stage
    }
  }
}

/// What a request says about metadata.
enum MetadataChange: Hashable, Sendable {
  case none
  /// New texts for some keys.
  case merge(TextMap)
  /// All keys go.
  case clear

  init(_ node: JSONNode?) {
    switch node?.content {
    case nil: self = .none
    case .null: self = .clear
    default: self = .merge(TextMap(node, takingScalars: true))
    }
  }

  /// The metadata of an object afterwards; nil where it stays as it is.
  func applied(to object: JSONNode) throws(APIError) -> TextMap? {
    switch self {
    case .none: return nil
    case .clear: return TextMap(nil)
    case .merge(let changes):
      var metadata = TextMap(object["metadata"])
      metadata.merge(changes)
      try MetadataLimits.check(metadata)
      return metadata
    }
  }
}

/// The bounds of evidence, which the disputes page does not state.
enum EvidenceLimits {
  /// Characters of all evidence of a dispute together.
  static let characters = 150_000

  static func check(_ evidence: TextMap) throws(APIError) {
    let count = evidence.members.reduce(0) { sum, member in sum + member.text.unicodeScalars.count }
    guard count <= characters else {
      throw .validation(
        "evidence", "The evidence has \(count) characters; \(characters) are allowed.")
    }
  }
}
