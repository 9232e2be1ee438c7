/// How a server is reached where it is not straight: an office may have to.
///
/// What the environment says of proxies is never used.
public struct NetworkRoute: Hashable, Sendable {
  /// The proxy that connections to other machines go through.
  public var proxy: ProxyAddress?
  /// The path of a file of certificates, in PEM, that are trusted besides those of the system.
  public var authorities: String?

  /// A route of those parts; straight by default.
  public init(proxy: ProxyAddress? = nil, authorities: String? = nil) {
    (self.proxy, self.authorities) = (proxy, authorities)
  }

  /// This route, with what it leaves open as another has it.
  public func filled(from other: NetworkRoute) -> NetworkRoute {
    NetworkRoute(proxy: proxy ?? other.proxy, authorities: authorities ?? other.authorities)
  }
}

extension APIOrigin {
  /// Whether both are one server, however this machine is called.
  public func isSame(as other: APIOrigin) -> Bool { place == other.place }
}

/// A proxy that tunnels: `http://proxy.office.example:3128`.
public struct ProxyAddress: Hashable, Sendable, CustomStringConvertible {
  /// Its name or address.
  public let host: String
  /// Its port.
  public let port: Int

  /// Reads `http://host:port`, without a user name.
  /// - Throws: ``APIOrigin/ParseFailure``, which does not repeat the text.
  public init(parsing text: String) throws(APIOrigin.ParseFailure) {
    let failure = APIOrigin.ParseFailure(
      reason: "is written http://host:port, without user name and path")
    guard text.hasPrefix("http://") else { throw failure }
    var rest = text.dropFirst(7)
    if rest.last == "/" { rest.removeLast() }
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }),
      let port = UInt16(parts[1]), port > 0, !parts[0].isEmpty,
      parts[0].utf8.allSatisfy(ProxyAddress.isOfHost)
    else { throw failure }
    (host, self.port) = (parts[0].lowercased(), Int(port))
  }

  private static func isOfHost(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte &- UInt8(ascii: "0") < 10
      || (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  /// As it is written.
  public var description: String { "http://\(host):\(port)" }
}
