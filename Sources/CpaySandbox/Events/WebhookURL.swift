/// The addresses that webhook endpoints may have (webhook endpoints page: HTTPS only).
enum WebhookURL {
  /// Refuses an address that is not absolute, or not HTTPS where it must be.
  static func check(_ url: String, _ assumptions: Assumptions) throws(APIError) {
    let isPlain = url.hasPrefix("http://")
    guard isPlain || url.hasPrefix("https://"), let host = host(url), !host.isEmpty,
      url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    else { throw .invalid("url", "url must be an absolute https address, not '\(url)'.") }
    guard !isPlain || isLoopback(url) && assumptions.holds(.webhookHTTP, "loopback") else {
      throw .invalid("url", "url must be HTTPS; http is for this machine only.")
    }
  }

  /// Whether it leads to this machine.
  static func isLoopback(_ url: String) -> Bool {
    ["127.0.0.1", "localhost", "[::1]"].contains(host(url) ?? "")
  }

  /// The host, without user, port and path; nil where there is a user or no scheme.
  private static func host(_ url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let authority = url[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
    guard !authority.contains("@") else { return nil }
    if authority.hasPrefix("[") { return authority.prefix { $0 != "]" } + "]" }
    return String(authority.prefix { $0 != ":" }).lowercased()
  }
}
