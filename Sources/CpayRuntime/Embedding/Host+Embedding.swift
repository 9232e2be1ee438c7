public import CpayClient
import CpayLanguage

extension Host {
  /// A host over a client: every intent is made durable in `journal` before it is sent, and nobody
  /// but the embedding program is asked for consent.
  public init(
    _ client: APIClient, journal: any RunJournal, environment: Environment,
    files: FileStore = .none, interrupt: Interrupt = Interrupt()
  ) {
    self.init(
      effects: JournaledEffects(LiveEffects(client, environment: environment), journal: journal),
      account: client.account, environment: environment, files: files, interrupt: interrupt)
  }

  /// The same host with some of its parts replaced.
  func with(
    effects: any EffectHandler, interrupt: Interrupt? = nil, keepsResults: Bool? = nil,
    emit: (@Sendable (ProgramEvent) async throws(EvaluationError) -> Void)? = nil
  ) -> Host {
    var host = Host(
      effects: effects, account: account, environment: environment, files: files,
      interrupt: interrupt ?? self.interrupt, keepsResults: keepsResults ?? self.keepsResults,
      readsAtOnce: readsAtOnce, emit: emit ?? self.emit)
    (host.budget, host.pushesConditions) = (budget, pushesConditions)
    return host
  }
}
