import CpayTestSupport
import Foundation
import Testing

/// Standard input that stays silent, and a person who has waited long enough.
@Suite struct InterruptedInputTests {
  /// Something that reads standard input, and what it has been given before nothing more comes.
  struct Reading: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let given: String
    var testDescription: String { arguments.joined(separator: " ") }

    static let rehearsed = ["--sandbox", "--seed", "docs", "-c"]
    static let all = [
      Reading(arguments: [], given: "disputes"),
      Reading(arguments: ["--sandbox"], given: "disputes |"),
      Reading(arguments: ["fmt", "-"], given: "disputes"),
      Reading(arguments: rehearsed + ["read @- format=csv | count"], given: "id\n"),
      Reading(
        arguments: rehearsed + ["read @- format=csv | count"],
        given: "id\n" + String(repeating: "dp_a1\n", count: 5_000)),
      Reading(arguments: rehearsed + ["read @- format=ndjson | count"], given: "{"),
      Reading(arguments: rehearsed + ["disputes ids=@- | count"], given: "dp_a1\n"),
      Reading(
        arguments: rehearsed + [
          "disputes ids=[dp_a1] | submit evidence=@-", "--apply", "--max", "1",
        ],
        given: "{\"customer_name\":"),
    ]
  }

  @Test(arguments: Reading.all, [SIGINT, SIGTERM, SIGHUP])
  func `the first signal ends the wait`(_ reading: Reading, signal: Int32) async throws {
    let folder = try TemporaryDirectory()
    let input = Pipe()
    let process = try ChildProcess(
      reading.arguments, in: folder.path, environment: ["XDG_STATE_HOME": folder.path],
      input: input)
    try input.fileHandleForWriting.write(contentsOf: Data(reading.given.utf8))
    // What was given has been taken, so that more is being waited for.
    try #require(await isRead(input.fileHandleForWriting.fileDescriptor))
    process.signal(signal)
    let ending = process.wait()
    #expect(
      ending
        == ChildProcess.Ending(
          output: "", errors: "cpay: interrupted\n", status: 130, wasSignalled: false))
    try input.fileHandleForWriting.close()
  }

  /// Waits until nothing lies in a pipe; false after a minute.
  private func isRead(_ descriptor: Int32) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      var waiting: Int32 = 0
      guard unsafe ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 else { return false }
      if waiting == 0 { return true }
      _ = poll(nil, 0, 10)
      await Task.yield()
    }
    return false
  }
}
