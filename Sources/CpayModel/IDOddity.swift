extension Resource {
  /// What is odd about a text that should be an id of this resource and is none, in a few words:
  /// `a blank at its end`; nil for an id.
  public func oddity(of text: String) -> String? {
    if isID(text) { return nil }
    let scalars = Array(text.unicodeScalars)
    let start = scalars.prefix { IDEdge(of: $0) != nil }
    let end = scalars.dropFirst(start.count).reversed().prefix { IDEdge(of: $0) != nil }
    let core = scalars.dropFirst(start.count).dropLast(end.count)
    var inside = String.UnicodeScalarView()
    inside.append(contentsOf: core)
    let id = String(inside)
    guard isID(id) else { return fault(of: id) }
    if let before = start.last.flatMap(IDEdge.init(of:)) {
      return end.isEmpty ? "\(before.name) before it" : "\(before.name) before it, and more"
    }
    return end.last.flatMap(IDEdge.init(of:)).map { "\($0.name) at its end" }
  }

  /// What is odd about a text without blanks and quotes around it.
  private func fault(of text: String) -> String {
    if text.isEmpty { return "nothing in it" }
    if text.contains("://") || text.hasPrefix("www.") { return "an address of the web" }
    if let other = Resource.served.first(where: { $0.isID(text) }) {
      return "the id of \(other.name.first.map { "aeiou".contains($0) } == true ? "an" : "a") "
        + other.name
    }
    let parts = text.split { ",;| \t\n\r".contains($0) }
    if parts.count > 1, parts.allSatisfy({ isID($0) }) { return "several ids" }
    if isID(text.lowercased()), !text.hasPrefix(idPrefix) { return "its prefix in capitals" }
    guard text.hasPrefix(idPrefix) else { return "no \(idPrefix) at its start" }
    let rest = text.dropFirst(idPrefix.count)
    if rest.isEmpty { return "nothing behind \(idPrefix)" }
    let odd = rest.unicodeScalars.first { scalar in
      !WireLimits.isID(idPrefix + String(scalar), prefix: idPrefix)
    }
    guard let odd else { return "more than 64 characters behind \(idPrefix)" }
    return IDEdge(of: odd).map { "\($0.name) in it" }
      ?? (odd.properties.isASCIIHexDigit || (0x21...0x7e).contains(odd.value)
        ? "a character that ids do not have, \(odd)"
        : "a character that ids do not have, U+\(hexadecimal(odd.value))")
  }
}

/// What files put around ids that is none of them.
private enum IDEdge: Hashable {
  case blank
  case tab
  case lineEnd
  case noBreakSpace
  case widthless
  case byteOrderMark
  case space
  case apostrophe
  case quote

  init?(of scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20: self = .blank
    case 0x09: self = .tab
    case 0x0a, 0x0d: self = .lineEnd
    case 0xa0, 0x202f: self = .noBreakSpace
    case 0x200b...0x200f, 0x2060, 0xad: self = .widthless
    case 0xfeff: self = .byteOrderMark
    case 0x27, 0x2018, 0x2019, 0x60, 0xb4: self = .apostrophe
    case 0x22, 0x201c...0x201e, 0xab, 0xbb: self = .quote
    default:
      guard scalar.properties.isWhitespace else { return nil }
      self = .space
    }
  }

  var name: String {
    switch self {
    case .blank: "a blank"
    case .tab: "a tab"
    case .lineEnd: "a line end"
    case .noBreakSpace: "a no-break space"
    case .widthless: "a character without width"
    case .byteOrderMark: "a byte order mark"
    case .space: "a space of another kind"
    case .apostrophe: "an apostrophe"
    case .quote: "a quotation mark"
    }
  }
}

private func hexadecimal(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}
