import CpayShell
import Synchronization

/// Runs cpay as a function call, in a folder of its own, and keeps everything it showed.
///
/// A run that shows a key which it was given, or keeps one elsewhere than in its profile's file, fails.
public struct CommandRig: Sendable {
  /// The folder the command runs in.
  public let folder: TemporaryDirectory
  private let width: Int

  /// Everything one run showed.
  public struct Run: Hashable, Sendable {
    /// The whole of standard output.
    public let output: String
    /// The whole of standard error.
    public let errors: String
    /// The exit status.
    public let status: Int32

    /// The status of a run that has shown or kept a key, which no command ends with.
    static let leaked: Int32 = 999

    /// A run that showed this.
    public init(output: String, errors: String, status: Int32) {
      self.output = output
      self.errors = errors
      self.status = status
    }
  }

  /// A rig with those files in its folder, whose lines have so many columns.
  public init(_ files: [String: String] = [:], width: Int = 100) throws {
    folder = try TemporaryDirectory(files)
    self.width = width
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
    let watch = KeyWatch(folder: folder.path, input: input, environment: environment)
    let (output, errors) = (Collector(width: width), Collector(width: width))
    let program = CommandLineTool(
      arguments: arguments,
      variables: [
        "XDG_STATE_HOME": folder.path + "/state", "XDG_CONFIG_HOME": folder.path + "/config",
      ].merging(environment) { $1 },
      input: InputStream(input), output: output.stream, errors: errors.stream,
      folder: folder.path)
    let status = await program.run()
    let run = Run(output: output.text, errors: errors.text, status: status.code)
    // A sandbox tells its keys to whoever starts it.
    guard arguments.first != "sandbox", let leak = watch.leak(by: run) else { return run }
    return Run(output: run.output, errors: leak, status: Run.leaked)
  }
}

/// Keeps what is written to a stream.
private final class Collector: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  private let width: Int

  init(width: Int) {
    self.width = width
  }

  var stream: OutputStream {
    OutputStream(width: { self.width }) { added in self.bytes.withLock { $0 += added } }
  }

  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
