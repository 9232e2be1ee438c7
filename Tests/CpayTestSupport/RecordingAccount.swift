public import CpayClient
public import CpayLanguage
public import CpayModel
public import CpayRuntime
import Synchronization

/// Something that an account was asked, or told to remember.
public enum AccountCall: Sendable {
  case list(Resource, [WireRequest.Parameter])
  case object(Resource, id: String)
  case claims([String])
  case recorded(RunID)
  case reopen(RunID)
  case intendAgain(position: Int)
  case pastWrites([String])
  case uploads(File.Purpose, [String])
  case run(of: PlanID)
  case open(RunID, WritePlan)
  case intend(position: Int, DisputeWrite)
  case send(DisputeWrite)
  case upload(FileUpload)
  case remember(FileUpload, file: String?)
  case settle([SettledRow])
  case close(RunID)
}

/// Reads, sends and remembers as a test says, and keeps every call, in order.
public final class RecordingAccount: APIReader, APIWriter, RunJournal {
  private let recorded = Mutex<[AccountCall]>([])
  private let read: @Sendable (AccountCall) async throws(ReadFailure) -> [UInt8]
  private let answer: @Sendable (DisputeWrite) async -> WriteOutcome
  private let take: @Sendable (FileUpload) async -> UploadOutcome
  private let held: [String: String]
  private let past: [String: PastUploads]
  private let remembering: @Sendable (AccountCall) async throws(JournalFailure) -> Void
  private let journal: (any RunJournal)?
  private let asksBeforeRepeating: Bool

  /// An account that answers so; `remembering` comes before whatever the journal is asked or told,
  /// which `journal` then does, where there is one.
  public init(
    read: @escaping @Sendable (AccountCall) async throws(ReadFailure) -> [UInt8] = {
      (_) throws(ReadFailure) in throw .malformed("nothing is read here")
    },
    send: @escaping @Sendable (DisputeWrite) async -> WriteOutcome = { _ in
      .applied(requestID: nil)
    },
    upload: @escaping @Sendable (FileUpload) async -> UploadOutcome = { _ in
      .uploaded(id: "file_new", requestID: "req_2")
    },
    claims: [String: String] = [:], uploads: [String: PastUploads] = [:],
    journal: (any RunJournal)? = nil, asksBeforeRepeating: Bool = false,
    remembering: @escaping @Sendable (AccountCall) async throws(JournalFailure) -> Void = { _ in }
  ) {
    (self.read, answer, take) = (read, send, upload)
    (held, past, self.journal, self.remembering) = (claims, uploads, journal, remembering)
    self.asksBeforeRepeating = asksBeforeRepeating
  }

  /// What was asked, in order.
  public var calls: [AccountCall] { recorded.withLock { $0 } }

  private func note(_ call: AccountCall) {
    recorded.withLock { $0.append(call) }
  }

  private func step(_ call: AccountCall) async throws(JournalFailure) {
    note(call)
    try await remembering(call)
  }

  // MARK: The API

  /// Notes the call and answers it.
  public func page(
    of resource: Resource, _ query: [WireRequest.Parameter], cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8] {
    note(.list(resource, query))
    return try await read(.list(resource, query))
  }

  /// Notes the call and answers it.
  public func object(
    _ resource: Resource, _ id: String, cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8] {
    note(.object(resource, id: id))
    return try await read(.object(resource, id: id))
  }

  /// Notes the write and answers it; one that an earlier process may have sent only where it may go
  /// out once more.
  public func send(
    _ write: DisputeWrite, _ record: SendingRecord, cancellation: CancellationToken
  ) async -> WriteOutcome {
    if asksBeforeRepeating, let earlier = record.earlier,
      let reason = await record.willLeave(true)
    {
      return .unknown(WriteOutcome.Doubt("\(earlier.reason); \(reason)"))
    }
    note(.send(write))
    return await answer(write)
  }

  /// Notes the upload and answers it.
  public func upload(_ upload: FileUpload, cancellation: CancellationToken) async -> UploadOutcome {
    note(.upload(upload))
    return await take(upload)
  }

  // MARK: The journal

  /// Notes the question and answers it.
  public func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity, otherThan other: RunID?
  ) async throws(JournalFailure) -> [String: String] {
    try await step(.claims(disputes.keys.sorted()))
    return try await journal?.claims(on: disputes, of: account, otherThan: other) ?? held
  }

  /// Notes the question and answers it.
  public func pastWrites(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastWrites] {
    try await step(.pastWrites(disputes))
    return try await journal?.pastWrites(of: action, on: disputes, of: account) ?? [:]
  }

  /// Notes the question and answers it.
  public func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    try await step(.uploads(purpose, contents))
    return try await journal?.uploads(of: contents, for: purpose, to: account) ?? past
  }

  /// Notes the upload, and hands it on.
  public func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) {
    try await step(.remember(upload, file: file))
    try await journal?.remember(run, upload, file: file)
  }

  /// Notes the question, and hands it on.
  public func run(of plan: PlanID) async throws(JournalFailure) -> RunID? {
    try await step(.run(of: plan))
    return try await journal?.run(of: plan)
  }

  /// Notes the plan, and hands it on.
  public func open(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits, by sender: Sender
  ) async throws(JournalFailure) {
    try await step(.open(run, plan))
    try await journal?.open(run, plan, limits, by: sender)
  }

  /// Notes the question, and hands it on.
  public func recorded(_ run: RunID) async throws(JournalFailure) -> RecordedRun? {
    try await step(.recorded(run))
    return try await journal?.recorded(run)
  }

  /// Notes it, and hands it on.
  public func reopen(_ run: RunID, by sender: Sender) async throws(JournalFailure) -> RecordedRun? {
    try await step(.reopen(run))
    return try await journal?.reopen(run, by: sender)
  }

  /// Notes the intent, and hands it on.
  public func intendAgain(_ run: RunID, position: Int) async throws(JournalFailure) {
    try await step(.intendAgain(position: position))
    try await journal?.intendAgain(run, position: position)
  }

  /// Notes the intent, and hands it on.
  public func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    try await step(.intend(position: position, write))
    try await journal?.intend(run, position: position, write)
  }

  /// Notes the outcomes, and hands them on.
  public func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    try await step(.settle(rows))
    try await journal?.settle(run, rows)
  }

  /// Notes the end, and hands it on.
  public func close(_ run: RunID) async throws(JournalFailure) {
    try await step(.close(run))
    try await journal?.close(run)
  }
}

extension Account {
  /// An account whose every call is recorded.
  public init(
    _ recording: RecordingAccount, _ identity: AccountIdentity = AccountIdentity(sandbox: "i1")
  ) {
    self.init(
      identity, reader: recording, writer: recording, journal: DeferredJournal(recording))
  }
}

extension RunJournal {
  /// Remembers a plan that is to be applied as an `apply` that says nothing asks for.
  public func open(_ run: RunID, _ plan: WritePlan) async throws(JournalFailure) {
    try await open(run, plan, RunLimits())
  }

  /// Remembers a plan of which nobody says who sends it.
  public func open(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits
  ) async throws(JournalFailure) {
    try await open(run, plan, limits, by: Sender(profile: nil, key: nil))
  }

  /// Takes up a run of which nobody says who sends it.
  public func reopen(_ run: RunID) async throws(JournalFailure) -> RecordedRun? {
    try await reopen(run, by: Sender(profile: nil, key: nil))
  }

  /// The runs that hold any of those disputes, which have been charged back.
  public func claims(
    on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: String] {
    try await claims(
      on: Dictionary(disputes.map { ($0, .chargeback) }, uniquingKeysWith: { $1 }), of: account)
  }
}
