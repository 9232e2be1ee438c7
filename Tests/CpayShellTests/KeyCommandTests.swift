import CpayTestSupport
import Foundation
import Testing

@testable import CpayShell

/// Programs that give keys.
@Suite struct KeyCommandTests {
  @Test func `whoever gives up waiting for one ends it`() async throws {
    let folder = try TemporaryDirectory()
    let begun = folder.path + "/begun"
    let script = "trap '' INT TERM; : > \(begun); while :; do sleep 1; done"
    let reading = Task { () -> ConnectionError? in
      do throws(ConnectionError) {
        _ = try KeySource.command(["sh", "-c", script])
          .read(keysIn: folder.path, variables: ["PATH": "/usr/bin:/bin"])
        return nil
      } catch {
        return error
      }
    }
    try #require(await appears(begun))
    reading.cancel()
    #expect(
      await reading.value == ConnectionError(message: "interrupted", status: .interrupted))
  }

  /// Waits until there is such a file; false after a minute.
  private func appears(_ path: String) async -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while !FileManager.default.fileExists(atPath: path) {
      if ContinuousClock.now > end { return false }
      _ = poll(nil, 0, 10)
      await Task.yield()
    }
    return true
  }
}
