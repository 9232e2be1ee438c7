import CpayTestSupport
import Foundation
import Testing

extension TerminalTests {
  /// The completions as bash, zsh and fish themselves make them; `scripts/test` installs the shells.
  @Suite struct RealShellTests {
    enum Shell: String, CaseIterable {
      case bash
      case zsh
      case fish

      var arguments: [String] {
        switch self {
        case .bash: ["--norc", "--noprofile", "-i"]
        case .zsh: ["-f", "-i"]
        case .fish: ["--no-config", "-i"]
        }
      }

      /// Takes in the completions, and then shows a prompt that what is typed does not show.
      var start: String {
        switch self {
        case .bash: "source <(cpay completions bash); PS1='rea''dy> '"
        case .zsh:
          "mkdir -p f; cpay completions zsh > f/_cpay; fpath=($PWD/f $fpath); "
            + "autoload -U compinit; compinit -u -D; PROMPT='rea''dy> '"
        case .fish: ""
        }
      }
    }

    /// A word typed as far as `│`, and what the shell makes of it.
    struct Case: Sendable, CustomTestStringConvertible {
      let typed: String
      let completed: String
      var shells = Set(Shell.allCases)
      var testDescription: String { typed }
    }

    static let cases = [
      Case(typed: "cpay check du", completed: "due.cpay"),
      Case(typed: "cpay fmt du", completed: "due.cpay"),
      Case(typed: "cpay test tr", completed: "trial.cpayt"),
      Case(typed: "cpay apply se", completed: "send.plan"),
      Case(typed: "cpay run --format nd", completed: "ndjson"),
      Case(typed: "cpay completions zs", completed: "zsh"),
      // A program's file may stand without `run` before it.
      Case(typed: "cpay due.cpay --form", completed: "--format"),
      Case(typed: "cpay due.cpay --format nd", completed: "ndjson"),
      Case(typed: "cpay --sandbox due.cpay --tra", completed: "--trace"),
      Case(typed: "cpay du", completed: "due.cpay", shells: asking),
      // What cpay itself is asked for.
      Case(typed: "cpay due.cpay --sta", completed: "--state=", shells: asking),
      Case(typed: "cpay due.cpay --state=needs", completed: "needs_response", shells: asking),
      Case(typed: "cpay --sandbox due.cpay --le", completed: "--leases=", shells: asking),
      Case(typed: "cpay run due.cpay --state=needs", completed: "needs_response", shells: asking),
      Case(typed: "cpay run --profile ac", completed: "acme", shells: asking),
      Case(typed: "cpay runs list --profile ac", completed: "acme", shells: asking),
      Case(typed: "cpay resume run_", completed: "run_", shells: asking),
      Case(typed: "cpay runs show run_", completed: "run_", shells: asking),
    ]

    /// The shells that ask cpay while they complete a line that is only given to them; fish does so for
    /// one that is typed.
    static let asking: Set<Shell> = [.bash, .zsh]

    @Test(arguments: Shell.allCases)
    func `completes the words of a command line`(_ shell: Shell) async throws {
      try await ShowRunsTests.withRun { (world) async throws in
        let (folder, run) = (world.rig.folder, try await world.run())
        for (name, text) in [
          "due.cpay": ShellCompletionTests.script, "trial.cpayt": "", "send.plan": "",
          "config/cpay/profiles/acme.yaml":
            "origin: https://api.casapay.com/v1\nmode: test\nkey: {env: KEY}\n",
        ] { try folder.write(text, to: name) }
        try folder.makePrivate(
          "config/cpay", "config/cpay/profiles", "config/cpay/profiles/acme.yaml")
        let session = try ShellSession(shell, in: folder.path)
        for example in RealShellTests.cases where example.shells.contains(shell) {
          let expected = example.completed == "run_" ? run : example.completed
          #expect(
            try session.completes(example.typed, to: expected),
            "\(shell) does not complete \(example.typed)")
        }
      }
    }

    /// A shell that has taken in the completions.
    private final class ShellSession {
      private let shell: Shell
      private let folder: String
      private let environment: [String: String]
      private let terminal: Pty
      private let process = Process()

      init(_ shell: Shell, in folder: String) throws {
        (self.shell, self.folder) = (shell, folder)
        let path = ChildProcess.executable.deletingLastPathComponent().path()
        environment = [
          "PATH": "\(path):/usr/bin:/bin", "TERM": "xterm", "HOME": folder,
          "XDG_CONFIG_HOME": folder + "/config", "XDG_STATE_HOME": folder + "/state",
          "LANG": "C.UTF-8",
        ]
        terminal = try Pty()
        terminal.resize(rows: 24, columns: 200)
        // fish is asked for what it would propose; the others complete what is typed.
        if shell == .fish { return }
        process.executableURL = URL(filePath: "/usr/bin/\(shell.rawValue)")
        process.arguments = shell.arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment
        let handle = FileHandle(fileDescriptor: terminal.terminal, closeOnDealloc: false)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        terminal.type(shell.start + "\r")
        try #require(terminal.shows("ready> "))
      }

      deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

      /// Whether the last word of a line becomes that.
      func completes(_ line: String, to word: String) throws -> Bool {
        if shell == .fish { return try proposals(line).contains { $0.hasSuffix(word) } }
        terminal.forgetDrawn()
        terminal.type(line + "\t")
        let isCompleted = terminal.shows(word)
        // The line is given up, and the next prompt waited for.
        terminal.forgetDrawn()
        terminal.type("\u{15}\r")
        try #require(terminal.shows("ready> "))
        return isCompleted
      }

      private func proposals(_ line: String) throws -> [String] {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/fish")
        process.arguments = [
          "--no-config", "-c", "cpay completions fish | source; complete -C '\(line)'",
        ]
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
          $0.split(separator: "\t").first.map(String.init)
        }
      }
    }
  }
}
