public import CpayClient

/// One account as programs reach it: whose data it is, who reads and who sends, and what remembers.
public struct Account: Sendable {
  /// Whose data it is.
  public let identity: AccountIdentity
  /// Reads pages and objects.
  public let reader: any APIReader
  /// Sends writes and uploads.
  public let writer: any APIWriter
  /// Remembers what was sent.
  public let journal: DeferredJournal

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
