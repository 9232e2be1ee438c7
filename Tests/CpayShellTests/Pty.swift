import CSystemCalls
import Glibc
import Synchronization
import Testing

/// A terminal of the test's own: what is written to the master is typed, what is read is drawn.
final class Pty: Sendable {
  let master: Int32
  let terminal: Int32
  private let drawn = Mutex<[UInt8]>([])

  init() throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(master >= 0)
    var unlocked: Int32 = 0
    try #require(unsafe ioctl(master, 0x4004_5431, &unlocked) == 0)
    terminal = ioctl(master, 0x5441, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(terminal >= 0)
    resize(rows: 24, columns: 80)
  }

  deinit {
    close(terminal)
    close(master)
  }

  func resize(rows: UInt16, columns: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Types `text`, reading what is drawn meanwhile so that neither side waits for the other.
  func type(_ text: String) { type(Array(text.utf8)) }

  func type(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var ready = pollfd(fd: master, events: Int16(POLLIN | POLLOUT), revents: 0)
      guard unsafe poll(&ready, 1, 10_000) > 0 else { return }
      if ready.revents & Int16(POLLIN) != 0 { readDrawn() }
      guard ready.revents & Int16(POLLOUT) != 0 else { continue }
      let count = unsafe rest.prefix(512).withUnsafeBytes {
        unsafe write(master, $0.baseAddress, $0.count)
      }
      if count > 0 { rest = rest.dropFirst(count) }
    }
  }

  /// Waits until `isDone`, taking in what is drawn; false after a minute.
  func wait(until isDone: () -> Bool) -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(60)
    while !isDone() {
      if clock.now > end { return false }
      var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&ready, 1, 5) > 0 { readDrawn() }
    }
    return true
  }

  /// Waits until the drawn text holds `text`.
  func shows(_ text: String) -> Bool {
    wait { hasDrawn(text) }
  }

  /// Whether the drawn text holds `text` already.
  func hasDrawn(_ text: String) -> Bool {
    drawn.withLock { $0.contains(Array(text.utf8)) }
  }

  /// Makes every read of the terminal fail from now on, as when its window is closed.
  func hangUp() {
    let other = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    dup2(other, master)
    close(other)
  }

  var drawnCount: Int { drawn.withLock { $0.count } }

  func forgetDrawn() {
    drawn.withLock { $0 = [] }
  }

  var settings: [UInt32] {
    var found = termios()
    _ = unsafe tcgetattr(terminal, &found)
    return [found.c_iflag, found.c_oflag, found.c_lflag, UInt32(found.c_cc.0)]
  }

  func makeRaw() {
    var settings = termios()
    _ = unsafe tcgetattr(terminal, &settings)
    unsafe cfmakeraw(&settings)
    _ = unsafe tcsetattr(terminal, TCSANOW, &settings)
  }

  private func readDrawn() {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(master, &chunk, chunk.count)
    if count > 0 { drawn.withLock { $0 += chunk[..<count] } }
  }
}
