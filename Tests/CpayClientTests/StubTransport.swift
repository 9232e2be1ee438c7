import CpayClient
import Synchronization

/// A transport that answers from a closure and remembers what it was given.
final class StubTransport: HTTPTransport {
  private let answer: @Sendable (WireRequest) -> Result<WireResponse, TransportFailure>
  private let sent = Mutex<[WireRequest]>([])

  init(_ answer: @escaping @Sendable (WireRequest) -> Result<WireResponse, TransportFailure>) {
    self.answer = answer
  }

  /// The requests, in order.
  var requests: [WireRequest] { sent.withLock { $0 } }

  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    sent.withLock { $0.append(request) }
    return try answer(request).get()
  }
}
