import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// One port that requests are answered on.
struct Listener: Sendable {
  /// Connections at once, at most.
  static let maximumConnections = 2_048

  let port: Int
  private let server: Server<HTTP1Channel>
  private let running: Task<Void, any Error>

  /// Listens on `address`; port 0 lets the system choose one.
  ///
  /// - Throws: ``SandboxError`` when the port is taken.
  static func start(
    on address: String, port: Int, _ respond: @escaping HTTPChannelHandler.Responder
  ) async throws -> Listener {
    let (ports, bound) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: HTTP1Channel(
        responder: respond, configuration: .init(idleTimeout: .seconds(30))),
      configuration: .init(
        address: .hostname(address, port: port),
        availableConnectionsDelegate: MaximumAvailableConnections(maximumConnections)),
      onServerRunning: { channel in bound.yield(channel.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "cpay.sandbox") { _ in SwiftLogNoOpLogHandler() })
    let running = Task {
      do {
        try await server.run()
        bound.finish()
      } catch {
        bound.finish(throwing: error)
        throw error
      }
    }
    do {
      for try await port in ports {
        return Listener(port: port, server: server, running: running)
      }
      throw SandboxError("the server ended before it listened")
    } catch {
      throw SandboxError("port \(port) cannot be listened on: \(error)")
    }
  }

  /// Stops listening and lets running requests finish for as long as `grace`.
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
  }
}
