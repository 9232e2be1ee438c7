import CpayClient
import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayValue

/// Everything a session needs besides the text it runs.
struct SessionOptions: Sendable {
  var connection = ConnectionOptions()
  var consent = ConsentOptions()
  /// The shape of results; by default a table at a terminal and NDJSON elsewhere.
  var format: OutputFormat?
  /// Whether final writes need an `allow` statement.
  var needsAllowance = false
  /// Whether results are kept for the next line.
  var keepsResults = false
  /// What the command line gives to the program's parameters: `--name=value`.
  var arguments: [String] = []
  /// Whether programs are checked and not run, so that standard input stays unread.
  var isCheckOnly = false
  /// Objects asked for by their ids at a time.
  var readsAtOnce = 8
  /// How the progress of runs is told.
  var progress = ProgressForm.auto
  /// Whether a run of another process is waited for.
  var waitsForOthers = false
  /// Whether diagnostics are written as JSON.
  var diagnosticsAsJSON = false
}

/// Runs texts one after another: checks, connects when first needed, evaluates, and shows.
///
/// Variables live as long as the session; so does the connection.
final class Session {
  /// What was asked for; may change between two texts.
  var options: SessionOptions
  private let variables: [String: String]
  let output: OutputStream
  let errors: OutputStream
  let files: FileAccess
  /// Where relative paths of the command line start, which a script's own do not.
  let startFolder: FileAccess
  /// Knows the keys that are loaded.
  private let redactor: Redactor
  /// Asks the person; nil where nobody can be asked.
  var question: (@Sendable (String) async -> String?)?
  private(set) var scope = Scope()
  /// What the variables hold.
  private(set) var snapshots = Snapshots()
  /// The program that was typed last, and the names there were before it.
  private(set) var lastProgram: (text: String, scope: Scope)?
  /// Whether it is said how long each program took.
  var tellsTime = false
  /// Whether tables show the types of their columns.
  var showsTypes = false
  /// The ids that were shown.
  let seen = SeenIDs()
  /// The tour that is being taken; nil for none.
  var tour: Tour?
  /// What the last line should have been, where its mistakes say so.
  var mended: String?
  /// Why a text was refused that the line is about.
  private var refused: Refusal?
  /// What was typed in this session, oldest first.
  private var typed: [TypedLine] = []
  /// What was typed before, too; nil where nothing is kept.
  var keptHistory: (() throws -> [TypedLine])?
  /// The time of what is typed.
  var clock: () -> Timestamp = Connection.systemTime
  private(set) var connection: Connection?
  /// Stops what runs.
  let cancellation = Cancellation()

  init(
    _ options: SessionOptions, variables: [String: String], output: OutputStream,
    errors: OutputStream, files: FileAccess, startFolder: FileAccess? = nil,
    redactor: Redactor = Redactor(), question: (@Sendable (String) async -> String?)?
  ) {
    self.options = options
    self.variables = variables
    self.output = output
    self.errors = errors
    var own = files
    own.input = files.input?.waiting(until: cancellation)
    own.redactor = redactor
    if options.connection.rehearses { own.overlay = RehearsalFolder(in: files) }
    // While writes are under way, their documents are read to the end.
    own.isStopped = { [cancellation] in
      Task.isCancelled || cancellation.isRequested && !cancellation.isFinishing
    }
    self.redactor = redactor
    // It may stand in a file that is read, whether or not it is used.
    if let key = variables["CASAPAY_API_KEY"].flatMap({ try? APIKey(parsing: $0) }) {
      redactor.know(key)
    }
    self.files = own
    self.startFolder = startFolder ?? files
    self.question = question
  }

  /// Whether an account is named that can be asked: a sandbox, a profile, or one by its key.
  func hasAccount() throws(ConnectionError) -> Bool {
    try choice() != .none
  }

  private func choice() throws(ConnectionError) -> AccountChoice.Account {
    try AccountChoice(options.connection, variables) { () throws(ConnectionError) in
      try ProfileStore(variables)?.defaultName()
    }.account
  }

  /// Whether a server on this machine is named, by whatever names an account: it may be a sandbox,
  /// which has a time of its own.
  private func mayHaveOwnTime() throws(ConnectionError) -> Bool {
    switch try choice() {
    case .sandbox: true
    case .profile(let name, _): try profile(name).origin.isLoopback
    case .key(nil), .none: false
    case .key(let base): try AccountSettings.origin(base).isLoopback
    }
  }

  /// What a person calls the account, once connected.
  var label: AccountLabel? { connection?.label }

  func close() async {
    await connection?.close()
  }

  /// The checked form of a text.
  ///
  /// A program with parameters is checked again once their values are known, since these may name
  /// files.
  func check(
    _ source: Source, arguments: [String: Value] = [:]
  ) throws(Refusal) -> CheckedProgram {
    try Checker.check(source, context(arguments))
  }

  /// Checks a text to find its parameters, whose values are still to come: no file is looked at, since
  /// what a parameter has by default is not what it will hold.
  private func outline(_ source: Source) throws(Refusal) -> CheckedProgram {
    var context = context()
    context.lookAtNoFiles()
    return try Checker.check(source, context)
  }

  /// What a text is checked with: the files, variables and definitions there are.
  func context(_ arguments: [String: Value] = [:]) -> CheckContext {
    let (files, isCheckOnly) = (files, options.isCheckOnly)
    var context = CheckContext(
      catalog: .standard, scope: scope, needsAllowance: options.needsAllowance,
      files: { files.read($0) },
      records: { path, form, schema in
        path == "-" && isCheckOnly
          ? .success(nil) : files.look(at: path, form: form, schema: schema)
      },
      documents: files.store.documentLookup, ids: files.store.idLookup,
      writing: { files.obstacle(toWriting: $0) },
      arguments: knownValues.merging(arguments) { $1 }, reservedNames: CpayCommand.optionNames)
    context.compute = Evaluator.computation
    return context
  }

  /// The variables that hold values.
  private var knownValues: [String: Value] {
    snapshots.results.compactMapValues { result in
      if case .value(_, let value) = result { value } else { nil }
    }
  }

  /// Tells of what is doubtful about a program.
  func report(_ program: CheckedProgram) {
    for warning in program.warnings { report(warning, in: program.source) }
  }

  /// Says why a text was refused.
  func report(_ refusal: Refusal) {
    if options.keepsResults { refused = refusal }
    for diagnostic in refusal.diagnostics { report(diagnostic, in: refusal.source) }
  }

  private func report(_ diagnostic: Diagnostic, in source: Source) {
    if options.diagnosticsAsJSON {
      errors.write(DiagnosticJSON.line(diagnostic, in: source))
    } else {
      errors.write(diagnostic, in: source)
    }
  }

  /// Does what a line of a session says: a command, or a program that is typed whole.
  func answer(_ text: String) async -> SessionAnswer {
    (mended, refused) = (nil, nil)
    let answer = await answerAlone(text)
    if let refused, let program = refused.mended(typingContext) {
      mended = text.replacingProgram(refused.source, with: program)
    }
    // What holds a key is not shown once more.
    if mended.map(KeyPattern.occurs) == true { mended = nil }
    followTour(text, answer)
    return answer
  }

  private func answerAlone(_ text: String) async -> SessionAnswer {
    if !text.hasPrefix(" ") { typed.append(TypedLine(time: clock(), text: text)) }
    switch MetaCommand.reading(text) {
    case .command(let command, let operand): return await command.action(self, operand)
    case .slip(let advice, let meant):
      errors.sentence("cpay: \(advice)")
      mended = meant
      return .told(.usage)
    case nil:
      lastProgram = (text, scope)
      return .ran(await tellsTime ? timed(text) : execute(Source(text)))
    }
  }

  /// What was typed, oldest first, but for what asked for just that.
  func history() throws -> [TypedLine] {
    try (keptHistory?() ?? typed).filter { line in
      guard case .command(let command, _) = MetaCommand.reading(line.text) else { return true }
      return command.name != MetaCommand.history.name
    }
  }

  /// Checks a text and runs it.
  ///
  /// With `scope` it sees the names there were at another time.
  ///
  /// One that is `onlyExplaining` asks and sends nothing, whatever it says.
  func execute(
    _ source: Source, seeing scope: Scope? = nil, onlyExplaining: Bool = false
  ) async -> ExitStatus {
    if let scope {
      let current = self.scope
      self.scope = scope
      defer { self.scope = current }
      return await execute(source, onlyExplaining: onlyExplaining)
    }
    do {
      var program = try options.arguments.isEmpty ? check(source) : outline(source)
      var values: [String: Value] = [:]
      if !program.parameters.isEmpty || !options.arguments.isEmpty {
        values = try ProgramArguments(options.arguments, from: startFolder, to: files)(program)
        program = try check(source, arguments: values)
      }
      guard !onlyExplaining || program.onlyExplains else {
        errors.sentence("cpay: there is nothing in it to explain: it has no pipeline")
        return .usage
      }
      return try await run(program, arguments: values)
    } catch let error as ProgramArguments.Failure {
      for line in error.lines { errors.sentence(line) }
      return .usage
    } catch is Refusal where cancellation.isRequested {
      // What it was waiting for was not read, which says nothing about the program.
      return fail(EvaluationError.interrupted)
    } catch let refusal as Refusal {
      report(refusal)
      return .refused
    } catch {
      return fail(error)
    }
  }

  /// Opens the connection, where it is not open yet.
  func connect() async throws(ConnectionError) -> Connection {
    if let connection { return connection }
    let (options, variables) = (options.connection, variables)
    let around = Connection.Surroundings(
      errors: errors, files: startFolder, redactor: redactor)
    let opened = try await interruptible { () async throws(ConnectionError) in
      try await Connection.open(options, variables: variables, around)
    }
    connection = opened
    return opened
  }

  /// Goes over to a profile; what the other account gave is dropped, and what was agreed to for it.
  ///
  /// Ids of one mean nothing to the other. Where the new one cannot be opened, everything stays as
  /// it is.
  func change(to profile: String) async throws(ConnectionError) {
    try await change(to: options.connection.choosing(profile))
  }

  /// Goes over to a sandbox of this process, in the same way.
  func changeToSandbox(_ seed: String?) async throws(ConnectionError) {
    try await change(to: options.connection.choosingSandbox(seed))
  }

  private func change(to other: ConnectionOptions) async throws(ConnectionError) {
    let (before, old) = (connection, options.connection)
    connection = nil
    options.connection = other
    do throws(ConnectionError) {
      _ = try await connect()
    } catch {
      (connection, options.connection) = (before, old)
      throw error
    }
    (scope, snapshots, lastProgram) = (Scope(), Snapshots(), nil)
    // Nobody has agreed to anything there; a bound holds wherever plans are sent.
    options.consent = ConsentOptions(maximum: options.consent.maximum)
    // What is somewhere else is not gone on with.
    tour = nil
    seen.forget()
    await before?.close()
  }

  /// The names of the profiles there are; none where they cannot be read.
  var profileNames: [String] { (try? ProfileStore(variables)?.names()) ?? [] }

  /// The profile of that name; nothing is asked of it.
  func profile(_ name: String) throws(ConnectionError) -> Profile {
    try ProfileStore.required(variables).profile(name)
  }

  /// The connection that a program needs: none where it asks the API for nothing, unless a
  /// sandbox is there whose time is its own.
  private func connection(
    for program: CheckedProgram, _ arguments: [String: Value]
  ) async throws(ConnectionError) -> Connection? {
    if program.asksAPI(knowing: knownValues.merging(arguments) { $1 }, Evaluator.computation) {
      return try await connect()
    }
    if program.onlyExplains { return nil }
    if options.connection.sandbox { return try await connect() }
    guard program.readsClock, try mayHaveOwnTime() else { return connection }
    return try await connect()
  }

  /// The program's `now`.
  private func time(_ connection: Connection) async throws(ConnectionError) -> Timestamp {
    try await interruptible { () async throws(ConnectionError) in try await connection.now() }
  }

  /// The result of `work`, which Ctrl-C breaks off.
  private func interruptible<Result: Sendable>(
    _ work: @escaping @Sendable () async throws(ConnectionError) -> Result
  ) async throws(ConnectionError) -> Result {
    let task = Task { try await work() }
    cancellation.arm { task.cancel() }
    switch await task.result {
    case .success(let result): return result
    case .failure(let error):
      if cancellation.isRequested {
        throw ConnectionError(message: "interrupted", status: .interrupted)
      }
      throw (error as? ConnectionError)
        ?? ConnectionError(message: "\(error)", status: .failed)
    }
  }

  func fail(_ error: any Error) -> ExitStatus {
    errors.sentence("cpay: \(ErrorText.line(error))")
    return ErrorText.status(error)
  }

  /// Runs a checked program to its end, or to the first statement that cannot go on.
  private func run(
    _ program: CheckedProgram, arguments: [String: Value]
  ) async throws -> ExitStatus {
    report(program)
    let connection = try await connection(for: program, arguments)
    let now =
      if let connection { try await time(connection) } else { program.timeWithoutAccount }
    let writer = writer(program, connection, now)
    let runner = try ProgramRunner(
      program, on: host(connection, now, writer), variables: snapshots.results,
      arguments: arguments)
    let work = Task { await runner.run() }
    cancellation.arm { work.cancel() }
    let result = await work.value
    writer.show(endOf: result)
    scope.takeDefinitions(of: program.scope)
    snapshots.take(result, of: program, at: now)
    for (name, value) in snapshots.results { scope.define(name, value.type) }
    let status = ExitStatus(result)
    // Stopped at the question, which is another end than a no.
    if case .withheld = result.end, cancellation.isRequested {
      return status.combined(with: .interrupted)
    }
    return status
  }
}

extension String {
  /// The line with another program in the place of the one that it is or ends with; nil where it has
  /// none of its own.
  fileprivate func replacingProgram(_ source: Source, with other: Source) -> String? {
    let program = source.text(0..<source.bytes.count)
    guard source.name == nil, !program.isEmpty else { return nil }
    // The program of a command stands without the blanks around it.
    guard let line = [self, trimmedAtEnd].first(where: { $0.hasSuffix(program) }) else {
      return nil
    }
    return line.dropLast(program.count) + other.text(0..<other.bytes.count)
  }
}

extension CheckedProgram {
  /// The `now` of a program that asks nobody: the machine's time, which an explanation does not
  /// show.
  fileprivate var timeWithoutAccount: Timestamp {
    onlyExplains ? Timestamp(seconds: 0) : Connection.systemTime()
  }
}
