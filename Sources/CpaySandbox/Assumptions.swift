/// One guess about the API, where its pages are silent: a name, the values it can have, and why the
/// first of them was chosen.
public struct Assumption: Hashable, Sendable {
  /// The name, as given in `NAME=VALUE`.
  public let name: String
  /// The values it can have; the first is the default.
  public let values: [String]
  /// What it decides, in one line.
  public let doc: String
  /// Where the default comes from.
  public let source: String

  /// A second submit or close of one dispute.
  static let repeated = Assumption(
    name: "repeat", values: ["refuse", "accept"],
    doc: "a second submit or close: 422 state_invalid, or 200 with nothing changed",
    source: "disputes page: submitting cannot be undone; nothing is said of doing it twice")
  /// What an update with evidence and without `submit` does.
  static let submitDefault = Assumption(
    name: "submit_default", values: ["true", "false"],
    doc: "the value of submit when an update gives evidence and leaves submit out",
    source: "disputes page names no default; payment APIs of this shape submit")
  /// Evidence after the deadline.
  static let late = Assumption(
    name: "late", values: ["refuse", "accept"],
    doc: "evidence after evidence_due_by: 422 state_invalid, or taken as if in time",
    source: "disputes page: deadline to submit evidence; nothing is said of missing it")
  /// Closing a dispute whose evidence is with the bank.
  static let closeSubmitted = Assumption(
    name: "close_submitted", values: ["refuse", "accept"],
    doc: "closing a dispute under review: 422 state_invalid, or accepted like an open one",
    source: "disputes page says what closing does, not when it is allowed")
  /// What closing does to the charge.
  static let closeRefunds = Assumption(
    name: "close_refunds", values: ["true", "false"],
    doc: "whether closing raises amount_refunded of the charge by the disputed amount",
    source: "disputes page: closing refunds the tenant; charges page has the two fields")
  /// Metadata on a dispute.
  static let metadataUpdate = Assumption(
    name: "metadata_update", values: ["accept", "refuse"],
    doc: "whether an update may set metadata",
    source: "disputes page has the attribute, not the parameter; metadata page: most objects do")
}

/// The value of every assumption.
public struct Assumptions: Hashable, Sendable {
  /// All assumptions there are, in the order they are listed.
  public static let all: [Assumption] = [
    .repeated, .submitDefault, .late, .closeSubmitted, .closeRefunds, .metadataUpdate,
  ]

  private var chosen: [String: String] = [:]

  /// Every assumption at its default.
  public init() {}

  /// The assumptions that `settings` name, each `NAME=VALUE`, the others at their defaults.
  ///
  /// - Throws: ``SandboxError`` when a setting has no `=`, or its name or value is unknown.
  public init(_ settings: [String]) throws(SandboxError) {
    for setting in settings { try set(setting) }
  }

  /// The value `assumption` has.
  public func value(of assumption: Assumption) -> String {
    chosen[assumption.name] ?? assumption.values.first ?? ""
  }

  /// Sets one assumption from `NAME=VALUE`.
  ///
  /// - Throws: ``SandboxError`` when there is no `=`, or the name or the value is unknown.
  public mutating func set(_ setting: String) throws(SandboxError) {
    guard let equals = setting.firstIndex(of: "=") else {
      throw SandboxError("the assumption '\(setting)' must be written NAME=VALUE")
    }
    let name = setting[..<equals]
    let value = String(setting[setting.index(after: equals)...])
    guard let assumption = Assumptions.all.first(where: { $0.name == name }) else {
      let names = Assumptions.all.map(\.name).joined(separator: ", ")
      throw SandboxError("there is no assumption '\(name)'; there are \(names)")
    }
    guard assumption.values.contains(value) else {
      let values = assumption.values.joined(separator: " or ")
      throw SandboxError("the assumption \(name) is \(values), not '\(value)'")
    }
    chosen[assumption.name] = value
  }

  /// Whether `assumption` has the given value.
  func holds(_ assumption: Assumption, _ value: String) -> Bool {
    self.value(of: assumption) == value
  }
}
