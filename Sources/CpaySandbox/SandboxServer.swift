import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

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
  /// A secret key it lets in: the first of the configuration, else the one its store minted.
  public let key: String
  let sandbox: Sandbox
  private let server: Server<HTTP1Channel>
  private let running: Task<Void, any Error>

  private init(
    port: Int, key: String, sandbox: Sandbox, server: Server<HTTP1Channel>,
    running: Task<Void, any Error>
  ) {
    (self.port, self.key, self.sandbox) = (port, key, sandbox)
    (self.server, self.running) = (server, running)
  }

  /// Where it answers: `http://127.0.0.1:49152`.
  public var baseURL: String { "http://127.0.0.1:\(port)" }
  /// The random id of its store, which every answer carries in `x-cpay-sandbox`.
  public var instance: String { sandbox.identity.instance }
  /// The time it lives in.
  public var clock: SandboxClock { sandbox.clock }

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
    let (ports, bound) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = makeServer(sandbox, port: configuration.port) { bound.yield($0) }
    let running = Task {
      do {
        try await server.run()
        bound.finish()
      } catch {
        bound.finish(throwing: error)
        throw error
      }
    }
    let key = configuration.keys.first ?? sandbox.identity.key
    do {
      for try await port in ports {
        return SandboxServer(
          port: port, key: key, sandbox: sandbox, server: server, running: running)
      }
      throw SandboxError("the server ended before it listened")
    } catch {
      try? sandbox.store.close()
      throw SandboxError("port \(configuration.port) cannot be listened on: \(error)")
    }
  }

  /// Stops listening, lets running requests finish for up to two seconds, closes the store.
  public func stop() async { await stop(within: .seconds(2)) }

  func stop(within grace: Duration) async {
    await withTaskGroup { [server, running] group in
      group.addTask { try? await server.shutdownGracefully() }
      group.addTask {
        try? await Task.sleep(for: grace)
        running.cancel()
      }
      await group.next()
      group.cancelAll()
    }
    _ = await running.result
    try? sandbox.store.close()
  }

  private static func makeServer(
    _ sandbox: Sandbox, port: Int, onBound: @escaping @Sendable (Int) -> Void
  ) -> Server<HTTP1Channel> {
    let responder = SandboxResponder(sandbox: sandbox)
    let channel = HTTP1Channel(
      responder: { request, writer, channel in
        let port = channel.localAddress?.port ?? 0
        let response = await responder.respond(to: request, port: port)
        if request.method == .head {
          try await writer.writeResponse(response.head)
        } else {
          try await writer.write(response: response.head, body: response.body)
        }
      },
      configuration: .init(idleTimeout: .seconds(30)))
    return Server(
      childChannelSetup: channel,
      configuration: .init(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in onBound(channel.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "cpay.sandbox") { _ in SwiftLogNoOpLogHandler() })
  }
}
