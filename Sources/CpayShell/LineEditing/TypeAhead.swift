import Glibc
import Synchronization

/// What was typed while something ran and before a question was there: no answer to it, but lines for
/// later.
final class TypeAhead: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  /// Takes what waits at a terminal, the beginning of a line included.
  func collect(from terminal: Int32) {
    var found = termios()
    guard unsafe tcgetattr(terminal, &found) == 0 else { return }
    // A line that has not ended yet can be read only where nobody waits for whole ones.
    var settings = found
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    settings.c_cc.5 = 0
    settings.c_cc.6 = 0
    _ = unsafe tcsetattr(terminal, TCSANOW, &settings)
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(terminal, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      // A zero stands for Ctrl-D.
      let typed = piece[..<count].filter { $0 != 0 }
      bytes.withLock { $0 += typed }
    }
    _ = unsafe tcsetattr(terminal, TCSANOW, &found)
  }

  /// What was typed, which is gone from here.
  func take() -> [UInt8] {
    bytes.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
  }
}
