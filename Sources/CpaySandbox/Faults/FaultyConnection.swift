import Glibc
import NIOCore
import NIOHTTP1

/// Plays a fault on a connection: the bytes go past the encoder, straight to the socket.
struct FaultyConnection: Sendable {
  let channel: any Channel

  /// Does the steps in order; the connection is of no use afterwards.
  func play(_ steps: [FaultStep]) async throws {
    for step in steps {
      switch step {
      case .send(let bytes): try await send(bytes)
      case .wait(let length): try await Task.sleep(for: length)
      case .hang: try await hang()
      case .close: try await channel.close()
      case .reset: try await reset()
      }
    }
  }

  /// Waits until the connection is gone, or the server stops.
  private func hang() async throws {
    try await withTaskCancellationHandler {
      try await channel.closeFuture.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }

  private func send(_ bytes: [UInt8]) async throws {
    let channel = channel
    try await channel.eventLoop.flatSubmit {
      do {
        let context = try channel.pipeline.syncOperations.context(
          handlerType: HTTPResponseEncoder.self)
        let promise = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: promise)
        return promise.futureResult
      } catch {
        return channel.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  /// Closes without lingering, which sends RST instead of FIN.
  private func reset() async throws {
    if let socket = channel as? any SocketOptionProvider {
      try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try await channel.close()
  }
}

/// Thrown once a fault has ended the connection, so that the server does not go on with it.
struct ConnectionSpoiled: Error {}
