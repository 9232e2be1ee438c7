import CpayValue
import HTTPTypes
import Synchronization

/// Keeps the requests of all workers of one account behind one ``Gate`` and one ``RetryQuota``.
final class SharedGate: Sendable {
  private let state: Mutex<State>
  private let environment: ClientEnvironment

  private struct State {
    var gate: Gate
    var quota = RetryQuota()
    var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextTicket: UInt64 = 0
  }

  init(_ pace: Gate.Pace, _ environment: ClientEnvironment) {
    state = Mutex(State(gate: Gate(pace)))
    self.environment = environment
  }

  /// Waits until a request may leave, `pause` doing the waiting.
  ///
  /// The reason when it may not, since the waiting was broken off.
  func enter(
    _ kind: Gate.Kind, pause: (Duration) async -> String?
  ) async -> String? {
    while true {
      switch state.withLock({ $0.gate.ask(kind, now: environment.uptime()) }) {
      case .go: return nil
      case .wait(let length):
        if let reason = await pause(length) { return reason }
      case .full:
        await waitForRoom(kind)
        if Task.isCancelled { return cancelled }
      }
    }
  }

  /// Takes note of what came of a request that was let through.
  func leave(_ kind: Gate.Kind, _ response: WireResponse?) {
    let waiting = state.withLock { state in
      if let limit = response?.declaredLimit { state.gate.declare(perSecond: limit) }
      state.gate.finish(kind, result(response), now: environment.uptime())
      if let status = response?.status, status < 500, status != 429 { state.quota.succeed() }
      defer { state.waiting = [:] }
      return state.waiting
    }
    for continuation in waiting.values { continuation.resume() }
  }

  /// How long all requests are kept back.
  var pause: Duration { state.withLock { $0.gate.pause(now: environment.uptime()) } }

  /// Takes the price of a retry.
  func spendRetry() -> Bool { state.withLock { $0.quota.spend() } }

  private func result(_ response: WireResponse?) -> Gate.Result {
    guard let response else { return .failed }
    let asked = RetryAfter(response, now: environment.now())
    guard response.status == 429 || response.status == 503 && asked != nil else {
      return .answered
    }
    // A wait that no run sits out closes nothing: whoever is told of it stops.
    if asked?.isBearable == false { return .paced(.zero) }
    return .paced(RetryPolicy.pause(asked, paced: 1, environment.random()))
  }

  private func waitForRoom(_ kind: Gate.Kind) async {
    let ticket = state.withLock { state in
      state.nextTicket &+= 1
      return state.nextTicket
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          if Task.isCancelled || state.gate.underWay == 0 { return true }
          state.waiting[ticket] = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
    }
  }
}

/// Why a wait ended in a cancelled task.
let cancelled = "the request was cancelled"

extension WireResponse {
  /// The requests a second that the server says it takes; nil when it says nothing readable.
  fileprivate var declaredLimit: Double? {
    guard let text = headers[.rateLimit] else { return nil }
    let parts = text.split(separator: ";").map { $0.filter { $0 != " " } }
    guard let count = parts.first.flatMap({ Int($0) }), count > 0 else { return nil }
    let window = parts.dropFirst().first { $0.hasPrefix("w=") }.flatMap { Int($0.dropFirst(2)) }
    let limit = Double(count) / Double(max(1, window ?? 1))
    // What no server means is no limit.
    return (0.1...10_000).contains(limit) ? limit : nil
  }
}
