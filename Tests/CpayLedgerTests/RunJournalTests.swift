import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpayTestSupport
import CpayValue
import Testing

/// One way of remembering, made anew for each test.
struct JournalSubject: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Runs a body with an empty journal.
  let run: @Sendable (_ body: (any RunJournal) async throws -> Void) async throws -> Void

  static let all = [
    JournalSubject(testDescription: "MemoryJournal") { body in try await body(MemoryJournal()) },
    JournalSubject(testDescription: "Ledger in memory") { body in
      try await body(Ledger(inMemory: { Timestamp(seconds: 1) }))
    },
    JournalSubject(testDescription: "Ledger on disk") { body in
      let folder = try TemporaryDirectory()
      try await body(Ledger(folder: folder.path + "/cpay", clock: { Timestamp(seconds: 1) }))
    },
    JournalSubject(testDescription: "a rehearsal's journal") { body in
      let own = try Ledger(inMemory: { Timestamp(seconds: 1) })
      try await body(
        RehearsalJournal(own: own, past: nil, account: AccountIdentity(sandbox: "another")))
    },
    JournalSubject(testDescription: "a recorded journal") { body in
      try await body(RecordingAccount(journal: MemoryJournal()))
    },
  ]
}

/// What every journal promises.
@Suite struct RunJournalTests {
  private static let account = AccountIdentity(sandbox: "i1")
  private static let (first, second) = (RunID("run_1"), RunID("run_2"))

  private static func claims(
    _ journal: any RunJournal, _ account: AccountIdentity = account
  ) async throws -> [String: String] {
    try await journal.claims(on: ["dp_1", "dp_2", "dp_3"], of: account)
  }

  /// Opens the run and records the intent of its first row.
  private static func intend(
    _ journal: any RunJournal, _ run: RunID, _ plan: WritePlan
  ) async throws {
    try await journal.open(run, plan)
    try await journal.intend(run, position: 0, plan.write())
  }

  @Test(arguments: JournalSubject.all)
  func `a saved plan becomes one run and no other, also after it has ended`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      let file = try PlanFile.made(of: plan(["dp_1"], .draft))
      let saved = file.plan(on: Environment(now: file.madeAt))
      #expect(try await journal.run(of: file.id) == nil)
      try await journal.open(Self.first, saved)
      #expect(try await journal.run(of: file.id) == Self.first)
      for isEnded in [false, true] {
        if isEnded { try await journal.close(Self.first) }
        await #expect(throws: JournalFailure.applied(file.id, as: Self.first)) {
          try await journal.open(Self.second, saved)
        }
      }
      #expect(try await journal.recorded(Self.second) == nil)
      // The same plan under another name, and one without, are others.
      try await journal.open(Self.second, plan(["dp_1"], .draft))
      let other = try PlanFile.made(of: plan(["dp_1"], .draft))
      #expect(try await journal.run(of: other.id) == nil)
    }
  }

  @Test(arguments: JournalSubject.all)
  func `a final write holds its disputes until its run has ended`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      #expect(try await Self.claims(journal) == [:])
      let close = try plan(["dp_1", "dp_2"])
      try await journal.open(Self.first, close)
      #expect(try await Self.claims(journal) == ["dp_1": "run_1", "dp_2": "run_1"])
      #expect(try await journal.claims(on: [String](), of: Self.account) == [:])
      try await journal.open(Self.second, plan(["dp_2"], .submit))
      await #expect(throws: JournalFailure.claimed(by: "run_1")) {
        try await journal.intend(Self.second, position: 0, plan(["dp_2"], .submit).write())
      }
      try await journal.close(Self.second)
      try await journal.settle(
        Self.first, [0, 1].map { SettledRow(position: $0, outcome: close.outcome(.unsent, $0)) })
      try await journal.close(Self.first)
      #expect(try await Self.claims(journal) == [:])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `what a run holds itself is no other's`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      try await Self.intend(journal, Self.first, plan(["dp_1", "dp_2"]))
      try await journal.open(Self.second, plan(["dp_3"]))
      let disputes: [String: DisputePhase] = [
        "dp_1": .chargeback, "dp_2": .chargeback, "dp_3": .chargeback,
      ]
      let others = try await journal.claims(
        on: disputes, of: Self.account, otherThan: Self.first)
      #expect(others == ["dp_3": "run_2"])
      let all = try await journal.claims(on: disputes, of: Self.account)
      #expect(all == ["dp_1": "run_1", "dp_2": "run_1", "dp_3": "run_2"])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `an inquiry that was answered leaves its chargeback free`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      let inquiry = try plan(["dp_1"], .submit, status: "warning_needs_response")
      try await Self.intend(journal, Self.first, inquiry)
      try await journal.settle(
        Self.first, [SettledRow(position: 0, outcome: inquiry.outcome(.applied))])
      try await journal.close(Self.first)
      #expect(
        try await journal.claims(on: ["dp_1": .inquiry], of: Self.account) == ["dp_1": "run_1"])
      #expect(try await journal.claims(on: ["dp_1": .chargeback], of: Self.account) == [:])
      try await Self.intend(journal, Self.second, plan(["dp_1"], .submit))
    }
  }

  // MARK: Who sends

  @Test(arguments: JournalSubject.all)
  func `each attempt is remembered with whoever sends the run at the time`(
    subject: JournalSubject
  ) async throws {
    let first = Sender(profile: "acme", key: KeyFingerprint(recorded: "aaaa"))
    let second = Sender(profile: nil, key: KeyFingerprint(recorded: "bbbb"))
    try await subject.run { journal in
      let close = try plan(["dp_1", "dp_2", "dp_3"])
      try await journal.open(Self.first, close, RunLimits(), by: first)
      #expect(try await journal.recorded(Self.first)?.sender == first)
      try await journal.intend(Self.first, position: 0, close.write(0))
      try await journal.close(Self.first)
      #expect(try await journal.reopen(Self.first, by: second)?.sender == second)
      try await journal.intend(Self.first, position: 1, close.write(1))
      try await journal.settle(
        Self.first,
        [0, 1].map { SettledRow(position: $0, outcome: close.outcome(.unknown, $0)) })
      let rows = try #require(try await journal.recorded(Self.first)).rows
      let keys = rows.map { row -> KeyFingerprint? in
        if case .inDoubt(_, let earlier) = row { earlier.sentWith } else { nil }
      }
      #expect(keys == [first.key, second.key, nil])
    }
  }

  // MARK: Taking up a run

  @Test(arguments: JournalSubject.all)
  func `a run is remembered with its plan, its limits and how far each row has come`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      let submit = try plan(["dp_1", "dp_2", "dp_3"], .submit)
      let limits = RunLimits(parallel: 3, canary: 2, stopsAtFirstFailure: true)
      try await journal.open(Self.first, submit, limits)
      try await journal.intend(Self.first, position: 0, submit.write(0))
      try await journal.settle(
        Self.first, [SettledRow(position: 0, outcome: submit.outcome(.applied, 0))])
      try await journal.intend(Self.first, position: 1, submit.write(1))

      let recorded = try #require(try await journal.recorded(Self.first))
      #expect(recorded.plan.digest == submit.digest && recorded.plan.items == submit.items)
      #expect(recorded.plan.account == submit.account && recorded.plan.action == .submit)
      #expect(recorded.limits == limits && !recorded.isGivenUp)
      #expect(recorded.open == [1, 2] && recorded.doubts == 1 && recorded.waiting == 1)
      guard case .settled(let outcome) = recorded.rows[0],
        case .inDoubt(let write, _) = recorded.rows[1], case .waiting = recorded.rows[2]
      else {
        Issue.record("\(recorded.rows)")
        return
      }
      #expect(outcome.id == "dp_1" && outcome.kind == .applied && outcome.requestID == "req_1")
      let sent = try submit.write(1)
      #expect(write.key == sent.key && write.body == sent.body && write.dispute == "dp_2")
      #expect(write.seenStatus == sent.seenStatus)
      #expect(try await journal.recorded(Self.second) == nil)
    }
  }

  @Test(arguments: JournalSubject.all)
  func `taken up again, what was not sent waits, and what is in doubt can go out again`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1", "dp_2", "dp_3"])
      try await Self.intend(journal, Self.first, close)
      try await journal.settle(
        Self.first,
        [(0, Outcome.Kind.unknown), (1, .unsent), (2, .stale)].map {
          SettledRow(position: $0, outcome: close.outcome($1, $0))
        })
      try await journal.close(Self.first)

      // Who is asked for consent is told of what would be sent, and of nothing less.
      #expect(try await journal.recorded(Self.first)?.open == [0, 1])
      let recorded = try #require(try await journal.reopen(Self.first))
      #expect(recorded.open == [0, 1])
      try await journal.intendAgain(Self.first, position: 0)
      await #expect(throws: JournalFailure.self) {
        try await journal.intendAgain(Self.first, position: 1)
      }
      try await journal.settle(
        Self.first, [SettledRow(position: 0, outcome: close.outcome(.applied, 0))])
      try await journal.intend(Self.first, position: 1, close.write(1))
      try await journal.settle(
        Self.first, [SettledRow(position: 1, outcome: close.outcome(.applied, 1))])
      try await journal.close(Self.first)
      #expect(try await journal.recorded(Self.first)?.open == [])
      #expect(try await Self.claims(journal) == ["dp_1": "run_1", "dp_2": "run_1"])
      #expect(try await journal.reopen(Self.second) == nil)
    }
  }

  @Test(arguments: JournalSubject.all)
  func `what stays in doubt says why by then, and keeps its bytes`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      try await Self.intend(journal, Self.first, close)
      for _ in 0..<2 {
        try await journal.settle(
          Self.first, [SettledRow(position: 0, outcome: close.outcome(.unknown))])
        try await journal.close(Self.first)
        let recorded = try #require(try await journal.reopen(Self.first))
        guard case .inDoubt(let write, let earlier) = recorded.rows[0] else {
          Issue.record("\(recorded.rows)")
          return
        }
        #expect(earlier.reason == "why")
        #expect(try write.key == close.write().key)
      }
    }
  }

  @Test(arguments: JournalSubject.all, [Outcome.Kind.unknown, .applied, .refused])
  func `the name of a request stays known where a later look hears none`(
    subject: JournalSubject, kind: Outcome.Kind
  ) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      try await Self.intend(journal, Self.first, close)
      let named = close.outcome(.unknown)
      let nameless = Outcome(
        id: named.id, action: .close, kind: kind, amount: named.amount, message: "why",
        requestID: nil, at: named.at)
      try await journal.settle(Self.first, [SettledRow(position: 0, outcome: named)])
      try await journal.close(Self.first)
      _ = try await journal.reopen(Self.first)
      try await journal.settle(Self.first, [SettledRow(position: 0, outcome: nameless)])
      switch try #require(try await journal.recorded(Self.first)).rows[0] {
      case .inDoubt(_, let earlier):
        #expect(kind == .unknown && earlier.requestID == named.requestID)
      case .settled(let outcome):
        #expect(kind != .unknown && outcome.requestID == named.requestID)
      case .waiting: Issue.record("it waits")
      }
      #expect(named.requestID != nil)
    }
  }

  @Test(arguments: JournalSubject.all, [WriteAction.submit, .close])
  func `an intent holds its dispute, and that one only`(
    subject: JournalSubject, action: WriteAction
  ) async throws {
    try await subject.run { journal in
      try await Self.intend(journal, Self.first, plan(["dp_1", "dp_2"], action))
      try await journal.settle(
        Self.first, [SettledRow(position: 1, outcome: plan(["dp_1", "dp_2"]).outcome(.unsent, 1))])
      try await journal.close(Self.first)
      #expect(try await Self.claims(journal) == ["dp_1": "run_1"])
      #expect(try await journal.claims(on: ["dp_2"], of: Self.account) == [:])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `a draft holds nothing`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      let draft = try plan(["dp_1"], .draft)
      try await Self.intend(journal, Self.first, draft)
      try await journal.settle(
        Self.first, [SettledRow(position: 0, outcome: draft.outcome(.applied))])
      #expect(try await Self.claims(journal) == [:])
      try await Self.intend(journal, Self.second, plan(["dp_1"], .submit))
    }
  }

  @Test(arguments: JournalSubject.all, Outcome.Kind.allCases)
  func `only a definite no gives the dispute free`(
    subject: JournalSubject, kind: Outcome.Kind
  ) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      try await Self.intend(journal, Self.first, close)
      try await journal.settle(Self.first, [SettledRow(position: 0, outcome: close.outcome(kind))])
      try await journal.close(Self.first)
      let isHeld = kind == .applied || kind == .unknown
      #expect(try await Self.claims(journal) == (isHeld ? ["dp_1": "run_1"] : [:]))
    }
  }

  @Test(arguments: JournalSubject.all, [Outcome.Kind.applied, .unknown])
  func `a second run cannot intend what the first holds`(
    subject: JournalSubject, kind: Outcome.Kind
  ) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      let submit = try plan(["dp_1"], .submit)
      try await Self.intend(journal, Self.first, close)
      try await journal.open(Self.second, submit)
      await #expect(throws: JournalFailure.claimed(by: "run_1")) {
        try await journal.intend(Self.second, position: 0, submit.write())
      }
      try await journal.settle(Self.first, [SettledRow(position: 0, outcome: close.outcome(kind))])
      try await journal.close(Self.first)
      await #expect(throws: JournalFailure.self) {
        try await journal.intend(Self.second, position: 0, submit.write())
      }
      #expect(try await Self.claims(journal) == ["dp_1": "run_1"])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `a second run may, once the first was refused`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      try await Self.intend(journal, Self.first, close)
      try await journal.settle(
        Self.first, [SettledRow(position: 0, outcome: close.outcome(.refused))])
      try await journal.close(Self.first)
      try await Self.intend(journal, Self.second, close)
      #expect(try await Self.claims(journal) == ["dp_1": "run_2"])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `each draft that was applied is counted, a final act is not`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      for (run, action) in [(Self.first, WriteAction.draft), (Self.second, .close)] {
        let plan = try plan(["dp_1"], action)
        try await Self.intend(journal, run, plan)
        try await journal.settle(run, [SettledRow(position: 0, outcome: plan.outcome(.applied))])
        try await journal.close(run)
        let past = try await journal.pastWrites(of: action, on: ["dp_1"], of: plan.account)
        #expect(past == (action == .draft ? ["dp_1": PastWrites(usedUp: 1)] : [:]))
      }
    }
  }

  @Test(arguments: JournalSubject.all)
  func `each definite refusal is counted, for its own write and account`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      for run in [Self.first, Self.second] {
        try await Self.intend(journal, run, close)
        try await journal.settle(
          run, [SettledRow(position: 0, outcome: close.outcome(.refused))])
        try await journal.close(run)
      }
      let past = try await journal.pastWrites(
        of: .close, on: ["dp_1", "dp_2"], of: close.account)
      #expect(past == ["dp_1": PastWrites(usedUp: 2)])
      #expect(try await journal.pastWrites(of: .submit, on: ["dp_1"], of: close.account) == [:])
      let elsewhere = AccountIdentity(sandbox: "elsewhere")
      #expect(try await journal.pastWrites(of: .close, on: ["dp_1"], of: elsewhere) == [:])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `settling a row frees nothing that another run holds`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      try await Self.intend(journal, Self.first, close)
      try await journal.open(Self.second, close)
      try await journal.settle(
        Self.second, [SettledRow(position: 0, outcome: close.outcome(.unsent))])
      #expect(try await Self.claims(journal) == ["dp_1": "run_1"])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `one row cannot be intended twice`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      let close = try plan(["dp_1"])
      try await Self.intend(journal, Self.first, close)
      await #expect(throws: JournalFailure.self) {
        try await journal.intend(Self.first, position: 0, close.write())
      }
    }
  }

  @Test(arguments: JournalSubject.all)
  func `a run that was never opened can intend nothing`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      for action in [WriteAction.draft, .submit, .close] {
        await #expect(throws: JournalFailure.self, "\(action)") {
          try await journal.intend(Self.first, position: 0, plan(["dp_1"], action).write())
        }
      }
      let held = try await Self.claims(journal)
      #expect(held == [:])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `the same id on another account is another dispute`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      let others = [
        AccountIdentity(sandbox: "i2"), AccountIdentity(origin: .casapay, mode: .test),
        AccountIdentity(origin: .casapay, mode: .live),
      ]
      try await Self.intend(journal, Self.first, plan(["dp_1"]))
      for (index, account) in others.enumerated() {
        #expect(try await Self.claims(journal, account) == [:])
        try await Self.intend(
          journal, RunID("run_other_\(index)"), plan(["dp_1"], account: account))
        #expect(try await Self.claims(journal, account) == ["dp_1": "run_other_\(index)"])
      }
      #expect(try await Self.claims(journal) == ["dp_1": "run_1"])
    }
  }

  // MARK: Uploads

  private static func upload(
    _ content: UInt8, purpose: File.Purpose = .disputeEvidence
  ) -> FileUpload {
    let file = LocalFile(
      name: "lease.pdf", size: 1, digest: [UInt8](repeating: content, count: 32)
    ) { () throws(LocalFile.Failure) in throw LocalFile.Failure(reason: "nobody reads it") }
    return FileUpload(file, purpose: purpose, account: account, generation: 0)
  }

  @Test(arguments: JournalSubject.all)
  func `a file is known by content, purpose and account, the first one first`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      try await journal.open(Self.first, plan(["dp_1"]))
      try await journal.open(Self.second, plan(["dp_1"], account: AccountIdentity(sandbox: "i2")))
      let (one, two) = (Self.upload(1), Self.upload(2))
      let contents = [one.content, two.content]
      func known(
        _ purpose: File.Purpose = .disputeEvidence, _ account: AccountIdentity = Self.account
      ) async throws -> [String: PastUploads] {
        try await journal.uploads(of: contents, for: purpose, to: account)
      }
      #expect(try await known() == [:])
      try await journal.remember(Self.first, one, file: "file_1")
      try await journal.remember(Self.first, one, file: "file_again")
      try await journal.remember(Self.second, two, file: "file_2")
      #expect(try await known() == [one.content: PastUploads(file: "file_1")])
      #expect(try await known(.other) == [:])
      #expect(
        try await known(.disputeEvidence, AccountIdentity(sandbox: "i2"))
          == [two.content: PastUploads(file: "file_2")])
      #expect(try await journal.uploads(of: [], for: .disputeEvidence, to: Self.account) == [:])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `keys that brought no file are counted, also once it is there`(
    subject: JournalSubject
  ) async throws {
    try await subject.run { journal in
      try await journal.open(Self.first, plan(["dp_1"]))
      let upload = Self.upload(1)
      for file in [nil, nil, "file_1"] {
        try await journal.remember(Self.first, upload, file: file)
      }
      let known = try await journal.uploads(
        of: [upload.content], for: .disputeEvidence, to: Self.account)
      #expect(known == [upload.content: PastUploads(file: "file_1", usedUp: 2)])
    }
  }

  @Test(arguments: JournalSubject.all)
  func `a run that was never opened has no uploads`(subject: JournalSubject) async throws {
    try await subject.run { journal in
      await #expect(throws: JournalFailure.self) {
        try await journal.remember(Self.first, Self.upload(1), file: "file_1")
      }
    }
  }
}
