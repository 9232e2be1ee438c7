/// One fault to inject: what it strikes, what goes wrong, how often, and when.
///
/// Written `MATCH:KIND:HOWOFTEN:PHASE`; what follows KIND may be left out:
///
///     POST /v1/disputes/*:reset:once:after
///     GET /v1/**:status=503:rate=0.1
///     WEBHOOK dispute.created:duplicate
public struct FaultRule: Hashable, Sendable, CustomStringConvertible {
  /// When a fault strikes, seen from the change that the request makes.
  ///
  /// After the effect, a kind that spoils an answer spoils the true one; before it there is none,
  /// and an error answer is spoiled. A read has no effect: both are the same.
  enum Phase: String, CaseIterable, Sendable {
    case before
    case after
  }

  let target: FaultTarget
  let kind: FaultKind
  let frequency: FaultFrequency
  let phase: Phase

  /// Reads one rule.
  ///
  /// - Throws: ``SandboxError`` that names the part which is wrong, and what is possible.
  public init(_ text: String) throws(SandboxError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...4).contains(parts.count) else {
      throw SandboxError("the fault '\(text)' must be written MATCH:KIND:HOWOFTEN:PHASE")
    }
    target = try FaultTarget(parts[0])
    kind = try FaultKind(parts[1])
    switch (parts.dropFirst(2).first, parts.dropFirst(3).first) {
    case (let frequency?, let phase?):
      self.frequency = try FaultFrequency(frequency)
      self.phase = try FaultRule.phase(phase)
    case (let either?, nil):
      let phase = Phase(rawValue: String(either))
      self.phase = phase ?? .before
      self.frequency = phase == nil ? try FaultFrequency(either) : .always
    default:
      frequency = .always
      phase = .before
    }
    try checkKind()
    try checkPhase()
  }

  /// The rule in full; read again, it is the same.
  public var description: String { "\(target):\(kind):\(frequency):\(phase.rawValue)" }

  private static func phase(_ text: Substring) throws(SandboxError) -> Phase {
    guard let phase = Phase(rawValue: String(text)) else {
      throw SandboxError("the phase of a fault is before or after, not '\(text)'")
    }
    return phase
  }

  /// Refuses a kind that what is struck cannot have.
  private func checkKind() throws(SandboxError) {
    switch target {
    case .webhooks where !kind.isForWebhooks:
      throw SandboxError("a webhook can be duplicate or late, not '\(kind)'")
    case .anyRequest where kind.isForWebhooks, .requests where kind.isForWebhooks:
      throw SandboxError("'\(kind)' is for WEBHOOK event.type or WEBHOOK *, not '\(target)'")
    case .requests(method: "GET", _), .webhooks: return
    case .anyRequest where kind == .stale, .requests where kind == .stale:
      throw SandboxError("'stale' is for reads, such as GET /v1/disputes/*, not '\(target)'")
    default: return
    }
  }

  /// Refuses a phase after an effect that there cannot be.
  private func checkPhase() throws(SandboxError) {
    if phase == .after && (kind == .stale || kind.isForWebhooks) {
      throw SandboxError("'\(kind)' has no effect to come after; its phase is before")
    }
  }
}
