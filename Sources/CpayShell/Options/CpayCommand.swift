import ArgumentParser

/// The command line, as a table that help and parsing both follow.
///
/// Nothing runs in here. Each command says its name: the parser would make it of the type's, and
/// reflecting on ten types takes longer than all else at the start.
struct CpayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cpay",
    abstract: "Answer payment disputes: read them, plan what to send, send it once.",
    discussion: """
      cpay                     asks for programs line by line, at a terminal
      cpay FILE.cpay           runs a saved program
      cpay -c PROGRAM          runs a program given here
      cpay help run            shows the options of these three

      Nothing irreversible is sent without consent: typed at a terminal, or given \
      beforehand with --apply and a bound.

      To rehearse without an account:
        cpay --sandbox --seed docs -c 'disputes status=needs_response'
      """,
    version: "cpay 0.1.0",
    subcommands: offered.map { $0 }, defaultSubcommand: Run.self)

  /// What stands behind `cpay`; each does something.
  static let offered: [any Subcommand.Type] = [
    Run.self, Check.self, Format.self, Login.self, Logout.self, Profiles.self, Config.self,
    Sandbox.self, Apply.self, Resume.self, Runs.self, TendLedger.self, Test.self, Completions.self,
  ]

  struct Run: ShapedSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Run a program: a file, the text after -c, standard input, or line by line.")

    // Taken as it is, since a program may begin with a minus.
    @Option(
      name: .customShort("c"), parsing: .unconditional,
      help: ArgumentHelp("The program's text.", valueName: "program"))
    var text: String?

    @OptionGroup var connection: ConnectionGroup
    @OptionGroup var consent: ConsentGroup
    @OptionGroup var shape: FormatGroup
    @OptionGroup var sending: SendingGroup

    @Option(help: ArgumentHelp("How diagnostics are written.", valueName: "text|json"))
    var diagnostics: DiagnosticFormat = .text

    @Flag(help: "Keep no history of this session.")
    var `private` = false

    // One list, since the parser would take a parameter for the file where there is none.
    @Argument(
      parsing: .allUnrecognized,
      help: ArgumentHelp(
        "A file with a program, and values of its parameters.",
        valueName: "file.cpay --param=value"),
      completion: .custom { ShellCompletion($0, at: $1, $2).words })
    var words: [String] = []

    /// The file that holds the program.
    var file: String? { text == nil ? words.first { !$0.hasPrefix("-") } : nil }

    /// What is given to the program's parameters.
    var parameters: [String] {
      guard let file, let place = words.firstIndex(of: file) else { return words }
      return Array(words[..<place] + words[(place + 1)...])
    }

    mutating func validate() throws {
      if text != nil, words.contains(where: { !$0.hasPrefix("-") }) {
        throw ValidationError("give a program's text with -c or a file, not both")
      }
    }
  }

  struct Check: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Accept or refuse programs; no request is made.")

    // Taken as it is, since a program may begin with a minus.
    @Option(
      name: .customShort("c"), parsing: .unconditional,
      help: ArgumentHelp("The program's text.", valueName: "program"))
    var text: String?

    @Argument(
      help: ArgumentHelp("Files with programs.", valueName: "file.cpay"),
      completion: .file(extensions: ["cpay"]))
    var files: [String] = []

    @Option(help: ArgumentHelp("How diagnostics are written.", valueName: "text|json"))
    var diagnostics: DiagnosticFormat = .text

    mutating func validate() throws {
      if (text == nil) == files.isEmpty {
        throw ValidationError("give either files or a program's text with -c")
      }
    }
  }

  struct Format: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "fmt", abstract: "Write programs the one way they are written.")

    @Argument(
      help: ArgumentHelp("Files with programs; - is standard input.", valueName: "file.cpay"),
      completion: .file(extensions: ["cpay"]))
    var files: [String]

    @Flag(help: "Change nothing; name the files that would change.")
    var check = false
  }

  struct Test: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Run transcripts and compare what they show.")

    @Argument(
      help: ArgumentHelp("Transcripts.", valueName: "file.cpayt"),
      completion: .file(extensions: ["cpayt"]))
    var files: [String]

    @Flag(help: "Write what was shown into the transcripts.")
    var update = false
  }
}
