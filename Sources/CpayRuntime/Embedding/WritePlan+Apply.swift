import CpayLanguage
import Synchronization

/// Why a plan may not be applied: nothing was sent.
public struct ConsentRefusal: Error, Hashable, Sendable {
  /// The reason, as a sentence without its full stop.
  public let reason: String
}

extension WritePlan {
  /// Applies exactly this plan, whose digest someone has agreed to, and yields what becomes of each
  /// row as soon as it is settled; in the bounds of the `apply` stage it stood before, if any.
  ///
  /// A host that was made with a `consent` of its own is asked as well.
  ///
  /// Nothing is sent before the first outcome is asked for. Cancelling the reading task stops the
  /// run before its next row, and so does letting go of the outcomes: what has been sent is waited
  /// for, the rest is `unsent`, and whoever reads on gets every row.
  /// - Throws: ``ConsentRefusal`` when the digest means another plan, the plan is older than
  ///   ``lifetime``, it was made for another account, or it has more rows than its bound.
  public func apply(consent digest: String, on host: Host) throws(ConsentRefusal) -> Outcomes {
    guard let account = host.account else {
      throw ConsentRefusal(reason: EvaluationError.noAccount.message)
    }
    let rule = ConsentRule(account: account.identity, bound: terms.bound, digests: [digest])
    let uptime = host.environment.uptime
    if let obstacle = rule.obstacle(to: self, at: uptime()) {
      throw ConsentRefusal(reason: obstacle.reason)
    }
    let (whole, part) = (host.cancellation, Cancellation())
    // From here on a request to stop lets what is sent be answered, whenever it comes.
    part.setSending(true)
    let feed = Feed<Outcome>(stop: { part.request() }) { (feed) throws(EvaluationError) in
      let told = ToldRows()
      let host = host.with { changed in
        changed.cancellation = part
        changed.require { plan, _ in
          // Again, since the first outcome may be asked for much later.
          rule.obstacle(to: plan, at: uptime()).map { .withheld($0.reason) } ?? .granted
        }
        changed.observe = { event in
          if case .settled(let rows) = event {
            for row in told.add(rows) { feed.add(row.outcome) }
          }
          host.observe(event)
        }
        changed.emit = { (event) throws(EvaluationError) in
          if case .applied(let report) = event {
            for outcome in told.rest(of: report.outcomes) { feed.add(outcome) }
          }
          try await host.emit(event)
        }
      }
      try await whole.run(part) { () throws(EvaluationError) in
        let end = try await Evaluator(host).apply(
          self, bound: terms.bound, terms.limits, showsResult: false)
        if case .withheld(_, let reason) = end {
          throw .invalid("the plan was withheld: \(reason)")
        }
      }
    }
    return Outcomes(reader: FeedReader(feed))
  }
}

/// What becomes of the rows of a plan, each once, in the order they are settled; it can be read
/// once.
public struct Outcomes: AsyncSequence, Sendable {
  let reader: FeedReader<Outcome>

  /// Reads on from where the last reader stopped.
  public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

  /// Waits for one outcome after the other.
  public struct Iterator: AsyncIteratorProtocol {
    let reader: FeedReader<Outcome>

    /// The next outcome; nil once every row has its own.
    /// - Throws: ``EvaluationError`` when nothing was sent at all.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(EvaluationError) -> Outcome? {
      try await reader.next()
    }
  }
}

/// The rows of a plan that have been told of, so that each is told of once.
private final class ToldRows: Sendable {
  private let positions = Mutex<Set<Int>>([])

  /// Those of some rows that are new.
  func add(_ rows: [SettledRow]) -> [SettledRow] {
    positions.withLock { positions in rows.filter { positions.insert($0.position).inserted } }
  }

  /// Those of all outcomes, in plan order, that have not been told of: their record failed.
  func rest(of outcomes: [Outcome]) -> [Outcome] {
    positions.withLock { positions in
      outcomes.enumerated().filter { positions.insert($0.offset).inserted }.map(\.element)
    }
  }
}
