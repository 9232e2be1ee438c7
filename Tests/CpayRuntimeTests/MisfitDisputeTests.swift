import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// Disputes that the API answers in another form than its own: each is named, and stops no other.
@Suite struct MisfitDisputeTests {
  private static let good = FixtureDispute.docs.prefix(2).map {
    String(decoding: $0.json, as: UTF8.self)
  }

  /// An account whose list and objects are those texts, by their ids.
  private static func account(_ list: [String], _ objects: [String: String]) -> RecordingAccount {
    RecordingAccount(
      read: { (call) throws(ReadFailure) in
        switch call {
        case .list(.dispute, let query):
          let status = query.first { $0.name == "status" }?.value
          let list = list.filter { text in
            status.map { text.contains(#""status":"\#($0)""#) || !text.contains("response") }
              ?? true
          }
          return Array(
            #"{"object":"list","data":[\#(list.joined(separator: ","))],"has_more":false}"#.utf8)
        case .object(.dispute, let id):
          guard let text = objects[id] else { throw .api(.fixture(404)) }
          return Array(text.utf8)
        default: throw .malformed("nothing else is read")
        }
      })
  }

  /// What a program came to, and what it told.
  private static func run(
    _ text: String, _ account: RecordingAccount
  ) async throws -> (outcomes: [String], told: [String]) {
    let log = StepLog()
    var host = Host.fixture(account)
    host.consent = { _, _ in .granted }
    host.emit = { event in
      switch event {
      case .remark(let remark): log.add(remark.line)
      case .applied(let report):
        for outcome in report.outcomes {
          log.add("\(outcome.id) \(outcome.kind): \(outcome.message ?? "")")
        }
      default: break
      }
    }
    let runner = try ProgramRunner(try CheckedProgram(text), on: host)
    let report = await runner.run()
    if case .failed(let error) = report.end { log.add("failed: \(error.message)") }
    return (log.all.filter { !$0.hasPrefix("note") }, log.all.filter { $0.hasPrefix("note") })
  }

  private static let writes = [
    "disputes status=needs_response | submit evidence=@lease.json",
    "let due = disputes status=needs_response\n$due | set n=1 | submit evidence=@lease.json",
    "disputes | sort created | draft evidence=@lease.json", "disputes | close",
  ]

  @Test(arguments: writes, WritePlanBuilderTests.flawed.indices)
  func `one flawed dispute stops no other`(program: String, index: Int) async throws {
    let (json, id, reason) = WritePlanBuilderTests.flawed[index]
    let objects = Dictionary(
      uniqueKeysWithValues: zip(FixtureDispute.docs.map(\.id), Self.good))
    // A status that is none of those asked for is a filter that was ignored.
    guard !json.contains("a_later_one") || program.hasPrefix("disputes |") else { return }
    let account = Self.account([Self.good[0], json, Self.good[1]], objects)
    let (outcomes, _) = try await Self.run(program, account)
    #expect(outcomes.count == 3, "\(outcomes)")
    #expect(outcomes.contains("dp_a1 applied: ") && outcomes.contains("dp_b2 applied: "))
    let flawed = try #require(outcomes.first { $0.contains("ineligible") })
    #expect(flawed.hasPrefix("\(id) ineligible: ") && flawed.contains(reason), "\(flawed)")
    #expect(account.calls.compactMap(\.sentDispute).sorted() == ["dp_a1", "dp_b2"])
  }

  @Test func `reading says how many are not as they should be`() async throws {
    let account = Self.account(Self.good + [WritePlanBuilderTests.flawed[0].json], [:])
    let (failures, told) = try await Self.run("disputes | count", account)
    #expect(failures.isEmpty)
    #expect(
      told == ["note: 1 row is not as the API documents; what cannot be read is missing (dp_1)"])
    let (_, unknown) = try await Self.run("disputes | where amount > 1eur | count", account)
    #expect(unknown.contains { $0.contains("dp_1") && $0.contains("amount") }, "\(unknown)")
  }

  @Test(arguments: WritePlanBuilderTests.flawed.indices)
  func `one that became so since the plan is not sent`(index: Int) async throws {
    let json = WritePlanBuilderTests.flawed[index].json
      .replacing("dp_1", with: "dp_a1")
    let account = Self.account(Self.good, ["dp_a1": json, "dp_b2": Self.good[1]])
    let (outcomes, _) = try await Self.run(Self.writes[0], account)
    #expect(outcomes.count == 2 && outcomes.contains("dp_b2 applied: "))
    #expect(account.calls.compactMap(\.sentDispute) == ["dp_b2"])
    // Another status is a change like any other.
    let kind = json.contains("a_later_one") ? "stale" : "ineligible"
    #expect(outcomes.contains { $0.hasPrefix("dp_a1 \(kind): ") }, "\(outcomes)")
  }

  @Test(arguments: ["", "[]", "{", #"{"id":"dp_zz","status":"won"}"#, "\u{fffd}"])
  func `an answer that is no dispute at all keeps back that row alone`(text: String) async throws {
    let account = Self.account(Self.good, ["dp_a1": text, "dp_b2": Self.good[1]])
    let (outcomes, _) = try await Self.run(Self.writes[0], account)
    #expect(outcomes.contains("dp_b2 applied: "), "\(outcomes)")
    #expect(outcomes.contains { $0.hasPrefix("dp_a1 ineligible: ") }, "\(outcomes)")
    #expect(account.calls.compactMap(\.sentDispute) == ["dp_b2"])
  }

  @Test func `objects without an id are no repeats, in one list or several`() async throws {
    let lost = #"{"object":"dispute","status":"needs_response","amount":5,"currency":"eur"}"#
    let objects = ["dp_a1": Self.good[0], "dp_b2": Self.good[1]]
    let account = Self.account([Self.good[0], lost, lost, Self.good[1]], objects)
    let (outcomes, _) = try await Self.run(Self.writes[0], account)
    #expect(outcomes.count { $0 == "without an id ineligible: it has no id" } == 2)
    #expect(outcomes.count == 4)
    let (merged, _) = try await Self.run(
      "disputes | where status in [needs_response, warning_needs_response] | close", account)
    #expect(merged.count { $0.hasPrefix("without an id ineligible") } >= 2, "\(merged)")
  }
}
