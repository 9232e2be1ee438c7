import Synchronization

/// Carries elements from the work that makes them to whoever reads them.
///
/// The work is a task of its own, which a cancelled reader does not tear down: it is asked to stop,
/// and what it still says can be read.
final class Feed<Element: Sendable>: Sendable {
  private let state = Mutex(State())
  private let stop: @Sendable () -> Void
  private let work: @Sendable (Feed) async throws(EvaluationError) -> Void

  private struct State {
    var elements: [Element] = []
    var waiting: [CheckedContinuation<Void, Never>] = []
    var hasBegun = false
    var isStopped = false
    var isAbandoned = false
    var hasEnded = false
    var error: EvaluationError?

    /// Those that wait for a change.
    mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
      defer { waiting = [] }
      return waiting
    }
  }

  /// A feed of what `work` makes, from the first time someone reads; `stop` asks it to end.
  init(
    stop: @escaping @Sendable () -> Void,
    work: @escaping @Sendable (Feed) async throws(EvaluationError) -> Void
  ) {
    self.stop = stop
    self.work = work
  }

  // MARK: The work

  /// Adds an element, and does not wait.
  func add(_ element: Element) {
    change { $0.elements.append(element) }
  }

  /// Adds an element once the one before has been read.
  /// - Throws: ``EvaluationError/interrupted`` when nobody reads any more.
  func hand(_ element: Element) async throws(EvaluationError) {
    await wait { $0.elements.isEmpty || $0.isAbandoned }
    if state.withLock({ $0.isAbandoned }) { throw .interrupted }
    add(element)
  }

  private func begin() {
    let isFirst = state.withLock { state in
      defer { state.hasBegun = true }
      return !state.hasBegun
    }
    guard isFirst else { return }
    Task {
      var failure: EvaluationError?
      do throws(EvaluationError) { try await work(self) } catch { failure = error }
      change { state in
        state.hasEnded = true
        state.error = failure
      }
    }
  }

  // MARK: The reader

  /// The next element; nil after the last.
  /// - Throws: What the work threw, once, after its last element.
  func next() async throws(EvaluationError) -> Element? {
    begin()
    await withTaskCancellationHandler {
      await wait { !$0.elements.isEmpty || $0.hasEnded }
    } onCancel: {
      requestStop()
    }
    var element: Element?
    var error: EvaluationError?
    change { state in
      if !state.elements.isEmpty {
        element = state.elements.removeFirst()
      } else {
        (error, state.error) = (state.error, nil)
      }
    }
    if let error { throw error }
    return element
  }

  /// Asks the work to stop, once.
  private func requestStop() {
    let isFirst = state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    if isFirst { stop() }
  }

  /// Says that nobody will read any more.
  func abandon() {
    let isRunning = state.withLock { $0.hasBegun && !$0.hasEnded }
    change { $0.isAbandoned = true }
    if isRunning { requestStop() }
  }

  // MARK: Waiting

  private func wait(until isReady: @Sendable (State) -> Bool) async {
    while true {
      if state.withLock({ isReady($0) }) { return }
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if isReady(state) { return true }
          state.waiting.append(continuation)
          return false
        }
        if isReady { continuation.resume() }
      }
    }
  }

  private func change(_ body: (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      return state.takeWaiting()
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// The one place a feed is read from; letting go of it stops the work.
final class FeedReader<Element: Sendable>: Sendable {
  private let feed: Feed<Element>

  init(_ feed: Feed<Element>) {
    self.feed = feed
  }

  deinit {
    feed.abandon()
  }

  func next() async throws(EvaluationError) -> Element? {
    try await feed.next()
  }
}
