import CpayClient
import CpayLanguage
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct EmbeddedRunTests {
  private static func program(_ text: String) throws -> EmbeddedProgram {
    try EmbeddedProgram.check("allow submit\n" + text, allow: [.submit])
  }

  private static func events(
    _ text: String, _ account: RecordingAccount = FixtureAPI().account,
    consent: Consent? = nil
  ) async throws -> [String] {
    var names: [String] = []
    let program = try program(text)
    let events =
      if let consent {
        try program.run(on: .fixture(account), consent: { _, _ in consent })
      } else { try program.run(on: .fixture(account)) }
    for try await event in events { names.append(event.name) }
    return names
  }

  @Test func `yields what it shows, in order`() async throws {
    let events = try await Self.events("disputes status=won | select id\ndisputes | count")
    #expect(events == ["begin", "rows 1", "end", "value 8"])
  }

  @Test func `a plan waits where nobody consents, and the program ends there`() async throws {
    let account = FixtureAPI().account
    let plan = "dispute dp_a1 | submit evidence={customer_name: \"x\"}"
    for text in [plan, plan + " | apply", "let o = \(plan) | apply\n$o | count"] {
      #expect(try await Self.events(text + "\ndisputes | count", account) == ["preview 1"])
    }
    #expect(account.calls.compactMap(\.sentDispute).isEmpty)
  }

  @Test func `a host's own no stands, whoever else says yes`() async throws {
    let account = FixtureAPI().account
    let host = Host(
      account: Account(account), environment: ManualClock(FixtureDispute.now).environment,
      consent: { _, _ in .withheld("frozen") })
    let program = try Self.program("dispute dp_a1 | submit evidence={customer_name: \"x\"}")
    var names: [String] = []
    for try await event in try program.run(on: host, consent: { _, _ in .granted }) {
      names.append(event.name)
    }
    #expect(names == ["preview 1"])
    let planned = try await program.plan(on: host)
    let plan = try #require(planned.plan)
    await #expect(throws: EvaluationError.invalid("the plan was withheld: frozen")) {
      for try await _ in try plan.apply(consent: plan.digest, on: host) {}
    }
    #expect(account.calls.compactMap(\.sentDispute).isEmpty)
  }

  @Test func `with consent a plan is applied, and the program goes on`() async throws {
    let account = FixtureAPI().account
    let events = try await Self.events(
      "dispute dp_a1 | submit evidence={customer_name: \"x\"}\ndisputes | count", account,
      consent: .granted)
    #expect(events == ["applied 1", "begin", "rows 1", "end", "value 8"])
    #expect(account.calls.compactMap(\.sentDispute) == ["dp_a1"])
  }

  @Test func `a plan that is only described is not offered`() async throws {
    let account = FixtureAPI().account
    let events = try await Self.events(
      "dispute dp_a1 | submit evidence={customer_name: \"x\"} | describe", account,
      consent: .granted)
    #expect(events == ["preview 1"] && account.calls.compactMap(\.sentDispute).isEmpty)
  }

  @Test func `a run that stops early ends the program`() async throws {
    var api = FixtureAPI()
    api.send = { _ in .notApplied(.stopped("no (401)", .fixture(401))) }
    let events = try await Self.events(
      "dispute dp_a1 | submit evidence={customer_name: \"x\"}\ndisputes | count", api.account,
      consent: .granted)
    #expect(events == ["applied 1", "begin", "rows 1", "end"])
  }

  @Test func `an error comes after what was shown before it`() async throws {
    var names: [String] = []
    let program = try Self.program(
      "disputes | count\nrequire count($(disputes)) > 100, \"too few\"")
    do {
      for try await event in try program.run(on: .fixture(FixtureAPI().account)) {
        names.append(event.name)
      }
      Issue.record("it did not throw")
    } catch {
      #expect(error as? EvaluationError == .requirement("too few"))
    }
    #expect(names == ["value 8"])
  }

  @Test func `cancelled while it reads, a program is interrupted`() async throws {
    let (asked, never) = (Signal(), Signal())
    let account = RecordingAccount(read: { (_) throws(ReadFailure) in
      asked.raise()
      await never.wait()
      throw .transport(TransportFailure(.notSent, "cancelled"))
    })
    let events = try Self.program("disputes | count").run(on: .fixture(account))
    let task = Task { for try await _ in events {} }
    await asked.wait()
    task.cancel()
    await #expect(throws: EvaluationError.interrupted) { try await task.value }
  }

  @Test func `the host's own interrupt reaches it`() async throws {
    let (asked, never, cancellation) = (Signal(), Signal(), Cancellation())
    let account = RecordingAccount(read: { (_) throws(ReadFailure) in
      asked.raise()
      await never.wait()
      throw .transport(TransportFailure(.notSent, "cancelled"))
    })
    let events = try Self.program("disputes | count")
      .run(on: .fixture(account, cancellation: cancellation))
    let task = Task { for try await _ in events {} }
    await asked.wait()
    cancellation.request()
    await #expect(throws: EvaluationError.interrupted) { try await task.value }
  }

  @Test func `runs no further ahead than its reader, and not at all without one`() async throws {
    let account = FixtureAPI().account
    let program = try Self.program(
      (1...50).map { "dispute dp_a1 | select n=\($0)" }.joined(separator: "\n"))
    let events = try program.run(on: .fixture(account))
    #expect(account.calls.isEmpty)
    let iterator = events.makeAsyncIterator()
    var reader = iterator
    for name in ["begin", "rows 1", "end", "begin"] {
      #expect(try await reader.next()?.name == name)
    }
    #expect(account.calls.count <= 3)
  }
}
