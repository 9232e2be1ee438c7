/// The addresses that webhook endpoints may have (webhook endpoints page: HTTPS only).
enum WebhookURL {
  /// Characters of an address, at most.
  static let maximumLength = 2_048
  /// What is taken, for the OpenAPI document: https to any host, http to this machine.
  static let pattern = "^(https://(\(host))|http://(\(loopback)))\(rest)$"

  /// Of the addresses in brackets only this machine's, since no other is ever called.
  private static let host = #"[A-Za-z0-9._-]+|\[::1\]"#
  private static let loopback = #"127\.0\.0\.1|localhost|\[::1\]"#
  /// A port up to 65535, and whatever else may follow a host.
  private static let rest =
    "(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4}))?"
    + "([/?#][!-~]*)?"

  /// Refuses an address that is not absolute, or not HTTPS where it must be.
  static func check(_ url: String, _ assumptions: Assumptions) throws(APIError) {
    guard isAbsolute(url) else {
      throw .invalid("url", "url must be an absolute https address, not '\(url)'.")
    }
    guard
      url.hasPrefix("https://") || isLoopback(url) && assumptions.holds(.webhookHTTP, "loopback")
    else { throw .invalid("url", "url must be HTTPS; http is for this machine only.") }
  }

  /// Whether it leads to this machine.
  static func isLoopback(_ url: String) -> Bool {
    ["127.0.0.1", "localhost", "[::1]"].contains(hostName(url) ?? "")
  }

  private static func isAbsolute(_ url: String) -> Bool {
    guard let absolute = try? Regex("https?://(\(host))\(rest)") else { return false }
    return url.utf8.allSatisfy { $0 < 0x80 } && url.wholeMatch(of: absolute) != nil
  }

  /// The host, without user, port and path; nil where there is a user or no scheme.
  private static func hostName(_ url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let authority = url[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
    guard !authority.contains("@") else { return nil }
    if authority.hasPrefix("[") { return authority.prefix { $0 != "]" } + "]" }
    return String(authority.prefix { $0 != ":" }).lowercased()
  }
}
