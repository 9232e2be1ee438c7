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
  private var isStopped = false

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
    isStopped = true
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
  /// - Throws: ``APIError`` (409) when the clock runs by itself, 400 for a moment in the past or
  ///   beyond the year 9999; what the store throws when it cannot keep the clock.
  func advance(to moment: Timestamp) async throws {
    guard sandbox.time.clock.isManual else {
      throw APIError(
        status: 409, kind: .invalidRequest, code: nil,
        message: "The clock is this machine's; start the sandbox with --clock to advance it.",
        param: nil)
    }
    guard moment >= sandbox.time.now else {
      throw APIError.invalid(
        "to", "The clock stands at \(sandbox.time.now.iso) and never goes back.")
    }
    guard moment.seconds <= Timekeeper.lastSecond else {
      throw APIError.invalid("to", "The clock goes to the year 9999.")
    }
    moveFailure = nil
    await inTurn { await self.move(to: moment) }
    if let moveFailure { throw moveFailure }
  }

  /// 9999-12-31T23:59:59Z; dates beyond have no form in HTTP.
  private static let lastSecond: Int64 = 253_402_300_799
  /// Why the clock could not be moved.
  private var moveFailure: (any Error)?

  /// One after the other, in the order asked.
  private func inTurn(_ work: @escaping @Sendable () async -> Void) async {
    if isStopped { return }
    let previous = turn
    let next = Task {
      await previous?.value
      if !Task.isCancelled { await work() }
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
      guard await set(due) else { return }
      await fire()
    }
    if await set(moment) { await fire() }
  }

  /// Puts the clock to `moment`, the store first: a clock never goes back behind what was answered.
  private func set(_ moment: Timestamp) async -> Bool {
    let moment = max(moment, sandbox.time.now)
    do {
      try await sandbox.store.write { db in try StoreIdentity.setClock(moment, db) }
      sandbox.time.advance(to: moment)
      return true
    } catch {
      moveFailure = error
      return false
    }
  }

  private func fire() async {
    let (bank, now, assumptions) = (
      Bank(sandbox: sandbox), sandbox.time.now, sandbox.assumptions
    )
    try? await sandbox.store.write { db in
      try bank.settleDue(db)
      try IdempotencyKey.prune(db, now: now, assumptions)
    }
    await dispatcher.deliverDue()
    if !sandbox.time.clock.isManual { await setTimer() }
  }

  /// The next moment at which something happens by itself.
  private func nextDue() async -> Timestamp? {
    let seconds = try? await sandbox.store.read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT MIN(due) FROM (SELECT MIN(due) AS due FROM item WHERE due IS NOT NULL
            UNION ALL SELECT MIN(due) FROM delivery JOIN endpoint_secret USING (endpoint)
              WHERE due IS NOT NULL AND is_enabled)
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
