import CpayValue
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import CpaySandbox

/// Requests that take too long to arrive, and connections that are too many.
@Suite(.timeLimit(.minutes(2))) struct ConnectionTests {
  /// A connection that is written to piece by piece.
  private struct Held {
    let channel: any Channel
    private let answer: Gathered

    init(_ client: RawClient) async throws {
      let answer = Gathered()
      self.answer = answer
      channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(answer.handler)
          }
        }
        .connect(host: "127.0.0.1", port: client.port).get()
    }

    func send(_ text: String) async throws {
      try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Sends `text` again and again, so often at most, until the connection is closed.
    func trickle(_ text: String, times: Int = .max) {
      let left = Mutex(times)
      let channel = channel
      channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(20)) {
        task in
        let isOver = left.withLock { left in
          left -= 1
          return left < 0
        }
        guard channel.isActive, !isOver else { return task.cancel() }
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
      }
    }

    /// Everything the server said until it closed.
    func ending() async throws -> String {
      try await channel.closeFuture.get()
      return answer.text
    }
  }

  private final class Gathered: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    var handler: some ChannelHandler { Gatherer(gathered: self) }

    func add(_ buffer: ByteBuffer) { bytes.withLock { $0 += buffer.readableBytesView } }
  }

  private final class Gatherer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let gathered: Gathered

    init(gathered: Gathered) {
      self.gathered = gathered
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      gathered.add(unwrapInboundIn(data))
    }
  }

  private static func configuration(_ limits: ConnectionLimits) -> SandboxConfiguration {
    var configuration = SandboxConfiguration(seed: .docs)
    configuration.connectionLimits = limits
    return configuration
  }

  private static func head(_ client: RawClient, _ length: Int) -> String {
    let form = FileTests.form()
    return "POST /v1/files HTTP/1.1\r\nHost: 127.0.0.1:\(client.port)\r\nConnection: close\r\n"
      + "Authorization: Bearer \(client.key)\r\nContent-Length: \(length)\r\n"
      + form.headers.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
  }

  @Test(arguments: ["", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nX: "])
  func `a head that trickles is not waited for`(beginning: String) async throws {
    let limits = ConnectionLimits(head: .seconds(1), body: .seconds(60))
    try await withSandbox(Self.configuration(limits)) { client, _ in
      let held = try await Held(client)
      // A slow machine may have closed it by now.
      try? await held.send(beginning)
      if !beginning.isEmpty { held.trickle("x") }
      #expect(try await held.ending().hasPrefix("HTTP/1.1 2") == false)
      #expect(try await client.get("/v1/disputes").status == 200)
    }
  }

  @Test func `a body that trickles is not waited for, and has no effect`() async throws {
    let limits = ConnectionLimits(head: .seconds(60), body: .milliseconds(300))
    try await withSandbox(Self.configuration(limits)) { client, _ in
      let held = try await Held(client)
      try await held.send(Self.head(client, 1_000_000))
      held.trickle("x")
      #expect(try await held.ending().hasPrefix("HTTP/1.1 2") == false)
      #expect(
        try await client.get("/v1/files").list().count { $0["filename"]?.string == "lease.pdf" }
          == 0)
    }
  }

  @Test func `a large body has the time it takes at 100 kB a second`() async throws {
    let limits = ConnectionLimits(head: .seconds(60), body: .milliseconds(100))
    try await withSandbox(Self.configuration(limits)) { client, _ in
      let piece = String(repeating: "x", count: 20_000)
      let form = FileTests.form(content: String(repeating: piece, count: 20)).body
      let start = try #require(form.firstRange(of: piece)?.lowerBound)
      let rest = form[form.index(start, offsetBy: 400_000)...]
      let held = try await Held(client)
      try await held.send(Self.head(client, form.utf8.count) + form[..<start])
      held.trickle(piece, times: 20)
      try await held.channel.eventLoop.scheduleTask(in: .milliseconds(600)) {}.futureResult.get()
      try await held.send(String(rest))
      #expect(try await held.ending().hasPrefix("HTTP/1.1 201 "))
    }
  }

  @Test func `a kept connection may be idle for as long as a head may take`() async throws {
    let limits = ConnectionLimits(head: .seconds(3), body: .seconds(60))
    try await withSandbox(Self.configuration(limits)) { client, _ in
      let held = try await Held(client)
      try await held.send("GET /_sandbox HTTP/1.1\r\nHost: 127.0.0.1:\(client.port)\r\n\r\n")
      #expect(try await held.ending().hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func `connections that say nothing keep nobody out`() async throws {
    let limits = ConnectionLimits(connections: 8, head: .seconds(60), body: .seconds(60))
    try await withSandbox(Self.configuration(limits)) { client, _ in
      var held: [Held] = []
      for _ in 0..<100 {
        let connection = try await Held(client)
        try? await connection.send("GET /v1/disputes HTTP/1.1\r\nX: ")
        held.append(connection)
      }
      #expect(try await client.get("/v1/disputes").status == 200)
      // Those that came first made room, and whoever comes last waits like any other.
      _ = try await held[0].ending()
      for connection in held { try? await connection.channel.close() }
    }
  }

  @Test func `a request that is being answered is not given up for others`() async throws {
    let limits = ConnectionLimits(connections: 4, head: .seconds(60), body: .seconds(60))
    try await withSandbox(Self.configuration(limits)) { client, _ in
      let form = FileTests.form().body
      let upload = try await Held(client)
      try await upload.send(Self.head(client, form.utf8.count))
      for _ in 0..<40 { _ = try await Held(client) }
      #expect(try await client.get("/v1/disputes").status == 200)
      try await upload.send(form)
      #expect(try await upload.ending().hasPrefix("HTTP/1.1 201 "))
    }
  }

  @Test(arguments: ["zz\r\n", "-1\r\n", "\r\n", "5\r\nab\r\n0\r\n\r\n", "ffffffffffffffffff\r\n"])
  func `a chunk of no size is a mistake of the request`(chunk: String) async throws {
    try await withSandbox { client, server in
      let bytes = try await client.exchange(
        "POST /v1/disputes/dp_a1 HTTP/1.1\r\nHost: 127.0.0.1:\(client.port)\r\n"
          + "Authorization: Bearer \(client.key)\r\nContent-Type: application/json\r\n"
          + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk)
      let reply = try Reply(parsing: bytes)
      #expect(reply.status == 400)
      #expect(try await server.effects().isEmpty)
    }
  }
}
