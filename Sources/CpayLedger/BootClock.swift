import Glibc

/// How long the machine has been up, with a name for this start of it: a clock that nobody sets and
/// that goes on while the machine sleeps.
struct BootClock: Hashable, Sendable {
  /// The name of this start; empty where the system gives none.
  let boot: String
  /// Seconds since.
  let seconds: Int64

  /// The machine's.
  static var now: BootClock {
    var time = timespec()
    unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    return BootClock(boot: name, seconds: Int64(time.tv_sec))
  }

  private static let name: String = {
    let descriptor = unsafe open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 36)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }()
}
