public import CpayClient

extension Host {
  /// A host over a client: every intent is made durable in `journal` before it is sent, and nobody
  /// but the embedding program is asked for consent.
  public init(
    _ client: APIClient, journal: any RunJournal, environment: Environment,
    files: FileStore = .none, cancellation: Cancellation = Cancellation()
  ) {
    self.init(
      account: Account(client, journal: DeferredJournal(journal)), environment: environment,
      files: files, cancellation: cancellation)
  }

  /// The same host with some of its parts replaced.
  func with(_ change: (inout Host) -> Void) -> Host {
    var host = self
    change(&host)
    return host
  }
}
