import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Carries deliveries to endpoints on this machine; follows nothing, waits half a minute at most.
///
/// Nothing leaves the machine: an address elsewhere is answered for without being asked.
final class WebhookTransport: Sendable {
  /// Made with the first delivery, since most sandboxes have none.
  private let state = Mutex(State())

  private struct State {
    var client: HTTPClient?
    var isShutDown = false
  }

  /// Whether other machines can reach the sandbox: they must not reach this one through it.
  private let isOpen: Bool

  init(isOpen: Bool) {
    self.isOpen = isOpen
  }

  private static let timeout = TimeAmount.seconds(30)
  private static let maximumAnswerBytes = 1 << 20

  private static func makeClient() -> HTTPClient {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: .seconds(5), read: Self.timeout))
    configuration.httpVersion = .http1Only
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// What came of one attempt.
  struct Outcome: Hashable, Sendable {
    let isDelivered: Bool
    /// The status, or what went wrong.
    let answer: String
  }

  /// Posts `body`, signed, to `url`; nil when that was broken off since the sandbox stops.
  func deliver(_ body: [UInt8], signature: String, to url: String) async -> Outcome? {
    if isOpen {
      return Outcome(isDelivered: false, answer: "not sent: others can reach this sandbox")
    }
    guard WebhookURL.isLoopback(url) else {
      return Outcome(isDelivered: false, answer: "not sent: the sandbox stays on this machine")
    }
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers = [
      "Content-Type": "application/json", WebhookSignature.header: signature,
      "User-Agent": "cpay-sandbox",
    ]
    request.body = .bytes(ByteBuffer(bytes: body))
    let client: HTTPClient? = state.withLock { state in
      if state.isShutDown { return nil }
      let used = state.client ?? WebhookTransport.makeClient()
      state.client = used
      return used
    }
    guard let client else { return nil }
    do {
      let response = try await client.execute(request, timeout: Self.timeout)
      _ = try? await response.body.collect(upTo: Self.maximumAnswerBytes)
      return Outcome(
        isDelivered: (200..<300).contains(response.status.code), answer: "\(response.status.code)")
    } catch {
      if state.withLock({ $0.isShutDown }) { return nil }
      return Outcome(isDelivered: false, answer: "\(error)")
    }
  }

  func shutdown() async {
    let client = state.withLock { state in
      state.isShutDown = true
      return state.client.take()
    }
    try? await client?.shutdown()
  }
}
