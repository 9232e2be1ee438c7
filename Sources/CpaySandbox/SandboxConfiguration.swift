/// What a sandbox is started with; every member has a default that suits a test.
public struct SandboxConfiguration: Sendable {
  /// The port on 127.0.0.1; 0 lets the system choose one.
  public var port: Int
  /// The file that keeps the data; nil keeps it in memory until the sandbox stops.
  public var storePath: String?
  /// What a new store is filled with; nil is ``Seed/demo``, and leaves a filled store as it is.
  public var seed: Seed?
  /// The clock; nil is the seed's own: frozen for ``Seed/docs``, real for the others.
  public var clock: SandboxClock?
  /// The secret keys that are let in (`sk_test_…`, `sk_live_…`); none: the store mints a test key.
  public var keys: [String]
  /// How the API is assumed to behave where its pages are silent.
  public var assumptions: Assumptions

  /// A sandbox in memory with demo data, on a port of the system's choice.
  public init(
    port: Int = 0, storePath: String? = nil, seed: Seed? = nil, clock: SandboxClock? = nil,
    keys: [String] = [], assumptions: Assumptions = Assumptions()
  ) {
    self.port = port
    self.storePath = storePath
    self.seed = seed
    self.clock = clock
    self.keys = keys
    self.assumptions = assumptions
  }
}

/// Why a sandbox could not be started, in a sentence for people.
public struct SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// An error that says so.
  public init(_ description: String) {
    self.description = description
  }
}
