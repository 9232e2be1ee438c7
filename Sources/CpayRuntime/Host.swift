public import CpayClient
public import CpayLanguage
import CpayModel
public import CpaySyntax
public import CpayValue

/// Where a program runs: what it may do, on whose data, and where its results go.
public struct Host: Sendable {
  /// Performs what the program asks of the world.
  public let effects: any EffectHandler
  /// The data it works on.
  public let account: AccountIdentity
  /// The time and chance.
  public let environment: Environment
  /// The files it may read and write.
  public let files: FileStore
  /// How it is stopped.
  public let interrupt: Interrupt
  /// Takes what it yields, in order; throwing stops the program.
  public let emit: @Sendable (ProgramEvent) async throws(EvaluationError) -> Void
  /// Whether rows that were shown are also kept for the next line.
  public let keepsResults: Bool
  /// Objects asked for by their ids at a time.
  public let readsAtOnce: Int
  /// How much a program may do, in rows that pass a stage; nil for no bound.
  public var budget: Int?
  /// Whether conditions may go into requests; results are the same without, and slower.
  public var pushesConditions = true

  /// A host over those effects, without files unless some are given.
  public init(
    effects: any EffectHandler, account: AccountIdentity, environment: Environment,
    files: FileStore = .none, interrupt: Interrupt = Interrupt(), keepsResults: Bool = false,
    readsAtOnce: Int = 8,
    emit: @escaping @Sendable (ProgramEvent) async throws(EvaluationError) -> Void = { _ in }
  ) {
    self.effects = effects
    self.account = account
    self.environment = environment
    self.files = files
    self.interrupt = interrupt
    self.keepsResults = keepsResults
    self.readsAtOnce = readsAtOnce
    self.emit = emit
  }
}

/// What a program yields while it runs.
public enum ProgramEvent: Sendable {
  /// Rows follow, of that type.
  case beginRows(RowType)
  case rows(Batch)
  /// No more rows follow.
  case endRows(RowType)
  case value(Value)
  /// What follows is written in that format, rather than in the host's.
  case format(OutputFormat, raw: Bool)
  /// A picture.
  case chart(Chart)
  /// So many rows have been written to a file; nil for a picture.
  case saved(path: String, rows: Int?)
  /// A plan that is only to be looked at.
  case preview(WritePlan)
  /// The explanation of a plan.
  case explanation(String)
  case remark(Remark)
  case warning(Diagnostic)
  /// A plan has been applied.
  case applied(PlanReport)
}

/// How the application of a plan ended.
public struct PlanReport: Sendable {
  /// The run's name; nil when nothing could be sent and so nothing was remembered.
  public let run: RunID?
  /// One a row, in plan order.
  public let outcomes: [Outcome]
  /// Why it ended early; nil when every row was tried.
  public let stop: Stop?
  /// Whether the outcomes follow as rows.
  public let isShown: Bool

  /// Why a run ends before every row was tried.
  public enum Stop: Hashable, Sendable {
    /// The person asked for it.
    case interrupted
    /// Too many rows failed, or one where none may.
    case limit(String)
    /// Something that is not about one row: a key refused, a server out of reach.
    case halted(String)
    /// The ledger failed.
    case journal(JournalFailure)

    /// What happened, as a sentence without its full stop.
    public var message: String {
      switch self {
      case .interrupted: "interrupted"
      case .limit(let reason), .halted(let reason): reason
      case .journal(let failure): failure.message
      }
    }
  }
}
