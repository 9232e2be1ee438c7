/// One guess about the API, where its pages are silent: a name, the values it can have, and why the
/// first of them was chosen.
public struct Assumption: Hashable, Sendable {
  /// Where a default comes from.
  public enum Source: String, Hashable, Sendable {
    /// The API's pages come close to saying so.
    case page
    /// What Stripe, whose API this one is modelled on, documents for the same case.
    case stripe
    /// What CasaPay's Gateway API, another one, documents.
    case gateway
    /// Nobody says so; chosen here.
    case own
  }

  /// The name, as given in `NAME=VALUE`.
  public let name: String
  /// The values it can have; the first is the default.
  public let values: [String]
  /// What it decides, in one line.
  public let doc: String
  /// Where the default comes from.
  public let source: Source
  /// What is known, in one line.
  public let reason: String

  init(_ name: String, _ values: [String], _ doc: String, _ source: Source, _ reason: String) {
    (self.name, self.values, self.doc) = (name, values, doc)
    (self.source, self.reason) = (source, reason)
  }
}

/// The value of every assumption.
public struct Assumptions: Hashable, Sendable {
  private var chosen: [String: String] = [:]

  /// Every assumption at its default.
  public init() {}

  /// The assumptions that `settings` name, each `NAME=VALUE`, the others at their defaults.
  ///
  /// - Throws: ``SandboxError`` when a setting has no `=`, or its name or value is unknown.
  public init(_ settings: [String]) throws(SandboxError) {
    for setting in settings { try set(setting) }
  }

  /// Those of a server that keeps no idempotency keys.
  public static var withoutKeys: Assumptions {
    var assumptions = Assumptions()
    assumptions.chosen[Assumption.idempotency.name] = "off"
    return assumptions
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
