import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct SelectStageTests {
  private static func text(_ row: Row) -> String { String(decoding: row.bytes, as: UTF8.self) }

  @Test func `makes rows of fields and expressions`() throws {
    let (rows, _) = try output(
      "select id, amount, team=(metadata.team), left=(evidence_due_by - now)",
      Array(FixtureDispute.docs.suffix(2)))
    #expect(
      (0..<rows.count).map { Self.text(rows[$0]) } == [
        #"{"id":"dp_g7","amount":{"amount":150000,"currency":"gbp"},"team":null,"left":21600}"#,
        #"{"id":"dp_h8","amount":{"amount":45000,"currency":"eur"},"team":null,"left":null}"#,
      ])
  }

  @Test func `the API's own object stays behind each row`() throws {
    let (rows, _) = try output("select reason")
    for (index, dispute) in FixtureDispute.docs.enumerated() {
      #expect(try DisputeSnapshot(rows[index].origin) == dispute.snapshot)
    }
  }

  @Test func `what was selected twice over still knows its dispute`() async throws {
    let disputes = RowStream(
      SnapshotSource(try Batch(FixtureDispute.docs)), type: RowType(.dispute),
      cancellation: Cancellation())
    var stream = try appending("select id, amount | select money=amount", to: disputes)
    let rows = try await stream.collect()
    #expect(Self.text(rows[0]) == #"{"money":{"amount":120000,"currency":"eur"}}"#)
    #expect(try DisputeSnapshot(rows[3].origin).id == "dp_d4")
  }

  private static let changes = [
    "set a=amount", "set a=currency", "set b=reason", "set b=\"x\"", "set c=(status == \"won\")",
    "set d=a", "set e=(b == reason)", "set f=(evidence_due_by - now)", "set g=(metadata.team)",
    "set h=amount.minor", "set i=(a + a)", "set b=created, c=charge", "set j=number(reason)",
    "set k=number(reason)", "select id, a, reason, amount, currency", "select b, id, amount",
    "where amount.minor > 0",
  ]

  /// What rows come to, and what there is to say of them.
  private static func told(_ stream: RowStream) async throws -> [String] {
    var stream = stream
    let rows = try await stream.collect()
    return (0..<rows.count).map { index in
      "\(text(rows[index])) \(rows[index].origin.text(0) ?? "")"
    } + stream.remarks.map(\.line)
  }

  @Test func `stages that are made one do what each does by itself`() async throws {
    let host = Host(account: nil, environment: Environment(now: FixtureDispute.now))
    let evaluator = Evaluator(host)
    var (checked, joined) = (0, 0)
    for seed in UInt64(1)...250 {
      var random = SeededGenerator(seed: seed)
      let text = (0..<(2 + random.below(5))).map { _ in random.pick(Self.changes) }
        .joined(separator: " | ")
      guard let steps = try? checkedSteps(text) else { continue }
      checked += 1
      let disputes = (0..<4).map { FixtureDispute.random($0, &random) }
      let start = RowStream(
        SnapshotSource(try Batch(disputes)), type: RowType(.dispute), cancellation: Cancellation())
      var together = start
      for step in steps { together = try evaluator.append(step, to: together) }
      if together.stages.count < steps.count { joined += 1 }
      var (apart, remarks, failed) = (start, [String](), false)
      for step in steps {
        var one = try evaluator.append(step, to: apart)
        guard let rows = try? await one.collect() else {
          failed = true
          break
        }
        remarks += one.remarks.map(\.line)
        apart = RowStream(SnapshotSource(rows), type: one.type, cancellation: Cancellation())
      }
      let found = try? await Self.told(together)
      #expect((found == nil) == failed, "\(text)")
      guard let found, !failed else { continue }
      #expect(found == (try await Self.told(apart)) + remarks, "\(text)")
    }
    #expect(checked > 30)
    #expect(joined > 20)
  }

  @Test func `hundreds of columns that are added one after the other are one stage`() throws {
    let text = (0..<300).map { "set c\($0)=reason" }.joined(separator: " | ")
    let empty = RowStream(
      SnapshotSource(try Batch([])), type: RowType(.dispute), cancellation: Cancellation())
    #expect(try appending(text, to: empty).stages.count == 1)
  }
}
