import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime

/// `cpay login`: takes a key, sees that it works, and keeps both under a name.
struct LogIn {
  private let program: CommandLineTool
  private let command: CpayCommand.Login

  init(_ program: CommandLineTool, _ command: CpayCommand.Login) {
    self.program = program
    self.command = command
  }

  func callAsFunction() async -> ExitStatus {
    do throws(ConnectionError) {
      let store = try ProfileStore.required(program.variables)
      try checkName(in: store)
      let given = try givenKey(store)
      program.redactor.know(given.key)
      let profile = try profile(given)
      let settings = try settings(profile, given.key, in: store)
      try await checkTyped(given.key)
      let found = try await look(settings)
      // Meanwhile another process may have kept a profile.
      try store.alone { () throws(ConnectionError) in
        try checkName(in: store)
        _ = try self.settings(profile, given.key, in: store)
        try store.save(profile, key: given.kept)
      }
      for line in found { program.errors.sentence(line) }
      program.errors.sentence(
        "kept as \(profile.name): "
          + (profile.isLive
            ? "name it for each run, --profile \(profile.name)"
            : "--profile \(profile.name), or `cpay profiles use \(profile.name)`"))
      return .success
    } catch {
      program.errors.sentence("cpay: \(error.message)")
      return error.status
    }
  }

  private func checkName(in store: ProfileStore) throws(ConnectionError) {
    guard Profile.isName(command.name) else { throw usage(Profile.nameRule) }
    guard !command.replace, try store.names().contains(command.name) else { return }
    throw usage("there is a profile \(command.name); --replace puts another in its place")
  }

  // MARK: The key

  /// A key, and where it comes from later: cpay keeps what it was given, and asks again where it
  /// was told whom to ask.
  private struct GivenKey {
    let source: KeySource
    let key: APIKey
    /// What cpay keeps in a file of its own; nil where it asks.
    let kept: [UInt8]?
  }

  private func givenKey(_ store: ProfileStore) throws(ConnectionError) -> GivenKey {
    if let words = command.keyCommand {
      let words = words.split(separator: " ").map(String.init)
      guard !words.isEmpty else { throw usage("--key-command names a program") }
      return try asked(.command(words), store)
    }
    if let name = command.keyEnv { return try asked(.variable(name), store) }
    if let path = command.keyFile {
      guard let bytes = try PrivateFile.read(try absolute(path))
      else { throw usage("the key file \(path) is not there") }
      return try kept(bytes, "the key file \(path)")
    }
    if let descriptor = command.keyFd {
      return try kept(try line(descriptor), "descriptor \(descriptor)")
    }
    switch program.secret(asking: "API key of \(command.name): ") {
    case .line(let typed): return try kept(Array(typed.utf8), "what was typed")
    case .endOfInput: throw usage("no key was typed, and nothing was kept")
    case .interrupted: throw LogIn.interrupted
    case nil:
      throw usage(
        "nobody can be asked for the key here; give it by --key-file, --key-fd, --key-command or "
          + "--key-env")
    }
  }

  /// Stopped by the person.
  private static let interrupted = ConnectionError(
    message: "interrupted; nothing was kept", status: .interrupted)

  private func kept(_ bytes: [UInt8], _ place: String) throws(ConnectionError) -> GivenKey {
    GivenKey(
      source: .file(command.name), key: try KeySource.key(in: bytes, place), kept: bytes)
  }

  private func asked(
    _ source: KeySource, _ store: ProfileStore
  ) throws(ConnectionError) -> GivenKey {
    let key = try source.read(keysIn: store.keys, variables: program.variables)
    return GivenKey(source: source, key: key, kept: nil)
  }

  /// The first line of a descriptor; what follows it on standard input stays there.
  private func line(_ descriptor: Int) throws(ConnectionError) -> [UInt8] {
    let input =
      descriptor == 0 ? program.input : InputStream.descriptor(Int32(clamping: descriptor))
    do throws(FileFailure) {
      return try input.nextLine()
    } catch {
      throw usage("descriptor \(descriptor) cannot be read: \(error.reason)")
    }
  }

  // MARK: The profile

  private func profile(_ given: GivenKey) throws(ConnectionError) -> Profile {
    let mode = given.key.mode
    guard command.live == (mode == .live) else {
      throw usage(
        command.live
          ? "the key is a test key; leave --live out"
          : "the key is a live key, and real money moves; say so: cpay login \(command.name) --live"
      )
    }
    var profile = Profile(
      name: command.name, origin: try origin(), mode: mode, key: given.source,
      limit: command.limit, keepsKeys: command.keepsKeys.map { $0 == .yes })
    if let ledger = command.ledger { profile.ledger = try absolute(ledger) }
    if let file = command.caFile { profile.route.authorities = try absolute(file) }
    if let proxy = command.proxy {
      do { profile.route.proxy = try ProxyAddress(parsing: proxy) } catch {
        throw usage("--proxy \(error.reason)")
      }
    }
    return profile
  }

  private func origin() throws(ConnectionError) -> APIOrigin {
    guard let text = command.origin else { return .casapay }
    do {
      return try APIOrigin(parsing: text)
    } catch {
      throw usage("--origin is no base URL: \(error.reason)")
    }
  }

  private func absolute(_ path: String) throws(ConnectionError) -> String {
    do throws(FileFailure) {
      return try FileAccess(folder: program.folder).absolute(path)
    } catch {
      throw usage("\(path) cannot be used: \(error.reason)")
    }
  }

  /// The profile with its key, held against the other profiles: nothing is sent yet.
  private func settings(
    _ profile: Profile, _ key: APIKey, in store: ProfileStore
  ) throws(ConnectionError) -> AccountSettings {
    try AccountSettings(
      profile, origin: profile.origin, key: key, program.variables, store)
  }

  /// A live key is stored by a name that was typed once more.
  private func checkTyped(_ key: APIKey) async throws(ConnectionError) {
    guard key.mode == .live else { return }
    let prompt = "type \(command.name) to keep a live key under it: "
    let typed: String?
    let cancellation = Cancellation()
    if let question = program.question(stopping: cancellation) {
      typed = await question(prompt)
      if cancellation.isRequested { throw LogIn.interrupted }
    } else {
      typed = (try? program.input.nextLine()).map { String(decoding: $0, as: UTF8.self) }
    }
    guard typed?.trimmed == command.name else {
      throw usage("a live key is kept only when its name is typed once more; nothing was kept")
    }
  }

  // MARK: Whether it works

  /// Reads what a run would read; what can be read, in lines for people.
  private func look(_ settings: AccountSettings) async throws(ConnectionError) -> [String] {
    let around = Connection.Surroundings(
      errors: program.errors, files: FileAccess(folder: program.folder),
      redactor: program.redactor)
    let connection = try await Connection.open(
      settings, ConnectionOptions(isInteractive: true), around)
    let lines = try await connection.use { (connection) throws(ConnectionError) in
      try await LogIn.readable(connection.client, settings.key)
    }
    return ["\(settings.key.masked): \(connection.label.text)"] + lines
  }

  private static func readable(
    _ client: APIClient, _ key: APIKey
  ) async throws(ConnectionError) -> [String] {
    var lines: [String] = []
    for resource in [Resource.dispute, .file, .event] {
      do throws(ReadFailure) {
        let page = try await client.page(of: resource, [LiveMode.one])
        if resource == .event, let isLive = LiveMode.isLive(page), isLive != (key.mode == .live) {
          throw .malformed(LiveMode.mismatch(key.mode))
        }
        lines.append("\(resource.plural) can be read")
      } catch .api(let error) where error.status == 403 && resource != .dispute {
        lines.append("\(resource.plural) cannot be read: \(error.message)")
      } catch {
        throw ConnectionError(
          message: "\(EvaluationError.read(error).message); nothing was kept", status: .failed)
      }
    }
    return lines
  }

  private func usage(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }
}

extension CpayCommand.Login {
  func run(in tool: CommandLineTool) async -> ExitStatus { await LogIn(tool, self)() }
}
