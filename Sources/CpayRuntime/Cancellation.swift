import Synchronization

/// How often a person, or the host, has asked to stop what runs.
///
/// The first time ends reading at once but lets what was sent be answered; the second gives that
/// up too.
public final class Cancellation: Sendable {
  private let state = Mutex(State())

  private struct State {
    var requests = 0
    var isSending = false
    var cancel: (@Sendable () -> Void)?
    /// What a request reaches besides.
    var parts: [Int: Cancellation] = [:]
    var nextPart = 0

    /// Whether what was sent is still to be answered.
    var isWaiting: Bool { isSending && requests == 1 }
  }

  /// A cancellation that nobody has asked for.
  public init() {}

  /// Whether someone asked to stop.
  public var isRequested: Bool { state.withLock { $0.requests > 0 } }

  /// Ends work that goes on without waiting for anyone, where someone asked to stop; `count` says how
  /// much has been done, so that not each piece of it asks.
  /// - Throws: ``EvaluationError/interrupted``.
  func check(every count: Int) throws(EvaluationError) {
    if count.isMultiple(of: 1024), isRequested || Task.isCancelled { throw .interrupted }
  }

  /// Whether someone asked to stop while writes are being sent, of which some may be under way.
  public var isFinishing: Bool { state.withLock { $0.isWaiting } }

  /// Asks to stop.
  public func request() {
    let (cancel, parts) = state.withLock { state in
      state.requests += 1
      return (state.isWaiting ? nil : state.cancel, Array(state.parts.values))
    }
    cancel?()
    for part in parts { part.request() }
  }

  /// Forgets earlier requests; said once, when a program begins.
  public func begin() {
    state.withLock { state in
      (state.requests, state.isSending, state.cancel) = (0, false, nil)
    }
  }

  /// Says how what runs now is cancelled; where a request came before, it is cancelled at once.
  public func arm(_ cancel: @escaping @Sendable () -> Void) {
    let isCancelled = state.withLock { state in
      state.cancel = cancel
      return state.requests > 0 && !state.isWaiting
    }
    if isCancelled { cancel() }
  }

  /// Says that writes are being sent, or no longer.
  func setSending(_ isSending: Bool) {
    state.withLock { $0.isSending = isSending }
  }

  // MARK: Parts

  /// Runs `work` in a task of its own, which `part` cancels; a request for the whole reaches it.
  func run(
    _ part: Cancellation, _ work: @escaping @Sendable () async throws(EvaluationError) -> Void
  ) async throws(EvaluationError) {
    let key = join(part)
    defer { leave(key) }
    let task = Task { () -> EvaluationError? in
      do throws(EvaluationError) { try await work() } catch { return error }
      return nil
    }
    part.arm { task.cancel() }
    guard let error = await task.value else { return }
    throw error.isRead && part.isRequested ? .interrupted : error
  }

  private func join(_ part: Cancellation) -> Int {
    let (key, isRequested) = state.withLock { state in
      let key = state.nextPart
      state.nextPart += 1
      state.parts[key] = part
      return (key, state.requests > 0)
    }
    if isRequested { part.request() }
    return key
  }

  private func leave(_ key: Int) {
    state.withLock { $0.parts[key] = nil }
  }
}
