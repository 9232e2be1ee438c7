import CpayValue

/// How the bodies of requests are read: one object, as JSON or as a form.
struct BodyReader: Sendable {
  /// Bytes of one body without a file, at most; evidence at its limit fits, escaped.
  static let maximumBytes = 2 << 20
  /// Bytes that a form with a file may have beside the file.
  static let maximumFormBytes = 1 << 20

  let assumptions: Assumptions

  /// The members of the object that `body` is, checked; none for an empty body.
  func members(
    _ body: [UInt8], contentType: String?, _ schema: BodySchema
  ) throws(APIError) -> [JSONNode.Member] {
    let known = schema.parameters + [BodyReader.expand]
    var members: [JSONNode.Member] = []
    if !body.isEmpty {
      switch BodyReader.mediaType(contentType) {
      case "application/json": members = try BodyReader.json(body)
      case "application/x-www-form-urlencoded" where assumptions.holds(.form, "accept"):
        members = FormValues.typed(try BodyReader.json(FormBody.json(body)), known)
      default:
        throw .malformed(
          "The content type must be application/json, not '\(contentType ?? "missing")'.")
      }
    }
    try BodyRules(assumptions: assumptions).check(members, known)
    return members
  }

  /// `expand` in a body, which every POST takes.
  static let expand = Parameter(
    "expand", .list(.word), "references to answer with the whole object")

  /// The type without its parameters, in lower case.
  static func mediaType(_ contentType: String?) -> String {
    (contentType ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
  }

  private static func json(_ body: [UInt8]) throws(APIError) -> [JSONNode.Member] {
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
}

/// Gives the texts of a form the types that the parameters ask for; what does not fit stays a text
/// and is refused like any other.
enum FormValues {
  static func typed(
    _ members: [JSONNode.Member], _ parameters: [Parameter]
  ) -> [JSONNode.Member] {
    members.map { member in
      let parameter = parameters.first { $0.name.isSame(as: member.name) }
      return JSONNode.Member(
        name: member.name, value: parameter.map { typed(member.value, $0.kind) } ?? member.value)
    }
  }

  private static func typed(_ node: JSONNode, _ kind: Parameter.Kind) -> JSONNode {
    switch (kind, node.content) {
    case (.flag, .string("true")): JSONNode(.bool(true))
    case (.flag, .string("false")): JSONNode(.bool(false))
    case (.number, .string(let text)) where PageRequest.plainNumber(text) != nil:
      JSONNode(.number(text))
    // An empty text for all of the metadata clears it.
    case (.texts, .string("")): JSONNode(.null)
    case (.group(let parameters), .object(let members)):
      JSONNode(.object(typed(members, parameters)))
    case (.list(let kind), .array(let elements)):
      JSONNode(.array(elements.map { typed($0, kind) }))
    default: node
    }
  }
}

extension JSONNode {
  /// An object with nothing in it.
  static let empty = JSONNode(.object([]))
}
