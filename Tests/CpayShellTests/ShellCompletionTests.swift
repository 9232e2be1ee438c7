import CpayTestSupport
import Testing

/// Completion of cpay's own command line, asked for as the shells' scripts do.
@Suite struct ShellCompletionTests {
  static let script = """
    cpay 1
    ## Where the leases are.
    param leases: file
    param state: dispute_status? = needs_response
    param dry: bool = false
    param cap: int = 50
    disputes status=
    """

  /// What `cpay` answers for the last of the words.
  static func completions(_ words: [String]) async throws -> [String] {
    let rig = try CommandRig([
      "due.cpay": script, "lease 1.json": "{}", "leases.csv": "a\n", "old/due.cpay": "",
    ])
    let words = words.map { $0.replacing("@", with: rig.folder.path + "/") }
    let last = words.last ?? ""
    let run = await rig.cpay(
      ["---completion", "run", "--", "positional@0", "\(words.count)"]
        + ["\(last.utf8.count)", "cpay"] + words, input: [])
    #expect(run.status == 0)
    #expect(run.errors == "")
    // The generator puts a blank behind the words where a script for zsh has been written before.
    return run.output.split(separator: "\n").filter { $0 != " " }.map {
      String($0).replacing(rig.folder.path + "/", with: "@")
    }
  }

  @Test(arguments: [
    (["@due.cpay", ""], ["--leases=", "--state=", "--dry", "--cap="]),
    (["run", "@due.cpay", "--"], ["--leases=", "--state=", "--dry", "--cap="]),
    (["run", "@due.cpay", "--s"], ["--state="]),
    (["--sandbox", "@due.cpay", "--cap=5", "--dry", "--"], ["--leases=", "--state="]),
    (
      ["@due.cpay", "--state=w"],
      ["warning_needs_response", "warning_under_review", "warning_closed", "won"].map {
        "--state=" + $0
      }
    ),
    (["@due.cpay", "--state", "=", "wo"], ["won"]),
    (["@due.cpay", "--state", "un"], ["under_review"]),
    (["@due.cpay", "--dry=t"], ["--dry=true"]),
    (["@due.cpay", "--leases=@lea"], ["--leases=@lease 1.json", "--leases=@leases.csv"]),
    (["@due.cpay", "--cap="], []), (["@due.cpay", "--nothing=x"], []),
    (["@nowhere.cpay", "--"], []), (["--"], []),
    (["@"], ["@due.cpay", "@old/"]), (["run", "@d"], ["@due.cpay"]),
  ])
  func `names the parameters of the program on the line`(
    words: [String], candidates: [String]
  ) async throws {
    #expect(try await ShellCompletionTests.completions(words) == candidates)
  }

  @Test(arguments: [("bash", "complete -o"), ("zsh", "#compdef cpay"), ("fish", "complete -c")])
  func `writes a script for each shell`(shell: String, part: String) async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("completions", shell)
    #expect(run.status == 0)
    #expect(run.output.contains(part))
    #expect(run.output.contains("positional@0"))
  }

  @Test func `bash completes a file without run before it`() async throws {
    let run = try await CommandRig().cpay("completions", "bash")
    #expect(run.output.contains("# Offer subcommand completions\n        _cpay_run\n"))
    #expect(run.output.contains("compopt -o nospace 2>/dev/null\n"))
    #expect(run.output.contains("compopt +o filenames 2>/dev/null\n}"))
    let other = try await CommandRig().cpay("completions", "tcsh")
    #expect(other.status == 64)
  }

  @Test(arguments: [
    ["due.cpay", "--help"], ["run", "due.cpay", "-h"], ["--sandbox", "due.cpay", "--help"],
  ])
  func `help of a program shows its parameters`(arguments: [String]) async throws {
    let rig = try CommandRig(["due.cpay": ShellCompletionTests.script])
    let run = await rig.cpay(arguments, input: [])
    #expect(
      run
        == CommandRig.Run(
          output: """
            usage: cpay due.cpay --leases=FILE [--state=DISPUTE_STATUS?] [--dry=BOOL] [--cap=INT]

              --leases=FILE            Where the leases are.
              --state=DISPUTE_STATUS?  (by default needs_response)
              --dry=BOOL               (by default false)
              --cap=INT                (by default 50)

            `cpay help run` shows the options that every program has

            """, errors: "", status: 0))
  }

  @Test func `help without a program is that of cpay`() async throws {
    let rig = try CommandRig(["none.cpay": "disputes"])
    let none = await rig.cpay("none.cpay", "--help")
    #expect(none.output.contains("it takes no parameters"))
    let missing = await rig.cpay("nowhere.cpay", "--help")
    #expect(missing.status == 64)
    for arguments in [["--help"], ["run", "--help"], ["check", "--help"]] {
      let run = await rig.cpay(arguments, input: [])
      #expect(run.status == 0)
      #expect(run.output.contains("USAGE"))
    }
  }
}
