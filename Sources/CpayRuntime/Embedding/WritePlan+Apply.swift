import CpayLanguage

/// Why a plan may not be applied: nothing was sent.
public struct ConsentRefusal: Error, Hashable, Sendable {
  /// The reason, as a sentence without its full stop.
  public let reason: String
}

extension WritePlan {
  /// Digits of a digest that are enough to mean one plan.
  private static let shortestDigest = 12

  /// Whether a digest, or its first digits, means this plan and no other.
  public func isMeant(by digest: String) -> Bool {
    digest.utf8.count >= WritePlan.shortestDigest && self.digest.hasPrefix(digest)
  }

  /// Applies exactly this plan, whose digest someone has agreed to, and yields what becomes of each
  /// row as soon as it is settled; in the bounds of the `apply` stage it stood before, if any.
  ///
  /// Nothing is sent before the first outcome is asked for. Cancelling the reading task stops the
  /// run before its next row, and so does letting go of the outcomes: what has been sent is waited
  /// for, the rest is `unsent`, and whoever reads on gets every row.
  /// - Throws: ``ConsentRefusal`` when the digest means another plan, the plan is older than
  ///   ``lifetime``, it was made for another account, or it has more rows than its bound.
  public func apply(consent digest: String, on host: Host) throws(ConsentRefusal) -> Outcomes {
    if let reason = obstacle(digest, host) { throw ConsentRefusal(reason: reason) }
    let (whole, part) = (host.interrupt, Interrupt())
    // From here on a request to stop lets what is sent be answered, whenever it comes.
    part.setSending(true)
    let feed = Feed<Outcome>(stop: { part.request() }) { (feed) throws(EvaluationError) in
      let told = ToldRows()
      let host = host.with(
        effects: TellingEffects(inner: host.effects) { rows in
          for row in told.add(rows) { feed.add(row.outcome) }
        },
        interrupt: part,
        emit: { (event) throws(EvaluationError) in
          if case .applied(let report) = event {
            for outcome in told.rest(of: report.outcomes) { feed.add(outcome) }
          }
          try await host.emit(event)
        })
      try await whole.run(part) { () throws(EvaluationError) in
        let result = try await Evaluator(host).apply(
          self, bound: terms.bound, terms.limits, showsResult: false)
        if case .withheld(_, let reason) = result {
          throw .invalid("the host withheld the plan: \(reason)")
        }
      }
    }
    return Outcomes(reader: FeedReader(feed))
  }

  private func obstacle(_ digest: String, _ host: Host) -> String? {
    let count = eligible.count
    if !isMeant(by: digest) { return "the plan is \(shortDigest), not the approved \(digest)" }
    if account != host.account { return "the plan was made for another account" }
    if host.environment.uptime() - madeAt >= WritePlan.lifetime {
      return "the plan is older than 15 minutes; make it again"
    }
    if let bound = terms.bound, count > bound {
      return "the plan has \(rowCount(count)), but at most \(bound) may be sent"
    }
    return nil
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
