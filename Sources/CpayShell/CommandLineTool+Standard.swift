import CSystemCalls
import CpayClient
import Glibc

extension CommandLineTool {
  /// The program on the process's own arguments, settings and streams, hardened first: crashes
  /// show no memory, files are private, a reader that goes away ends nothing.
  ///
  /// Where the process lacks what any program of ours needs it ends here, with a message: a batch
  /// that is passed over may not look like one that is done.
  public static var standard: CommandLineTool {
    cpay_install_crash_handlers()
    _ = cpay_harden()
    _ = cpay_use_utf8_locale()
    let errors = OutputStream.descriptor(2)
    if let shortage = unsafe cpay_shortage() {
      end(unsafe String(cString: shortage), errors)
    }
    guard let arguments = arguments() else {
      end("the system did not hand over the arguments, and nothing was done", errors)
    }
    return CommandLineTool(
      arguments: arguments, variables: environment(),
      input: .descriptor(0), output: .descriptor(1), errors: errors)
  }

  private static func end(_ reason: String, _ errors: OutputStream) -> Never {
    errors.line("cpay: \(reason)")
    exit(ExitStatus.defect.code)
  }

  /// The process's arguments without the command's own name; nil when the system gave none.
  ///
  /// Swift's own `CommandLine.arguments` are empty where `/proc` cannot be read.
  private static func arguments() -> [String]? {
    let count = cpay_argument_count()
    guard count > 0 else { return nil }
    var arguments: [String] = []
    for index in 1..<max(1, count) {
      guard let argument = unsafe cpay_argument(index) else { return nil }
      arguments.append(unsafe String(cString: argument))
    }
    return arguments
  }

  private static func environment() -> [String: String] {
    var result: [String: String] = [:]
    var index: Int32 = 0
    while let line = unsafe cpay_variable(index) {
      let parts = unsafe String(cString: line).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
      index += 1
    }
    // A program that is run for a key sees no other.
    for (name, value) in result where KeyPattern.occurs(in: value) { unsafe unsetenv(name) }
    unsafe unsetenv("CASAPAY_API_KEY")
    return result
  }
}
