import CSystemCalls
import Glibc

extension CommandLineTool {
  /// The program on the process's own arguments, settings and streams, hardened first: crashes
  /// show no memory, files are private, a reader that goes away ends nothing.
  public static var standard: CommandLineTool {
    cpay_install_crash_handlers()
    _ = cpay_harden()
    _ = cpay_use_utf8_locale()
    return CommandLineTool(
      arguments: Array(CommandLine.arguments.dropFirst()), variables: environment(),
      input: .descriptor(0), output: .descriptor(1), errors: .descriptor(2))
  }

  private static func environment() -> [String: String] {
    var result: [String: String] = [:]
    for name in [
      "CASAPAY_API_KEY", "CASAPAY_API_BASE", "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "TERM",
      "NO_COLOR",
    ] {
      if let value = unsafe getenv(name) { result[name] = unsafe String(cString: value) }
    }
    unsafe unsetenv("CASAPAY_API_KEY")
    return result
  }
}
