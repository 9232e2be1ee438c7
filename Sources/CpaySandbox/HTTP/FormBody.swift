import CpayValue

/// How form-encoded bodies and query strings are read: pairs with bracket names, into one tree.
///
/// The API's pages show JSON bodies only; the client libraries of payment APIs of this shape send
/// `application/x-www-form-urlencoded`. Lists come as `expand[]=a` or as `expand[0]=a`.
enum FormBody {
  /// Pairs of one body, at most.
  static let maximumPairs = 1_000
  /// Members whose own names are the caller's, so that a number is no index (metadata page).
  static let freeNames = ["metadata"]

  /// The object, as a JSON text, that a form-encoded body stands for.
  ///
  /// - Throws: ``APIError`` (400) as ``tree(_:)`` does, and for bytes that are no UTF-8.
  static func json(_ body: [UInt8]) throws(APIError) -> [UInt8] {
    guard let text = String(validating: body, as: UTF8.self) else {
      throw .malformed("The body is not percent-encoded UTF-8.")
    }
    var writer = JSONWriter()
    try tree(text[...]).write(to: &writer)
    return writer.bytes
  }

  /// The object that `pairs`, joined by `&`, build up.
  ///
  /// - Throws: ``APIError`` (400) for escapes that are incomplete or no UTF-8, names that cannot be
  ///   taken apart, a name that is given twice or in two ways, and too many pairs.
  static func tree(_ pairs: Substring) throws(APIError) -> FormNode {
    // Bytes, since a Character can hold an "&" together with what follows.
    let items = pairs.utf8.split(separator: UInt8(ascii: "&"), maxSplits: maximumPairs)
    guard items.count <= maximumPairs else {
      throw .malformed("There are more than \(maximumPairs) parameters.")
    }
    var root = FormNode.object([])
    for item in items {
      let parts = item.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = try FormName(decoded(parts[0]))
      let text = parts.count > 1 ? try decoded(parts[1]) : ""
      try root.insert(text, at: name.keys[...], of: name)
    }
    guard case .object(let members) = root else { return root }
    return .object(members.map(withLists))
  }

  private static func withLists(_ member: FormNode.Member) -> FormNode.Member {
    if freeNames.contains(where: { $0.isSame(as: member.name) }) { return member }
    return FormNode.Member(name: member.name, value: member.value.withLists())
  }

  private static func decoded(_ text: Substring.UTF8View) throws(APIError) -> String {
    guard let decoded = PercentEncoding.decoded(Substring(text), plusIsSpace: true) else {
      throw .malformed(
        "The parameter '\(Substring(text).prefix(80))' is not percent-encoded UTF-8.")
    }
    return decoded
  }
}
