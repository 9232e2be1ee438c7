import CpayLanguage
public import CpayValue

extension EmbeddedProgram {
  /// Runs the whole program, and yields what it shows and does instead of handing it to the host.
  ///
  /// A plan is applied where `consent` grants it, also one that a statement merely ends in; where
  /// consent is withheld, by it or by the host's own, the plan is yielded as ``ProgramEvent/preview(_:)`` and the program ends.
  /// Nothing runs before the first event is asked for, and no further ahead than its reader.
  ///
  /// Cancelling the reading task stops the program, and letting go of the events does: between two
  /// requests, or, while a plan is being applied, before the next row. What has been sent is
  /// waited for.
  /// - Throws: ``/CpayLanguage/Refusal`` when the program does not hold for those arguments, or
  ///   ``EvaluationError`` for one that it has no place for.
  public func run(
    on host: Host, arguments: [String: Value] = [:],
    consent: @escaping ConsentCheck = { _, _ in .withheld("nobody was asked") }
  ) throws -> ProgramEvents {
    let program = try settled(arguments)
    let (whole, part) = (host.cancellation, Cancellation())
    let feed = Feed<ProgramEvent>(stop: { part.request() }) { (feed) throws(EvaluationError) in
      let runner = try ProgramRunner(
        program,
        on: host.with { host in
          host.require(consent)
          host.cancellation = part
          host.emit = { (event) throws(EvaluationError) in try await feed.hand(event) }
        }, arguments: arguments)
      try await whole.run(part) { () throws(EvaluationError) in
        switch await runner.run().end {
        case .finished: break
        case .withheld(let plan, _): try await feed.hand(.preview(plan))
        case .failed(let error): throw error
        }
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
