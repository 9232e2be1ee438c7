import CpayTestSupport
import CpayValue
import HTTPTypes
import Synchronization
import Testing

@testable import CpayClient

/// Any history of faults: no key but the first without a definite refusal, and no second effect.
@Suite struct WriteHistoryTests {
  @Test(arguments: 0..<64)
  func `a new key is sent only after a definite refusal`(block: Int) async throws {
    for seed in block * 16..<(block + 1) * 16 {
      for action in [DisputeWrite.Action.submit, .close] {
        try await Self.follow(seed, action)
      }
    }
  }

  /// Writes as a ledger would have it: again after a stop, with a new key after a refusal, never
  /// after an unknown.
  private static func follow(_ seed: Int, _ action: DisputeWrite.Action) async throws {
    let server = FaultyServer(seed: seed)
    let clock = ManualClock(WriteLoopTests.start)
    let client = try WriteLoopTests.client(server, clock)
    var generation = 0
    rounds: for _ in 0..<4 {
      let write = WriteLoopTests.write(action, generation: generation)
      let (before, start) = (server.truth, clock.passed)
      let outcome = await client.send(write)
      let truth = server.truth
      let sent = truth.posts.dropFirst(before.posts.count)
      #expect(sent.allSatisfy { $0.key == write.key && $0.body == write.body }, "seed \(seed)")
      #expect(truth.effects.count <= 1, "seed \(seed)")
      #expect(truth.arrivals - before.arrivals <= 4, "seed \(seed)")
      #expect(clock.passed - start < .seconds(16 * 60), "seed \(seed)")
      switch outcome {
      case .applied:
        #expect(truth.effects == [write.key], "seed \(seed)")
        break rounds
      case .notApplied(.refused):
        #expect(truth.effects.isEmpty, "seed \(seed): \(outcome)")
        #expect(truth.refused.contains(write.key) && truth.isSettled, "seed \(seed)")
        generation += 1
      case .notApplied(.stopped):
        #expect(truth.effects.isEmpty && truth.isSettled, "seed \(seed): \(outcome)")
      case .unknown: break rounds
      }
    }
  }
}

/// A server with a memory of keys, behind a network and among colleagues of the worst kind.
private final class FaultyServer: HTTPTransport {
  struct Truth: Sendable {
    var posts: [(key: String, body: [UInt8]?)] = []
    /// How many requests may have arrived and were not turned away with 429.
    var arrivals = 0
    /// The keys under which the dispute was changed by us.
    var effects: [String] = []
    /// The keys that were refused for good.
    var refused: Set<String> = []
    /// Requests that were lost and will arrive after all.
    var late: [WireRequest] = []
    var status = "needs_response"
    var evidence = "{}"
    var kept: [String: WireResponse] = [:]

    /// Whether nothing that is still on its way can change anything.
    var isSettled: Bool {
      late.allSatisfy { refused.contains($0.headers[.idempotencyKey] ?? "") }
    }
  }

  private let state: Mutex<(truth: Truth, random: SeededGenerator)>

  init(seed: Int) {
    state = Mutex((Truth(), SeededGenerator(seed: seed)))
  }

  var truth: Truth { state.withLock { $0.truth } }

  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    let result = state.withLock { state -> Result<WireResponse, TransportFailure> in
      for late in state.truth.late where state.random.once(in: 2) {
        _ = Self.process(late, &state.truth, &state.random)
        state.truth.late.removeFirst()
      }
      if state.random.once(in: 12), state.truth.status == "needs_response" {
        state.truth.status = "lost"
      }
      if request.method == .post { return Self.post(request, &state.truth, &state.random) }
      return request.isLook
        ? Self.get(&state.truth, &state.random) : .success(Self.events(state.truth))
    }
    return try result.get()
  }

  private static func post(
    _ request: WireRequest, _ truth: inout Truth, _ random: inout SeededGenerator
  ) -> Result<WireResponse, TransportFailure> {
    truth.posts.append((request.headers[.idempotencyKey] ?? "", request.body))
    let fate = random.below(14)
    if fate != 0, fate != 6 { truth.arrivals += 1 }
    switch fate {
    case 0: return .failure(TransportFailure(.notSent, "refused"))
    case 1: return .failure(TransportFailure(.partlySent, "reset"))
    case 2:
      truth.late.append(request)
      return .failure(TransportFailure(.sent, "timeout"))
    case 3:
      _ = process(request, &truth, &random)
      return .failure(TransportFailure(.sent, "reset"))
    case 4: return .success(error(500, "api_error"))
    case 5:
      _ = process(request, &truth, &random)
      return .success(error(503, "api_error"))
    case 6: return .success(error(429, "rate_limit_error"))
    case 7: return .success(error(409, "invalid_request_error"))
    case 8:
      let whole = process(request, &truth, &random)
      return .success(WireResponse(status: whole.status, body: Array(whole.body.dropLast(3))))
    case 9: return .success(WireResponse(status: 302, body: []))
    case 10 where random.once(in: 3): return .success(error(401, "authentication_error"))
    default: return .success(process(request, &truth, &random))
    }
  }

  /// What the server itself does: once a key, a refusal as final as a yes.
  private static func process(
    _ request: WireRequest, _ truth: inout Truth, _ random: inout SeededGenerator
  ) -> WireResponse {
    let key = request.headers[.idempotencyKey] ?? ""
    if let kept = truth.kept[key] { return kept }
    let answer: WireResponse
    if truth.status != "needs_response" {
      answer = error(422, "invalid_request_error", code: "state_invalid")
      truth.refused.insert(key)
    } else if random.once(in: 4) {
      answer = error(400, "invalid_request_error", code: "parameter_invalid")
      truth.refused.insert(key)
    } else {
      let isClose = request.path.hasSuffix("/close")
      truth.status = isClose ? "lost" : "under_review"
      truth.evidence = isClose ? "{}" : #"{"customer_name":"Ana"}"#
      truth.effects.append(key)
      answer = dispute(truth)
    }
    truth.kept[key] = answer
    return answer
  }

  private static func get(
    _ truth: inout Truth, _ random: inout SeededGenerator
  ) -> Result<WireResponse, TransportFailure> {
    switch random.below(10) {
    case 0: return .failure(TransportFailure(.sent, "reset"))
    case 1: return .success(error(500, "api_error"))
    case 2: return .success(error(404, "invalid_request_error"))
    case 3: return .success(dispute(Truth()))
    default: return .success(dispute(truth))
    }
  }

  private static func events(_ truth: Truth) -> WireResponse {
    let events = truth.effects.map {
      #"{"request":{"idempotency_key":"\#($0)"},"data":{"object":{"id":"dp_a1"}}}"#
    }
    return WireResponse(
      status: 200, body: Array(#"{"data":[\#(events.joined(separator: ","))]}"#.utf8))
  }

  private static func dispute(_ truth: Truth) -> WireResponse {
    WireResponse(
      status: 200, body: ScriptedServer.dispute(truth.status, evidence: truth.evidence))
  }

  private static func error(_ status: Int, _ type: String, code: String? = nil) -> WireResponse {
    let code = code.map { #","code":"\#($0)""# } ?? ""
    return WireResponse(
      status: status, body: Array(#"{"error":{"type":"\#(type)","message":"no"\#(code)}}"#.utf8))
  }
}
