import CpayValue
import GRDB

/// Makes what is due happen: deadlines, decisions, expiry of keys, deliveries.
///
/// It does one thing after the other. A clock that runs by itself wakes it at the next moment that
/// matters; one that does not is moved by ``advance(to:)`` from moment to moment.
actor Timekeeper {
  private let sandbox: Sandbox
  private let dispatcher: WebhookDispatcher
  private var turn: Task<Void, Never>?
  private var timer: Task<Void, Never>?
  private var listener: Task<Void, Never>?

  init(_ sandbox: Sandbox, _ faults: FaultInjector) {
    self.sandbox = sandbox
    dispatcher = WebhookDispatcher(sandbox, faults)
  }

  /// Begins to listen; ends with ``stop()``.
  func start() {
    listener = Task { [weak self, rings = sandbox.bell.rings] in
      for await _ in rings { await self?.catchUp() }
    }
    sandbox.bell.ring()
  }

  func stop() async {
    sandbox.bell.silence()
    timer?.cancel()
    listener?.cancel()
    turn?.cancel()
    await dispatcher.shutdown()
    await turn?.value
    await listener?.value
  }

  /// Does everything that is due by now.
  func catchUp() async { await inTurn { await self.fire() } }

  /// Moves a manual clock on to `moment`, and everything that happens until then with it.
  ///
  /// - Throws: ``APIError`` (409) when the clock runs by itself, 400 for a moment in the past.
  func advance(to moment: Timestamp) async throws(APIError) {
    guard sandbox.time.clock.isManual else {
      throw APIError(
        status: 409, kind: .invalidRequest, code: nil,
        message: "The clock is this machine's; start the sandbox with --clock to advance it.",
        param: nil)
    }
    guard moment >= sandbox.time.now else {
      throw .invalid("to", "The clock stands at \(sandbox.time.now.iso) and never goes back.")
    }
    await inTurn { await self.move(to: moment) }
  }

  /// One after the other, in the order asked.
  private func inTurn(_ work: @escaping @Sendable () async -> Void) async {
    let previous = turn
    let next = Task {
      await previous?.value
      await work()
    }
    turn = next
    await next.value
  }

  private func move(to moment: Timestamp) async {
    await fire()
    var last: Timestamp?
    // What is still due after it has been seen to cannot be helped, and must not hold time up.
    while let due = await nextDue(), due <= moment, due != last, !Task.isCancelled {
      last = due
      sandbox.time.advance(to: due)
      await fire()
    }
    sandbox.time.advance(to: moment)
    let (now, assumptions) = (sandbox.time.now, sandbox.assumptions)
    try? await sandbox.store.write { db in
      try StoreIdentity.setClock(now, db)
      try IdempotencyKey.prune(db, now: now, assumptions)
    }
    await fire()
  }

  private func fire() async {
    let bank = Bank(sandbox: sandbox)
    try? await sandbox.store.write { db in try bank.settleDue(db) }
    await dispatcher.deliverDue()
    if sandbox.time.clock == .real { await setTimer() }
  }

  /// The next moment at which something happens by itself.
  private func nextDue() async -> Timestamp? {
    let seconds = try? await sandbox.store.read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT MIN(due) FROM (SELECT MIN(due) AS due FROM item WHERE due IS NOT NULL
            UNION ALL SELECT MIN(due) FROM delivery WHERE due IS NOT NULL)
          """)
    }
    return (seconds ?? nil).map(Timestamp.init(seconds:))
  }

  private func setTimer() async {
    timer?.cancel()
    guard let due = await nextDue() else { return }
    let wait = max(1, due.seconds.subtractingReportingOverflow(sandbox.time.now.seconds).0)
    timer = Task { [bell = sandbox.bell] in
      try? await Task.sleep(for: .seconds(min(wait, 3_600)))
      if !Task.isCancelled { bell.ring() }
    }
  }
}
