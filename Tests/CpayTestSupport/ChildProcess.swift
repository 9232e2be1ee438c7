public import Foundation

/// The built `cpay` as a process of its own, for what a function call cannot show.
public final class ChildProcess {
  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  /// Everything a process showed, once it has ended.
  public struct Ending: Hashable, Sendable {
    /// The whole of standard output.
    public let output: String
    /// The whole of standard error.
    public let errors: String
    /// The exit status, or the number of the signal that ended it.
    public let status: Int32
    /// Whether a signal ended it.
    public let wasSignalled: Bool

    /// An ending that showed this.
    public init(output: String, errors: String, status: Int32, wasSignalled: Bool) {
      self.output = output
      self.errors = errors
      self.status = status
      self.wasSignalled = wasSignalled
    }
  }

  /// Starts `cpay` in `folder` with nothing in its environment but what is given.
  ///
  /// It is started by `launcher`, a command that runs the one behind it, where there is one.
  public init(
    _ arguments: [String], in folder: String, environment: [String: String],
    launcher: [String] = [], input: Pipe? = nil
  ) throws {
    let command = launcher + [ChildProcess.executable.path()] + arguments
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = environment
    if let input {
      process.standardInput = input
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
  }

  /// The executable beside the running test bundle.
  public static let executable: URL = {
    let bundle = URL(filePath: ProcessInfo.processInfo.arguments[0])
    return bundle.deletingLastPathComponent().appending(path: "cpay")
  }()

  /// The first lines of standard output, once they are there.
  public func lines(_ count: Int) -> [String] {
    (0..<count).compactMap { _ in ChildProcess.line(of: output) }
  }

  /// Waits until nobody can write more to standard output before it is read, and gives how many bytes
  /// lie there; nil after a minute.
  public func fullOutput() -> Int? {
    let descriptor = output.fileHandleForReading.fileDescriptor
    let getPipeSize: Int32 = 1032
    let room = fcntl(descriptor, getPipeSize)
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      var waiting: Int32 = 0
      guard unsafe ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 else { return nil }
      // A piece that ends within a page leaves the rest of it.
      if waiting > room - 4096 { return Int(waiting) }
      _ = poll(nil, 0, 10)
    }
    return nil
  }

  /// Waits for a line of standard error that holds `text`; false when the process ends without.
  public func says(_ text: String) -> Bool {
    while let line = ChildProcess.line(of: errors) {
      if line.contains(text) { return true }
    }
    return false
  }

  private static func line(of pipe: Pipe) -> String? {
    var bytes: [UInt8] = []
    while let byte = try? pipe.fileHandleForReading.read(upToCount: 1)?.first {
      if byte == 0x0a { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Sends a signal.
  public func signal(_ number: Int32) {
    kill(process.processIdentifier, number)
  }

  /// Waits for the end.
  public func wait() -> Ending {
    let errorBytes = errors.fileHandleForReading.readDataToEndOfFile()
    let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Ending(
      output: String(decoding: outputBytes, as: UTF8.self),
      errors: String(decoding: errorBytes, as: UTF8.self), status: process.terminationStatus,
      wasSignalled: process.terminationReason == .uncaughtSignal)
  }
}
