public import CpayClient
public import CpaySyntax
public import CpayValue

/// One account as programs reach it: whose data it is, who reads and who sends, and what remembers.
public struct Account: Sendable {
  /// Whose data it is.
  public let identity: AccountIdentity
  /// Reads pages and objects.
  public internal(set) var reader: any APIReader
  /// Sends writes and uploads.
  public private(set) var writer: any APIWriter
  /// Remembers what was sent.
  public let journal: DeferredJournal
  /// The API key that writes are sent with, by its fingerprint; where it is not known, nothing in
  /// doubt is sent again.
  public internal(set) var key: KeyFingerprint?
  /// Whether its server is known to answer an idempotency key that it has seen from memory.
  public internal(set) var keepsKeys = false
  /// The profile that chose it, for which alone a saved plan is; nil where none did.
  public var profile: String?
  /// The time where the API is, by which deadlines pass; nil while it is not known.
  public var time: @Sendable () -> Timestamp? = { nil }
  /// How long the API keeps all requests back, as far as is known.
  public var pause: @Sendable () -> Duration = { .zero }
  /// What is looked at once a plan has been made, before anyone sees it, with the documents in those
  /// files: what a person should know of it; throws where nobody may agree to it.
  public var inspect: Inspection = { _, _ in [] }

  /// The time by which deadlines pass, for a program that runs at `now`: the API's, where it has said
  /// it.
  ///
  /// That of a sandbox is the program's own.
  public func deadlineTime(at now: Timestamp) -> Timestamp {
    identity.isSandbox ? now : time() ?? now
  }

  /// Who sends what is written.
  var sender: Sender { Sender(profile: profile, key: key) }

  /// Looks at a plan before anyone is asked to agree to it.
  public typealias Inspection =
    @Sendable (WritePlan, FileStore) async throws(EvaluationError) -> [Diagnostic]

  /// An account of those parts.
  public init(
    _ identity: AccountIdentity, reader: any APIReader, writer: any APIWriter,
    journal: DeferredJournal
  ) {
    (self.identity, self.reader, self.writer) = (identity, reader, writer)
    self.journal = journal
  }

  /// The same account, read and written through those.
  public func through(_ reader: any APIReader, _ writer: any APIWriter) -> Account {
    var account = self
    (account.reader, account.writer) = (reader, writer)
    return account
  }

  /// The account of a client.
  public init(_ client: APIClient, journal: DeferredJournal) {
    self.init(client.account, reader: client, writer: client, journal: journal)
    time = { client.time }
    pause = { client.pause }
    (key, keepsKeys) = (client.keyFingerprint, client.keepsKeys)
  }
}
