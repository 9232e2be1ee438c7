import AsyncHTTPClient
import CpayModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The transport over AsyncHTTPClient, for one origin.
///
/// Five of its defaults are changed: no redirects, TLS 1.2 at least, one deadline around head and
/// body, a limit on every body, no second attempt at a connection. Proxies named in the
/// environment are not used.
public struct AsyncHTTPTransport: HTTPTransport {
  private let origin: APIOrigin
  private let client: HTTPClient
  private let limits: Limits

  /// How long the parts of an exchange may take.
  struct Limits {
    var connect = Duration.seconds(5)
    var firstByte = Duration.seconds(30)
    var exchange = Duration.seconds(80)
  }

  /// A transport to `origin`; nothing is opened before the first request.
  public init(to origin: APIOrigin) {
    self.init(to: origin, Limits())
  }

  init(to origin: APIOrigin, _ limits: Limits) {
    (self.origin, self.limits) = (origin, limits)
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(
        connect: TimeAmount(limits.connect), read: TimeAmount(limits.firstByte)),
      decompression: .disabled)
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Closes the connections.
  public func shutdown() async {
    try? await client.shutdown()
  }

  /// The answer to `request`, sent once and not elsewhere.
  public func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    var outgoing = HTTPClientRequest(url: origin.url + request.target)
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers {
      outgoing.headers.add(name: field.name.rawName, value: field.value)
    }
    let progress = ExchangeProgress(isStreamed: request.stream != nil)
    if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
    let limit = request.answerLimit
    do {
      if let stream = request.stream {
        outgoing.body = .stream(
          StreamedBody(next: try stream.open(), progress: progress),
          length: .known(Int64(stream.length)))
      }
      let (client, outgoing) = (client, outgoing)
      return try await withDeadline(deadline(request)) {
        try await Self.exchange(client, outgoing, limit, progress)
      }
    } catch {
      throw TransportFailure(error, to: origin, phase: progress.phase, limit: limit)
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
    var headers = HTTPFields()
    for (name, value) in response.headers {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    return WireResponse(
      status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
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
  fileprivate init(_ error: any Error, to origin: APIOrigin, phase: Phase, limit: Int) {
    switch error {
    case is DeadlinePassed: self.init(phase, "\(origin) did not answer in time")
    case is CancellationError: self.init(phase, "the request was cancelled")
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
    case NIOSSLError.handshakeFailed(let reason):
      self.init(.notSent, "no secure connection to \(origin): \(reason)")
    case let error as IOError where error.errnoCode == 111:
      self.init(.notSent, "\(origin) refused the connection")
    default: self.init(phase, "the exchange with \(origin) failed: \(error)")
    }
  }
}
