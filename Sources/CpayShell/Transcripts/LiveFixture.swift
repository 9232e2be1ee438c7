import CpayClient
import CpaySandbox
import CpayValue

/// A live account for a transcript: a sandbox with live data, and a live profile that names it.
final class LiveFixture: Sendable {
  private let server: SandboxServer
  /// What a session is to find in its environment.
  let variables: [String: String]
  private let folder: ScratchFolder

  /// Starts the sandbox and makes the profile.
  init(_ name: String, seed: String, now: Timestamp?) async throws {
    var configuration = SandboxConfiguration(
      seed: try Seed(seed), clock: now.map { SandboxClock.frozen($0) })
    configuration.isLive = true
    folder = try ScratchFolder()
    server = try await SandboxServer.start(configuration)
    variables = [
      "XDG_CONFIG_HOME": folder.path, "XDG_STATE_HOME": folder.path, "LIVE_KEY": server.key,
    ]
    let profile = Profile(
      name: name, origin: .loopback(port: server.port), mode: .live, key: .variable("LIVE_KEY"))
    try ProfileStore.required(variables).save(profile, key: nil)
  }

  func letPass(_ length: DurationValue) async throws { try await server.advance(by: length) }

  func stop() async { await server.stop() }
}
