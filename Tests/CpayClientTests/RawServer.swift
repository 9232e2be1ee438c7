import NIOCore
import NIOPosix
import Synchronization
import Testing

/// What a server does once a whole request has come.
struct ServerReply: Sendable {
  /// The bytes it writes.
  let bytes: [UInt8]
  /// Whether it closes the connection afterwards.
  let closes: Bool

  init(_ text: String, closes: Bool = true) {
    self.init(bytes: Array(text.utf8), closes: closes)
  }

  init(bytes: [UInt8], closes: Bool = true) {
    self.bytes = bytes
    self.closes = closes
  }

  /// Says nothing and keeps the connection.
  static let silence = ServerReply("", closes: false)

  /// A whole answer.
  static func status(
    _ status: Int, _ fields: [String] = [], body: String = "", closes: Bool = true
  ) -> ServerReply {
    let head = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + fields
    return ServerReply(head.joined(separator: "\r\n") + "\r\n\r\n" + body, closes: closes)
  }
}

/// A server that knows no HTTP beyond where a request ends: it shows what was on the wire.
final class RawServer: Sendable {
  let port: Int
  /// Yields each request as it has come.
  let arrivals: AsyncStream<String>
  private let received = Mutex<[String]>([])
  private let raw = Mutex<[[UInt8]]>([])
  private let continuation: AsyncStream<String>.Continuation

  /// The requests of all connections, as they came.
  var requests: [String] { received.withLock { $0 } }

  /// The same as bytes.
  var bytes: [[UInt8]] { raw.withLock { $0 } }

  private let accepted: Accepted

  fileprivate init(port: Int, _ accepted: Accepted) {
    (self.port, self.accepted) = (port, accepted)
    (arrivals, continuation) = AsyncStream.makeStream()
  }

  /// Waits for the first connection; a test that ends before it would pull the floor from under it.
  func untilConnected() async {
    while accepted.total == 0 { await Task.yield() }
  }

  fileprivate func note(_ bytes: [UInt8]) {
    raw.withLock { $0.append(bytes) }
    let request = String(decoding: bytes, as: UTF8.self)
    received.withLock { $0.append(request) }
    continuation.yield(request)
  }
}

/// Runs `body` against a server that answers with `script`, and speaks first where it has a greeting.
///
/// With `endsAt` a request is whatever has come once that many bytes have.
func withRawServer<Result>(
  greeting: String = "", endsAt: Int? = nil, _ script: @escaping @Sendable (String) -> ServerReply,
  _ body: (RawServer) async throws -> Result
) async throws -> Result {
  let accepted = Accepted()
  let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .bind(host: "127.0.0.1", port: 0) { channel in
      channel.eventLoop.makeCompletedFuture {
        let connection = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
          wrappingChannelSynchronously: channel)
        accepted.accept(connection)
        return connection
      }
    }
  let server = RawServer(port: try #require(listener.channel.localAddress?.port), accepted)
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      try await listener.executeThenClose { connections in
        try await withThrowingDiscardingTaskGroup { group in
          for try await connection in connections {
            group.addTask { try? await serve(connection, server, greeting, endsAt, script) }
          }
        }
      }
    }
    let result = try await body(server)
    group.cancelAll()
    return result
  }
}

/// The connections that have been accepted.
private final class Accepted: Sendable {
  /// All of them, of all servers, for good: one that comes while its server ends is taken up by
  /// nobody, and NIO ends the process when such a one is dropped.
  private static let kept = Mutex<[NIOAsyncChannel<ByteBuffer, ByteBuffer>]>([])
  private let count = Mutex(0)

  var total: Int { count.withLock { $0 } }

  func accept(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) {
    Accepted.kept.withLock { $0.append(connection) }
    count.withLock { $0 += 1 }
  }
}

private func serve(
  _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ server: RawServer,
  _ greeting: String, _ endsAt: Int?, _ script: @Sendable (String) -> ServerReply
) async throws {
  try await connection.executeThenClose { inbound, outbound in
    if !greeting.isEmpty { try await outbound.write(ByteBuffer(string: greeting)) }
    var pending: [UInt8] = []
    for try await buffer in inbound {
      pending.append(contentsOf: buffer.readableBytesView)
      while let length = endsAt.map({ pending.count < $0 ? nil : pending.count })
        ?? requestLength(pending)
      {
        let request = Array(pending.prefix(length))
        pending.removeFirst(length)
        server.note(request)
        let reply = script(String(decoding: request, as: UTF8.self))
        if !reply.bytes.isEmpty { try await outbound.write(ByteBuffer(bytes: reply.bytes)) }
        if reply.closes { return }
      }
    }
  }
}

/// How long the first request is; nil when it has not come whole.
private func requestLength(_ bytes: [UInt8]) -> Int? {
  let text = String(decoding: bytes, as: UTF8.self).utf8
  guard let end = Array(text).firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
  let head = String(decoding: bytes.prefix(end), as: UTF8.self).lowercased()
  let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
  let length = field.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
  return bytes.count >= end + length ? end + length : nil
}
