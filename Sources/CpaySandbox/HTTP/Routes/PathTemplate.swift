/// A path with `:name` for a part that is an id: `/v1/disputes/:id/close`.
struct PathTemplate: Sendable {
  /// The parts between slashes; nil for one that is an id.
  private let parts: [String?]

  init(_ text: String) {
    parts = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.hasPrefix(":") ? nil : String(part)
    }
  }

  /// What stands in `path` where the template has names; nil when it does not match.
  func arguments(of path: Substring) -> [String]? {
    let given = path.split(separator: "/", omittingEmptySubsequences: false)
    guard given.count == parts.count else { return nil }
    var arguments: [String] = []
    for (part, expected) in zip(given, parts) {
      if let expected {
        guard part == expected else { return nil }
      } else {
        guard !part.isEmpty else { return nil }
        arguments.append(PercentEncoding.decoded(part, plusIsSpace: false) ?? String(part))
      }
    }
    return arguments
  }
}
