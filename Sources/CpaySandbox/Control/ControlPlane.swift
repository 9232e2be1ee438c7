import CpayValue

/// What a running sandbox can be told beside the API.
///
/// To let time pass, to have the bank decide, to go wrong. It also tells what has been done to it.
struct ControlPlane: Sendable {
  let sandbox: Sandbox
  let timekeeper: Timekeeper
  let faults: FaultInjector
  let limits: Limits
  /// What callers must know.
  let token: String

  /// One thing it can be told, as a row of a table.
  struct Command: Sendable {
    let method: String
    /// The path below `/_sandbox`, with `:id` for a dispute.
    let path: String
    var parameters: [Parameter] = []
    let answer: @Sendable (Order, ControlPlane) async throws -> Answer
  }

  /// One request to it.
  struct Order: Sendable {
    let arguments: [String]
    let members: [JSONNode.Member]

    subscript(name: String) -> JSONNode? {
      members.first { $0.name.isSame(as: name) }?.value
    }

    /// The texts of a list.
    func texts(_ name: String) -> [String]? {
      guard case .array(let elements)? = self[name]?.content else { return nil }
      return elements.compactMap(\.string)
    }

    /// The data it is about; test data where it does not say.
    var mode: Mode { self["mode"]?.string.flatMap(Mode.init) ?? .test }
  }

  static let commands = [
    state, clock, effects, digest, deliveries, faultRules, setFaults, setLimits, mintKey, open,
    escalate, decide,
  ]
}
