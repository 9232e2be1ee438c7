import CpayLanguage
public import CpayValue
import Synchronization

extension EmbeddedProgram {
  /// Runs the whole program, and yields what it shows and does instead of handing it to the host.
  ///
  /// A plan is applied where `consent` grants it, also one that a statement merely ends in; where
  /// consent is withheld, the plan is yielded as ``ProgramEvent/preview(_:)`` and the program ends.
  /// Nothing runs before the first event is asked for, and no further ahead than its reader.
  ///
  /// Cancelling the reading task stops the program, and letting go of the events does: between two
  /// requests, or, while a plan is being applied, before the next row. What has been sent is
  /// waited for.
  /// - Throws: ``/CpayLanguage/Refusal`` when the program does not hold for those arguments, or
  ///   ``EvaluationError`` for one that it has no place for.
  public func run(
    on host: Host, arguments: [String: Value] = [:],
    consent: @escaping @Sendable (WritePlan, _ bound: Int?) async -> ConsentingEffects.Consent = {
      _, _ in .withheld("nobody was asked")
    }
  ) throws -> ProgramEvents {
    let program = try settled(arguments)
    let (whole, part) = (host.interrupt, Interrupt())
    let feed = Feed<ProgramEvent>(stop: { part.request() }) { (feed) throws(EvaluationError) in
      let run = EmbeddedRun(feed: feed)
      let host = host.with(
        effects: ConsentingEffects(host.effects, ask: consent), interrupt: part,
        emit: { (event) throws(EvaluationError) in try await run.emit(event) })
      try await whole.run(part) { () throws(EvaluationError) in
        var evaluator = Evaluator(host)
        try evaluator.bind(program, arguments)
        try await run(program, &evaluator)
      }
    }
    return ProgramEvents(reader: FeedReader(feed))
  }
}

/// What a running program shows and does, in order; it can be read once.
public struct ProgramEvents: AsyncSequence, Sendable {
  let reader: FeedReader<ProgramEvent>

  /// Reads on from where the last reader stopped.
  public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

  /// Waits for one event after the other.
  public struct Iterator: AsyncIteratorProtocol {
    let reader: FeedReader<ProgramEvent>

    /// The next event; nil once the program has ended.
    /// - Throws: ``EvaluationError`` when it could not go on.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(EvaluationError) -> ProgramEvent? {
      try await reader.next()
    }
  }
}

/// One run of an embedded program: goes through its statements and applies what is consented to.
private final class EmbeddedRun: Sendable {
  private let feed: Feed<ProgramEvent>
  private let state = Mutex(State())

  private struct State {
    var hasStopped = false
    var isPreviewed = false
  }

  init(feed: Feed<ProgramEvent>) {
    self.feed = feed
  }

  func emit(_ event: ProgramEvent) async throws(EvaluationError) {
    state.withLock { state in
      if case .applied(let report) = event, report.stop != nil { state.hasStopped = true }
      if case .preview = event { state.isPreviewed = true }
    }
    try await feed.hand(event)
  }

  func callAsFunction(
    _ program: CheckedProgram, _ evaluator: inout Evaluator
  ) async throws(EvaluationError) {
    for statement in program.statements {
      if Task.isCancelled { throw .interrupted }
      var result = try await evaluator.run(statement)
      let isPreviewed = state.withLock { state in
        defer { state.isPreviewed = false }
        return state.isPreviewed
      }
      if case .plan(let plan) = result, !isPreviewed, !plan.items.isEmpty {
        result = try await evaluator.apply(plan)
      }
      if case .withheld(let plan, _) = result { return try await feed.hand(.preview(plan)) }
      if state.withLock({ $0.hasStopped }) { return }
    }
  }
}
