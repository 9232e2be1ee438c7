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
    #expect(ending.errors.contains("3 applied EUR 1,200.00"))
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

  /// Commands in the words of a shell, and what is said of each; `$name` is no UTF-8.
  @Test(arguments: [
    (#""$1" -c "read @$name.csv | count""#, 64, #"argument 2 is not UTF-8"#),
    (#""$1" "$name.cpay""#, 64, #"`caf\xe9.cpay`"#),
    (#""$1" all.cpay --file="$name.csv""#, 64, #"`--file=caf\xe9.csv`"#),
    (#""$1" -c "read @all.csv | save @$name.csv""#, 64, #"`@caf\xe9.csv`"#),
    (#""$1" --sandbox -c "disputes ids=@$name.txt | count""#, 64, #"`ids=@caf\xe9.txt`"#),
    (#""$1" check "$name.cpay""#, 64, #"argument 2 is not UTF-8"#),
    (#"XDG_STATE_HOME="$PWD/$name" "$1" runs"#, 64, "the variable XDG_STATE_HOME is not UTF-8"),
    (#"CPAY_PROFILE="$name" "$1" -c disputes"#, 64, "the variable CPAY_PROFILE is not UTF-8"),
    (#"OTHER="$name" "$1" -c "read @all.csv | count""#, 0, ""),
    (#"printf 'read @caf\351.csv | count' | "$1""#, 2, "these bytes are not UTF-8"),
    (#"printf 'read @all.csv | save @caf\351.csv' | "$1""#, 2, "these bytes are not UTF-8"),
    (#"cd "$name"; "$1" -c "read @all.csv | count""#, 0, ""),
    (#"cd "$name"; "$1" -c "read @all.csv | save @copy.csv"; cmp all.csv copy.csv"#, 0, "1 row"),
    (#"cd "$name"; "$1" own.cpay --file=all.csv"#, 0, ""),
    (#"cd "$name"; "$1" ../all.cpay --file=all.csv"#, 64, "the working folder is not UTF-8"),
    (#"cd "$name"; "$1" ../all.cpay --file="$folder/all.csv""#, 0, ""),
  ])
  func `a name that is not UTF-8 is told, and names no other file`(
    script: String, status: Int32, says: String
  ) throws {
    let program = "param file: file\nread $file | count\n"
    let folder = try TemporaryDirectory(["all.cpay": program, "all.csv": "a,b\n1,2\n"])
    let setUp = #"""
      name=$(printf 'caf\351'); folder=$PWD; mkdir "$name"
      cp all.csv "$name.csv"; cp all.csv "$name"; cp all.cpay "$name/own.cpay"

      """#
    let listing = #"; status=$?; cd "$folder"; ls | tr '\351' '#'; exit $status"#
    let ending = try ChildProcess(
      [], in: folder.path, environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"],
      launcher: Self.shell(setUp + script + listing)
    ).wait()
    #expect(ending.status == status)
    #expect(says.isEmpty ? ending.errors.isEmpty : ending.errors.contains(says))
    #expect(ending.output.hasSuffix("all.cpay\nall.csv\ncaf#\ncaf#.csv\n"))
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
