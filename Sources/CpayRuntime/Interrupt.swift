import Synchronization

/// Remembers how often a person has asked to stop.
///
/// The first time ends reading at once but lets what was sent be answered; the second gives that
/// up too.
public final class Interrupt: Sendable {
  private let state = Mutex(State())

  private struct State {
    var requests = 0
    var isSending = false
    var cancel: (@Sendable () -> Void)?
  }

  /// An interrupt that nobody has asked for.
  public init() {}

  /// Whether someone asked to stop.
  public var isRequested: Bool { state.withLock { $0.requests > 0 } }

  /// Whether someone asked to stop while writes are being sent, of which some may be under way.
  public var isFinishing: Bool { state.withLock { $0.isSending && $0.requests == 1 } }

  /// Asks to stop.
  public func request() {
    let cancel = state.withLock { state in
      state.requests += 1
      return state.isSending && state.requests == 1 ? nil : state.cancel
    }
    cancel?()
  }

  /// Forgets earlier requests; said once, when a program begins.
  public func begin() {
    state.withLock { $0 = State() }
  }

  /// Says how what runs now is cancelled; where a request came before, it is cancelled at once.
  public func arm(_ cancel: @escaping @Sendable () -> Void) {
    let isRequested = state.withLock { state in
      state.cancel = cancel
      return state.requests > 0
    }
    if isRequested { cancel() }
  }

  /// Says that writes are being sent, or no longer.
  func setSending(_ isSending: Bool) {
    state.withLock { $0.isSending = isSending }
  }
}
