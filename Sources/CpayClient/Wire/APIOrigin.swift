/// The server that requests go to: scheme, host and port, and nothing else.
public struct APIOrigin: Hashable, Sendable, CustomStringConvertible {
  /// Whether it is this machine, the only place where plain http may be spoken.
  public let isLoopback: Bool
  /// As a URL without a path: `https://api.casapay.com`.
  public let url: String

  /// The API itself (disputes page).
  public static let casapay = APIOrigin(isLoopback: false, url: "https://api.casapay.com")

  /// A server on this machine.
  public static func loopback(port: Int) -> APIOrigin {
    APIOrigin(isLoopback: true, url: "http://127.0.0.1:\(port)")
  }

  private init(isLoopback: Bool, url: String) {
    self.isLoopback = isLoopback
    self.url = url
  }

  /// Why a text is not an origin.
  public struct ParseFailure: Error, Hashable, Sendable {
    /// The reason, as a sentence without its full stop.
    public let reason: String
  }

  /// Reads `https://host[:port]`, or `http://` with 127.0.0.1, [::1] or localhost.
  ///
  /// The API's own base ends in `/v1`, and so may this. Strict otherwise, since a key is sent there:
  /// no user name, no other path, no query, ASCII only, no number in place of an address. One server
  /// has one spelling, since its disputes are held under it: lower case, without the port that goes
  /// without saying.
  /// - Throws: ``ParseFailure`` for anything else; it repeats nothing that may be a password.
  public init(parsing text: String) throws(ParseFailure) {
    if text.unicodeScalars.contains("@") {
      throw ParseFailure(reason: "a base URL has no user name, no password and no `@`")
    }
    let isPlain: Bool
    let rest: Substring
    if text.hasPrefix("https://") {
      (isPlain, rest) = (false, text.dropFirst(8))
    } else if text.hasPrefix("http://") {
      (isPlain, rest) = (true, text.dropFirst(7))
    } else {
      throw ParseFailure(reason: "a base URL begins with https://")
    }
    // By scalars: a slash with a mark combined onto it is another character.
    let end = rest.unicodeScalars.firstIndex { "/?#".unicodeScalars.contains($0) } ?? rest.endIndex
    let (host, port) = try APIOrigin.split(rest[..<end])
    try APIOrigin.checkPath(rest[end...])
    guard host != "0.0.0.0" else {
      throw ParseFailure(reason: "0.0.0.0 is the address of no server; write 127.0.0.1")
    }
    isLoopback = ["127.0.0.1", "[::1]", "localhost"].contains(host)
    guard !isPlain || isLoopback else {
      throw ParseFailure(reason: "http is for this machine only; write https://\(host)")
    }
    let suffix = port == (isPlain ? 80 : 443) ? "" : port.map { ":\($0)" } ?? ""
    url = (isPlain ? "http://" : "https://") + host + suffix
  }

  /// Refuses what would have to stand between the server and the API's own paths.
  private static func checkPath(_ rest: Substring) throws(ParseFailure) {
    if let sign = rest.unicodeScalars.first(where: { $0 == "?" || $0 == "#" }) {
      let part = sign == "?" ? "query" : "fragment"
      throw ParseFailure(reason: "a base URL has no \(part), and nothing from its `\(sign)` on")
    }
    if ["", "/", "/v1", "/v1/"].contains(rest) { return }
    throw ParseFailure(reason: "it ends behind the server or in /v1, not in `\(rest)`")
  }

  private static func split(
    _ authority: Substring
  ) throws(ParseFailure) -> (host: String, port: Int?) {
    var host = String(authority)
    var port: Int?
    let closing = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[closing...].lastIndex(of: ":") {
      let digits = authority[authority.index(after: colon)...]
      guard digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let number = Int(digits),
        (1...65_535).contains(number)
      else {
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy(isDigit)
        throw ParseFailure(
          reason: isNumber
            ? "`\(digits)` is not a port" : "what stands behind `:` is a port, 1 to 65535")
      }
      port = number
      host = String(authority[..<colon])
    }
    guard isHost(host) || host == "[::1]" else {
      // With other signs it may be more than a name.
      let isWord = host.utf8.allSatisfy { isDigit($0) || isLetter($0) || "-._".utf8.contains($0) }
      throw ParseFailure(
        reason: isWord && !host.isEmpty
          ? "`\(host)` is not the name of a server"
          : "the name of a server has letters, digits, `-` and `.`, and no other signs")
    }
    return (host.lowercased(), port)
  }

  /// Whether it is a name of letters, digits and inner hyphens between single dots; or an IPv4
  /// address in its one usual form, since others can stand for an address nobody recognises.
  private static func isHost(_ text: String) -> Bool {
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let hyphen = UInt8(ascii: "-")
    let areNames = labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
        && label.allSatisfy { $0 == hyphen || isDigit($0) || isLetter($0) }
    }
    guard text.utf8.count <= 253, areNames, let first = labels.last?.first else { return false }
    guard isDigit(first) else { return true }
    return labels.count == 4
      && labels.allSatisfy { label in
        UInt8(Substring(label)).map { String($0).utf8.elementsEqual(label) } ?? false
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  /// The URL with one spelling for this machine, under which disputes are held.
  var place: String {
    guard isLoopback else { return url }
    return url.replacing("//localhost", with: "//127.0.0.1")
      .replacing("//[::1]", with: "//127.0.0.1")
  }

  /// The URL.
  public var description: String { url }
}
