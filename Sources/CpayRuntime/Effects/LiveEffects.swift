public import CpayClient

/// Performs reads and writes through the client, and asks nobody.
///
/// It is the innermost handler; consent and journal are wrapped around it.
public struct LiveEffects: EffectHandler {
  private let client: APIClient
  private let runName: @Sendable () -> RunID

  /// Effects through `client`; runs are named from `environment`'s random numbers.
  public init(_ client: APIClient, environment: Environment) {
    self.client = client
    runName = {
      RunID("run_" + String(environment.random() | 1 << 63, radix: 36).suffix(8))
    }
  }

  /// Sends reads and writes; runs are named, claims and settlements are none of its business.
  public func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    switch effect {
    case .list(let resource, let query):
      return .body(
        try await read { (client) throws(ReadFailure) in
          try await client.page(of: resource, query, stop: SendGate.current?.closedBecause)
        })
    case .object(let resource, let id):
      return .body(
        try await read { (client) throws(ReadFailure) in
          try await client.object(resource, id, stop: SendGate.current?.closedBecause)
        })
    case .claims: return .claims([:])
    case .refusals: return .refusals([:])
    case .uploads: return .uploads([:])
    case .open: return .opened(runName())
    case .send(_, _, let write, let gate):
      return .answer(await client.write(write, stop: gate.closedBecause))
    case .upload(_, let upload, let gate):
      return .uploaded(await client.upload(upload, stop: gate.closedBecause))
    case .settle, .close: return .done
    }
  }

  private func read(
    _ request: (APIClient) async throws(ReadFailure) -> [UInt8]
  ) async throws(EvaluationError) -> [UInt8] {
    do {
      return try await request(client)
    } catch {
      throw .read(error)
    }
  }
}
