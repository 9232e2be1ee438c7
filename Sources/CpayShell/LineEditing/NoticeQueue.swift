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
    /// What has come of a line that is not whole yet, by the stream it is for.
    var begun: [Int: Begun] = [:]
    var streams = 0
  }

  private struct Begun {
    var bytes: [UInt8]
    let write: @Sendable ([UInt8]) -> Void
  }

  /// A queue that writes a byte to `wake` when something comes.
  init(wake: Int32) {
    self.wake = wake
  }

  /// The number of one more stream, whose lines are its own.
  func stream() -> Int {
    state.withLock { state in
      state.streams += 1
      return state.streams
    }
  }

  /// Has bytes of a stream written: at once, or in whole lines by the editor while it shows a line.
  func write(_ bytes: [UInt8], of stream: Int, by write: @escaping @Sendable ([UInt8]) -> Void) {
    let isWaiting = state.withLock { state in
      guard state.isEditing else { return false }
      var begun = (state.begun[stream]?.bytes ?? []) + bytes
      if let end = begun.lastIndex(of: UInt8(ascii: "\n")) {
        let lines = Array(begun[...end])
        begun.removeSubrange(...end)
        state.waiting.append { write(lines) }
      }
      state.begun[stream] = begun.isEmpty ? nil : Begun(bytes: begun, write: write)
      return true
    }
    guard isWaiting else { return write(bytes) }
    _ = unsafe Glibc.write(self.wake, [0], 1)
  }

  func beginEditing() { state.withLock { $0.isEditing = true } }

  /// Ends it; the rest that is to be written.
  func endEditing() -> [@Sendable () -> Void] {
    state.withLock { state in
      let rest = state.begun.sorted { $0.key < $1.key }.map { _, begun in
        { @Sendable in begun.write(begun.bytes) }
      }
      defer { (state.isEditing, state.waiting, state.begun) = (false, [], [:]) }
      return state.waiting + rest
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
