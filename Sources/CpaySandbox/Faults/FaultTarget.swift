/// What a fault can strike.
enum FaultTarget: Hashable, Sendable {
  /// Every request.
  case anyRequest
  /// Requests of one method whose path matches.
  case requests(method: String, path: PathPattern)
  /// Deliveries of one type of event; nil is any type.
  case webhooks(type: String?)

  /// The word that stands where a request has its method.
  static let webhook = "WEBHOOK"
  /// The methods that the API has.
  static let methods = ["GET", "POST", "DELETE"]

  /// Whether a request, or with ``webhook`` as its method a delivery, is struck.
  func matches(method: String, path: String) -> Bool {
    switch self {
    case .anyRequest: method != FaultTarget.webhook
    case .requests(let wanted, let pattern): method == wanted && pattern.matches(path)
    case .webhooks(let type): method == FaultTarget.webhook && (type.map(path.isSame) ?? true)
    }
  }
}

extension FaultTarget: CustomStringConvertible {
  /// Reads `*`, `METHOD /path`, `WEBHOOK event.type` or `WEBHOOK *`.
  ///
  /// - Throws: ``SandboxError`` for anything else.
  init(_ text: Substring) throws(SandboxError) {
    guard text != "*" else {
      self = .anyRequest
      return
    }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, !words[1].isEmpty else {
      throw SandboxError(
        "a fault strikes *, METHOD /path, WEBHOOK event.type or WEBHOOK *, not '\(text)'")
    }
    if words[0] == FaultTarget.webhook {
      self = .webhooks(type: try FaultTarget.eventType(words[1]))
      return
    }
    guard FaultTarget.methods.contains(String(words[0])) else {
      throw SandboxError(
        "the method of a fault is \(FaultTarget.methods.joined(separator: ", ")) or "
          + "\(FaultTarget.webhook), not '\(words[0])'")
    }
    self = .requests(method: String(words[0]), path: try PathPattern(words[1]))
  }

  private static func eventType(_ text: Substring) throws(SandboxError) -> String? {
    if text == "*" { return nil }
    guard !text.contains("*"), !text.contains("/") else {
      throw SandboxError("an event type is like dispute.created, or *, not '\(text)'")
    }
    return String(text)
  }

  /// The target as it is written.
  var description: String {
    switch self {
    case .anyRequest: "*"
    case .requests(let method, let path): "\(method) \(path)"
    case .webhooks(let type): "\(FaultTarget.webhook) \(type ?? "*")"
    }
  }
}

/// A path in which `*` stands for one segment, and `/**` at the end for any rest or none.
struct PathPattern: Hashable, Sendable, CustomStringConvertible {
  private let segments: [String]
  private let takesRest: Bool

  /// Reads a pattern.
  ///
  /// - Throws: ``SandboxError`` when it does not start with `/`, or has `*` beside other letters.
  init(_ text: Substring) throws(SandboxError) {
    guard text.hasPrefix("/"), !text.contains("?") else {
      throw SandboxError("the path of a fault starts with / and has no query, not '\(text)'")
    }
    var segments = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    takesRest = segments.last == "**"
    if takesRest { segments.removeLast() }
    for segment in segments where segment != "*" && segment.contains("*") {
      throw SandboxError(
        "in the path of a fault * is a whole segment and ** the last one, not '\(segment)'")
    }
    self.segments = segments.map { String($0) }
  }

  /// Whether `path`, as it was sent and without its query, matches.
  func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard takesRest ? parts.count >= segments.count : parts.count == segments.count else {
      return false
    }
    return zip(segments, parts).allSatisfy { segment, part in
      segment == "*" ? !part.isEmpty : segment.utf8.elementsEqual(part.utf8)
    }
  }

  /// The pattern as it is written.
  var description: String {
    "/" + (segments + (takesRest ? ["**"] : [])).joined(separator: "/")
  }
}
