import CpayModel
import CpayValue
import HTTPTypes

/// Sends the requests of one account, again where that does no harm: who asks, over what, and the
/// gate that all its requests share.
struct RequestSender: Sendable {
  let transport: any HTTPTransport
  let key: APIKey
  let settings: ClientSettings
  let environment: ClientEnvironment
  let gate: SharedGate
  let clock: APIClock

  /// How often a wait asks whether the work still goes on.
  private static let step = Duration.milliseconds(100)

  var headers: HTTPFields {
    var fields = HTTPFields()
    fields[.authorization] = key.authorization
    fields[.casapayVersion] = WireLimits.apiVersion
    fields[.accept] = "application/json"
    fields[.userAgent] = "cpay"
    return fields
  }

  func path(_ resource: Resource, _ id: String) -> String {
    "\(resource.path)/\(percentEncoded(id))"
  }

  /// Waits; the reason when the wait was broken off.
  func pause(_ length: Duration, _ cancellation: CancellationToken) async -> String? {
    let end = environment.uptime() + length
    while true {
      if let reason = cancellation.reason { return reason }
      let rest = end - environment.uptime()
      guard rest > .zero else { return nil }
      do {
        try await environment.sleep(cancellation.canCancel ? min(rest, RequestSender.step) : rest)
      } catch {
        return cancellation.reason ?? cancelled
      }
    }
  }

  /// Waits at the gate until a request may leave; the reason when it may not.
  func enter(_ kind: Gate.Kind, _ cancellation: CancellationToken) async -> String? {
    if let reason = await gate.enter(kind, pause: { await pause($0, cancellation) }) {
      return reason
    }
    if let reason = cancellation.reason ?? (Task.isCancelled ? cancelled : nil) {
      gate.leave(kind, nil)
      return reason
    }
    return nil
  }

  /// Sends a request that the gate has let through.
  func exchange(
    _ kind: Gate.Kind, _ request: WireRequest
  ) async throws(TransportFailure) -> WireResponse {
    do {
      let response = try await transport.send(request)
      gate.leave(kind, response)
      clock.note(response)
      return response.masking(key)
    } catch {
      gate.leave(kind, nil)
      throw error
    }
  }

  /// The body of a 200, the request being sent again as the retry policy says.
  func read(_ request: WireRequest, _ cancellation: CancellationToken) async throws(ReadFailure)
    -> [UInt8]
  {
    try await retrying(.read, request, cancellation).body
  }

  /// The body of a 200, asked for once and without any wait, for whoever has been told to stop.
  func readAtOnce(_ request: WireRequest) async throws(ReadFailure) -> [UInt8] {
    if let reason = await gate.enter(.read, pause: { _ in "the server asks for patience" }) {
      throw .transport(TransportFailure(.notSent, reason))
    }
    let response: WireResponse
    do { response = try await exchange(.read, request) } catch { throw .transport(error) }
    guard response.isSuccess(of: request) else {
      throw ReadFailure(response, at: environment.now())
    }
    return response.body
  }

  /// The answer to a request that may be repeated: a read, or a write under a key that does no
  /// harm when it is sent again.
  func retrying(
    _ kind: Gate.Kind, _ request: WireRequest, _ cancellation: CancellationToken
  ) async throws(ReadFailure) -> WireResponse {
    var history: [RetryPolicy.Attempt] = []
    while true {
      if let reason = await enter(kind, cancellation) {
        throw .transport(TransportFailure(.notSent, reason))
      }
      let failure: ReadFailure
      let kindOfFailure: RetryPolicy.Failure
      do {
        let response = try await exchange(kind, request)
        if response.isSuccess(of: request) { return response }
        failure = ReadFailure(response, at: environment.now())
        kindOfFailure = RetryPolicy.Failure(response, to: request, now: environment.now())
      } catch {
        failure = .transport(error)
        kindOfFailure = error.phase.mayHaveArrived ? .lost : .notSent
      }
      history.append(RetryPolicy.Attempt(kindOfFailure, at: environment.uptime()))
      guard case .retry(let wait) = settings.retry.decide(history, random: environment.random()),
        !Task.isCancelled, !kindOfFailure.isCharged || gate.spendRetry(),
        await pause(wait, cancellation) == nil
      else { throw failure }
    }
  }
}

extension WireResponse {
  /// Whether it is the yes that the request asks for: 200, or 201 for what was made.
  fileprivate func isSuccess(of request: WireRequest) -> Bool {
    status == 200 || status == 201 && request.method == .post
  }
}

extension RetryPolicy.Failure {
  /// Whether a retry takes from the quota.
  var isCharged: Bool {
    switch self {
    case .lost, .failed: true
    case .notSent, .paced, .definite: false
    }
  }

  /// What an answer that is no yes means for asking again.
  init(_ response: WireResponse, to request: WireRequest, now: Timestamp) {
    let asked = RetryAfter(response, now: now)
    switch response.status {
    case 429: self = .paced(asked)
    case 409 where request.method == .post: self = .lost
    case 500..<600 where response.isReplayed: self = .definite
    case 500..<600: self = .failed(shouldRetry: response.shouldRetry, after: asked)
    default: self = .definite
    }
  }
}
