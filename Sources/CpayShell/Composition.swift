import CpayClient
import CpayLedger
import CpayRuntime
import CpaySandbox
import CpayValue
import FoundationEssentials

/// What the command line and the environment say about where requests go.
struct ConnectionOptions: Sendable {
  /// Start a sandbox inside this process.
  var sandbox = false
  /// What the sandbox holds at its start.
  var seed: String?
  /// `--base-url`.
  var baseURL: String?
  /// The moment at which the sandbox's time stands still, instead of the seed's own.
  var clock: Timestamp?
  /// Tell of each request.
  var traces = false
  /// Whether a person waits for every answer, so that retries are few and short.
  var isInteractive = false
}

/// The settings that do not fit each other, or a server that is not there.
struct ConnectionError: Error {
  let message: String
  let status: ExitStatus
}

/// A connection to one account: the only place that names the concrete parts.
struct Connection: Sendable {
  /// Reads, sends and remembers for that account.
  let account: Account
  /// What a person calls it: `sandbox docs`, `test`.
  let label: String
  /// The time now, where the account lives; asked once for each program.
  let now: @Sendable () async throws(ConnectionError) -> Timestamp
  /// Reaches the same account without ledger and consent, as a colleague's machine would.
  let client: APIClient
  private let transport: AsyncHTTPTransport
  private let server: SandboxServer?
  /// Whether everything, the ledger included, is gone with the process.
  var isRehearsal: Bool { server != nil }

  /// Opens what the options ask for.
  static func open(
    _ options: ConnectionOptions, variables: [String: String], errors: OutputStream,
    files: FileAccess, redactor: Redactor
  ) async throws(ConnectionError) -> Connection {
    options.sandbox
      ? try await rehearsal(options, errors, files, redactor)
      : try await account(options, variables, errors, redactor)
  }

  func close() async {
    await transport.shutdown()
    await server?.stop()
  }

  // MARK: A sandbox in this process

  private static func rehearsal(
    _ options: ConnectionOptions, _ errors: OutputStream, _ files: FileAccess,
    _ redactor: Redactor
  ) async throws(ConnectionError) -> Connection {
    if options.baseURL != nil {
      throw usage("--sandbox and --base-url exclude each other")
    }
    do {
      let seed = try Seed(options.seed ?? "demo", relativeTo: files.folder)
      let server = try await SandboxServer.start(
        SandboxConfiguration(seed: seed, clock: options.clock.map { .frozen($0) }))
      let clock = server.clock
      let key = try APIKey(parsing: server.key)
      redactor.know(key)
      return connection(
        to: .loopback(port: server.port), key: key,
        account: AccountIdentity(sandbox: server.instance), label: "sandbox \(seed.name)",
        now: { clock.now },
        ledger: DeferredJournal { () throws(JournalFailure) in
          try Ledger(inMemory: { clock.now })
        }, options, errors, server: server)
    } catch {
      throw usage("the sandbox does not start: \(error)")
    }
  }

  // MARK: An account

  private static func account(
    _ options: ConnectionOptions, _ variables: [String: String], _ errors: OutputStream,
    _ redactor: Redactor
  ) async throws(ConnectionError) -> Connection {
    if options.seed != nil { throw usage("--seed needs --sandbox") }
    guard let text = variables["CASAPAY_API_KEY"], !text.isEmpty else {
      throw usage("no API key: set CASAPAY_API_KEY, or rehearse with --sandbox")
    }
    let (key, origin) = try settings(text, options.baseURL ?? variables["CASAPAY_API_BASE"])
    redactor.know(key)
    let folder = try stateFolder(variables)
    let sandbox = try await probe(origin)
    let account =
      sandbox.map { AccountIdentity(sandbox: $0.instance) }
      ?? AccountIdentity(origin: origin, mode: key.mode)
    return connection(
      to: origin, key: key, account: account,
      label: sandbox == nil ? "\(key.mode.rawValue) at \(origin)" : "sandbox at \(origin)",
      now: { () async throws(ConnectionError) in
        guard let sandbox else { return systemTime() }
        guard let again = try await probe(origin), again.instance == sandbox.instance else {
          throw ConnectionError(
            message: "another server answers at \(origin) now; start again", status: .failed)
        }
        return again.now
      },
      ledger: DeferredJournal { () throws(JournalFailure) in
        try Ledger(folder: folder, clock: systemTime)
      }, options, errors, server: nil)
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

  /// A key and where it may be sent: a live key needs a profile, which this version does not have.
  private static func settings(
    _ key: String, _ base: String?
  ) throws(ConnectionError) -> (APIKey, APIOrigin) {
    let parsed: APIKey
    do { parsed = try APIKey(parsing: key) } catch { throw usage(error.reason) }
    if parsed.mode == .live {
      throw usage("a live key needs a profile marked live, which this version of cpay has not")
    }
    guard let base else { return (parsed, .casapay) }
    do {
      return (parsed, try APIOrigin(parsing: base))
    } catch {
      throw usage("\(DisplayText(base).string) is no base URL: \(error.reason)")
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

  private static func connection(
    to origin: APIOrigin, key: APIKey, account: AccountIdentity, label: String,
    now: @escaping @Sendable () async throws(ConnectionError) -> Timestamp,
    ledger: DeferredJournal, _ options: ConnectionOptions, _ errors: OutputStream,
    server: SandboxServer?
  ) -> Connection {
    let transport = AsyncHTTPTransport(to: origin)
    let traced: any HTTPTransport =
      options.traces
      ? TracingTransport(transport) { exchange in
        // A line of progress may stand there.
        if errors.isTerminal { errors.write(Array("\r\u{1b}[K".utf8)) }
        errors.line(exchange.line)
      } : transport
    let settings = ClientSettings(
      retry: options.isInteractive ? .prompt : .batch,
      pace: account.isSandbox ? .unlimited : .adaptive,
      keepsKeys: account.isSandbox || origin == .casapay)
    return Connection(
      account: Account(
        APIClient(transport: traced, key: key, account: account, settings: settings),
        journal: ledger),
      label: label, now: now,
      client: APIClient(transport: transport, key: key, account: account, settings: settings),
      transport: transport, server: server)
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
