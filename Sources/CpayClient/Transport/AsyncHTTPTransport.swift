import AsyncHTTPClient
import CpayModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The transport over AsyncHTTPClient, for one origin.
///
/// Five of its defaults are changed: no redirects, TLS 1.2 at least, one deadline around head and
/// body, a limit on every body, no second attempt at a connection. Proxies named in the
/// environment are not used.
public struct AsyncHTTPTransport: HTTPTransport {
  private let origin: APIOrigin
  private let client: HTTPClient

  private static let connectTimeout = TimeAmount.seconds(5)
  private static let firstByteTimeout = TimeAmount.seconds(30)
  private static let exchangeTimeout = Duration.seconds(80)

  /// A transport to `origin`; nothing is opened before the first request.
  public init(to origin: APIOrigin) {
    self.origin = origin
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(
        connect: Self.connectTimeout, read: Self.firstByteTimeout),
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
    if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      let (client, outgoing) = (client, outgoing)
      return try await withDeadline(Self.exchangeTimeout) {
        try await Self.exchange(client, outgoing)
      }
    } catch {
      throw TransportFailure(error, to: origin)
    }
  }

  @concurrent private static func exchange(
    _ client: HTTPClient, _ request: HTTPClientRequest
  ) async throws -> WireResponse {
    let response = try await client.execute(request, timeout: .hours(1))
    let body = try await response.body.collect(upTo: WireLimits.maximumAnswerBytes)
    var headers = HTTPFields()
    for (name, value) in response.headers {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    return WireResponse(
      status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
  }
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
  /// The failure behind an error of the client library.
  fileprivate init(_ error: any Error, to origin: APIOrigin) {
    switch error {
    case is DeadlinePassed: self.init(.mayHaveArrived, "\(origin) did not answer in 80 s")
    case is CancellationError: self.init(.mayHaveArrived, "the request was cancelled")
    case let error as NIOConnectionError:
      let isRefused = error.connectionErrors.contains { ($0.error as? IOError)?.errnoCode == 111 }
      self.init(
        .notSent,
        isRefused ? "\(origin) refused the connection" : "\(origin) could not be reached")
    case let error as HTTPClientError where error == .connectTimeout:
      self.init(.notSent, "\(origin) did not accept a connection in 5 s")
    case let error as HTTPClientError where error == .readTimeout:
      self.init(.mayHaveArrived, "\(origin) sent nothing for 30 s")
    case let error as HTTPClientError where error == .remoteConnectionClosed:
      self.init(.mayHaveArrived, "\(origin) closed the connection without an answer")
    case is NIOTooManyBytesError:
      self.init(.mayHaveArrived, "the answer of \(origin) is larger than 16 MiB")
    case NIOSSLError.handshakeFailed(let reason):
      self.init(.notSent, "no secure connection to \(origin): \(reason)")
    case let error as IOError where error.errnoCode == 111:
      self.init(.notSent, "\(origin) refused the connection")
    default: self.init(.mayHaveArrived, "the exchange with \(origin) failed: \(error)")
    }
  }
}
