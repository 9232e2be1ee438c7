import CpayValue

/// How request bodies are read: one JSON object, or nothing.
enum JSONBody {
  /// Bytes of one body, at most; evidence at its limit fits, escaped.
  static let maximumBytes = 2 << 20

  /// The members of the object that `body` is; none for an empty body.
  static func members(_ body: [UInt8]) throws(APIError) -> [JSONNode.Member] {
    guard !body.isEmpty else { return [] }
    let node: JSONNode
    do {
      node = try JSONReader.read(body)
    } catch {
      throw .malformed("The body is not JSON: \(error.reason), at byte \(error.offset).")
    }
    guard case .object(let members) = node.content else {
      throw .malformed("The body must be a JSON object, not \(node.kindName).")
    }
    return members
  }

  /// Refuses a body with any member, where an endpoint takes none.
  static func requireNoMembers(_ body: [UInt8]) throws(APIError) {
    guard let member = try members(body).first else { return }
    throw .unknownMember(member.name)
  }

  /// Refuses a body that is not said to be JSON.
  static func check(contentType: String?, body: [UInt8]) throws(APIError) {
    guard !body.isEmpty else { return }
    let type = (contentType ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    guard type == "application/json" else {
      throw .malformed(
        "The content type must be application/json, not '\(contentType ?? "missing")'.")
    }
  }
}
