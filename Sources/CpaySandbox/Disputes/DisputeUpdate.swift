import CpayModel
import CpayValue

/// What an update asks for: the parameters of the disputes page, checked as far as the body alone
/// allows, and metadata (metadata page).
struct DisputeUpdate: Hashable, Sendable {
  let evidence: TextMap
  let submit: Bool?
  let metadata: TextMap?

  /// Reads the body of an update; an empty one changes nothing.
  init(_ body: [UInt8], metadataIsAllowed: Bool) throws(APIError) {
    let members = try JSONBody.members(body)
    var (evidence, submit, metadata) = (TextMap(nil), Bool?.none, TextMap?.none)
    for member in members {
      switch member.name {
      case "evidence": evidence = try DisputeUpdate.evidence(member.value)
      case "submit":
        guard let value = member.value.bool else {
          throw .invalid("submit", "submit must be true or false, not \(member.value.kindName).")
        }
        submit = value
      case "metadata" where metadataIsAllowed:
        metadata = try MetadataLimits.read(member.value)
      default:
        throw .unknownMember(member.name)
      }
    }
    (self.evidence, self.submit, self.metadata) = (evidence, submit, metadata)
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

  private static func evidence(_ node: JSONNode) throws(APIError) -> TextMap {
    guard case .object(let members) = node.content else {
      throw .invalid("evidence", "evidence must be an object, not \(node.kindName).")
    }
    for member in members {
      let param = "evidence.\(member.name)"
      guard RecordType.evidence.keys.contains(where: { $0.name == member.name }) else {
        throw .invalid(param, "Unknown evidence '\(member.name)'.")
      }
      guard let text = member.value.string else {
        throw .invalid(param, "\(param) must be a text, not \(member.value.kindName).")
      }
      if member.name == "customer_email", !text.isEmpty, !isEmail(text) {
        throw .validation(param, "'\(text)' is not an e-mail address.")
      }
    }
    return TextMap(node)
  }

  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && !text.unicodeScalars.contains { $0.properties.isWhitespace || $0.isUnsafeToPrint }
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

/// The bounds of metadata (metadata page).
enum MetadataLimits {
  static let keys = 50
  static let keyCharacters = 40
  static let valueCharacters = 500

  static func read(_ node: JSONNode) throws(APIError) -> TextMap {
    guard case .object(let members) = node.content else {
      throw .invalid("metadata", "metadata must be an object, not \(node.kindName).")
    }
    for member in members {
      let param = "metadata.\(member.name)"
      guard let text = member.value.string else {
        throw .invalid(param, "\(param) must be a text, not \(member.value.kindName).")
      }
      guard (1...keyCharacters).contains(member.name.unicodeScalars.count) else {
        throw .validation(
          param, "The metadata key '\(member.name)' must have 1 to \(keyCharacters) characters.")
      }
      guard text.unicodeScalars.count <= valueCharacters else {
        throw .validation(param, "\(param) must have \(valueCharacters) characters at most.")
      }
    }
    return TextMap(node)
  }

  static func check(_ metadata: TextMap) throws(APIError) {
    guard metadata.members.count <= keys else {
      throw .validation(
        "metadata", "The metadata would have \(metadata.members.count) keys; \(keys) are allowed.")
    }
  }
}
