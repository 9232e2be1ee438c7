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
    cpay_keep_freed_memory()
    _ = cpay_use_utf8_locale()
    let errors = OutputStream.descriptor(2)
    if let shortage = unsafe cpay_shortage() {
      end(unsafe String(cString: shortage), errors)
    }
    let output = OutputStream.descriptor(1, collects: true)
    return CommandLineTool(
      arguments: arguments(errors), variables: environment(errors),
      input: .descriptor(0, beforeWaiting: output.flush), output: output,
      errors: errors.behind(output))
  }

  private static func end(
    _ reason: String, _ errors: OutputStream, _ status: ExitStatus = .defect
  ) -> Never {
    errors.sentence("cpay: \(reason)")
    exit(status.code)
  }

  /// The process's arguments without the command's own name.
  ///
  /// Swift's own `CommandLine.arguments` are empty where `/proc` cannot be read.
  private static func arguments(_ errors: OutputStream) -> [String] {
    let count = cpay_argument_count()
    let missing = "the system did not hand over the arguments, and nothing was done"
    if count < 1 { end(missing, errors) }
    return (1..<max(1, count)).map { index in
      guard let argument = unsafe cpay_argument(index) else { end(missing, errors) }
      return unsafe text(argument, named: "argument \(index)", errors)
    }
  }

  private static func environment(_ errors: OutputStream) -> [String: String] {
    var result: [String: String] = [:]
    var index: Int32 = 0
    while let line = unsafe cpay_variable(index) {
      let name = unsafe String(cString: line).prefix { $0 != "=" }
      let isRead = ["HOME", "XDG_", "CPAY_", "CASAPAY_"].contains { name.hasPrefix($0) }
      let text =
        unsafe isRead
        ? text(line, named: "the variable \(name)", errors) : String(cString: line)
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
      index += 1
    }
    // A program that is run for a key sees no other.
    for (name, value) in result where KeyPattern.occurs(in: value) { unsafe unsetenv(name) }
    unsafe unsetenv("CASAPAY_API_KEY")
    return result
  }

  /// A text of the system.
  ///
  /// Where it is not UTF-8 the program ends: made to be, it would name another file than the one that
  /// is meant.
  private static func text(
    _ characters: UnsafePointer<CChar>, named name: String, _ errors: OutputStream
  ) -> String {
    if let text = unsafe String(validatingCString: characters) { return text }
    let bytes = unsafe UnsafeBufferPointer(start: characters, count: strlen(characters))
      .map { UInt8(bitPattern: $0) }
    let word = bytes.split(separator: UInt8(ascii: " ")).first {
      (try? UTF8Span(validating: $0.span)) == nil
    }
    end(
      "\(name) is not UTF-8, as names of files have to be here: `\(escaped(word ?? []))`", errors,
      .usage)
  }

  /// The beginning of bytes, those that are not ASCII by their numbers.
  private static func escaped(_ bytes: some Collection<UInt8>) -> String {
    let shown = bytes.prefix(80).map { byte in
      byte < 0x80 ? String(Unicode.Scalar(byte)) : "\\x" + String(byte, radix: 16)
    }
    return DisplayText(shown.joined()).string
  }
}
