import CpayClient

/// Makes every intent durable before it is sent, and every outcome before it is shown.
public struct JournaledEffects: EffectHandler {
  private let inner: any EffectHandler
  private let journal: any RunJournal

  /// Remembers in `journal` what `inner` is asked to change.
  public init(_ inner: any EffectHandler, journal: any RunJournal) {
    self.inner = inner
    self.journal = journal
  }

  /// Remembers what is asked to change, before and after it is performed inside.
  public func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    switch effect {
    case .claims(let account, let disputes):
      return .claims(
        try await remember { (journal) throws(JournalFailure) in
          try await journal.claims(on: disputes, of: account)
        })
    case .refusals(let action, let account, let disputes):
      return .refusals(
        try await remember { (journal) throws(JournalFailure) in
          try await journal.refusals(of: action, on: disputes, of: account)
        })
    case .uploads(let account, let purpose, let contents):
      return .uploads(
        try await remember { (journal) throws(JournalFailure) in
          try await journal.uploads(of: contents, for: purpose, to: account)
        })
    case .open(let plan, _):
      let outcome = try await inner.perform(effect)
      guard case .opened(let run) = outcome else { return outcome }
      try await remember { (journal) throws(JournalFailure) in
        try await journal.open(run, plan)
      }
      return outcome
    case .send(let run, let position, let write, let gate):
      try await remember { (journal) throws(JournalFailure) in
        try await journal.intend(run, position: position, write)
      }
      // The run may have been stopped while the intent waited for the disk.
      if let reason = gate.closedBecause() { return .answer(.notApplied(.stopped(reason))) }
      return try await inner.perform(effect)
    case .upload(let run, let upload, _):
      let outcome = try await inner.perform(effect)
      // No intent goes before it: should this process die now, the next one sends the same upload
      // under the same key, and gets the same file.
      guard case .uploaded(let result) = outcome, let file = result.recordedFile else {
        return outcome
      }
      try await remember { (journal) throws(JournalFailure) in
        try await journal.remember(run, upload, file: file)
      }
      return outcome
    case .settle(let run, let rows):
      try await remember { (journal) throws(JournalFailure) in
        try await journal.settle(run, rows)
      }
      return try await inner.perform(effect)
    case .close(let run):
      try await remember { (journal) throws(JournalFailure) in try await journal.close(run) }
      return try await inner.perform(effect)
    case .list, .object: return try await inner.perform(effect)
    }
  }

  private func remember<Result>(
    _ work: (any RunJournal) async throws(JournalFailure) -> Result
  ) async throws(EvaluationError) -> Result {
    do {
      return try await work(journal)
    } catch {
      throw .journal(error)
    }
  }
}

extension UploadOutcome {
  /// The file, or nil for a definite refusal, where there is something to remember.
  fileprivate var recordedFile: String?? {
    switch self {
    case .uploaded(let id, _): .some(id)
    case .refused: .some(nil)
    case .changed, .stopped: nil
    }
  }
}
