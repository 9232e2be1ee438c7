import CpayTestSupport
import Testing

@testable import CpayShell

/// Programs that give keys.
@Suite struct KeyCommandTests {
  @Test func `whoever has given up waiting for one ends it`() async throws {
    let reading = Task { () -> ConnectionError? in
      // However long that takes: what runs without end is not waited for then.
      while !Task.isCancelled { await Task.yield() }
      do throws(ConnectionError) {
        _ = try KeySource.command(["sh", "-c", "trap '' INT TERM; while :; do sleep 1; done"])
          .read(keysIn: "/", variables: ["PATH": "/usr/bin:/bin"])
        return nil
      } catch {
        return error
      }
    }
    reading.cancel()
    #expect(
      await reading.value == ConnectionError(message: "interrupted", status: .interrupted))
  }
}
