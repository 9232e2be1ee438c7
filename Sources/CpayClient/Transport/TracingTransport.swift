import HTTPTypes

/// Tells of each request that passes, once it has been answered.
public struct TracingTransport: HTTPTransport {
  private let inner: any HTTPTransport
  private let report: @Sendable (Exchange) -> Void

  /// One request and what came of it.
  public struct Exchange: Sendable {
    /// The method's name.
    public let method: String
    /// Path and query.
    public let target: String
    /// The status, or nil when no whole answer came.
    public let status: Int?
    /// From the first byte out to the last byte in.
    public let elapsed: Duration
  }

  /// Reports what `inner` does.
  public init(_ inner: any HTTPTransport, report: @escaping @Sendable (Exchange) -> Void) {
    self.inner = inner
    self.report = report
  }

  /// Sends the request inside and tells how it went.
  public func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    let start = ContinuousClock.now
    do {
      let response = try await inner.send(request)
      tell(request, response.status, since: start)
      return response
    } catch {
      tell(request, nil, since: start)
      throw error
    }
  }

  private func tell(_ request: WireRequest, _ status: Int?, since start: ContinuousClock.Instant) {
    report(
      Exchange(
        method: request.method.rawValue, target: request.target, status: status,
        elapsed: start.duration(to: .now)))
  }
}
