import Glibc
import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import CpayClient

/// One way of carrying requests, with what stands at its other end.
struct TransportSubject: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Runs a body with a transport to something that answers with a script, and hands it what has
  /// arrived.
  let run:
    @Sendable (
      _ script: @escaping @Sendable (String) -> ServerReply,
      _ body: (any HTTPTransport, _ arrived: @escaping @Sendable () -> [String]) async throws ->
        Void
    ) async throws -> Void

  static let live = TransportSubject(testDescription: "AsyncHTTPTransport") { script, body in
    try await withRawServer(script) { server in
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port))
      do {
        try await body(transport) { server.requests }
      } catch {
        await transport.shutdown()
        throw error
      }
      await transport.shutdown()
    }
  }

  static let tracing = TransportSubject(testDescription: "TracingTransport") { script, body in
    try await live.run(script) { transport, arrived in
      let count = Atomic(0)
      let tracing = TracingTransport(transport) { _ in count.add(1, ordering: .relaxed) }
      try await body(tracing, arrived)
      #expect(count.load(ordering: .relaxed) >= arrived().count)
    }
  }

  static let memory = TransportSubject(testDescription: "in memory") { script, body in
    let transport = MemoryTransport(script)
    try await body(transport) { transport.requests }
  }

  static let all = [live, tracing, memory]
  static let overSockets = [live, tracing]
}

/// A transport without a network, for what depends on requests and answers only.
private final class MemoryTransport: HTTPTransport {
  private let script: @Sendable (String) -> ServerReply
  private let sent = Mutex<[String]>([])

  init(_ script: @escaping @Sendable (String) -> ServerReply) {
    self.script = script
  }

  var requests: [String] { sent.withLock { $0 } }

  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    var text = "\(request.method.rawValue) \(request.target) HTTP/1.1\r\n"
    for field in request.headers { text += "\(field.name.rawName): \(field.value)\r\n" }
    text += "\r\n" + String(decoding: request.body ?? [], as: UTF8.self)
    sent.withLock { $0.append(text) }
    return try answer(script(text))
  }

  private func answer(_ reply: ServerReply) throws(TransportFailure) -> WireResponse {
    let parts = String(decoding: reply.bytes, as: UTF8.self).split(
      separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw TransportFailure(.sent, "half an answer") }
    let lines = parts[0].split(separator: "\r\n")
    var fields = HTTPFields()
    for line in lines.dropFirst() {
      let field = line.split(separator: ":", maxSplits: 1)
      if let name = HTTPField.Name(String(field[0])) {
        fields.append(HTTPField(name: name, value: String(field[1].dropFirst())))
      }
    }
    let body = Array(parts[1].utf8)
    if let length = fields[.contentLength].flatMap({ Int($0) }), length != body.count {
      throw TransportFailure(.sent, "half a body")
    }
    let status = lines.first?.split(separator: " ")[1]
    return WireResponse(status: status.flatMap { Int($0) } ?? 0, headers: fields, body: body)
  }
}

/// What every transport promises.
@Suite struct HTTPTransportTests {
  private static let post = WireRequest(
    .post, "/v1/disputes/dp_a1", headers: [.idempotencyKey: "cp1_x"], body: Array("{}".utf8))
  private static let get = WireRequest(.get, "/v1/disputes")

  private static func failure(
    _ transport: any HTTPTransport, _ request: WireRequest
  ) async -> TransportFailure? {
    do {
      _ = try await transport.send(request)
      return nil
    } catch {
      return error
    }
  }

  /// An error of the client library, what a person reads, and how far the request had got.
  struct Breakage: Sendable, CustomTestStringConvertible {
    let error: any Error
    let reason: String
    let phase: TransportFailure.Phase
    var testDescription: String { reason }

    init(_ error: any Error, _ reason: String, _ phase: TransportFailure.Phase = .sent) {
      (self.error, self.reason, self.phase) = (error, reason, phase)
    }

    init(code: CInt, _ reason: String, _ phase: TransportFailure.Phase = .sent) {
      self.init(IOError(errnoCode: code, reason: "read(descriptor:pointer:size:)"), reason, phase)
    }
  }

  private struct Internal: Error {}

  @Test(arguments: [
    Breakage(code: ECONNRESET, "the connection to HOST was reset while the answer was awaited"),
    Breakage(
      code: EPIPE, "the connection to HOST was reset while the request was being sent",
      .partlySent),
    Breakage(
      code: ECONNRESET, "the connection to HOST was reset while the answer was coming",
      .answered(status: 200)),
    Breakage(code: ETIMEDOUT, "HOST was silent for too long while the answer was awaited"),
    Breakage(code: EHOSTUNREACH, "HOST was out of reach while the answer was awaited"),
    Breakage(
      code: EMFILE, "this machine could open no more connections before anything was sent",
      .notSent),
    Breakage(code: EIO, "the connection to HOST broke while the answer was awaited"),
    Breakage(code: ECONNREFUSED, "HOST refused the connection"),
    Breakage(ChannelError.eof, "the connection to HOST ended while the answer was awaited"),
    Breakage(
      ChannelError.ioOnClosedChannel,
      "the connection to HOST ended while the request was being sent", .partlySent),
    Breakage(Internal(), "the exchange with HOST broke off while the answer was awaited"),
    Breakage(CancellationError(), "the request was cancelled"),
  ])
  func `what broke is said in words, without the library's own`(breakage: Breakage) throws {
    let origin = try APIOrigin(parsing: "http://127.0.0.1:1")
    let failure = TransportFailure(breakage.error, to: origin, phase: breakage.phase, limit: 1)
    #expect(failure.reason == breakage.reason.replacing("HOST", with: "\(origin)"))
  }

  @Test(arguments: TransportSubject.all)
  func `brings the whole answer back`(subject: TransportSubject) async throws {
    try await subject.run({ _ in
      .status(200, ["Request-Id: req_1", "X-Other: a"], body: #"{"a":"é"}"#)
    }) { transport, arrived in
      let response = try await transport.send(Self.get)
      #expect(response.status == 200 && response.requestID == "req_1")
      #expect(response.body == Array(#"{"a":"é"}"#.utf8))
      #expect(arrived().count == 1)
    }
  }

  @Test(arguments: TransportSubject.all, [200, 201, 204, 400, 401, 404, 409, 422, 429, 500, 503])
  func `hands on every status`(subject: TransportSubject, status: Int) async throws {
    try await subject.run({ _ in .status(status) }) { transport, arrived in
      let response = try await transport.send(Self.post)
      #expect(response.status == status)
      #expect(arrived().count == 1)
    }
  }

  @Test(arguments: TransportSubject.all, [301, 302, 303, 307, 308])
  func `follows no redirect`(subject: TransportSubject, status: Int) async throws {
    try await subject.run({ _ in .status(status, ["Location: /elsewhere"], closes: false) }) {
      transport, arrived in
      for request in [Self.get, Self.post] {
        let response = try await transport.send(request)
        #expect(response.status == status)
      }
      #expect(arrived().count == 2)
      #expect(!arrived().contains { $0.contains("elsewhere") })
    }
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: ServerReply
  }

  @Test(
    arguments: TransportSubject.all,
    [
      Broken(testDescription: "no answer", reply: ServerReply("")),
      Broken(testDescription: "half a head", reply: ServerReply("HTTP/1.1 200 OK\r\nContent-Le")),
      Broken(
        testDescription: "half a body",
        reply: ServerReply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")),
    ])
  func `an answer that breaks off may have had an effect`(
    subject: TransportSubject, broken: Broken
  ) async throws {
    try await subject.run({ _ in broken.reply }) { transport, arrived in
      let failure = try #require(await Self.failure(transport, Self.post))
      #expect(failure.phase.mayHaveArrived)
      #expect(arrived().count == 1)
    }
  }

  @Test(
    arguments: TransportSubject.overSockets,
    [
      Broken(testDescription: "no HTTP", reply: ServerReply("SSH-2.0-x\r\n\r\n")),
      Broken(
        testDescription: "half a chunk",
        reply: ServerReply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"id\":")),
      Broken(
        testDescription: "no last chunk",
        reply: ServerReply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")),
      Broken(
        testDescription: "a flood of header",
        reply: ServerReply(
          "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 200_000) + "\r\n\r\n")),
    ])
  func `an answer that is no HTTP may have had an effect`(
    subject: TransportSubject, broken: Broken
  ) async throws {
    try await subject.run({ _ in broken.reply }) { transport, arrived in
      let failure = try #require(await Self.failure(transport, Self.post))
      #expect(failure.phase.mayHaveArrived)
      #expect(arrived().count == 1)
    }
  }

  @Test(arguments: TransportSubject.overSockets)
  func `a body beyond the limit is refused`(subject: TransportSubject) async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000001\r\n"
    let body = [UInt8](repeating: 0x20, count: 0x100_0001)
    let reply = ServerReply(bytes: Array(head.utf8) + body, closes: false)
    try await subject.run({ _ in reply }) { transport, _ in
      let failure = try #require(await Self.failure(transport, Self.post))
      #expect(failure.phase.mayHaveArrived)
      #expect(failure.reason.contains("16 MiB"))
    }
  }

  @Test(arguments: TransportSubject.overSockets)
  func `sends a POST once when a kept connection dies under it`(
    subject: TransportSubject
  ) async throws {
    try await subject.run({ request in
      request.hasPrefix("GET") ? .status(200, closes: false) : ServerReply("")
    }) { transport, arrived in
      _ = try await transport.send(Self.get)
      let failure = try #require(await Self.failure(transport, Self.post))
      #expect(failure.phase.mayHaveArrived)
      #expect(arrived().count { $0.hasPrefix("POST") } == 1)
    }
  }
}

@Suite struct AsyncHTTPTransportTests {
  private static let write = WireRequest(
    .post, "/v1/disputes/dp_a1", headers: [.idempotencyKey: "cp1_x"], body: Array("{}".utf8))
  private static let read = WireRequest(.get, "/v1/disputes")

  @Test func `after an unannounced close every write has a connection of its own`() async throws {
    let count = Atomic(0)
    try await TransportSubject.live.run({ request in
      let isFirst = count.add(1, ordering: .relaxed).oldValue == 1
      return request.hasPrefix("POST") && isFirst ? ServerReply("") : .status(200, closes: false)
    }) { transport, arrived in
      _ = try await transport.send(Self.read)
      await #expect(throws: TransportFailure.self) { try await transport.send(Self.write) }
      for request in [Self.write, Self.read, Self.write] {
        let answer = try await transport.send(request)
        #expect(answer.status == 200)
      }
      let isOwn = arrived().map { $0.lowercased().contains("\r\nconnection: close\r\n") }
      #expect(isOwn == [false, false, true, false, true])
    }
  }

  @Test func `a connection whose end was announced is no reason for new ones`() async throws {
    try await TransportSubject.live.run({ _ in .status(200, ["Connection: close"]) }) {
      transport, arrived in
      for request in [Self.read, Self.write, Self.write] {
        let answer = try await transport.send(request)
        #expect(answer.status == 200)
      }
      #expect(!arrived().contains { $0.lowercased().contains("\r\nconnection: close\r\n") })
    }
  }

  @Test func `a server that ends each connection after its answer gets every write`() async throws {
    try await TransportSubject.live.run({ _ in .status(200) }) { transport, arrived in
      _ = try await transport.send(Self.read)
      var answered = 0
      for _ in 0..<50 {
        if let answer = try? await transport.send(Self.write), answer.status == 200 {
          answered += 1
        }
      }
      // The first may meet the end of the connection that was kept for it, and no other.
      #expect(answered >= 49)
      #expect(arrived().count { $0.hasPrefix("POST") } == answered)
    }
  }

  @Test func `puts exactly this on the wire`() async throws {
    try await TransportSubject.live.run({ _ in .status(200) }) { transport, arrived in
      _ = try await transport.send(
        WireRequest(
          .post, "/v1/disputes/dp_a1",
          query: [WireRequest.Parameter("b", "2 3"), WireRequest.Parameter("a", "1")],
          headers: [.idempotencyKey: "cp1_x", .contentType: "application/json"],
          body: Array(#"{"submit":true}"#.utf8)))
      let request = try #require(arrived().first)
      let port = try #require(request.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1)
      let lines = request.components("\r\n")
      #expect(lines.first == "POST /v1/disputes/dp_a1?a=1&b=2%203 HTTP/1.1")
      #expect(
        lines.dropFirst().prefix { !$0.isEmpty }.sorted() == [
          "Content-Length: 15", "Content-Type: application/json", "Idempotency-Key: cp1_x",
          "host: 127.0.0.1:\(port)",
        ])
      #expect(lines.last == #"{"submit":true}"#)
    }
  }

  @Test func `a POST without a body says that it has none`() async throws {
    try await TransportSubject.live.run({ _ in .status(200) }) { transport, arrived in
      _ = try await transport.send(WireRequest(.post, "/v1/disputes/dp_a1/close"))
      let request = try #require(arrived().first)
      #expect(request.lowercased().contains("content-length: 0\r\n"))
      #expect(request.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `a refused connection was not sent`() async throws {
    // Port 1 is given to nobody who asks for any port, so that nothing listens there.
    let transport = AsyncHTTPTransport(to: .loopback(port: 1))
    let failure = await #expect(throws: TransportFailure.self) {
      try await transport.send(WireRequest(.post, "/v1/disputes/dp_a1/close"))
    }
    #expect(failure?.phase == .notSent)
    #expect(failure?.reason == "http://127.0.0.1:1 refused the connection")
    await transport.shutdown()
  }

  @Test func `nothing is sent to a server that cannot prove who it is`() async throws {
    try await withRawServer(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n", { _ in .silence }) {
      server in
      // Patient, since the server's greeting may wait for other tests.
      let transport = AsyncHTTPTransport(
        to: try APIOrigin(parsing: "https://127.0.0.1:\(server.port)"),
        AsyncHTTPTransport.Limits(connect: .seconds(60)))
      let failure = await #expect(throws: TransportFailure.self) {
        try await transport.send(WireRequest(.post, "/v1/disputes/dp_a1/close"))
      }
      #expect(failure?.phase == .notSent)
      #expect(
        failure?.reason
          == "no secure connection to https://127.0.0.1:\(server.port): it does not speak TLS there"
      )
      #expect(server.requests.isEmpty)
      await transport.shutdown()
    }
  }

  private static let impatient = AsyncHTTPTransport.Limits(
    firstByte: .milliseconds(200), exchange: .milliseconds(400))

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
  func `one deadline stands around head and body`(beginning: String) async throws {
    try await withRawServer({ _ in ServerReply(beginning, closes: false) }) { server in
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port), Self.impatient)
      let failure = await #expect(throws: TransportFailure.self) {
        try await transport.send(WireRequest(.post, "/v1/disputes/dp_a1/close"))
      }
      #expect(failure?.phase.mayHaveArrived == true)
      #expect(server.requests.count <= 1)
      await transport.shutdown()
    }
  }

  @Test func `an answer that ends within its body was an answer`() async throws {
    let reply = ServerReply("HTTP/1.1 202 OK\r\nContent-Length: 9\r\n\r\n{")
    try await withRawServer({ _ in reply }) { server in
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port))
      let failure = await #expect(throws: TransportFailure.self) {
        try await transport.send(WireRequest(.get, "/"))
      }
      #expect(failure?.phase == .answered(status: 202))
      await transport.shutdown()
    }
  }

  @Test func `an upload has the time it takes at 100 kB a second`() async {
    let transport = AsyncHTTPTransport(to: .loopback(port: 1))
    var request = WireRequest(.post, "/v1/files")
    #expect(transport.deadline(request) == .seconds(80))
    request.stream = BodyStream(length: 10_000_000) { { nil } }
    #expect(transport.deadline(request) == .seconds(180))
    await transport.shutdown()
  }

  @Test func `a body that ends early was partly sent`() async throws {
    try await withRawServer({ _ in .silence }) { server in
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port))
      var request = WireRequest(.post, "/v1/files")
      request.stream = BodyStream(length: 100) {
        { throw LocalFile.Failure(reason: "the file cannot be read to its end") }
      }
      let sent = request
      let failure = await #expect(throws: TransportFailure.self) { try await transport.send(sent) }
      #expect(failure?.phase == .partlySent)
      await server.untilConnected()
      await transport.shutdown()
    }
  }

  @Test func `no version of TLS before 1_2 is offered`() async throws {
    try await withRawServer(endsAt: 5, { _ in ServerReply("no") }) { server in
      let transport = AsyncHTTPTransport(
        to: try APIOrigin(parsing: "https://localhost:\(server.port)"))
      await #expect(throws: TransportFailure.self) {
        try await transport.send(WireRequest(.get, "/"))
      }
      await transport.shutdown()
      let hello = try #require(server.bytes.first)
      // The extension supported_versions: its number, its length, then two bytes a version.
      let start = try #require(hello.firstRange(of: [0x00, 0x2b, 0x00]))
      let count = Int(hello[start.upperBound + 1])
      let list = hello[(start.upperBound + 2)..<(start.upperBound + 2 + count)]
      let versions = stride(from: list.startIndex, to: list.endIndex, by: 2).map {
        Int(list[$0]) << 8 | Int(list[$0 + 1])
      }
      #expect(
        versions.contains(0x0303) && !versions.contains { [0x0300, 0x0301, 0x0302].contains($0) })
    }
  }

  @Test func `a request given up on after it left may have had an effect`() async throws {
    try await withRawServer({ _ in .silence }) { server in
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port))
      let task = Task { () -> TransportFailure.Phase? in
        do {
          _ = try await transport.send(WireRequest(.post, "/v1/disputes/dp_a1/close"))
          return nil
        } catch let error as TransportFailure {
          return error.phase
        }
      }
      for await _ in server.arrivals { break }
      task.cancel()
      let phase = try await task.value
      #expect(phase == .sent)
      await transport.shutdown()
    }
  }

  @Test func `an answer without a length ends with its connection`() async throws {
    try await TransportSubject.live.run({ _ in ServerReply("HTTP/1.1 200 OK\r\n\r\n{}") }) {
      transport, _ in
      let response = try await transport.send(WireRequest(.get, "/"))
      #expect(response.body == Array("{}".utf8))
    }
  }

  @Test func `asks for no compression and undoes none`() async throws {
    try await TransportSubject.live.run({ _ in
      .status(200, ["Content-Encoding: gzip"], body: "plain")
    }) { transport, arrived in
      let response = try await transport.send(WireRequest(.get, "/"))
      #expect(response.body == Array("plain".utf8))
      #expect(arrived().map { $0.lowercased().contains("accept-encoding") } == [false])
    }
  }
}

extension String {
  /// The parts between separators, empty ones too.
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
