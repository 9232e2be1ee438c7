import CpayClient
import CpayValue
import HTTPTypes
import Synchronization

/// Remembers what passes, without any header: keys are in headers only.
final class RecordingTransport: HTTPTransport {
  /// One request that was answered.
  struct Exchange: Sendable {
    let method: String
    let target: String
    let body: JSONNode?
    let status: Int
    let answer: JSONNode
  }

  private let inner: any HTTPTransport
  private let recorded = Mutex<[Exchange]>([])

  init(_ inner: any HTTPTransport) {
    self.inner = inner
  }

  var exchanges: [Exchange] { recorded.withLock { $0 } }

  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    let response = try await inner.send(request)
    let exchange = Exchange(
      method: request.method.rawValue, target: request.target,
      body: request.body.flatMap { try? JSONReader.read($0) }, status: response.status,
      answer: (try? JSONReader.read(response.body)) ?? JSONNode(.null))
    recorded.withLock { $0.append(exchange) }
    return response
  }
}
