import CpayClient
import CpayLedger
import CpayModel
import CpayRuntime
import CpaySandbox
import CpayValue
import FoundationEssentials

/// What the command line says about where requests go.
struct ConnectionOptions: Sendable {
  /// Start a sandbox inside this process.
  var sandbox = false
  /// What the sandbox holds at its start.
  var seed: String?
  /// Read the account, and write to a sandbox inside this process.
  var rehearses = false
  /// What goes wrong in the sandbox.
  var faults: [FaultRule] = []
  /// Requests a second that the sandbox takes; nil for any number.
  var rate: Int?
  /// `--profile`, or the profile that was chosen in a session.
  var profile: String?
  /// Whether the profile was chosen in the session, where the person has typed its name.
  var isChosenInSession = false
  /// `--base-url`.
  var baseURL: String?
  /// The moment at which the sandbox's time stands still, instead of the seed's own.
  var clock: Timestamp?
  /// Tell of each request.
  var traces = false
  /// How many times shorter the waits between attempts are, against a server on this machine.
  var hurry = 1
  /// How many times sooner an answer that does not come is given up, against a server on this machine.
  var impatience = 1
  /// Whether a person waits for every answer, so that retries are few and short.
  var isInteractive = false
  /// The account that a saved plan was made for, so that no other is opened.
  var binding: PlanBinding?

  /// The same for a profile that was chosen in a session; a rehearsal stays one.
  func choosing(_ profile: String) -> ConnectionOptions {
    var options = self
    (options.profile, options.isChosenInSession, options.baseURL) = (profile, true, nil)
    (options.sandbox, options.seed) = (false, nil)
    return options
  }

  /// The same for a sandbox of this process with that seed, in which nothing goes wrong.
  func choosingSandbox(_ seed: String?) -> ConnectionOptions {
    var options = self
    (options.sandbox, options.seed, options.rehearses) = (true, seed, false)
    (options.profile, options.isChosenInSession, options.baseURL) = (nil, false, nil)
    (options.faults, options.rate) = ([], nil)
    return options
  }
}

/// The settings that do not fit each other, or a server that is not there.
struct ConnectionError: Error, Hashable {
  let message: String
  let status: ExitStatus
}

/// A connection to one account: the only place that names the concrete parts.
struct Connection: Sendable {
  /// Reads, sends and remembers for that account.
  private(set) var account: Account
  /// What a person calls it.
  let label: AccountLabel
  /// The time now, where the account lives; asked once for each program.
  let now: @Sendable () async throws(ConnectionError) -> Timestamp
  /// The same, as far as it is known without asking.
  private let time: @Sendable () -> Timestamp?
  /// Reaches the same account without ledger and consent, as a colleague's machine would.
  let client: APIClient
  /// Whose data is rehearsed on; nil where nothing is rehearsed.
  private(set) var rehearsedAccount: AccountIdentity?
  private var transports: [AsyncHTTPTransport]
  private let server: SandboxServer?
  /// Whether everything, the ledger included, is gone with the process.
  var isRehearsal: Bool { server != nil }

  /// What a connection tells and keeps quiet about.
  struct Surroundings: Sendable {
    let errors: OutputStream
    let files: FileAccess
    let redactor: Redactor
  }

  /// Opens what the options and the environment ask for.
  static func open(
    _ options: ConnectionOptions, variables: [String: String], _ around: Surroundings
  ) async throws(ConnectionError) -> Connection {
    let store = ProfileStore(variables)
    let choice = try AccountChoice(options, variables) { () throws(ConnectionError) in
      try store?.defaultName()
    }
    if choice.account == .sandbox { return try await ownSandbox(options, around) }
    if options.seed != nil { throw usage("--seed needs --sandbox") }
    let settings = try AccountSettings(choice.account, variables, store: store)
    try options.binding?.require(settings)
    var options = options
    func factor(_ name: String) -> Int {
      variables[name].flatMap { Int($0) }.map { min(max($0, 1), 1_000) } ?? 1
    }
    (options.hurry, options.impatience) = (factor("CPAY_HURRY"), factor("CPAY_IMPATIENCE"))
    if let remark = choice.remark { around.errors.sentence(remark) }
    let connection = try await open(settings, options, around)
    guard options.rehearses else { return connection }
    do throws(ConnectionError) {
      let ledger = try settings.ledger(of: connection.account.identity)
      return try await connection.rehearsed(claimsIn: ledger, options, around)
    } catch {
      await connection.close()
      throw error
    }
  }

  /// The world of a program that runs at `now`.
  func environment(_ now: Timestamp) -> Environment {
    Environment(now: now, time: { [time] in time() ?? now })
  }

  /// Lets time pass in the sandbox of this process.
  func letPass(_ length: DurationValue) async throws { try await server?.advance(by: length) }

  func close() async {
    for transport in transports { await transport.shutdown() }
    await server?.stop()
  }

  /// Does something with the connection, and closes it whatever comes of that.
  func use<Output, Failure>(
    _ work: (Connection) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    do throws(Failure) {
      let output = try await work(self)
      await close()
      return output
    } catch {
      await close()
      throw error
    }
  }

  // MARK: A sandbox in this process

  private static func ownSandbox(
    _ options: ConnectionOptions, _ around: Surroundings
  ) async throws(ConnectionError) -> Connection {
    do {
      let seed = try Seed(options.seed ?? "demo", relativeTo: around.files.folder)
      let configuration = SandboxConfiguration(seed: seed, clock: options.clock.map { .frozen($0) })
      let label = AccountLabel(place: "sandbox \(seed.name)")
      return try await connection(
        toSandbox: configuration, label, options, around
      ) { now throws(JournalFailure) in try Ledger(inMemory: now) }.0
    } catch {
      throw usage("the sandbox does not start: \(error)")
    }
  }

  private static func connection(
    toSandbox configuration: SandboxConfiguration, _ label: AccountLabel, keepsKeys: Bool = true,
    _ options: ConnectionOptions, _ around: Surroundings,
    journal:
      @escaping @Sendable (_ now: @escaping @Sendable () -> Timestamp)
      throws(JournalFailure) -> any RunJournal
  ) async throws -> (Connection, SandboxServer) {
    var configuration = configuration
    configuration.faults = options.faults
    configuration.rate = options.rate
    let server = try await SandboxServer.start(configuration)
    let now = { @Sendable in server.clock.now }
    let target = Target(
      origin: .loopback(port: server.port), key: try APIKey(parsing: server.key),
      account: AccountIdentity(
        sandbox: server.instance, mode: configuration.isLive ? .live : .test),
      label: label, settings: clientSettings(options, pace: .unlimited, keepsKeys: keepsKeys),
      route: NetworkRoute())
    let connection = connection(
      to: target, now: now, time: { _ in now() }, profile: nil,
      ledger: DeferredJournal { () throws(JournalFailure) in try journal(now) }, options, around,
      server: server)
    return (connection, server)
  }

  // MARK: A rehearsal

  /// The same account as far as it is read; what is written goes to a sandbox that takes over what is
  /// read, and lives in the account's time.
  private func rehearsed(
    claimsIn folder: String, _ options: ConnectionOptions, _ around: Surroundings
  ) async throws(ConnectionError) -> Connection {
    // Whatever it answers, it says what time it is there.
    _ = try? await account.reader.page(of: .event, [LiveMode.one], cancellation: .never)
    let start = account.deadlineTime(at: try await now())
    var configuration = SandboxConfiguration(seed: .nothing, clock: .running(from: start))
    configuration.isLive = account.identity.mode == .live
    let hasLedger = try LedgerPlaces.hasLedger(folder)
    var label = label
    label.isRehearsal = true
    let real = account
    if !real.keepsKeys {
      configuration.assumptions = .withoutKeys
    }
    var (connection, server): (Connection, SandboxServer)
    do {
      (connection, server) = try await Connection.connection(
        toSandbox: configuration, label, keepsKeys: real.keepsKeys, options, around
      ) { now throws(JournalFailure) in
        RehearsalJournal(
          own: try Ledger(inMemory: now),
          past: hasLedger ? try Ledger(copyOf: folder, clock: Connection.systemTime) : nil,
          account: real.identity)
      }
    } catch {
      throw Connection.usage("the sandbox does not start: \(error)")
    }
    let reader = RehearsalReader(
      account: real.reader, sandbox: connection.client, server: server,
      asksSandbox: !options.faults.isEmpty || options.rate != nil)
    connection.account = connection.account.through(
      reader, RehearsalWriter(reader: reader, sandbox: connection.account.writer))
    connection.account.inspect = real.inspect
    connection.rehearsedAccount = real.identity
    connection.transports += transports
    return connection
  }

  // MARK: An account

  /// Opens an account whose settings are known; a server on this machine is asked whether it is a
  /// sandbox, and no other.
  static func open(
    _ settings: AccountSettings, _ options: ConnectionOptions, _ around: Surroundings
  ) async throws(ConnectionError) -> Connection {
    let (origin, mode) = (settings.origin, settings.key.mode)
    let sandbox = try await probe(origin)
    let account =
      sandbox.map { AccountIdentity(sandbox: $0.instance, mode: mode) }
      ?? AccountIdentity(origin: origin, mode: mode)
    let label = AccountLabel(
      profile: settings.profile?.name, isLive: mode == .live,
      place: "\(sandbox == nil ? mode.rawValue : "sandbox") at \(origin)")
    let pace: Gate.Pace? = settings.profile?.limit.map { .writes(perSecond: Double($0)) }
    let target = Target(
      origin: origin, key: settings.key, account: account, label: label,
      settings: clientSettings(
        options, pace: pace ?? (sandbox == nil ? .adaptive : .unlimited),
        keepsKeys: settings.profile?.keepsKeys ?? (sandbox != nil || origin == .casapay)),
      route: settings.route)
    let folder = try settings.ledger(of: account)
    let (places, errors) = (settings.places, around.errors)
    let hints = RunHints(
      options, profile: settings.profile?.name, inSession: options.isInteractive)
    return connection(
      to: target,
      now: { () async throws(ConnectionError) in
        guard let sandbox else { return systemTime() }
        guard let again = try await probe(origin), again.instance == sandbox.instance else {
          throw ConnectionError(
            message: "another server answers at \(origin) now; start again", status: .failed)
        }
        return again.now
      },
      // A sandbox's own time may stand still, and is that of its newest answer.
      time: { client in sandbox == nil ? systemTime() : client.newestAnswer },
      profile: settings.profile?.name,
      ledger: DeferredJournal { () throws(JournalFailure) in
        let ledger = try Ledger(folder: folder, clock: systemTime)
        for line in try ledger.warnings(hints) { errors.sentence(line) }
        do throws(ConnectionError) { try places.note(folder, of: account) } catch {
          throw .unusable(error.message)
        }
        return ledger
      }, options, around, server: nil)
  }

  /// The sandbox at an origin on this machine; other servers are not asked.
  private static func probe(
    _ origin: APIOrigin
  ) async throws(ConnectionError) -> SandboxIdentity? {
    guard origin.isLoopback else { return nil }
    let transport = AsyncHTTPTransport(to: origin)
    let answer: Result<SandboxIdentity?, TransportFailure>
    do { answer = .success(try await SandboxProbe.identity(transport)) } catch {
      answer = .failure(error)
    }
    await transport.shutdown()
    switch answer {
    case .success(let identity): return identity
    case .failure(let failure):
      throw ConnectionError(message: failure.reason, status: .failed)
    }
  }

  /// `$XDG_STATE_HOME/cpay`, where ledger and history are kept.
  static func stateFolder(_ variables: [String: String]) throws(ConnectionError) -> String {
    let home = variables["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = home ?? variables["HOME"].map({ $0 + "/.local/state" }) else {
      throw usage("neither XDG_STATE_HOME nor HOME says where to keep the ledger")
    }
    return base + "/cpay"
  }

  // MARK: Both

  /// An account, and all that is known of its server.
  private struct Target {
    let origin: APIOrigin
    let key: APIKey
    let account: AccountIdentity
    let label: AccountLabel
    let settings: ClientSettings
    let route: NetworkRoute
  }

  private static func clientSettings(
    _ options: ConnectionOptions, pace: Gate.Pace, keepsKeys: Bool
  ) -> ClientSettings {
    ClientSettings(
      retry: options.isInteractive ? .prompt : .batch, pace: pace, keepsKeys: keepsKeys)
  }

  private static func connection(
    to target: Target, now: @escaping @Sendable () async throws(ConnectionError) -> Timestamp,
    time: @escaping @Sendable (APIClient) -> Timestamp?,
    profile: String?, ledger: DeferredJournal, _ options: ConnectionOptions,
    _ around: Surroundings, server: SandboxServer?
  ) -> Connection {
    around.redactor.know(target.key)
    let errors = around.errors
    let isLocal = target.origin.isLoopback
    let transport = AsyncHTTPTransport(
      to: target.origin, via: target.route, hurriedBy: isLocal ? options.impatience : 1)
    let environment = ClientEnvironment.system.hurried(by: isLocal ? options.hurry : 1)
    let traced: any HTTPTransport =
      options.traces
      ? TracingTransport(transport) { exchange in
        // A line of progress may stand there.
        errors.clearLine()
        errors.line((target.label.isRehearsal ? "rehearsed " : "") + exchange.line)
      } : transport
    let client = {
      (transport: any HTTPTransport, tell: (@Sendable (ClockDifference) -> Void)?) -> APIClient in
      APIClient(
        transport: transport, key: target.key, account: target.account, settings: target.settings,
        environment: environment, clockDiffers: tell)
    }
    let traces = client(traced) { errors.sentence("note: \($0.message)") }
    // What this process minted itself needs no confirmation.
    let check = PlanCheck(
      client: traces, mode: server == nil ? target.key.mode : nil,
      redactor: around.redactor)
    var account = Account(traces, journal: ledger)
    account.profile = profile
    account.inspect = { (plan, files) throws(EvaluationError) in try await check(plan, files) }
    return Connection(
      account: account, label: target.label, now: now, time: { time(traces) },
      client: client(transport, nil), transports: [transport], server: server)
  }

  private static func usage(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }

  /// The machine's time.
  @Sendable static func systemTime() -> Timestamp {
    Timestamp(seconds: Int64(Date().timeIntervalSince1970.rounded(.down)))
  }
}

extension TracingTransport.Exchange {
  /// `GET /v1/disputes?limit=100 200 3ms`.
  fileprivate var line: String {
    let milliseconds =
      elapsed.components.seconds * 1000
      + elapsed.components.attoseconds / 1_000_000_000_000_000
    return "\(method) \(target) \(status.map(String.init) ?? "no answer") \(milliseconds)ms"
  }
}
