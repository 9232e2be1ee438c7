import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime
@testable import CpayShell

/// How far a run is, for a person and for a program.
@Suite struct ProgressTextTests {
  /// Rows of a plan to write to disputes whose deadlines are so many seconds away.
  private static func report(
    deadlines: [Int64?], ended: Int, _ kind: OutcomeKind = .applied, closed: Int64 = 0
  ) throws -> RunProgress.Report {
    let plan = try plan(deadlines)
    var progress = RunProgress(plan, toGo: Array(plan.items.indices))
    for position in 0..<ended {
      progress.settle(
        [SettledRow(position: position, outcome: outcome(plan, position, kind))],
        at: .seconds(Double(position) / 2))
    }
    return progress.report(
      at: .seconds(Double(max(0, ended - 1)) / 2), now, closed: .seconds(closed))
  }

  private static let now = Timestamp(seconds: 1_707_220_800)

  private static func plan(_ deadlines: [Int64?]) throws -> WritePlan {
    let rows = deadlines.enumerated().map { index, due in
      """
      {"object":"dispute","id":"dp_\(index)","charge":"ch_1","payment_intent":null,\
      "amount":120000,"currency":"eur","status":"needs_response","reason":"general",\
      "evidence":{},"evidence_due_by":\(due.map { String(now.seconds + $0) } ?? "null"),\
      "metadata":null,"created":1}
      """
    }
    let evidence = Value.record([Value.Member(name: "customer_name", value: .string("Ana"))])
    var scanner = RowScanner(Resource.dispute.layout)
    let page = try scanner.page(
      Array(#"{"data":[\#(rows.joined(separator: ","))],"has_more":false}"#.utf8))
    var builder = WritePlanBuilder(.submit, evidence: { _ in evidence })
    try builder.add(page.rows)
    let early = Timestamp(seconds: now.seconds - 86_400)
    return try builder.build(
      account: AccountIdentity(sandbox: "i1"), claims: [:], remarks: [], at: early,
      madeAt: .zero)
  }

  private static func outcome(
    _ plan: WritePlan, _ position: Int, _ kind: OutcomeKind
  ) -> Outcome {
    Outcome(
      id: plan.items[position].id, action: plan.action, kind: kind,
      amount: plan.items[position].seen?.amount, message: nil, requestID: nil, at: now)
  }

  @Test func `a line says what is known, and what matters least gives way to the width`() throws {
    let due: [Int64?] = Array(repeating: nil, count: 20) + [100, 1, 0]
    let report = try Self.report(deadlines: due, ended: 20, .unknown, closed: 40)
    let text = ProgressText(report: report)
    let whole =
      "20 of 23, 2.0/s, about 42 s left, held back by the API for 40 s, 20 unknown, 2 too late"
    #expect(text.line(warning: nil, width: 200) == whole)
    #expect(text.line(warning: "LIVE", width: 200) == "LIVE: " + whole)
    for width in 1...100 {
      let line = text.line(warning: "LIVE", width: width)
      #expect(line.unicodeScalars.count <= width)
      #expect(width < 12 || line.hasPrefix("LIVE: 20 of"))
    }
    #expect(text.line(warning: nil, width: 40) == "20 of 23, 20 unknown, 2 too late")
    #expect(text.line(warning: nil, width: 22) == "20 of 23, 20 unknown")
    #expect(
      text.lateness
        == "2 deadlines will pass before their turn, the first dp_21 at 2024-02-06 12:00:01Z")
  }

  @Test func `what is not known is not said`() throws {
    let text = ProgressText(report: try Self.report(deadlines: [nil, nil], ended: 1))
    #expect(text.line(warning: nil, width: 80) == "1 of 2")
    #expect(text.lateness == nil)
    #expect(
      String(decoding: text.json(RunID("run_1")), as: UTF8.self)
        == #"{"run":"run_1","done":1,"total":2,"unknown":0,"rate":null,"eta_seconds":null,"#
        + #""deadlines_missed":0,"gate_closed_seconds":0}"# + "\n")
  }

  @Test func `a program reads numbers`() throws {
    let due: [Int64?] = Array(repeating: nil, count: 20) + [100, 1, 0]
    let text = ProgressText(
      report: try Self.report(deadlines: due, ended: 20, closed: 40))
    #expect(
      String(decoding: text.json(RunID("run_1")), as: UTF8.self)
        == #"{"run":"run_1","done":20,"total":23,"unknown":0,"rate":2.0,"eta_seconds":42,"#
        + #""deadlines_missed":2,"gate_closed_seconds":40}"# + "\n")
  }

  @Test func `the last object counts the deadlines that were missed`() throws {
    let text = ProgressText(report: try Self.report(deadlines: [0, 0, 100], ended: 3, .stale))
    let object = String(decoding: text.json(RunID("run_1")), as: UTF8.self)
    #expect(object.contains(#""deadlines_missed":2,"#))
    #expect(text.lateness == nil)
  }

  // MARK: On a stream

  /// What a run shows, told by its events.
  private static func shown(
    _ form: ProgressForm, terminal: Bool, waitsFor holder: String? = nil
  ) throws -> String {
    let bytes = Mutex<[UInt8]>([])
    let stream = OutputStream(isTerminal: terminal, width: { 60 }) { added in
      bytes.withLock { $0 += added }
    }
    let plan = try plan([nil, nil])
    let line = ProgressLine(stream, form, nil, nil, now: now)
    if let holder { for _ in 0..<3 { line.show(.waiting(holder)) } }
    line.show(.opened(RunID("run_1"), plan, toGo: [0, 1]))
    for position in 0..<2 {
      line.show(
        .settled([SettledRow(position: position, outcome: outcome(plan, position, .applied))]))
    }
    line.show(.closed(RunID("run_1")))
    return bytes.withLock { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `a terminal has one line, which is gone when the run has ended`() throws {
    let shown = try Self.shown(.auto, terminal: true)
    #expect(shown.contains("\r\u{1b}[K1 of 2") && shown.hasSuffix("\r\u{1b}[K"))
    #expect(!shown.contains("\n"))
  }

  @Test(arguments: [true, false])
  func `as JSON it is one object a line, the last of the end`(terminal: Bool) throws {
    let shown = try Self.shown(.json, terminal: terminal)
    let lines = shown.split(separator: "\n")
    #expect(lines.first?.hasPrefix(#"{"run":"run_1","done":1,"total":2,"#) == true)
    #expect(lines.last?.hasPrefix(#"{"run":"run_1","done":2,"total":2,"#) == true)
    #expect(lines.last?.contains(#""eta_seconds":0,"#) == true)
    #expect(!shown.contains("\r"))
  }

  @Test(arguments: [(ProgressForm.auto, false), (.none, false), (.none, true)])
  func `elsewhere nothing is said`(form: ProgressForm, terminal: Bool) throws {
    #expect(try Self.shown(form, terminal: terminal) == "")
  }

  @Test func `what is waited for is said once, and at a terminal as it changes`() throws {
    let holder = "process 7: run_9, 57 of 280 done"
    for form in [ProgressForm.auto, .none] {
      let shown = try Self.shown(form, terminal: false, waitsFor: holder)
      #expect(shown == "waiting for \(holder)\n")
    }
    let object = try Self.shown(.json, terminal: false, waitsFor: holder)
    #expect(object.hasPrefix(#"{"waiting_for":"\#(holder)"}"# + "\n{\"run\":"))
    let terminal = try Self.shown(.auto, terminal: true, waitsFor: holder)
    #expect(terminal.hasPrefix("\r\u{1b}[Kwaiting for process 7: run_9, 57 of 280 done\r"))
  }
}
