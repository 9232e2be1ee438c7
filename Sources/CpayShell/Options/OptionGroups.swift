public import ArgumentParser
public import CpayLanguage
public import CpayModel
import CpaySandbox

/// The options that say which account is meant, where a sandbox of this process cannot be.
struct AccountGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp("The account to work on; `cpay login` makes one.", valueName: "name"),
    completion: ProfileGroup.completion)
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
      "What goes wrong in that sandbox: POST /v1/disputes/*:reset:once:after.", valueName: "rule"),
    transform: { try FaultRule($0) })
  var fault: [FaultRule] = []

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

/// The profile that is meant.
struct ProfileGroup: ParsableArguments {
  /// What a shell completes the name of a profile with.
  static var completion: CompletionKind {
    .custom { _, _, typed in CommandLineNames.profiles(typed) }
  }

  @Argument(
    help: ArgumentHelp("The profile's name.", valueName: "name"), completion: completion)
  var name: String
}

/// The option that says which ledger is meant, where nothing is asked of the API.
struct LedgerGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The account whose ledger it is; that of the account in use by default.", valueName: "name"),
    completion: ProfileGroup.completion)
  var profile: String?
}

/// The run that is meant, and the ledger that it is in.
struct RunGroup: ParsableArguments {
  /// How a run is named, wherever one is.
  static let help = ArgumentHelp("The run's name, or how it begins.", valueName: "run")

  /// What a shell completes it with.
  static var completion: CompletionKind {
    .custom { words, _, typed in CommandLineNames.runs(words, typed) }
  }

  @Argument(help: help, completion: completion)
  var run: String

  @OptionGroup var ledger: LedgerGroup
}

/// The options by which someone agrees to plans beforehand.
struct ConsentGroup: ParsableArguments {
  @Flag(help: "Consent to plans beforehand, within a bound.")
  var apply = false

  @Option(
    help: ArgumentHelp("The largest number of disputes to send in one plan.", valueName: "n"))
  var max: Int?

  @Option(
    help: ArgumentHelp("Consent to the one plan with this digest.", valueName: "digest"))
  var approve: [String] = []

  mutating func validate() throws {
    try requireBound(max)
    if apply, !approve.isEmpty {
      throw ValidationError("--apply and --approve exclude each other")
    }
  }

  /// The same for who decides.
  var options: ConsentOptions {
    ConsentOptions(applies: apply, maximum: max, approvedDigests: approve)
  }
}

/// The options of what sends.
struct SendingGroup: ParsableArguments {
  @Flag(
    help: "Wait while another run sends with the same ledger, instead of ending with status 73.")
  var wait = false

  @Option(
    help: ArgumentHelp(
      "How far a run is, on standard error; a line at a terminal.", valueName: "auto|json|none"))
  var progress: ProgressForm = .auto
}

/// The option that says how results are written.
struct FormatGroup: ParsableArguments {
  @Option(help: "The shape of results; a table at a terminal, ndjson elsewhere.")
  var format: OutputFormat?

  @Option(
    help: ArgumentHelp(
      "Whether what matters is shown in colour; NO_COLOR is heeded.",
      valueName: "auto|always|never"))
  var color: ColorChoice = .auto

  @Flag(help: "Show long tables at once, not a screen at a time by $PAGER.")
  var noPager = false
}

/// What may be agreed to beforehand.
func requireBound(_ number: Int?) throws {
  if let number, number < 0 { throw ValidationError("--max is 0 or more") }
}

/// Requests that a sandbox may take.
func requireRate(_ name: String, _ number: Int?) throws {
  if let number, !(1...1_000_000).contains(number) {
    throw ValidationError("\(name) is from 1 to 1000000")
  }
}

/// How diagnostics are written.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

extension ColorChoice: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}
extension OutcomeKind: ExpressibleByArgument {}
extension ProgressForm: ExpressibleByArgument {}
