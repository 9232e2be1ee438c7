/// The parameters of a query string, each known, and given once where it is no list.
struct QueryParameters: Sendable {
  private var values: [String: [String]] = [:]

  /// Reads `query`, the part of a request target after `?`.
  ///
  /// An element of a list is written `name[]=a` or `name[0]=a`.
  /// - Throws: ``APIError`` (400) for a parameter that is not in `known`, one that is given twice,
  ///   one without a value, and escapes that are no UTF-8.
  init(_ query: String, known: [Parameter], ignoresUnknown: Bool = false) throws(APIError) {
    for item in query.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decoded(parts[0], plusIsSpace: true),
        let value = PercentEncoding.decoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
      else { throw .malformed("The query '\(item)' is not percent-encoded UTF-8.") }
      let wanted = QueryParameters.withoutIndex(name)
      guard let parameter = known.first(where: { $0.name.isSame(as: wanted) }) else {
        if ignoresUnknown { continue }
        throw .invalid(name, "Unknown parameter '\(name)' in the query.")
      }
      guard !value.isEmpty else { throw .invalid(name, "The parameter '\(name)' has no value.") }
      if case .list = parameter.kind {
        values[wanted, default: []].append(value)
      } else if values.updateValue([value], forKey: wanted) != nil {
        throw .invalid(name, "The parameter '\(name)' is given twice.")
      }
    }
  }

  /// The value of a parameter, when it was given.
  subscript(name: String) -> String? { values[name]?.first }

  /// The values of a list.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// `expand[0]` as `expand[]`.
  private static func withoutIndex(_ name: String) -> String {
    guard name.hasSuffix("]"), let open = name.lastIndex(of: "[") else { return name }
    let index = name[name.index(after: open)...].dropLast()
    guard !index.isEmpty, index.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
      return name
    }
    return name[..<open] + "[]"
  }
}

/// Percent-encoding, as in paths and query strings.
enum PercentEncoding {
  /// The text that `text` encodes; nil for an incomplete escape or bytes that are no UTF-8.
  static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
