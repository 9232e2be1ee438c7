import CpayLanguage
import CpayRuntime
import CpaySandbox
import CpayValue

/// `cpay sandbox`: serves until interrupted.
struct ServeSandbox {
  private let program: CommandLineTool
  private let command: CpayCommand.Sandbox

  init(_ program: CommandLineTool, _ command: CpayCommand.Sandbox) {
    self.program = program
    self.command = command
  }

  func callAsFunction() async -> ExitStatus {
    if command.assumptions {
      for assumption in Assumptions.all {
        program.output.line("\(assumption.name)=\(assumption.values.joined(separator: "|"))")
        program.output.line("  \(assumption.doc)")
        program.output.line("  \(assumption.source.rawValue): \(assumption.reason)")
      }
      return .success
    }
    let configuration: SandboxConfiguration
    let server: SandboxServer
    do {
      configuration = try self.configuration()
      server = try await SandboxServer.start(configuration)
    } catch {
      program.errors.sentence("cpay: \(DisplayText("\(error)").string)")
      return .usage
    }
    program.output.line("export CASAPAY_API_BASE=\(server.baseURL)")
    program.output.line("export CASAPAY_API_KEY=\(server.key)")
    if let control = server.control {
      program.output.line("export CPAY_SANDBOX_CONTROL=\(control.url)")
      program.output.line("export CPAY_SANDBOX_TOKEN=\(control.token)")
    }
    let clock =
      if case .frozen(let moment) = server.clock { "stands at \(moment.display)" } else {
        "is this machine's"
      }
    program.errors.sentence("the sandbox answers until Ctrl-C; its clock \(clock)")
    if configuration.isLive {
      program.errors.line(
        "live: cpay login NAME --live --origin \(server.baseURL) --key-env CASAPAY_API_KEY")
    }
    if !configuration.isLoopback {
      program.errors.line(
        "other machines can reach it at \(DisplayText(configuration.address).string)")
    }
    await untilInterrupted()
    await server.stop()
    return .success
  }

  private func configuration() throws(SandboxError) -> SandboxConfiguration {
    var clock: SandboxClock?
    switch command.clock {
    case nil: break
    case "real": clock = .real
    case let text?:
      guard let moment = Timestamp(iso: text) else {
        throw SandboxError("`\(text)` is neither `real` nor a time such as 2024-02-06T12:00Z")
      }
      clock = .frozen(moment)
    }
    var faults: [FaultRule] = []
    for rule in command.fault { faults.append(try FaultRule(rule)) }
    var result = SandboxConfiguration(
      port: command.port, address: command.bind ?? "127.0.0.1",
      storePath: command.db.map(FileAccess(folder: program.folder).path),
      seed: try command.seed.map { (text) throws(SandboxError) in
        try Seed(text, relativeTo: program.folder)
      },
      clock: clock, keys: try keys(), assumptions: try Assumptions(command.assume),
      faults: faults, rate: command.rate, atOnce: command.atOnce, hasControl: true)
    result.isLive = command.live
    return result
  }

  /// The keys in the file that was named.
  private func keys() throws(SandboxError) -> [String] {
    guard let name = command.keyFile else { return [] }
    let bytes: [UInt8]
    do {
      bytes = try FileAccess(folder: program.folder).read(name).get()
    } catch {
      throw SandboxError("the key file '\(name)' cannot be read: \(error.reason)")
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let keys = lines.map { String($0) }.filter { line in !line.allSatisfy(\.isWhitespace) }
    guard !keys.isEmpty else { throw SandboxError("the key file '\(name)' holds no key") }
    return keys
  }

  private func untilInterrupted() async {
    let cancellation = Cancellation()
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    cancellation.arm { end.finish() }
    let signals = InterruptSignals(cancellation)
    for await _ in ends {}
    signals.stop()
  }
}

extension CpayCommand.Sandbox {
  func run(in tool: CommandLineTool) async -> ExitStatus { await ServeSandbox(tool, self)() }
}
