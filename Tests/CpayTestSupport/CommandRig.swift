import CpayShell
import Synchronization

/// Runs cpay as a function call, in a folder of its own, and keeps everything it showed.
public struct CommandRig: Sendable {
  /// The folder the command runs in.
  public let folder: TemporaryDirectory

  /// Everything one run showed.
  public struct Run: Hashable, Sendable {
    /// The whole of standard output.
    public let output: String
    /// The whole of standard error.
    public let errors: String
    /// The exit status.
    public let status: Int32

    /// A run that showed this.
    public init(output: String, errors: String, status: Int32) {
      self.output = output
      self.errors = errors
      self.status = status
    }
  }

  /// A rig with those files in its folder.
  public init(_ files: [String: String] = [:]) throws {
    folder = try TemporaryDirectory(files)
  }

  /// Runs `cpay` with those arguments; the environment holds nothing but what is given and
  /// folders of the rig's own for state and settings.
  public func cpay(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) async -> Run {
    await cpay(arguments, input: Array(input.utf8), environment: environment)
  }

  /// Runs `cpay` on input that need not be text.
  public func cpay(
    _ arguments: [String], input: [UInt8], environment: [String: String] = [:]
  ) async -> Run {
    let (output, errors) = (Collector(), Collector())
    let program = CommandLineTool(
      arguments: arguments,
      variables: [
        "XDG_STATE_HOME": folder.path + "/state", "XDG_CONFIG_HOME": folder.path + "/config",
      ].merging(environment) { $1 },
      input: InputStream(input), output: output.stream, errors: errors.stream,
      folder: folder.path)
    let status = await program.run()
    return Run(output: output.text, errors: errors.text, status: status.code)
  }
}

/// Keeps what is written to a stream.
private final class Collector: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  var stream: OutputStream {
    OutputStream(width: { 100 }) { added in self.bytes.withLock { $0 += added } }
  }

  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
