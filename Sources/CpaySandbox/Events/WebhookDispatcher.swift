import CpayValue

/// Delivers events to webhook endpoints: those of one endpoint in order, endpoints beside one
/// another.
struct WebhookDispatcher: Sendable {
  private let sandbox: Sandbox
  private let faults: FaultInjector
  private let transport: WebhookTransport
  private let schedule: RetrySchedule

  init(_ sandbox: Sandbox, _ faults: FaultInjector) {
    (self.sandbox, self.faults) = (sandbox, faults)
    transport = WebhookTransport(isOpen: sandbox.isOpen)
    schedule = RetrySchedule(sandbox.assumptions)
  }

  func shutdown() async { await transport.shutdown() }

  /// Makes every attempt that is due by now.
  func deliverDue() async {
    var last: [Delivery] = []
    // Deliveries that come again as they were could not be written down.
    while !Task.isCancelled {
      let now = sandbox.time.now
      let due = try? await sandbox.store.read { db in try Delivery.due(db, now: now) }
      guard let due, !due.isEmpty, due != last else { return }
      last = due
      await withDiscardingTaskGroup { group in
        for deliveries in Dictionary(grouping: due, by: \.endpoint).values {
          group.addTask {
            for delivery in deliveries where !Task.isCancelled { await attempt(delivery) }
          }
        }
      }
    }
  }

  private func attempt(_ delivery: Delivery) async {
    let now = sandbox.time.now.seconds
    let fault = faults.decide(
      method: "WEBHOOK", path: delivery.type, key: "\(delivery.event) \(delivery.endpoint)")
    if case .late(let wait)? = fault?.kind {
      let due = now.addingReportingOverflow(max(1, wait.duration.components.seconds))
      try? await sandbox.store.write { db in
        try delivery.postpone(db, to: due.overflow ? now : due.partialValue)
      }
      return
    }
    let body = Array(delivery.body.utf8)
    let signature = WebhookSignature.make(body, at: now, secret: delivery.secret)
    var outcome = await transport.deliver(body, signature: signature, to: delivery.url)
    if fault?.kind == .duplicate {
      outcome = await transport.deliver(body, signature: signature, to: delivery.url)
    }
    // What was broken off is made again when the store is opened again.
    guard let outcome, !Task.isCancelled else { return }
    let (result, next) = (outcome, schedule.next(after: delivery.attempts + 1, now: now))
    try? await sandbox.store.write { db in
      try delivery.settle(
        db, delivered: result.isDelivered, answer: result.answer,
        next: result.isDelivered ? nil : next)
    }
  }
}
