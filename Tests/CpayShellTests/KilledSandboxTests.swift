import CpayClient
import CpayTestSupport
import CpayValue
import Foundation
import Synchronization
import Testing

/// A sandbox on disk that is killed while it answers.
@Suite struct KilledSandboxTests {
  /// Starts the built sandbox on a file of `folder`.
  private static func start(
    in folder: TemporaryDirectory
  ) throws -> (process: ChildProcess, client: APIClient, transport: AsyncHTTPTransport) {
    let process = try ChildProcess(
      ["sandbox", "--seed", "docs", "--db", "s.sqlite"], in: folder.path, environment: [:])
    var settings: [String: String] = [:]
    for line in process.lines(2) {
      let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
      settings[String(parts[0])] = parts.last.map(String.init)
    }
    let origin = try APIOrigin(parsing: try #require(settings["CASAPAY_API_BASE"]))
    let key = try APIKey(parsing: try #require(settings["CASAPAY_API_KEY"]))
    let transport = AsyncHTTPTransport(to: origin)
    var retry = RetryPolicy.prompt
    retry.maximumAttempts = 1
    let client = APIClient(
      transport: transport, key: key, account: AccountIdentity(origin: origin, mode: key.mode),
      settings: ClientSettings(retry: retry, pace: .unlimited))
    return (process, client, transport)
  }

  /// The ids that were answered with.
  private final class Acknowledged: Sendable {
    private let all = Mutex<[String]>([])

    var ids: [String] { all.withLock { $0 } }

    /// Adds an id; the number of all.
    func add(_ id: String) -> Int {
      all.withLock { all in
        all.append(id)
        return all.count
      }
    }
  }

  @Test func `what a killed sandbox had acknowledged is there when it starts again`() async throws {
    let folder = try TemporaryDirectory()
    let first = try Self.start(in: folder)
    let acknowledged = Acknowledged()
    let (enough, enoughNow) = AsyncStream.makeStream(of: Void.self)
    // Endpoints are made by eight clients at once until the server is gone.
    let client = first.client
    let work = Task {
      await withTaskGroup(of: Void.self) { group in
        for worker in 0..<8 {
          group.addTask {
            var number = 0
            while let made = try? await client.webhookEndpoints.create(
              url: "https://example.com/\(worker)/\(number)", events: ["dispute.won"])
            {
              number += 1
              if acknowledged.add(made.id) == 60 { enoughNow.finish() }
            }
          }
        }
      }
      enoughNow.finish()
    }
    for await _ in enough {}
    first.process.signal(SIGKILL)
    await work.value
    #expect(first.process.wait().wasSignalled)
    await first.transport.shutdown()
    let ids = acknowledged.ids
    #expect(ids.count >= 60)

    let second = try Self.start(in: folder)
    for id in ids {
      #expect(try await second.client.webhookEndpoints.retrieve(id).id == id)
    }
    await second.transport.shutdown()
    second.process.signal(SIGKILL)
    _ = second.process.wait()
  }
}
