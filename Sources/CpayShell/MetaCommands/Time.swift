import CpaySyntax

extension MetaCommand {
  /// Tells how long programs take.
  static let time = MetaCommand(
    name: "time", operand: .optional(.program),
    summary: "run a program and say how long it took; alone, do so for all, or no longer",
    examples: [":time disputes | count", ":time", ":time off"]
  ) { session, text in
    switch text {
    case "": session.tellsTime.toggle()
    case "on": session.tellsTime = true
    case "off": session.tellsTime = false
    default: return .ran(await session.timed(text))
    }
    session.errors.line("programs are \(session.tellsTime ? "timed" : "no longer timed")")
    return .told(.success)
  }
}

extension Session {
  /// Runs a program, and says how long that took.
  func timed(_ program: String) async -> ExitStatus {
    let start = ContinuousClock.now
    let status = await execute(Source(program))
    errors.sentence("took \(start.duration(to: .now).shown)")
    return status
  }
}

extension Duration {
  /// `12 ms`, `3.4 s`, `2 m 5 s`.
  fileprivate var shown: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    switch milliseconds {
    case ..<1000: return "\(milliseconds) ms"
    case ..<60_000: return "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    default: return "\(milliseconds / 60_000) m \(milliseconds / 1000 % 60) s"
    }
  }
}
