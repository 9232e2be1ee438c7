import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix

/// One port that requests are answered on.
struct Listener: Sendable {
  let port: Int
  private let server: Server<WatchedChannel>
  private let running: Task<Void, any Error>

  /// Listens on `address`; port 0 lets the system choose one.
  ///
  /// - Throws: ``SandboxError`` when the port is taken.
  static func start(
    on address: String, port: Int, _ limits: ConnectionLimits = ConnectionLimits(),
    _ respond: @escaping HTTPChannelHandler.Responder
  ) async throws -> Listener {
    let limits = limits.withinReach
    let (ports, bound) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: WatchedChannel(
        inner: HTTP1Channel(responder: respond), limits: limits,
        room: ConnectionRoom(limit: limits.connections)),
      configuration: .init(
        address: .hostname(address, port: port),
        // Some more may be closing; where all have requests under way, the next waits its turn.
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections + 32)),
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

/// A connection that speaks HTTP and is watched.
private struct WatchedChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  let inner: HTTP1Channel
  let limits: ConnectionLimits
  let room: ConnectionRoom

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let (limits, room) = (limits, room)
    return inner.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      // Behind the decoder, where bytes have become parts of requests.
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(ConnectionWatch(limits, room), position: .after(decoder))
      return value
    }
  }

  func handle(value: Value, logger: Logger) async {
    await inner.handle(value: value, logger: logger)
  }
}
