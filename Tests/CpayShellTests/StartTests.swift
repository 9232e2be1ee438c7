import CpayTestSupport
import Foundation
import Testing

/// The program as odd machines start it: what was asked for is done or refused, and never passed
/// over with a status that says done.
@Suite struct StartTests {
  /// A command line and how it ends where nothing is odd.
  struct Command: Sendable {
    let arguments: [String]
    let output: String
    let status: Int32

    static let all = [
      Command(
        arguments: ["--sandbox", "--seed", "docs", "-c", "disputes | count"], output: "8\n",
        status: 0),
      Command(arguments: ["-c", "disputes | where"], output: "", status: 2),
      Command(arguments: ["--no-such-option"], output: "", status: 64),
      Command(arguments: ["--version"], output: "cpay 0.1.0\n", status: 0),
    ]
  }

  private static func run(_ command: Command, _ launcher: [String]) throws -> ChildProcess.Ending {
    let folder = try TemporaryDirectory()
    return try ChildProcess(
      command.arguments, in: folder.path, environment: ["HOME": folder.path], launcher: launcher
    ).wait()
  }

  /// A shell that does something, and then runs the command.
  private static func shell(_ script: String) -> [String] { ["/bin/sh", "-c", script, "sh"] }

  @Test(arguments: ["", "<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
  func `a closed descriptor is nobody else's`(closed: String) throws {
    for command in Command.all {
      let ending = try Self.run(command, Self.shell("exec \"$@\" \(closed)"))
      // As coreutils have it: what was to be shown and could not be is an error.
      let isLost = closed.contains(" >&-") || closed.hasPrefix(">&-")
      #expect(ending.status == (isLost && !command.output.isEmpty ? 74 : command.status))
      #expect(!ending.wasSignalled)
      #expect(ending.output == (isLost ? "" : command.output))
      #expect(ending.errors.contains("internal error") == false)
    }
  }

  @Test func `a batch whose outcomes nobody can read has been sent, and says so`() throws {
    let folder = try TemporaryDirectory(["lease.json": CommandLineTests.lease])
    let ending = try ChildProcess(
      ["--sandbox", "--seed", "docs", "-c", CommandLineTests.ownersLine, "--apply", "--max", "10"],
      in: folder.path, environment: [:], launcher: Self.shell("exec \"$@\" <&- >&-")
    ).wait()
    #expect(ending.status == 74)
    #expect(ending.errors.contains("3 applied\n"))
    #expect(ending.errors.contains("results could not be written: standard output is closed\n"))
  }

  @Test func `standard input that is closed is not empty`() throws {
    for arguments in [["--sandbox", "-c", "read @- format=csv | count"], [], ["fmt", "-"]] {
      let command = Command(arguments: arguments, output: "", status: 0)
      let ending = try Self.run(command, Self.shell("exec \"$@\" <&-"))
      #expect(ending.status != 0 && ending.output.isEmpty)
      #expect(ending.errors.contains("it is closed"))
    }
  }

  private static let withoutProc = shell("mount -t tmpfs none /proc && exec \"$@\"")
  private static let canHideProc: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["-m"] + withoutProc + ["/bin/true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: canHideProc, "file systems cannot be mounted here"))
  func `without /proc it does what it does with it`() throws {
    for command in Command.all {
      let ending = try Self.run(command, ["/usr/bin/unshare", "-m"] + Self.withoutProc)
      #expect(ending.status == command.status && ending.output == command.output)
    }
  }

  @Test(arguments: [("-n 6", "open files"), ("-n 63", "open files"), ("-v 100000", "memory")])
  func `a limit that is too low is named`(limit: String, name: String) throws {
    for command in Command.all {
      let ending = try Self.run(command, Self.shell("ulimit \(limit); exec \"$@\""))
      #expect(ending.output.isEmpty)
      // Libraries that find no room are the loader's to name, which has a status of its own.
      if ending.status == 127 { continue }
      #expect(ending.status == 70 && ending.errors.contains(name))
    }
  }

  @Test func `a folder that cannot be written keeps nothing, and nothing is sent without it`()
    throws
  {
    for command in Command.all {
      let ending = try ChildProcess(
        command.arguments, in: "/", environment: ["HOME": "/dev/null", "XDG_STATE_HOME": "/proc/x"]
      ).wait()
      #expect(ending.status == command.status && ending.output == command.output)
    }
  }
}
