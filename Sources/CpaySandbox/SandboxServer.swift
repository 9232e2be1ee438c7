public import CpayValue
import HTTPTypes
import HummingbirdCore
import NIOCore

/// A server on loopback that behaves like the API for disputes.
///
/// ```swift
/// let sandbox = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
/// // … requests to sandbox.baseURL with Authorization: Bearer sandbox.key …
/// await sandbox.stop()
/// ```
public final class SandboxServer: Sendable {
  /// The port it listens on.
  public let port: Int
  /// A key it lets in: the first of the configuration, else the one its store minted for the mode
  /// it was filled in.
  public let key: String
  let sandbox: Sandbox
  let timekeeper: Timekeeper
  /// Whether its data is live data.
  let mode: Mode
  private let listener: Listener
  /// Where it can be controlled, when it can.
  public let control: ControlAddress?
  private let controlListener: Listener?

  /// Where a sandbox is controlled.
  public struct ControlAddress: Hashable, Sendable {
    /// The address: `http://127.0.0.1:49153/_sandbox`.
    public let url: String
    /// What callers send as `Authorization: Bearer TOKEN`.
    public let token: String
  }

  private init(
    _ configuration: SandboxConfiguration, _ sandbox: Sandbox, _ timekeeper: Timekeeper,
    _ listener: Listener, control: (Listener, String)?
  ) {
    (self.sandbox, self.timekeeper, self.listener) = (sandbox, timekeeper, listener)
    port = listener.port
    mode = configuration.isLive ? .live : .test
    let first = configuration.keys.first?.split(whereSeparator: \.isWhitespace).first
    let minted = configuration.isLive ? sandbox.identity.liveKey : sandbox.identity.key
    key = first.map(String.init) ?? minted
    controlListener = control?.0
    self.control = control.map { listener, token in
      ControlAddress(url: "http://127.0.0.1:\(listener.port)/_sandbox", token: token)
    }
  }

  /// Where it answers: `http://127.0.0.1:49152`.
  public var baseURL: String { "http://127.0.0.1:\(port)" }
  /// The random id of its store, which every answer carries in `x-cpay-sandbox`.
  public var instance: String { sandbox.identity.instance }
  /// The time it lives in.
  public var clock: SandboxClock { sandbox.time.clock }
  /// The keys that its store minted, a test key and a live one.
  public var mintedKeys: [String] { sandbox.identity.keys }

  /// Starts a sandbox, which answers once this returns.
  ///
  /// - Throws: ``SandboxError`` when the store, the seed or a key is unusable, or the port taken.
  public static func start(
    _ configuration: SandboxConfiguration = SandboxConfiguration()
  ) async throws -> SandboxServer {
    guard (0...65_535).contains(configuration.port) else {
      throw SandboxError("the port must be from 0 to 65535, not \(configuration.port)")
    }
    let sandbox = try await Sandbox.open(configuration)
    let faults = FaultInjector(configuration.faults, seed: configuration.faultSeed)
    let limits = Limits(rate: configuration.rate, atOnce: configuration.atOnce)
    let timekeeper = Timekeeper(sandbox, faults)
    let responder = SandboxResponder(
      sandbox: sandbox,
      gatekeeper: Gatekeeper(
        sandbox: sandbox, limits: limits), faults: faults)
    do {
      let listener = try await Listener.start(
        on: configuration.address, port: configuration.port, configuration.connectionLimits
      ) { request, writer, channel in
        switch await responder.reply(to: request, port: channel.localAddress?.port ?? 0) {
        case .response(let response):
          try await writer.write(response: response.head, body: response.body)
        case .headOnly(let head): try await writer.writeResponse(head)
        case .spoiled(let steps):
          try await FaultyConnection(channel: channel).play(steps)
          throw ConnectionSpoiled()
        }
      }
      let plane = ControlPlane(
        sandbox: sandbox, timekeeper: timekeeper, faults: faults, limits: limits,
        token: RandomToken.make("sbx_control_", length: 32))
      let control: (Listener, String)? =
        configuration.hasControl ? (try await listen(plane), plane.token) : nil
      await timekeeper.start()
      return SandboxServer(configuration, sandbox, timekeeper, listener, control: control)
    } catch {
      try? sandbox.store.close()
      sandbox.vault.close()
      throw error
    }
  }

  private static func listen(_ plane: ControlPlane) async throws -> Listener {
    let responder = ControlResponder(plane: plane)
    return try await Listener.start(on: "127.0.0.1", port: 0) { request, writer, channel in
      let response = await responder.respond(
        to: request, port: channel.localAddress?.port ?? 0)
      try await writer.write(response: response.head, body: response.body)
    }
  }

  /// Stops listening, lets running requests finish for up to two seconds, closes the store.
  public func stop() async { await stop(within: .seconds(2)) }

  func stop(within grace: Duration) async {
    await listener.stop(within: grace)
    await controlListener?.stop(within: grace)
    await timekeeper.stop()
    try? sandbox.store.close()
    sandbox.vault.close()
  }
}

extension SandboxServer {
  /// Moves a clock that does not run by itself on, and everything that happens until then with it.
  ///
  /// - Throws: ``SandboxError`` when the clock runs by itself, or would leave its range.
  public func advance(by length: DurationValue) async throws {
    guard let target = sandbox.time.now.adding(length) else {
      throw SandboxError("the clock cannot be advanced so far")
    }
    do {
      try await timekeeper.advance(to: target)
    } catch let error as APIError {
      throw SandboxError(error.message)
    }
  }

  /// What the effect table says of final acts.
  public func effectCount() async throws -> EffectCount {
    try await sandbox.store.read { db in try EffectCount.read(db) }
  }

  /// A digest of everything that requests and the seed decide.
  public func digest() async throws -> String {
    try await sandbox.store.read { db in try StoreDigest.read(db) }
  }
}
