public import ArgumentParser
public import CpayLanguage
public import CpayModel
import CpayRuntime
import CpaySandbox

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
    subcommands: offered, defaultSubcommand: Run.self)

  /// What stands behind `cpay`; each does something.
  private static let offered: [any Subcommand.Type] = [
    Run.self, Check.self, Format.self, Login.self, Logout.self, Profiles.self, Config.self,
    Sandbox.self, Apply.self, Resume.self, Runs.self, TendLedger.self, Test.self, Completions.self,
  ]

  struct Run: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Run a program: a file, the text after -c, standard input, or line by line.")

    // Taken as it is, since a program may begin with a minus.
    @Option(
      name: .customShort("c"), parsing: .unconditional,
      help: ArgumentHelp("The program's text.", valueName: "program"))
    var text: String?

    @OptionGroup var connection: ConnectionGroup

    @Flag(help: "Consent to plans beforehand, within a bound.")
    var apply = false

    @Option(
      help: ArgumentHelp("The largest number of disputes to send in one plan.", valueName: "n"))
    var max: Int?

    @Option(
      help: ArgumentHelp("Consent to the one plan with this digest.", valueName: "digest"))
    var approve: [String] = []

    @Option(help: "The shape of results; a table at a terminal, ndjson elsewhere.")
    var format: OutputFormat?

    @Flag(
      help: "Wait while another run sends with the same ledger, instead of ending with status 73.")
    var wait = false

    @Option(
      help: ArgumentHelp(
        "How far a run is, on standard error; a line at a terminal.", valueName: "auto|json|none"))
    var progress: ProgressForm = .auto

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
      if let max, max < 0 { throw ValidationError("--max is 0 or more") }
      if apply, !approve.isEmpty {
        throw ValidationError("--apply and --approve exclude each other")
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

    @Argument(help: ArgumentHelp("Files with programs.", valueName: "file.cpay"))
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
      help: ArgumentHelp("Files with programs; - is standard input.", valueName: "file.cpay"))
    var files: [String]

    @Flag(help: "Change nothing; name the files that would change.")
    var check = false
  }

  struct Login: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "login",
      abstract: "Keep a key under a name, once it has been seen to work.",
      discussion: """
        The key is asked for, and not shown. Elsewhere it comes from a file, a descriptor, a \
        command or a variable; never from the command line.
        """)

    @Argument(help: ArgumentHelp("The profile's name: a-z, 0-9 and -.", valueName: "name"))
    var name: String

    @Flag(help: "The key is a live key: real money moves. The name is typed once more.")
    var live = false

    @Flag(help: "Put this in the place of a profile that is there.")
    var replace = false

    @Option(
      help: ArgumentHelp("The server; CasaPay's own by default.", valueName: "url"))
    var origin: String?

    @Option(help: ArgumentHelp("Take the key from this private file, once.", valueName: "file"))
    var keyFile: String?

    @Option(help: ArgumentHelp("Take the key from an open descriptor, once.", valueName: "n"))
    var keyFd: Int?

    @Option(
      help: ArgumentHelp(
        "Ask this program for the key each time: \"pass show casapay\"; no shell is between.",
        valueName: "command"))
    var keyCommand: String?

    @Option(help: ArgumentHelp("Take the key from this variable each time.", valueName: "name"))
    var keyEnv: String?

    @Option(help: ArgumentHelp("Writes a second that the account allows.", valueName: "n"))
    var limit: Int?

    @Option(help: "Whether the server keeps idempotency keys for a day: yes or no.")
    var keepsKeys: YesOrNo?

    @Option(help: ArgumentHelp("The folder of the ledger.", valueName: "folder"))
    var ledger: String?

    @Option(help: ArgumentHelp("A proxy: http://host:port.", valueName: "url"))
    var proxy: String?

    @Option(
      help: ArgumentHelp("Certificates to trust besides the system's, in PEM.", valueName: "file"))
    var caFile: String?

    enum YesOrNo: String, ExpressibleByArgument, CaseIterable {
      case yes
      case no
    }

    mutating func validate() throws {
      let sources = [keyFile, keyFd.map(String.init), keyCommand, keyEnv].compactMap(\.self)
      if sources.count > 1 {
        throw ValidationError(
          "--key-file, --key-fd, --key-command and --key-env exclude each other")
      }
      if let keyFd, !(0...1_000_000).contains(keyFd) {
        throw ValidationError("--key-fd is the number of an open descriptor")
      }
      if let limit, !Profile.limits.contains(limit) {
        throw ValidationError("--limit is from 1 to 1000")
      }
    }
  }

  struct Logout: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "logout", abstract: "Take a profile away, and the key that cpay keeps for it.")

    @Argument(help: ArgumentHelp("The profile's name.", valueName: "name"))
    var name: String
  }

  struct Profiles: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "profiles", abstract: "The profiles there are, and which is used.",
      subcommands: offered, defaultSubcommand: List.self)

    private static let offered: [any Subcommand.Type] = [List.self, Use.self]

    struct List: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The profiles, by name.")
    }

    struct Use: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Make a test profile the one that is used by default.")

      @Argument(help: ArgumentHelp("The profile's name.", valueName: "name"))
      var name: String
    }
  }

  struct Config: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "config", abstract: "The settings that hold.", subcommands: offered,
      defaultSubcommand: Explain.self)

    private static let offered: [any Subcommand.Type] = [Explain.self]

    struct Explain: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Each setting, where it comes from, and what it was chosen over.")

      @OptionGroup var connection: ConnectionGroup
    }
  }

  struct Sandbox: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "sandbox", abstract: "Serve a sandbox on this machine until interrupted.")

    @Option(help: ArgumentHelp("The port; a free one by default.", valueName: "n"))
    var port = 0

    @Option(help: ArgumentHelp("demo, demo:N, docs, or a file of objects.", valueName: "seed"))
    var seed: String?

    @Option(help: ArgumentHelp("Keep the data in this file.", valueName: "file"))
    var db: String?

    @Option(
      help: ArgumentHelp("`real`, or the moment at which time stands still.", valueName: "time"))
    var clock: String?

    @Option(
      help: ArgumentHelp(
        "What goes wrong: POST /v1/disputes/*:reset:once:after.", valueName: "rule"))
    var fault: [String] = []

    @Option(
      help: ArgumentHelp("Requests a second that one key may make.", valueName: "n"))
    var rate: Int?

    @Option(
      help: ArgumentHelp("Requests that one key may have under way at once.", valueName: "n"))
    var atOnce: Int?

    @Option(
      help: ArgumentHelp(
        "Keys to let in, one a line; permissions follow an rk_ key.", valueName: "file"))
    var keyFile: String?

    @Flag(help: "Fill it with live data, which a live key of its own opens.")
    var live = false

    @Option(
      help: ArgumentHelp(
        "The address to listen on, instead of this machine's own.", valueName: "address"))
    var bind: String?

    @Option(
      help: ArgumentHelp(
        "How the sandbox behaves where the API is silent.", valueName: "name=value"))
    var assume: [String] = []

    @Flag(help: "List what is assumed of the API, and stop.")
    var assumptions = false

    mutating func validate() throws {
      try requireRate("--rate", rate)
      try requireRate("--at-once", atOnce)
    }
  }

  struct Apply: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "apply",
      abstract:
        "Send a plan that `save @NAME.plan` wrote: once, and only to the account it is for.",
      discussion: """
        The plan is shown first, and nothing is sent without consent: typed at a terminal, or \
        given beforehand with --apply and a bound, or with --approve and the plan's digest.

        Each dispute is read again before it is sent, and the plan's documents are to be as they \
        were. A plan waits 15 minutes; one that was applied says which run it became.
        """)

    @Argument(help: ArgumentHelp("The plan's file.", valueName: "file.plan"))
    var plan: String

    @OptionGroup var account: AccountGroup

    @Flag(help: "Consent beforehand, within a bound.")
    var apply = false

    @Option(help: ArgumentHelp("The largest number of disputes to send.", valueName: "n"))
    var max: Int?

    @Option(help: ArgumentHelp("Consent to the plan with this digest.", valueName: "digest"))
    var approve: [String] = []

    @Option(help: "The shape of results; a table at a terminal, ndjson elsewhere.")
    var format: OutputFormat?

    @Flag(
      help: "Wait while another run sends with the same ledger, instead of ending with status 73.")
    var wait = false

    @Option(
      help: ArgumentHelp(
        "How far a run is, on standard error; a line at a terminal.", valueName: "auto|json|none"))
    var progress: ProgressForm = .auto

    mutating func validate() throws {
      if let max, max < 0 { throw ValidationError("--max is 0 or more") }
      if apply, !approve.isEmpty {
        throw ValidationError("--apply and --approve exclude each other")
      }
    }
  }

  struct Resume: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "resume",
      abstract: "Go on with a run that ended early: look at what may have been sent, send the rest."
    )

    @Argument(help: ArgumentHelp("The run's name, or how it begins.", valueName: "run"))
    var run: String

    @OptionGroup var account: AccountGroup

    @Flag(help: "Consent again beforehand, within a bound.")
    var apply = false

    @Option(help: ArgumentHelp("The largest number of disputes to go on with.", valueName: "n"))
    var max: Int?

    @Option(help: "The shape of results; a table at a terminal, ndjson elsewhere.")
    var format: OutputFormat?

    @Flag(
      help: "Wait while another run sends with the same ledger, instead of ending with status 73.")
    var wait = false

    @Option(
      help: ArgumentHelp(
        "How far a run is, on standard error; a line at a terminal.", valueName: "auto|json|none"))
    var progress: ProgressForm = .auto

    mutating func validate() throws {
      if let max, max < 0 { throw ValidationError("--max is 0 or more") }
    }
  }

  struct Runs: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "runs", abstract: "Show what the ledger remembers.", subcommands: offered,
      defaultSubcommand: List.self)

    private static let offered: [any Subcommand.Type] = [
      List.self, Show.self, Export.self, Report.self, Close.self, Settle.self, Check.self,
    ]

    struct List: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The runs, the newest first.")

      @OptionGroup var ledger: LedgerGroup
      @OptionGroup var shape: FormatGroup
    }

    struct Show: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What one run was, what became of each of its rows, and how.")

      @Argument(help: ArgumentHelp("The run's name, or how it begins.", valueName: "run"))
      var run: String

      @OptionGroup var ledger: LedgerGroup
      @OptionGroup var shape: FormatGroup
    }

    struct Export: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "The outcomes of one run, as the program that sent it showed them.",
        discussion: """
          cpay runs export run_3f9a --outcome refused --format csv > refused.csv
          cpay -c 'disputes ids=@refused.csv'
          """)

      @Argument(help: ArgumentHelp("The run's name, or how it begins.", valueName: "run"))
      var run: String

      @Option(help: "Only rows of this outcome; may be given again.")
      var outcome: [OutcomeKind] = []

      @OptionGroup var ledger: LedgerGroup
      @OptionGroup var shape: FormatGroup
    }

    struct Report: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "What one run came to, in figures and pictures.")

      @Argument(help: ArgumentHelp("The run's name, or how it begins.", valueName: "run"))
      var run: String

      @Option(
        help: ArgumentHelp(
          "Write one page with all of it, which needs nothing else.", valueName: "file"))
      var html: String?

      @OptionGroup var ledger: LedgerGroup
    }

    struct Close: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Give a run up: what was not sent never is, and its disputes are free.")

      @Argument(help: ArgumentHelp("The run's name, or how it begins.", valueName: "run"))
      var run: String

      @OptionGroup var ledger: LedgerGroup
    }

    struct Check: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "check", abstract: "The same as `cpay ledger check`.", shouldDisplay: false)

      @OptionGroup var ledger: LedgerGroup
    }

    struct Settle: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Say what became of a row that is unknown, after looking.")

      @Argument(help: ArgumentHelp("The run's name, or how it begins.", valueName: "run"))
      var run: String

      @Argument(help: ArgumentHelp("The dispute.", valueName: "id"))
      var dispute: String

      @Argument(help: "applied or not-applied.")
      var verdict: Verdict

      @OptionGroup var ledger: LedgerGroup

      enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case applied
        case notApplied = "not-applied"
      }
    }
  }

  struct TendLedger: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "ledger", abstract: "Check the ledger, move it, or forget old texts in it.",
      subcommands: offered, defaultSubcommand: Check.self)

    private static let offered: [any Subcommand.Type] = [Check.self, Forget.self, Move.self]

    struct Check: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "check", abstract: "See whether the ledger is whole and as it was written.")

      @OptionGroup var ledger: LedgerGroup
    }

    struct Forget: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Forget what was planned and sent in runs that ended before a date.",
        discussion: """
          Evidence, and disputes as they were seen, go for good. Outcomes, messages, keys and \
          digests stay, so that nothing is sent twice. Runs in which something is open stay whole.
          """)

      @Option(help: ArgumentHelp("2026-01-31, or a moment.", valueName: "date"))
      var before: String

      @Flag(help: "Consent beforehand, within a bound.")
      var apply = false

      @Option(help: ArgumentHelp("The largest number of rows to forget.", valueName: "n"))
      var max: Int?

      @OptionGroup var ledger: LedgerGroup

      mutating func validate() throws {
        if let max, max < 0 { throw ValidationError("--max is 0 or more") }
      }
    }

    struct Move: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move the ledger to another folder, with every note of where it is.")

      @Argument(help: ArgumentHelp("The folder, which has no ledger yet.", valueName: "folder"))
      var folder: String

      @OptionGroup var ledger: LedgerGroup
    }
  }

  struct Test: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Run transcripts and compare what they show.")

    @Argument(help: ArgumentHelp("Transcripts.", valueName: "file.cpayt"))
    var files: [String]

    @Flag(help: "Write what was shown into the transcripts.")
    var update = false
  }
}

/// The options that say which account is meant, where a sandbox of this process cannot be.
struct AccountGroup: ParsableArguments {
  @Option(help: ArgumentHelp("The account to work on; `cpay login` makes one.", valueName: "name"))
  var profile: String?

  @Option(
    help: ArgumentHelp("The server to talk to; http for this machine only.", valueName: "url"))
  var baseURL: String?

  @Flag(help: "Tell of each request on standard error.")
  var trace = false

  /// The same for a session.
  var options: ConnectionOptions {
    ConnectionOptions(profile: profile, baseURL: baseURL, traces: trace)
  }
}

/// The options that say where requests go.
struct ConnectionGroup: ParsableArguments {
  @Flag(help: "Talk to a sandbox started inside this process.")
  var sandbox = false

  @Option(
    help: ArgumentHelp(
      "What the sandbox holds: demo, demo:N, docs, or a file of objects.", valueName: "seed"))
  var seed: String?

  @Flag(
    help: "Run on the account's own data of today; all that is written goes to a sandbox instead.")
  var rehearse = false

  @Option(
    help: ArgumentHelp(
      "What goes wrong in that sandbox: POST /v1/disputes/*:reset:once:after.", valueName: "rule"))
  var fault: [String] = []

  @Option(
    help: ArgumentHelp("Requests a second that the sandbox takes.", valueName: "n"))
  var rate: Int?

  @OptionGroup var account: AccountGroup

  mutating func validate() throws {
    try requireRate("--rate", rate)
    if rehearse, sandbox { throw ValidationError("--rehearse and --sandbox exclude each other") }
    if !rehearse, !sandbox {
      if !fault.isEmpty { throw ValidationError("--fault needs --sandbox or --rehearse") }
      if rate != nil { throw ValidationError("--rate needs --sandbox or --rehearse") }
    }
  }

  /// The same for a session.
  var options: ConnectionOptions {
    var options = account.options
    (options.sandbox, options.seed, options.rehearses) = (sandbox, seed, rehearse)
    (options.faults, options.rate) = (fault, rate)
    return options
  }
}

/// The option that says which ledger is meant, where nothing is asked of the API.
struct LedgerGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The account whose ledger it is; that of the account in use by default.", valueName: "name"))
  var profile: String?
}

/// The option that says how results are written.
struct FormatGroup: ParsableArguments {
  @Option(help: "The shape of results; a table at a terminal, ndjson elsewhere.")
  var format: OutputFormat?
}

/// Requests that a sandbox may take.
private func requireRate(_ name: String, _ number: Int?) throws {
  if let number, !(1...1_000_000).contains(number) {
    throw ValidationError("\(name) is from 1 to 1000000")
  }
}

/// How diagnostics are written.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

extension OutputFormat: ExpressibleByArgument {}
extension OutcomeKind: ExpressibleByArgument {}
extension ProgressForm: ExpressibleByArgument {}
