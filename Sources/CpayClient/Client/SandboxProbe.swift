import CpayModel
public import CpayValue
import HTTPTypes

/// What a sandbox says of itself before any program runs.
public struct SandboxIdentity: Hashable, Sendable {
  /// The random name of its store.
  public let instance: String
  /// Its clock.
  public let now: Timestamp

  /// A sandbox with that store and clock.
  public init(instance: String, now: Timestamp) {
    self.instance = instance
    self.now = now
  }
}

/// Asks a server on this machine whether it is a sandbox; other servers are never asked.
public enum SandboxProbe {
  /// The sandbox behind `transport`, or nil when another server answers there.
  /// - Throws: ``TransportFailure`` when nothing answers.
  public static func identity(
    _ transport: any HTTPTransport
  ) async throws(TransportFailure) -> SandboxIdentity? {
    let response = try await transport.send(WireRequest(.get, "/_sandbox"))
    guard response.status == 200, response.headers[.sandbox] != nil,
      let body = try? JSONReader.read(response.body), let instance = body["instance"]?.string,
      let now = body["now"]?.integer, WireLimits.isID(instance, prefix: "")
    else { return nil }
    return SandboxIdentity(instance: instance, now: Timestamp(seconds: now))
  }
}
