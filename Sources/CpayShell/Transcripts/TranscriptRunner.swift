import ArgumentParser
import CpayClient
import CpaySyntax
import CpayValue
import Synchronization

/// Runs a transcript against fresh sandboxes and says what appeared.
package struct TranscriptRunner {
  private let folder: String?

  /// What one step showed.
  package struct Result: Hashable, Sendable {
    /// The step as written.
    package let step: Transcript.Step
    /// What appeared.
    package let shown: [String]

    /// Whether it is what had to appear.
    package var passed: Bool { shown == step.expected }
  }

  /// A directive that cannot be followed.
  package struct Failure: Error, Hashable, Sendable {
    /// What is wrong with it.
    package let reason: String
  }

  /// A runner of transcripts that lie in `folder`.
  package init(folder: String?) {
    self.folder = folder
  }

  /// Everything the directives have set so far.
  private struct Setting {
    var seed = "docs"
    var now: Timestamp?
    var arguments: [String] = []
    var showsRequests = false
    var answers: [String]?
    /// How much time passes before the next step.
    var later: DurationValue?
    /// The dispute that a colleague answers while the question stands.
    var meanwhile: String?
    var folder: String?
    /// The time of what is typed, where none is set.
    static let standard = Timestamp(seconds: 1_707_220_800)
    /// The live profile that the session works under; nil for a sandbox of its own.
    var live: String?
  }

  /// The steps with what they showed, and the transcript with that written in.
  package func run(
    _ transcript: Transcript
  ) async throws -> (results: [Result], updated: Transcript) {
    var setting = Setting(folder: folder)
    var session: Session?
    var live: LiveFixture?
    var results: [Result] = []
    var updated = transcript
    let screen = Screen()
    for (index, part) in transcript.parts.enumerated() {
      switch part {
      case .line: break
      case .directive(let name, let argument):
        try follow(name, argument, &setting)
        if ["fixture", "now", "files", "requests", "live"].contains(name) {
          await session?.close()
          await live?.stop()
          (session, live) = (nil, nil)
        }
      case .step(var step):
        if live == nil, let name = setting.live {
          live = try await LiveFixture(name, seed: setting.seed, now: setting.now)
        }
        let current = try session ?? open(setting, live, screen)
        session = current
        let (shown, hasLeft) = try await show(step, current, live, setting, screen)
        if hasLeft {
          await current.close()
          session = nil
        }
        (setting.answers, setting.meanwhile, setting.later) = (nil, nil, nil)
        results.append(Result(step: step, shown: shown))
        step.expected = shown
        updated.parts[index] = .step(step)
      }
    }
    await session?.close()
    await live?.stop()
    return (results, updated)
  }

  private func follow(_ name: String, _ argument: String, _ setting: inout Setting) throws {
    switch name {
    case "fixture": setting.seed = argument == "F" ? "docs" : argument
    case "argv": setting.arguments = argument.split(separator: " ").map(String.init)
    case "requests": setting.showsRequests = true
    case "live": setting.live = argument
    case "meanwhile": setting.meanwhile = argument
    case "type": setting.answers = (setting.answers ?? []) + [argument]
    case "files": setting.folder = FileAccess(folder: folder).path(argument)
    case "later":
      guard let length = DurationValue(argument) else {
        throw Failure(reason: "//later \(argument) is no length of time")
      }
      setting.later = length
    case "now":
      guard let now = Timestamp(iso: argument) else {
        throw Failure(reason: "//now \(argument) is no time")
      }
      setting.now = now
    default: throw Failure(reason: "there is no directive //\(name)")
    }
  }

  private func open(
    _ setting: Setting, _ live: LiveFixture?, _ screen: Screen
  ) throws -> Session {
    var options = try options(setting)
    options.connection =
      live == nil
      ? ConnectionOptions(
        sandbox: true, seed: setting.seed, clock: setting.now, traces: setting.showsRequests)
      : ConnectionOptions(
        rehearses: options.connection.rehearses, profile: setting.live,
        traces: setting.showsRequests)
    options.keepsResults = true
    // One request after another, so that what is shown is always the same.
    options.readsAtOnce = 1
    let session = Session(
      options, variables: live?.variables ?? [:], output: screen.output, errors: screen.errors,
      files: FileAccess(folder: setting.folder, overlay: try ScratchFolder()), question: nil)
    session.clock = { setting.now ?? Setting.standard }
    return session
  }

  private func options(_ setting: Setting) throws -> SessionOptions {
    guard let command = try CpayCommand.parseAsRoot(setting.arguments) as? CpayCommand.Run else {
      throw Failure(reason: "//argv \(setting.arguments.joined(separator: " ")) runs no program")
    }
    return RunRequest(command).options
  }

  private func show(
    _ step: Transcript.Step, _ session: Session, _ live: LiveFixture?, _ setting: Setting,
    _ screen: Screen
  ) async throws -> (shown: [String], hasLeft: Bool) {
    let options = try options(setting)
    session.options.consent = options.consent
    session.options.format = options.format
    session.options.arguments = options.arguments
    if let length = setting.later {
      if let live {
        try await live.letPass(length)
      } else {
        try await session.connect().letPass(length)
      }
    }
    let client = setting.meanwhile == nil ? nil : try await session.connect().client
    session.question = question(setting, client, screen)
    let answer = await session.answer(step.input)
    var shown = screen.take()
    if answer.status != .success { shown.append("//exit \(answer.status.code)") }
    return (shown, answer == .leave)
  }

  private func question(
    _ setting: Setting, _ client: APIClient?, _ screen: Screen
  ) -> (@Sendable (String) async -> String?)? {
    guard let answers = setting.answers else { return nil }
    let waiting = Queue(answers)
    let dispute = setting.meanwhile
    return { text in
      if let dispute { await client?.answer(dispute) }
      let answer = waiting.next()
      screen.errors.line(text + (answer ?? ""))
      return answer
    }
  }
}

extension APIClient {
  /// Answers a dispute as a colleague would, with evidence of their own.
  fileprivate func answer(_ dispute: String) async {
    let write = DisputeWrite(
      .submit, dispute: dispute,
      evidence: [DisputeWrite.Evidence(name: "customer_name", text: "A colleague")], seen: [],
      status: "needs_response", account: AccountIdentity(sandbox: "colleague"), generation: 0)
    _ = await send(write)
  }
}

/// Answers waiting to be given.
private final class Queue: Sendable {
  private let answers: Mutex<ArraySlice<String>>

  init(_ answers: [String]) {
    self.answers = Mutex(answers[...])
  }

  func next() -> String? { answers.withLock { $0.popFirst() } }
}

/// Both streams as lines in the order they came; what differs in every run is shown as `…`.
private final class Screen: Sendable {
  private let lines = Mutex<[String]>([])

  var output: OutputStream { stream("") }
  var errors: OutputStream { stream("! ").changing { Redactor().message($0) } }

  private func stream(_ mark: String) -> OutputStream {
    let unfinished = Mutex("")
    return OutputStream(width: { 100 }) { bytes in
      let added = unfinished.withLock { unfinished in
        let text = unfinished + String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        unfinished = String(parts.last ?? "")
        return parts.dropLast().map { line in
          mark.isEmpty ? stable(line) : (mark + stable(line)).withoutTrailingBlanks
        }
      }
      self.lines.withLock { $0 += added }
    }
  }

  func take() -> [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

/// The line without digests, times, and names that are made by chance.
private func stable(_ line: Substring) -> String {
  if line.hasPrefix("plan "), line.utf8.count == 69 { return "plan …" }
  if line.hasPrefix("  digest") { return "  digest    …" }
  if line.hasPrefix("GET ") || line.hasPrefix("POST ") {
    return line.split(separator: " ").prefix(2).joined(separator: " ")
  }
  return String(
    line.replacing(/\brun_[0-9a-z]{8}\b/, with: "run_xxxxxxxx")
      .replacing(/\bsandbox:sbx_[0-9A-Za-z]+/, with: "sandbox:…")
      .replacing(/127\.0\.0\.1:[0-9]+/, with: "127.0.0.1:…")
      .replacing(/\btook [0-9.]+ m?s$/, with: "took …")
      .replacing(/--approve [0-9a-f]{12}/, with: "--approve …"))
}

extension String {
  fileprivate var withoutTrailingBlanks: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
