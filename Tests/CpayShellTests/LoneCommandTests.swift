import ArgumentParser
import Testing

@testable import CpayShell

/// A command line means the same whichever way it is parsed.
@Suite struct LoneCommandTests {
  /// What a line comes to: the command and its options, or the message.
  private static func meaning(
    _ parse: () throws -> any ParsableCommand
  ) -> String {
    do {
      var command = try parse()
      // Help is a command of the parser's own, which says what it has to say by throwing.
      if !(command is any Subcommand) { try command.run() }
      var text = ""
      dump(command, to: &text)
      return text
    } catch {
      return CpayCommand.fullMessage(for: error)
    }
  }

  @Test(arguments: [
    "", "-c disputes", "-c -7", "--sandbox --seed docs -c disputes", "a.cpay",
    "a.cpay --leases=b.csv",
    "--sandbox a.cpay --cap 3", "-c disputes --apply --max 10", "a.cpay -c disputes",
    "--max many -c disputes", "run -c disputes", "run", "check a.cpay b.cpay", "check",
    "check -c x --odd",
    "fmt --check a.cpay", "login acme --live", "logout acme", "sandbox --seed demo --port 8080",
    "sandbox --port x", "apply a.plan --max 3", "resume run_1", "resume", "runs", "runs show run_1",
    "runs odd", "ledger check", "ledger move folder", "profiles", "profiles use acme",
    "config explain",
    "test a.cpayt", "completions fish", "completions odd", "help", "help run", "help odd", "--help",
    "-h", "--version", "a.cpay --version", "-c disputes --help", "check --help", "check --version",
    "--odd", "-- a.cpay", "-- check", "check -- a.cpay", "disputes", "chek a.cpay", "--help-hidden",
    "--experimental-dump-help", "--generate-completion-script fish",
  ])
  func `a line means what it does to the whole table`(line: String) {
    let words = line.split(separator: " ").map(String.init)
    #expect(
      Self.meaning { try CpayCommand.command(of: words) }
        == Self.meaning { try CpayCommand.parseAsRoot(words) })
  }

  @Test(arguments: ["", "-c disputes", "a.cpay --cap=3", "check -c disputes", "login acme"])
  func `a line that names one command asks no other`(line: String) {
    #expect(CpayCommand.lone(line.split(separator: " ").map(String.init)) != nil)
  }

  @Test(arguments: [
    [], ["-c", "disputes | count"], ["-c", ""], ["-c", "-7"], ["-c", "--help"], ["a.cpay"], ["a b"],
    ["disputes"], [""],
  ])
  func `a line without options means what it does to the parser`(line: [String]) throws {
    let parsed = try #require(CpayCommand.parseAsRoot(line) as? CpayCommand.Run)
    var (bare, whole) = ("", "")
    dump(try #require(RunRequest(bare: line)), to: &bare)
    dump(RunRequest(parsed), to: &whole)
    #expect(bare == whole)
  }

  @Test(arguments: [
    ["-"], ["-c"], ["check"], ["help"], ["--version"], ["---completion"], ["a.cpay", "--cap=3"],
    ["--private"], ["-cdisputes"],
  ])
  func `a line with options or a command is the parser's`(line: [String]) {
    #expect(RunRequest(bare: line) == nil)
  }
}
