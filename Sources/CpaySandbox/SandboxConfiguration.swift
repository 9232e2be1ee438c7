/// What a sandbox is started with; every member has a default that suits a test.
public struct SandboxConfiguration: Sendable {
  /// The port on 127.0.0.1; 0 lets the system choose one.
  public var port: Int
  /// The address to listen on; any but loopback opens the sandbox to other machines.
  public var address: String
  /// The file that keeps the data; nil keeps it in memory until the sandbox stops.
  public var storePath: String?
  /// What a new store is filled with; nil is ``Seed/demo``, and leaves a filled store as it is.
  public var seed: Seed?
  /// The clock; nil is the seed's own: frozen for ``Seed/docs``, real for the others.
  public var clock: SandboxClock?
  /// The keys that are let in (`sk_test_…`, `rk_test_… disputes:read`); none: those that the store
  /// minted.
  public var keys: [String]
  /// How the API is assumed to behave where its pages are silent.
  public var assumptions: Assumptions
  /// What goes wrong, the first that matches.
  public var faults: [FaultRule]
  /// Decides, with the request, which requests a fault with a rate strikes.
  public var faultSeed: UInt64
  /// Requests a second that one key may make; nil is any number.
  public var rate: Int?
  /// Requests that one key may have under way at once; nil is any number.
  public var atOnce: Int?
  /// Whether it can be controlled over a port of its own.
  public var hasControl: Bool
  /// Whether a new store is filled with live data, and its live key is the one that is shown.
  public var isLive = false
  /// How many connections there may be, and how long requests may take to arrive.
  var connectionLimits = ConnectionLimits()

  /// A sandbox in memory with demo data, on a port of the system's choice.
  public init(
    port: Int = 0, address: String = "127.0.0.1", storePath: String? = nil, seed: Seed? = nil,
    clock: SandboxClock? = nil, keys: [String] = [], assumptions: Assumptions = Assumptions(),
    faults: [FaultRule] = [], faultSeed: UInt64 = 1, rate: Int? = nil, atOnce: Int? = nil,
    hasControl: Bool = false
  ) {
    (self.port, self.address, self.storePath) = (port, address, storePath)
    (self.seed, self.clock, self.keys, self.assumptions) = (seed, clock, keys, assumptions)
    (self.faults, self.faultSeed, self.rate, self.atOnce) = (faults, faultSeed, rate, atOnce)
    self.hasControl = hasControl
  }

  /// Whether only this machine can reach it.
  public var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(address) }
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
