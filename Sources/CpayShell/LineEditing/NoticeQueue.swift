import Glibc
import Synchronization

/// What is to be written above the line being edited, by whoever runs meanwhile.
final class NoticeQueue: Sendable {
  private let state = Mutex(State())
  /// Wakes the editor.
  private let wake: Int32

  private struct State {
    var isEditing = false
    var waiting: [@Sendable () -> Void] = []
    /// The start of a line that is not whole yet.
    var begun: [UInt8] = []
    var writeBegun: (@Sendable ([UInt8]) -> Void)?
  }

  /// A queue that writes a byte to `wake` when something comes.
  init(wake: Int32) {
    self.wake = wake
  }

  /// Has bytes written: at once, or in whole lines by the editor while it shows a line.
  func write(_ bytes: [UInt8], by write: @escaping @Sendable ([UInt8]) -> Void) {
    let isWaiting = state.withLock { state in
      guard state.isEditing else { return false }
      state.begun += bytes
      state.writeBegun = write
      if let end = state.begun.lastIndex(of: UInt8(ascii: "\n")) {
        let lines = Array(state.begun[...end])
        state.begun.removeSubrange(...end)
        state.waiting.append { write(lines) }
      }
      return true
    }
    guard isWaiting else { return write(bytes) }
    _ = unsafe Glibc.write(self.wake, [0], 1)
  }

  func beginEditing() { state.withLock { $0.isEditing = true } }

  /// Ends it; the rest that is to be written.
  func endEditing() -> [@Sendable () -> Void] {
    state.withLock { state in
      defer { state = State() }
      guard let write = state.writeBegun, !state.begun.isEmpty else { return state.waiting }
      let rest = state.begun
      return state.waiting + [{ write(rest) }]
    }
  }

  /// What is to be written now.
  func take() -> [@Sendable () -> Void] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }
}
