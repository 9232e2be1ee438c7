public import CpayClient
import CpayLanguage
import CpaySyntax

/// What a journal knows of earlier writes of one kind to one dispute.
public struct PastWrites: Hashable, Sendable {
  /// How many idempotency keys the API will not answer anew: the next write has the key after them.
  public var usedUp: Int
  /// The final writes to the dispute that may have been sent and that a person has called not applied.
  public var disowned: [DisownedWrite]

  /// Writes that used up so many keys.
  public init(usedUp: Int = 0, disowned: [DisownedWrite] = []) {
    (self.usedUp, self.disowned) = (usedUp, disowned)
  }

  /// How long a key lasts that met another request: the server forgets both by then.
  public static let clashLifetime = Duration.seconds(24 * 3_600)

  /// Whether a write that a person has called not applied leaves a key that would only bring back what
  /// the API last said under it, that long ago.
  public static func isUsedUp(_ answer: KeyAnswer?, age: Duration) -> Bool {
    switch answer {
    case .failed: true
    case .clash: age >= clashLifetime
    case .other, nil: false
    }
  }
}

/// A write that may have been sent, of which a person says that it was not applied.
public struct DisownedWrite: Hashable, Sendable {
  /// Its idempotency key.
  public let key: String
  /// How long ago the key was first used, by the clock that says most.
  public let age: Duration
  /// The API key that it was sent with; nil where that is not known.
  public let sentWith: KeyFingerprint?

  /// A write of those parts.
  public init(key: String, age: Duration, sentWith: KeyFingerprint?) {
    (self.key, self.age, self.sentWith) = (key, age, sentWith)
  }

  /// Whether the API itself tells a new write of that idempotency key, sent with that API key, from
  /// this one, should it stand after all.
  func isGuarded(by key: String, sentWith sender: KeyFingerprint?) -> Bool {
    key == self.key && sender != nil && sender == sentWith && age < DisputeWrite.keyLifetime
  }
}

extension WritePlan {
  /// What a person should know of rows whose dispute has had a final write that somebody called not
  /// applied: under another key, or long after, the API would take both.
  ///
  /// `sender` is nil where the server is not known to keep keys, or the API key is not known.
  func remarks(
    on past: [String: PastWrites], sentWith sender: KeyFingerprint?
  ) -> [Diagnostic] {
    if action.effect != .final { return [] }
    var unguarded = SampledRows()
    for item in eligible {
      guard let seen = item.seen, let past = past[seen.id], !past.disowned.isEmpty,
        let action = action.clientAction
      else { continue }
      // A document counts by its content in the key, whatever id it is given.
      let evidence = item.evidence.map {
        DisputeWrite.Evidence(name: $0.name, text: $0.meaning)
      }
      let write = DisputeWrite(
        action, dispute: seen.id, evidence: evidence, seen: seen.evidence, status: seen.status,
        account: account, generation: past.usedUp)
      let isGuarded = past.disowned.allSatisfy {
        $0.isGuarded(by: write.key, sentWith: sender)
      }
      if !isGuarded { unguarded.add(seen.id) }
    }
    if unguarded.count == 0 { return [] }
    return [
      Diagnostic(RunFinding.onAPersonsWord(count: unguarded.count, first: unguarded.shown))
    ]
  }
}

extension Account {
  /// What a person should know of a plan's disputes, as the journal remembers them.
  func remarks(on plan: WritePlan) async throws(EvaluationError) -> [Diagnostic] {
    let disputes = plan.eligible.compactMap(\.seen?.id)
    if plan.action.effect != .final || disputes.isEmpty { return [] }
    do {
      let past = try await journal.opened().pastWrites(
        of: plan.action, on: disputes, of: identity)
      return plan.remarks(on: past, sentWith: keepsKeys ? key : nil)
    } catch {
      throw .journal(error)
    }
  }
}
