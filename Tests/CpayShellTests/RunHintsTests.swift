import CpayRuntime
import Testing

@testable import CpayShell

/// What a person is told to type works where it is read.
@Suite struct RunHintsTests {
  private static let run = RunID("run_1")

  /// Where a hint is read, whose run it is about, and what it says.
  struct Place: Sendable, CustomTestStringConvertible {
    var options = ConnectionOptions()
    var profile: String?
    var inSession = false
    /// The profile that the run was sent with, "" for none; nil where that is not known.
    var sender: String?
    let resume: String

    var testDescription: String { resume }
  }

  @Test(arguments: [
    Place(resume: "cpay resume run_1"),
    Place(
      options: ConnectionOptions(baseURL: "http://127.0.0.1:1"),
      resume: "cpay resume run_1 --base-url http://127.0.0.1:1"),
    Place(profile: "live", resume: "cpay resume run_1 --profile live"),
    Place(profile: "live", sender: "live", resume: "cpay resume run_1 --profile live"),
    Place(sender: "live", resume: "cpay resume run_1 --profile live"),
    Place(profile: "live", sender: "", resume: "cpay resume run_1"),
    Place(inSession: true, resume: ":resume run_1"),
    Place(profile: "live", inSession: true, sender: "live", resume: ":resume run_1"),
    // Another profile's run is refused here.
    Place(
      profile: "live", inSession: true, sender: "test", resume: "cpay resume run_1 --profile test"),
    Place(inSession: true, sender: "live", resume: "cpay resume run_1 --profile live"),
    Place(inSession: true, sender: "", resume: ":resume run_1"),
  ])
  func `a run is gone on with where one is, and with its own profile`(place: Place) {
    let hints = RunHints(place.options, profile: place.profile, inSession: place.inSession)
    let sender = place.sender.map { Sender(profile: $0.isEmpty ? nil : $0, key: nil) }
    #expect(hints.resume(Self.run, of: sender) == place.resume)
  }

  @Test func `rows are shown where one is`() {
    let options = ConnectionOptions()
    let outside = RunHints(options, profile: "live", inSession: false)
    #expect(outside.show(Self.run) == "cpay runs show run_1 --profile live")
    #expect(RunHints(options, profile: "live", inSession: true).show(Self.run) == ":runs run_1")
  }

  @Test(arguments: [("dp_1", "dp_1"), ("dp 1", "'dp 1'"), (nil, "ID")] as [(String?, String)])
  func `what only a person can settle is named where there is one row`(
    dispute: String?, word: String
  ) {
    let hints = RunHints(ConnectionOptions(), profile: "live", inSession: true)
    #expect(
      hints.settle(Self.run, dispute)
        == "cpay runs settle run_1 \(word) applied|not-applied --profile live")
  }
}
