import Dispatch
import Glibc
import Synchronization

/// Lets what a program writes leave in few pieces, and none of it late.
///
/// What comes after a pause leaves at once. What follows soon waits for more, until there is much of it
/// or a moment has passed, whatever the program does meanwhile: a reader that takes one row and goes has
/// it at once, and a row that has come is not held back by one that is waited for.
final class OutputBuffer: Sendable {
  private let state = Mutex(State())
  /// Writes bytes; gives the number of the error, or 0.
  private let write: @Sendable ([UInt8]) -> Int32
  /// Nanoseconds of a clock that only goes on.
  private let now: @Sendable () -> UInt64
  /// Calls back once ``patience`` has passed.
  private let later: @Sendable (_ call: @escaping @Sendable () -> Void) -> Void

  private struct State {
    var pending = PendingBytes()
    /// When something left last; nil where nothing has.
    var left: UInt64?
    /// Whether someone will look after what waits.
    var isTimed = false
    /// The first error, after which nothing follows, so that no line is missing in the middle.
    var failure: Int32 = 0
  }

  /// The nanoseconds that bytes wait, at most.
  static let patience: UInt64 = 20_000_000

  /// A buffer before whatever `write` writes to.
  init(
    now: @escaping @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds },
    later: @escaping @Sendable (_ call: @escaping @Sendable () -> Void) -> Void =
      OutputBuffer.afterPatience,
    _ write: @escaping @Sendable ([UInt8]) -> Int32
  ) {
    (self.now, self.later, self.write) = (now, later, write)
  }

  private static let queue = DispatchQueue(label: "cpay.output")

  private static let afterPatience: @Sendable (@escaping @Sendable () -> Void) -> Void = { call in
    queue.asyncAfter(deadline: .now() + .nanoseconds(Int(patience)), execute: call)
  }

  /// The first error; 0 where there was none.
  var failure: Int32 { state.withLock { $0.failure } }

  /// Adds bytes, which leave now or soon.
  func add(_ bytes: [UInt8]) {
    let isToBeTimed = state.withLock { state -> Bool in
      if state.failure != 0 { return false }
      let hasPaused = state.left.map { now() >= $0 + OutputBuffer.patience } ?? true
      note(state.pending.add(bytes, write), &state)
      if hasPaused || state.pending.isEmpty {
        note(state.pending.flush(write), &state)
        state.left = now()
        return false
      }
      defer { state.isTimed = true }
      return !state.isTimed
    }
    if isToBeTimed { later { self.lookAfter() } }
  }

  /// Adds bytes, which leave now.
  func addAndFlush(_ bytes: [UInt8]) {
    state.withLock { state in
      if state.failure != 0 { return }
      note(state.pending.add(bytes, write), &state)
      flush(&state)
    }
  }

  private func lookAfter() {
    state.withLock { state in
      state.isTimed = false
      flush(&state)
    }
  }

  /// Lets all leave that waits.
  func flush() {
    state.withLock { flush(&$0) }
  }

  /// The same for whoever must not wait for the reader: as much leaves as is taken at once, and none
  /// where someone is writing already.
  func flush(withoutWaiting writeSome: ([UInt8]) -> Int32) {
    _ = state.withLockIfAvailable { state in note(state.pending.flush(writeSome), &state) }
  }

  private func flush(_ state: inout State) {
    if state.pending.isEmpty || state.failure != 0 { return }
    note(state.pending.flush(write), &state)
    state.left = now()
  }

  private func note(_ error: Int32, _ state: inout State) {
    if state.failure == 0 { state.failure = error }
  }
}
