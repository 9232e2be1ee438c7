import CpayClient
public import CpayLanguage
import CpayModel
public import CpaySyntax
public import CpayValue

/// Where a program runs: what it may do, on whose data, and where its results go.
public struct Host: Sendable {
  /// The account it works on; nil where programs only compute.
  public internal(set) var account: Account?
  /// The time and chance.
  public let environment: Environment
  /// The files it may read and write.
  public let files: FileStore
  /// How it is stopped.
  public internal(set) var cancellation: Cancellation
  /// Who is asked before anything is sent; nil grants nothing by itself, and objects to no plan that
  /// someone agrees to elsewhere.
  public internal(set) var consent: ConsentCheck?
  /// Takes what its runs tell.
  public internal(set) var observe: @Sendable (RunEvent) -> Void
  /// Takes what it yields, in order; throwing stops the program.
  public internal(set) var emit: @Sendable (ProgramEvent) async throws(EvaluationError) -> Void
  /// Whether rows that were shown are also kept for the next line.
  public internal(set) var keepsResults: Bool
  /// Whether whoever sees what is shown still wants more; rows that are only shown are not read on
  /// for nobody.
  public var isWatched: @Sendable () -> Bool = { true }
  /// Whether rows are shown in columns, so that what has none is lost.
  public var showsColumns = false
  /// Objects asked for by their ids at a time.
  public let readsAtOnce: Int
  /// How much a program may do, in rows that pass a stage; nil for no bound.
  public var budget: Int?
  /// The most bytes of rows that `sort` keeps in memory; what is more goes to temporary files, where
  /// there are any.
  public var sortMemory = Host.standardSortMemory
  /// What ``sortMemory`` is where nobody says otherwise.
  public static let standardSortMemory = 32 << 20
  /// Lets a little time pass while another run sends with the same journal, which is waited for then;
  /// nil ends with ``JournalFailure/locked(by:)`` at once.
  public var waitForOthers: (@Sendable () async throws(CancellationError) -> Void)?
  /// Whether conditions may go into requests; results are the same without, and slower.
  public var pushesConditions = true

  /// A host over that account, without files unless some are given; nothing is sent unless `consent`
  /// is given and grants it.
  public init(
    account: Account?, environment: Environment, files: FileStore = .none,
    cancellation: Cancellation = Cancellation(), keepsResults: Bool = false, readsAtOnce: Int = 8,
    consent: ConsentCheck? = nil,
    observe: @escaping @Sendable (RunEvent) -> Void = { _ in },
    emit: @escaping @Sendable (ProgramEvent) async throws(EvaluationError) -> Void = { _ in }
  ) {
    self.account = account
    self.environment = environment
    self.files = files
    self.cancellation = cancellation
    self.keepsResults = keepsResults
    self.readsAtOnce = readsAtOnce
    self.consent = consent
    self.observe = observe
    self.emit = emit
  }

  /// Whether a plan may be applied.
  func agrees(to plan: WritePlan, bound: Int?) async -> Consent {
    guard let consent else { return .withheld("nobody was asked") }
    return await consent(plan, bound)
  }

  /// Asks that as well, and first; what the host was made with is not given up.
  mutating func require(_ other: @escaping ConsentCheck) {
    let own = consent
    consent = { plan, bound in
      let answer = await other(plan, bound)
      guard answer == .granted, let own else { return answer }
      return await own(plan, bound)
    }
  }

  /// The time by which deadlines pass.
  var deadlineTime: Timestamp {
    account?.deadlineTime(at: environment.now) ?? environment.now
  }

  /// The account.
  /// - Throws: ``EvaluationError/noAccount`` on a host that has none.
  func connected() throws(EvaluationError) -> Account {
    guard let account else { throw .noAccount }
    return account
  }
}

/// What a program yields while it runs.
public enum ProgramEvent: Sendable {
  /// Rows follow, of that type.
  case beginRows(RowType)
  /// Some of the rows.
  case rows(Batch)
  /// No more rows follow.
  case endRows(RowType)
  /// One value.
  case value(Value)
  /// What follows is written in that format, rather than in the host's.
  case format(OutputFormat, raw: Bool)
  /// A picture.
  case chart(Chart)
  /// So many rows have been written to a file; nil for a picture.
  case saved(path: String, rows: Int?)
  /// A plan has been written to a file, from which it can be applied once.
  case savedPlan(path: String, WritePlan)
  /// A plan that is only to be looked at.
  case preview(WritePlan)
  /// A plan without a row, which there is nothing to ask about.
  case emptyPlan(WritePlan)
  /// The explanation of a query.
  case explanation(Explanation)
  /// What a person should know of the results.
  case remark(Diagnostic)
  /// What is doubtful about what comes next.
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
  /// The disputes whose rows are in doubt, were looked at in vain and are never sent again: only a
  /// person can say what became of them.
  public internal(set) var leftToPersons: Set<String> = []
  /// The disputes whose rows had their outcome before the run was taken up again, so that nothing goes
  /// on with them.
  public internal(set) var settledBefore: Set<String> = []

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
