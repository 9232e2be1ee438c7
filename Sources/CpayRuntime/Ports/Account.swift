public import CpayClient
public import CpaySyntax

/// One account as programs reach it: whose data it is, who reads and who sends, and what remembers.
public struct Account: Sendable {
  /// Whose data it is.
  public let identity: AccountIdentity
  /// Reads pages and objects.
  public internal(set) var reader: any APIReader
  /// Sends writes and uploads.
  public let writer: any APIWriter
  /// Remembers what was sent.
  public let journal: DeferredJournal
  /// What is looked at once a plan has been made, before anyone sees it: what a person should know
  /// of it; throws where nobody may agree to it.
  public var inspect: @Sendable (WritePlan) async throws(EvaluationError) -> [Diagnostic] = { _ in
    []
  }

  /// An account of those parts.
  public init(
    _ identity: AccountIdentity, reader: any APIReader, writer: any APIWriter,
    journal: DeferredJournal
  ) {
    (self.identity, self.reader, self.writer) = (identity, reader, writer)
    self.journal = journal
  }

  /// The account of a client.
  public init(_ client: APIClient, journal: DeferredJournal) {
    self.init(client.account, reader: client, writer: client, journal: journal)
  }
}
