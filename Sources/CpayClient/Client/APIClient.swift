public import CpayModel
public import CpayValue
import HTTPTypes

/// The API for one account: lists, objects, and the writes to disputes (disputes page).
///
/// Copies share one gate and one retry quota, so that all workers of an account keep one pace.
public struct APIClient: Sendable {
  let sender: RequestSender
  /// Whose data it works on; idempotency keys are made from it.
  public let account: AccountIdentity

  /// A client that speaks with `key` over `transport`, which must go to the key's own origin.
  ///
  /// `clockDiffers` is told once where the machine's clock is not the API's; a sandbox has a time of
  /// its own, of which nothing is told.
  public init(
    transport: any HTTPTransport, key: APIKey, account: AccountIdentity,
    settings: ClientSettings = ClientSettings(), environment: ClientEnvironment = .system,
    clockDiffers: (@Sendable (ClockDifference) -> Void)? = nil
  ) {
    sender = RequestSender(
      transport: transport, key: key, settings: settings, environment: environment,
      gate: SharedGate(settings.pace, environment),
      clock: APIClock(environment, tell: account.isSandbox ? nil : clockDiffers))
    self.account = account
  }

  /// By what its API key is told from others.
  public var keyFingerprint: KeyFingerprint { sender.key.fingerprint }

  /// Whether the server is known to answer an idempotency key that it has seen from memory.
  public var keepsKeys: Bool { sender.settings.keepsKeys }

  /// How long the server keeps all requests back, by a 429 that others still wait out.
  public var pause: Duration { sender.gate.pause }

  /// The time where the API is, as its answers say it; nil before the first.
  public var time: Timestamp? { sender.clock.now }

  /// When the newest answer was given, by the API's clock, which in a sandbox may stand still; nil
  /// before the first.
  public var newestAnswer: Timestamp? { sender.clock.newest }

  /// How far the machine's clock is from the API's; nil where they agree, before the first answer, and
  /// of a sandbox.
  public var clockDifference: ClockDifference? {
    account.isSandbox ? nil : sender.clock.difference
  }

  /// One page of a list, such as `GET /v1/disputes`, as bytes.
  ///
  /// A read that fails on the way, with 429 or with 5xx, is sent again as the retry policy says,
  /// for as long as `cancellation` says nothing.
  /// - Throws: ``ReadFailure`` when there is no such page.
  public func page(
    of resource: Resource, _ query: [WireRequest.Parameter],
    cancellation: CancellationToken = .never
  ) async throws(ReadFailure) -> [UInt8] {
    try await sender.read(
      WireRequest(.get, resource.path, query: query, headers: sender.headers), cancellation)
  }

  /// One object, such as `GET /v1/disputes/:id`, as bytes.
  /// - Throws: ``ReadFailure`` when it cannot be had.
  public func object(
    _ resource: Resource, _ id: String, cancellation: CancellationToken = .never
  ) async throws(ReadFailure) -> [UInt8] {
    try await sender.read(
      WireRequest(.get, sender.path(resource, id), headers: sender.headers), cancellation)
  }

  /// Sends one write until it is known what became of it, or that nobody can know.
  ///
  /// Every request has the write's own key and bytes, and `record` is told of each before it leaves.
  /// What an earlier process may have sent is looked at before anything leaves. `cancellation` is
  /// asked before each request; once it gives a reason nothing more is sent.
  public func send(
    _ write: DisputeWrite, _ record: SendingRecord = SendingRecord(),
    cancellation: CancellationToken = .never
  ) async -> WriteOutcome {
    await WriteLoop(sender: sender, write: write, record: record, cancellation: cancellation).run()
  }
}
