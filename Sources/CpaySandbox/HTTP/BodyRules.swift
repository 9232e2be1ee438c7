import CpayValue

/// Checks the members of a body against the parameters of its endpoint.
struct BodyRules: Sendable {
  let assumptions: Assumptions

  /// Refuses members that are unknown, of the wrong kind or missing.
  ///
  /// `prefix` is the dotted path they lie under, with its dot.
  func check(
    _ members: [JSONNode.Member], _ parameters: [Parameter], at prefix: String = ""
  ) throws(APIError) {
    for member in members {
      let param = prefix + member.name
      guard let parameter = parameters.first(where: { $0.name.isSame(as: member.name) }) else {
        if assumptions.holds(.unknownParameters, "ignore") { continue }
        throw .invalid(param, "Unknown parameter '\(param)' in the body.")
      }
      try parameter.kind.check(member.value, param, self)
    }
    for parameter in parameters where parameter.isRequired {
      guard members.contains(where: { $0.name.isSame(as: parameter.name) }) else {
        let param = prefix + parameter.name
        throw .missing(param, "The parameter '\(param)' is missing.")
      }
    }
  }

  /// Refuses metadata that is no object of short texts (metadata page).
  func checkMetadata(_ members: [JSONNode.Member], _ param: String) throws(APIError) {
    for member in members {
      let param = "\(param).\(member.name)"
      guard let text = text(member.value) else {
        throw .invalid(param, "\(param) must be a text, not \(member.value.kindName).")
      }
      guard (1...MetadataLimits.keyCharacters).contains(member.name.unicodeScalars.count) else {
        throw .validation(
          param,
          "The metadata key '\(member.name)' must have 1 to \(MetadataLimits.keyCharacters) "
            + "characters.")
      }
      guard text.unicodeScalars.count <= MetadataLimits.valueCharacters else {
        throw .validation(
          param, "\(param) must have \(MetadataLimits.valueCharacters) characters at most.")
      }
    }
  }

  /// A value of metadata as the text that is kept.
  private func text(_ node: JSONNode) -> String? {
    if let text = node.string { return text }
    return assumptions.holds(.metadataValues, "stringify") ? node.scalarText : nil
  }
}

extension JSONNode {
  /// A text, or a number, true or false written as one.
  var scalarText: String? {
    switch content {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}

/// The bounds of metadata (metadata page).
enum MetadataLimits {
  static let keys = 50
  static let keyCharacters = 40
  static let valueCharacters = 500

  /// Refuses metadata with too many keys, once merged.
  static func check(_ metadata: TextMap) throws(APIError) {
    guard metadata.members.count <= keys else {
      throw .validation(
        "metadata", "The metadata would have \(metadata.members.count) keys; \(keys) are allowed.")
    }
  }
}
