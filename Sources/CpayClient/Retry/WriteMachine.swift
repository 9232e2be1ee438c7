import CpayModel
import CpayValue

/// Decides what follows each answer to a write that cannot be undone; sends and waits nothing
/// itself.
///
/// Every request it asks for has the same key and the same bytes. After an answer that proves
/// nothing it waits, reads the dispute and then decides: the write is proven; or the dispute is
/// untouched and the server keeps keys, and the same request goes out again; or nobody knows.
/// A new key is not its business: that needs a definite refusal and another write.
struct WriteMachine: Sendable {
  /// What to do next.
  enum Action: Hashable, Sendable {
    /// Send the write, under its key; tell ``willSend(_:)`` before.
    case send
    /// Let time pass.
    case wait(Duration)
    /// Read the dispute.
    case look
    case finish(WriteOutcome)
  }

  /// Requests of one write that may have arrived, at most.
  static let maximumAttempts = 4
  /// How long one write may take, waits for 429 not counted.
  static let patience = Duration.seconds(300)
  /// How long a server that takes no connection is tried.
  static let unreachableLimit = Duration.seconds(60)
  /// How old the first request may be when it is repeated.
  static let keyLifetime = DisputeWrite.keyLifetime

  private let policy: RetryPolicy
  private let repeatsSafely: Bool
  private let start: Moment
  /// When the first request under the key left that may have arrived, and that of an earlier
  /// process.
  private var firstSent: Moment?
  private let sentBefore: Moment?
  private var afterWait = Action.send
  private var attempts = 0
  private var busyAnswers = 0
  private var serverFailures = 0
  private var pacedAnswers = 0
  private var pacing = Duration.zero
  private var unreachableSince: Duration?
  private var unreachableAttempts = 0
  /// Why it is not known whether the write stands; nil while every answer was definite.
  private var doubt: WriteOutcome.Doubt?
  /// What the API last said under the key.
  private var lastAnswer: KeyAnswer?
  /// A no that has to be held against the dispute.
  private var refusal: APIError?
  private var mayRepeat = true

  /// A write that begins now.
  ///
  /// `repeatsSafely` says that the server is known to answer a key it has seen from memory.
  init(_ policy: RetryPolicy, repeatsSafely: Bool, at start: Moment) {
    (self.policy, self.repeatsSafely, self.start) = (policy, repeatsSafely, start)
    sentBefore = nil
  }

  /// A write that an earlier process sent and whose effect is not known: it is looked at before
  /// anything is sent.
  init(
    _ policy: RetryPolicy, repeatsSafely: Bool, at start: Moment, after earlier: EarlierAttempt
  ) {
    (self.policy, self.repeatsSafely, self.start) = (policy, repeatsSafely, start)
    sentBefore = Moment(uptime: start.uptime - earlier.age, wall: start.wall)
    firstSent = sentBefore
    doubt = WriteOutcome.Doubt(earlier.reason, requestID: earlier.requestID)
  }

  /// Takes note that the request leaves.
  mutating func willSend(_ now: Moment) {
    if firstSent == nil { firstSent = now }
    attempts += 1
  }

  /// What follows an answer.
  mutating func answered(_ answer: WriteAnswer, _ now: Moment, random: UInt64) -> Action {
    if case .notSent(let reason) = answer { return notSent(reason, now, random) }
    lastAnswer = answer.ofKey ?? lastAnswer
    unreachableSince = nil
    unreachableAttempts = 0
    switch answer {
    case .applied(let requestID): return .finish(.applied(requestID: requestID))
    case .refused(let error): return refused(error)
    case .halted(let error): return stopped(error.summary, error)
    case .paced(let error, let asked): return paced(error, asked, now, random)
    case .busy(let error): return busy(error, now)
    case .clash(let error):
      return doubtful(error.summary, error.requestID, .keyClash, mayRepeat: false)
    case .outdated(let reason, let requestID):
      return doubtful(reason, requestID, mayRepeat: false)
    case .astray(let reason, let requestID):
      return doubtful(reason, requestID, .everything, mayRepeat: false)
    case .failed(let error, let shouldRetry):
      serverFailures += 1
      return doubtful(
        error.summary, error.requestID, mayRepeat: shouldRetry != false && serverFailures <= 1,
        after: .seconds(1 << (attempts - 1)), now)
    case .unknown(let reason, let requestID):
      return doubtful(reason, requestID, after: .seconds(5 << (attempts - 1)), now)
    case .notSent(let reason): return notSent(reason, now, random)
    }
  }

  /// What follows a wait that was waited out; the key may have grown too old meanwhile.
  mutating func waited(_ now: Moment) -> Action {
    guard afterWait == .send, doubt != nil, !isKeyFresh(now) else { return afterWait }
    mayRepeat = false
    return .look
  }

  /// What follows a look at the dispute.
  mutating func looked(_ look: DisputeLook, _ now: Moment) -> Action {
    if case .ours = look {
      let reason = doubt?.reason ?? refusal?.summary
      return .finish(
        .applied(requestID: doubt?.requestID ?? refusal?.requestID, reconciled: reason))
    }
    if let refusal { return .finish(afterRefusal(refusal, look)) }
    guard let doubt else { return .finish(.unknown(WriteOutcome.Doubt("no answer was seen"))) }
    switch look {
    case .ours, .untouched:
      return mayGoOut(again: now) ? .send : .finish(.unknown(doubt))
    case .moved(let how): return .finish(.unknown(doubt.reaching(doubt.reach, how)))
    case .unreadable(let reason, let isForbidden):
      return .finish(.unknown(doubt.reaching(isForbidden ? .everything : doubt.reach, reason)))
    }
  }

  /// What follows when nothing more may be sent, as a person or another row said.
  mutating func stopped(_ reason: String) -> Action {
    guard let doubt else { return .finish(.notApplied(.stopped(reason))) }
    self.doubt = doubt.reaching(doubt.reach, reason)
    mayRepeat = false
    return .look
  }

  // MARK: Answers

  private mutating func refused(_ error: APIError) -> Action {
    guard doubt != nil || error.code == "state_invalid" else {
      return .finish(.notApplied(.refused(error)))
    }
    refusal = error
    return .look
  }

  /// A no to us: nothing was changed by this request, and whatever an earlier one did stays open.
  private func stopped(_ reason: String, _ error: APIError?) -> Action {
    guard let doubt else { return .finish(.notApplied(.stopped(reason, error))) }
    return .finish(.unknown(doubt.reaching(.everything, reason)))
  }

  private mutating func notSent(_ reason: String, _ now: Moment, _ random: UInt64) -> Action {
    attempts -= 1
    if attempts == 0 { firstSent = sentBefore }
    let since = unreachableSince ?? now.uptime
    (unreachableSince, unreachableAttempts) = (since, unreachableAttempts + 1)
    guard now.uptime - since < WriteMachine.unreachableLimit else { return stopped(reason, nil) }
    return wait(policy.backoff(unreachableAttempts, random), then: .send, now)
      ?? stopped(reason, nil)
  }

  private mutating func paced(
    _ error: APIError, _ asked: RetryAfter?, _ now: Moment, _ random: UInt64
  ) -> Action {
    attempts -= 1
    if attempts == 0 { firstSent = sentBefore }
    pacedAnswers += 1
    let pause = RetryPolicy.pause(asked, paced: pacedAnswers, random)
    guard asked?.isBearable != false else {
      let error = error.adding(asked, now.wall)
      return stopped(error.summary, error)
    }
    guard pacing + pause <= RetryPolicy.pacingBudget else { return stopped(error.summary, error) }
    pacing += pause
    afterWait = .send
    return .wait(pause)
  }

  /// Asks again after 1, 2 and 4 s, then looks.
  private mutating func busy(_ error: APIError, _ now: Moment) -> Action {
    busyAnswers += 1
    let isClash = error.type == "idempotency_error"
    if doubt == nil {
      doubt = WriteOutcome.Doubt(
        error.summary, requestID: error.requestID, answer: lastAnswer)
    }
    if repeatsSafely, busyAnswers <= 3, attempts < WriteMachine.maximumAttempts,
      let action = wait(.seconds(1 << (busyAnswers - 1)), then: .send, now)
    {
      return action
    }
    return doubtful(
      error.summary, error.requestID, isClash ? .keyClash : .thisWrite, mayRepeat: false)
  }

  /// Looks after an answer that proves nothing, once a server that is slow has had time to finish.
  private mutating func doubtful(
    _ reason: String, _ requestID: String?, _ reach: WriteOutcome.Doubt.Reach = .thisWrite,
    mayRepeat: Bool = true, after settle: Duration? = nil, _ now: Moment? = nil
  ) -> Action {
    doubt = WriteOutcome.Doubt(
      reason, requestID: requestID ?? doubt?.requestID, reach: reach, answer: lastAnswer)
    if !mayRepeat { self.mayRepeat = false }
    guard let settle, let now else { return .look }
    return wait(settle, then: .look, now) ?? .look
  }

  /// A no whose row has moved, or that came after an attempt in doubt.
  ///
  /// It is definite when nothing was in doubt: an earlier attempt may still be on its way, whatever a
  /// later one was told.
  private func afterRefusal(_ error: APIError, _ look: DisputeLook) -> WriteOutcome {
    switch (look, doubt) {
    case (.untouched, nil), (.moved, nil): return .notApplied(.refused(error))
    default:
      let earlier = doubt ?? WriteOutcome.Doubt(error.summary, requestID: error.requestID)
      guard case .unreadable(let reason, let isForbidden) = look else {
        return .unknown(earlier)
      }
      return .unknown(earlier.reaching(isForbidden ? .everything : earlier.reach, reason))
    }
  }

  private func mayGoOut(again now: Moment) -> Bool {
    repeatsSafely && mayRepeat && attempts < WriteMachine.maximumAttempts && isKeyFresh(now)
      && isPatient(now)
  }

  private func isKeyFresh(_ now: Moment) -> Bool {
    firstSent.map { now.age(since: $0) < WriteMachine.keyLifetime } ?? true
  }

  private func isPatient(_ now: Moment, after wait: Duration = .zero) -> Bool {
    now.uptime + wait - start.uptime - pacing <= WriteMachine.patience
  }

  /// A wait, unless the write would then have taken too long.
  private mutating func wait(_ length: Duration, then next: Action, _ now: Moment) -> Action? {
    guard isPatient(now, after: length) else { return nil }
    afterWait = next
    return .wait(length)
  }
}
