import AsyncHTTPClient
import CpayModel
import Glibc
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The transport over AsyncHTTPClient, for one origin.
///
/// Six of its defaults are changed: no redirects, TLS 1.2 at least, one deadline around head and
/// body, a limit on every body, no second attempt at a connection, idle connections closed after
/// 15 s. Proxies named in the
/// environment are not used.
///
/// A kept connection that the server closes just as a request leaves takes the request with it, and
/// nobody can tell whether it arrived. A server that has once closed one unannounced will do so
/// again, so that every write to it has a connection of its own from then on.
public struct AsyncHTTPTransport: HTTPTransport {
  private let origin: APIOrigin
  private let client: HTTPClient
  /// Keeps no connection: each request has a new one.
  private let unkept: HTTPClient
  private let closings = Closings()
  private let limits: Limits

  /// One loop for all connections: between two, each step of an exchange would wake a thread.
  private static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  /// Runs tasks where answers arrive, for work so short that waking a thread would take longer.
  static let executor: any TaskExecutor = LoopExecutor(loop: loops.next())

  /// How long the parts of an exchange may take.
  struct Limits {
    var connect = Duration.seconds(5)
    var firstByte = Duration.seconds(30)
    var exchange = Duration.seconds(80)
  }

  /// A transport to `origin`; nothing is opened before the first request.
  ///
  /// Its time-outs are so many times shorter, for tests against a server on this machine.
  public init(
    to origin: APIOrigin, via route: NetworkRoute = NetworkRoute(), hurriedBy factor: Int = 1
  ) {
    var limits = Limits()
    if factor > 1 {
      limits = Limits(
        connect: limits.connect / factor, firstByte: limits.firstByte / factor,
        exchange: limits.exchange / factor)
    }
    self.init(to: origin, via: route, limits)
  }

  init(to origin: APIOrigin, via route: NetworkRoute = NetworkRoute(), _ limits: Limits) {
    (self.origin, self.limits) = (origin, limits)
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let file = route.authorities { tls.additionalTrustRoots = [.file(file)] }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(
        connect: TimeAmount(limits.connect), read: TimeAmount(limits.firstByte)),
      decompression: .disabled)
    configuration.httpVersion = .http1Only
    // A tunnel to another machine; what stays on this one needs none.
    if let proxy = route.proxy, !origin.isLoopback {
      configuration.proxy = .server(host: proxy.host, port: proxy.port)
    }
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
    // Sooner than servers do, since a connection that ends while it is taken up loses a request.
    configuration.connectionPool.idleTimeout = .seconds(15)
    unkept = HTTPClient(eventLoopGroupProvider: .shared(Self.loops), configuration: configuration)
    configuration.http1_1ConnectionDebugInitializer = { [closings] channel in
      closings.watch(channel)
    }
    client = HTTPClient(eventLoopGroupProvider: .shared(Self.loops), configuration: configuration)
  }

  /// Closes the connections.
  public func shutdown() async {
    try? await client.shutdown()
    try? await unkept.shutdown()
  }

  /// The answer to `request`, sent once and not elsewhere.
  public func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    let progress = ExchangeProgress(isStreamed: request.stream != nil)
    do {
      guard let stream = request.stream else { return try await whole(request, progress) }
      return try await streamed(request, stream, progress)
    } catch {
      throw TransportFailure(
        error, to: origin, phase: progress.phase, limit: request.answerLimit)
    }
  }

  private func url(_ request: WireRequest) -> String { origin.url + request.target }

  /// The client for a request and the header fields it goes out with: a write that may not meet a
  /// dying connection has one of its own, which is closed behind it.
  private func route(_ request: WireRequest) -> (HTTPClient, HTTPHeaders) {
    var headers = HTTPHeaders(request.headers.map { ($0.name.rawName, $0.value) })
    guard request.method != .get, closings.wasUnannounced else { return (client, headers) }
    headers.add(name: "Connection", value: "close")
    return (unkept, headers)
  }

  /// An exchange whose request is in memory: the answer is gathered where it arrives, with no task
  /// and no hop of its own.
  private func whole(
    _ request: WireRequest, _ progress: ExchangeProgress
  ) async throws -> WireResponse {
    let (client, headers) = route(request)
    let outgoing = try HTTPClient.Request(
      url: url(request), method: HTTPMethod(rawValue: request.method.rawValue),
      headers: headers, body: request.body.map { .byteBuffer(ByteBuffer(bytes: $0)) })
    let task = client.execute(
      request: outgoing, delegate: AnswerCollector(limit: request.answerLimit, progress),
      deadline: .now() + TimeAmount(deadline(request)))
    return try await withTaskCancellationHandler {
      try await task.futureResult.get()
    } onCancel: {
      task.cancel()
    }
  }

  private func streamed(
    _ request: WireRequest, _ stream: BodyStream, _ progress: ExchangeProgress
  ) async throws -> WireResponse {
    var outgoing = HTTPClientRequest(url: url(request))
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    let (client, headers) = route(request)
    outgoing.headers = headers
    outgoing.body = .stream(
      StreamedBody(next: try stream.open(), progress: progress),
      length: .known(Int64(stream.length)))
    let (sent, limit) = (outgoing, request.answerLimit)
    return try await withDeadline(deadline(request)) {
      try await Self.exchange(client, sent, limit, progress)
    }
  }

  /// The limit, and for a streamed body the time it takes at 100 kB a second.
  func deadline(_ request: WireRequest) -> Duration {
    limits.exchange + .milliseconds((request.stream?.length ?? 0) / 100)
  }

  @concurrent private static func exchange(
    _ client: HTTPClient, _ request: HTTPClientRequest, _ limit: Int, _ progress: ExchangeProgress
  ) async throws -> WireResponse {
    let response = try await client.execute(request, timeout: .hours(1))
    progress.advance(to: .answered(status: Int(response.status.code)))
    let body = try await response.body.collect(upTo: limit)
    return WireResponse(response.status, response.headers, body)
  }
}

extension WireResponse {
  /// An answer as the client library hands it over.
  fileprivate init(_ status: HTTPResponseStatus, _ fields: HTTPHeaders, _ body: ByteBuffer) {
    var headers = HTTPFields()
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    self.init(status: Int(status.code), headers: headers, body: Array(body.readableBytesView))
  }
}

/// Whether the server has closed a connection that nobody had said would end.
private final class Closings: Sendable {
  private let state = Mutex(false)

  var wasUnannounced: Bool { state.withLock { $0 } }

  func note() { state.withLock { $0 = true } }

  /// Watches a connection from inside its encryption, whose own closing is not ours.
  func watch(_ channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      let tls = try? pipeline.handler(type: NIOSSLClientHandler.self)
      try pipeline.addHandler(
        ClosingWatch(closings: self), position: tls.map { .after($0) } ?? .first)
    }
  }
}

/// Tells a connection that the server ends from one that we end, which includes those whose last
/// answer said so.
private final class ClosingWatch: ChannelDuplexHandler {
  typealias InboundIn = Any
  typealias OutboundIn = Any

  private let closings: Closings
  private var isOurs = false

  init(closings: Closings) {
    self.closings = closings
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    isOurs = true
    context.close(mode: mode, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if !isOurs { closings.note() }
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if !isOurs { closings.note() }
    context.fireChannelInactive()
  }
}

/// Gathers one answer on the event loop it arrives on.
private final class AnswerCollector: HTTPClientResponseDelegate {
  typealias Response = WireResponse

  private let limit: Int
  private let progress: ExchangeProgress
  private let state = Mutex((head: HTTPResponseHead?.none, body: ByteBuffer()))

  init(limit: Int, _ progress: ExchangeProgress) {
    (self.limit, self.progress) = (limit, progress)
  }

  func didReceiveHead(
    task: HTTPClient.Task<WireResponse>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    progress.advance(to: .answered(status: Int(head.status.code)))
    state.withLock { $0.head = head }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<WireResponse>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let fits = state.withLock { state in
      guard state.body.readableBytes + buffer.readableBytes <= limit else { return false }
      // Most answers come in one piece.
      guard state.body.readableBytes > 0 else {
        state.body = buffer
        return true
      }
      state.body.writeImmutableBuffer(buffer)
      return true
    }
    return fits
      ? task.eventLoop.makeSucceededVoidFuture()
      : task.eventLoop.makeFailedFuture(NIOTooManyBytesError(maxBytes: limit))
  }

  func didFinishRequest(task: HTTPClient.Task<WireResponse>) throws -> WireResponse {
    let (head, body) = state.withLock { ($0.head, $0.body) }
    guard let head else { throw HTTPClientError.remoteConnectionClosed }
    return WireResponse(head.status, head.headers, body)
  }
}

/// Runs tasks on an event loop.
private final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { [self] in
      unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}

/// How far an exchange has got, once it is known to have begun.
private final class ExchangeProgress: Sendable {
  private let state: Mutex<TransportFailure.Phase>

  init(isStreamed: Bool) {
    state = Mutex(isStreamed ? .partlySent : .sent)
  }

  var phase: TransportFailure.Phase { state.withLock { $0 } }

  func advance(to phase: TransportFailure.Phase) { state.withLock { $0 = phase } }
}

/// A streamed body as the client library takes it.
private struct StreamedBody: AsyncSequence, Sendable {
  let next: @Sendable () throws -> [UInt8]?
  let progress: ExchangeProgress

  struct AsyncIterator: AsyncIteratorProtocol {
    let body: StreamedBody

    mutating func next() async throws -> ByteBuffer? {
      guard let piece = try body.next() else {
        body.progress.advance(to: .sent)
        return nil
      }
      return ByteBuffer(bytes: piece)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}

/// The whole exchange took too long.
private struct DeadlinePassed: Error {}

/// The result of `work`, which is cancelled when it takes longer than `limit`.
private func withDeadline<Result: Sendable>(
  _ limit: Duration, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw DeadlinePassed()
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw CancellationError() }
    return first
  }
}

extension TransportFailure {
  /// The failure behind an error of the client library; `phase` is how far it got, where the error
  /// does not say that nothing left.
  init(_ error: any Error, to origin: APIOrigin, phase: Phase, limit: Int) {
    switch error {
    case is DeadlinePassed: self.init(phase, "\(origin) did not answer in time")
    case is CancellationError: self.init(phase, "the request was cancelled")
    case let error as HTTPClientError where error == .cancelled:
      self.init(phase, "the request was cancelled")
    case let error as HTTPClientError where error == .deadlineExceeded:
      self.init(phase, "\(origin) did not answer in time")
    case let error as NIOConnectionError:
      let isRefused = error.connectionErrors.contains { ($0.error as? IOError)?.errnoCode == 111 }
      self.init(
        .notSent,
        isRefused ? "\(origin) refused the connection" : "\(origin) could not be reached")
    case let error as HTTPClientError where error == .connectTimeout:
      self.init(.notSent, "\(origin) did not accept a connection in time")
    case let error as HTTPClientError where error == .getConnectionFromPoolTimeout:
      self.init(.notSent, "no connection to \(origin) came free")
    case let error as HTTPClientError where error == .readTimeout:
      self.init(phase, "\(origin) sent nothing for too long")
    case let error as HTTPClientError where error == .remoteConnectionClosed:
      self.init(phase, "\(origin) closed the connection without an answer")
    case is NIOTooManyBytesError:
      self.init(phase, "the answer of \(origin) is larger than \(limit >> 20) MiB")
    case let error as LocalFile.Failure: self.init(phase, error.reason)
    case NIOSSLError.handshakeFailed, is NIOSSLExtraError:
      self.init(
        .notSent, "no secure connection to \(origin): \(TransportFailure.insecurity(error))")
    case is NIOSSLError, is BoringSSLError:
      self.init(
        phase, "the secure connection to \(origin) broke: \(TransportFailure.insecurity(error))")
    case let error as IOError where error.errnoCode == 111:
      self.init(.notSent, "\(origin) refused the connection")
    default:
      self.init(phase, "\(TransportFailure.breakage(error, origin)) \(phase.moment)")
    }
  }

  /// What broke an exchange off, in words: the library names functions and numbers of the system.
  private static func breakage(_ error: any Error, _ origin: APIOrigin) -> String {
    switch error {
    case let error as IOError:
      switch error.errnoCode {
      case ECONNRESET, ECONNABORTED, EPIPE: "the connection to \(origin) was reset"
      case ETIMEDOUT: "\(origin) was silent for too long"
      case ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH: "\(origin) was out of reach"
      case EMFILE, ENFILE: "this machine could open no more connections"
      default: "the connection to \(origin) broke"
      }
    case is ChannelError: "the connection to \(origin) ended"
    case is HTTPParserError: "what \(origin) sent is no HTTP"
    case let error as HTTPClientError:
      switch error {
      case .proxyAuthenticationRequired: "the proxy wants a name and a password"
      case .invalidProxyResponse: "the proxy opened no way to \(origin)"
      case .httpProxyHandshakeTimeout, .socksHandshakeTimeout: "the proxy was silent for too long"
      case .tlsHandshakeTimeout: "no secure connection to \(origin) was made in time"
      case .writeTimeout: "\(origin) took nothing for too long"
      default: "the exchange with \(origin) broke off"
      }
    default: "the exchange with \(origin) broke off"
    }
  }

  /// What is wrong with a secure connection, in words; the library names the lines of its source.
  private static func insecurity(_ error: any Error) -> String {
    switch error {
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      return "its certificate is another server's"
    case NIOSSLError.uncleanShutdown: return "it ended without a close"
    case NIOSSLError.handshakeFailed(.sslError(let errors)), BoringSSLError.sslError(let errors):
      let reasons = errors.map(\.description)
      if reasons.contains(where: { $0.contains("CERTIFICATE_VERIFY_FAILED") }) {
        return "its certificate is not trusted here"
      }
      if reasons.contains(where: { $0.contains("WRONG_VERSION_NUMBER") }) {
        return "it does not speak TLS there"
      }
      if reasons.contains(where: { $0.contains("EOF during") }) {
        return "it ended the connection while they were agreeing"
      }
      return reasons.compactMap(reason).first ?? "the handshake failed"
    default: return "the handshake failed"
    }
  }

  /// The name that the library gives an error, in words: `… OPENSSL_internal:NO_SHARED_CIPHER at …`.
  private static func reason(_ text: String) -> String? {
    guard let start = text.firstRange(of: "OPENSSL_internal:")?.upperBound else { return nil }
    let name = text[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : name.lowercased().replacing("_", with: " ")
  }
}
