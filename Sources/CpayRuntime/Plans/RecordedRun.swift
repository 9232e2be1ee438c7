public import CpayClient
public import CpayLanguage
public import CpayModel
public import CpayValue

/// A run as a journal remembers it: its plan, and how far each row has come.
public struct RecordedRun: Sendable {
  /// Its name.
  public let run: RunID
  /// What was agreed to, exactly.
  public let plan: WritePlan
  /// How it is to be sent.
  public let limits: RunLimits
  /// Who opened it, or took it up last; nil in a ledger of before that was remembered.
  public internal(set) var sender: Sender?
  /// When someone agreed to it.
  public let consentedAt: Timestamp
  /// Whether someone has given up what had not been sent.
  public let isGivenUp: Bool
  /// The rows of the plan, in its order.
  public internal(set) var rows: [Row]

  /// How far a row has come.
  public enum Row: Hashable, Sendable {
    /// It has not been sent.
    case waiting
    /// Those bytes may have arrived, and what they did is not known.
    case inDoubt(DisputeWrite, EarlierAttempt)
    /// It has come to an end.
    case settled(Outcome)
  }

  /// A run of those parts; one row for each of the plan.
  public init(
    run: RunID, plan: WritePlan, limits: RunLimits, sender: Sender?, consentedAt: Timestamp,
    isGivenUp: Bool, rows: [Row]
  ) {
    (self.run, self.plan, self.limits, self.sender) = (run, plan, limits, sender)
    (self.consentedAt, self.isGivenUp, self.rows) = (consentedAt, isGivenUp, rows)
  }

  /// Whether a profile may go on with it: the one that it was sent with, if that is remembered.
  public func isOpen(to profile: String?) -> Bool { sender.map { $0.profile == profile } ?? true }

  /// The places of the rows that are looked at or sent when the run is taken up again.
  public var open: [Int] {
    rows.indices.filter { place in
      switch rows[place] {
      case .waiting: !isGivenUp
      case .inDoubt: true
      case .settled: false
      }
    }
  }

  /// How many rows may have been sent without anyone knowing what they did.
  public var doubts: Int {
    rows.count { if case .inDoubt = $0 { true } else { false } }
  }

  /// How many rows would be sent now that never were.
  public var waiting: Int {
    isGivenUp ? 0 : rows.count { if case .waiting = $0 { true } else { false } }
  }
}

extension WritePlan {
  /// A plan as a journal kept it, whose rows are those that its digest was made of.
  ///
  /// Nil when they are not: what was agreed to is then not known any more.
  public init?(
    recorded action: WriteAction, account: AccountIdentity, items: [Item], digest: String
  ) {
    self.init(action, account: account, items: items, remarks: [], madeAt: .zero)
    if self.digest != digest { return nil }
  }
}

extension RunID {
  /// Takes up the run again, and goes on until each of its rows has an outcome: what may have been
  /// sent is looked at first, and sent again only as the very same request, where the server is known
  /// to answer it from memory; what was never sent is sent as it was agreed to.
  ///
  /// The report is the whole run's, rows that were settled before included.
  /// - Throws: ``EvaluationError`` when the run cannot be taken up; nothing was sent then.
  public func resume(on host: Host) async throws(EvaluationError) -> PlanReport {
    let result = try await PlanRunner.resume(self, on: host)
    return PlanReport(
      run: result.run, outcomes: result.outcomes, stop: result.stop, isShown: false,
      leftToPersons: result.leftToPersons, settledBefore: result.settledBefore)
  }
}

extension WritePlan {
  /// The phase of the dispute that a row holds until it is settled; nil where it holds none.
  public func phaseHeld(by item: Item) -> DisputePhase? {
    guard action.effect == .final, item.ineligibility == nil, let seen = item.seen else {
      return nil
    }
    return DisputePhase(status: seen.status)
  }
}
