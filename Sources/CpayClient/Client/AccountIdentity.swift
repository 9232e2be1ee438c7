/// Which data a dispute's id belongs to: ids are unique within an origin and a mode.
///
/// A sandbox's random instance id takes the origin's place, so that two sandboxes on one port are
/// never taken for each other.
public struct AccountIdentity: Hashable, Sendable {
  /// The origin's URL, or `sandbox:` and the instance id.
  public let place: String
  /// Test or live.
  public let mode: APIKey.Mode
  /// Whether a sandbox answers.
  public let isSandbox: Bool

  /// Whether its server runs on this machine.
  var isLocal: Bool { isSandbox || place.hasPrefix("http://") }

  /// The data that a journal knows by that place and mode.
  public init(recorded place: String, mode: APIKey.Mode) {
    (self.place, self.mode) = (place, mode)
    isSandbox = place.hasPrefix("sandbox:")
  }

  /// The data behind an origin.
  public init(origin: APIOrigin, mode: APIKey.Mode) {
    place = origin.place
    self.mode = mode
    isSandbox = false
  }

  /// The data of one sandbox store, which has test and live data as the API has.
  public init(sandbox instance: String, mode: APIKey.Mode = .test) {
    place = "sandbox:\(instance)"
    self.mode = mode
    isSandbox = true
  }
}
