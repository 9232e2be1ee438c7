import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayLedger
@testable import CpayShell

/// The page that tells of a run to people who do not have cpay.
@Suite struct RunPageTests {
  @Test func `a report is a page that loads nothing, and replaces the one before`() async throws {
    try await ShowRunsTests.withRun { (world) async throws in
      let name = try await world.run()
      for _ in 0..<2 {
        let written = await world.cpay("runs", "report", name, "--html", "report.html")
        #expect(written.status == 0 && written.output == "")
        #expect(written.errors == "a report to report.html\n")
      }
      let page = try #require(world.rig.folder.read("report.html"))
      for word in ["<script", "<img", "<link", "url(", "@import", " src=", " href="] {
        #expect(!page.contains(word), "\(word)")
      }
      // The name of the namespace of SVG is no address that is asked.
      #expect(page.replacing("http://www.w3.org/2000/svg", with: "").contains("http:") == false)
      #expect(page.contains("default-src 'none'"))
      #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
      for id in ["dp_a1", "dp_c3", "dp_d4"] { #expect(page.contains(id)) }
      for picture in [
        "rows by outcome", "amount in dispute by reason", "by time", "rows by deadline",
      ] {
        #expect(page.contains(picture), "\(picture)")
      }
      let ids = page.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
      #expect(Set(ids).count == ids.count)
      #expect(page.contains("Test data, on sandbox:"))
    }
  }

  @Test func `without a file a report is text`() async throws {
    try await ShowRunsTests.withRun { (world) async throws in
      let told = await world.cpay("runs", "report", try await world.run())
      #expect(told.status == 0 && told.errors == "")
      #expect(told.output.contains("3 rows: 2 applied, 1 refused"))
      #expect(told.output.contains("rows by deadline\nmet"))
    }
  }

  @Test(arguments: ["-", "no/folder/report.html", "."])
  func `a page that cannot be written is an error that names it`(path: String) async throws {
    try await ShowRunsTests.withRun { (world) async throws in
      let written = await world.cpay(
        "runs", "report", try await world.run(), "--html", path)
      #expect(written.status == 1)
      #expect(written.errors.contains("\(path) cannot be used: "))
    }
  }

  /// A run of one row in which everything that came from outside is hostile.
  private static func hostile(mode: String) -> RunReport {
    let text = "<script>alert('1')</script> \u{202e}sk_live_0123456789abcdefghijklmn"
    let run = Ledger.RunSummary(
      name: text, action: "submit", place: text, mode: mode, plan: text, digest: text, sender: nil,
      openedAt: Timestamp(seconds: 0), closedAt: nil, progress: .cutShort, states: ["sending": 1],
      open: 1)
    let item = Ledger.Item(
      dispute: text, amount: nil, state: "sending", message: text, requestID: text,
      settledAt: nil, attempts: 3, sentAt: Timestamp(seconds: 5), key: text, planned: nil)
    return RunReport(run: run, items: [item], now: Timestamp(seconds: 9))
  }

  @Test func `nothing from outside is markup, shows a key, or turns a line around`() {
    let page = RunPage(Self.hostile(mode: "live")).html
    #expect(!page.contains("<script") && page.contains("&lt;script&gt;alert(&#39;1&#39;)"))
    #expect(!page.contains("0123456789abcdef") && page.contains("sk_live_…"))
    #expect(!page.contains("\u{202e}"))
  }

  @Test func `live is said in words, and what is open says how to go on`() {
    let page = RunPage(Self.hostile(mode: "live")).html
    #expect(page.contains("<strong>LIVE</strong> the account"))
    #expect(page.contains("to go on: cpay resume "))
    #expect(page.contains("not recorded"))
    #expect(!RunPage(Self.hostile(mode: "test")).html.contains("LIVE"))
  }

  /// A row and what becomes of its deadline, told at second 100.
  struct Row: Sendable, CustomTestStringConvertible {
    let state: String
    let due: Int64?
    var sent: Int64?
    let deadline: String

    var testDescription: String { "\(state), due \(due ?? -1), sent \(sent ?? -1)" }
  }

  @Test(arguments: [
    Row(state: "applied", due: 50, sent: 40, deadline: "met"),
    Row(state: "applied", due: 50, sent: 60, deadline: "met"),
    Row(state: "refused", due: 50, sent: 40, deadline: "missed"),
    Row(state: "unsent", due: 150, deadline: "still ahead"),
    Row(state: "planned", due: 50, deadline: "missed"),
    Row(state: "sending", due: 50, sent: 40, deadline: "unknown"),
    Row(state: "applied", due: nil, sent: 40, deadline: "none, or not recorded"),
  ])
  func `a deadline is met by what the API took, whatever time it is here`(row: Row) throws {
    let due = row.due.map { #","evidence_due_by":\#($0)"# } ?? ""
    let json = """
      {"dispute":{"id":"dp_1","status":"needs_response","currency":"eur","amount":5\(due),\
      "evidence":{}},"evidence":{}}
      """
    let planned = try #require(WritePlan.Item(json: Array(json.utf8)))
    let item = Ledger.Item(
      dispute: "dp_1", amount: planned.seen?.amount, state: row.state, message: nil,
      requestID: nil, settledAt: Timestamp(seconds: 70), attempts: 1,
      sentAt: row.sent.map(Timestamp.init(seconds:)), key: nil, planned: planned)
    let run = Ledger.RunSummary(
      name: "run_1", action: "submit", place: "p", mode: "test", plan: nil, digest: "d",
      sender: nil,
      openedAt: Timestamp(seconds: 30), closedAt: nil, progress: .ended, states: [row.state: 1],
      open: 0)
    let report = RunReport(run: run, items: [item], now: Timestamp(seconds: 100))
    let chart = try #require(report.charts.first { $0.labelName == "deadline" })
    let counted = chart.points.filter { $0.value != .int(0) }.map(\.label)
    #expect(counted == [.string(row.deadline)])
    // What was recorded before reasons were kept says so.
    let amounts = try #require(report.charts.first { $0.labelName == "reason" })
    #expect(amounts.points.map(\.label) == [.string("not recorded")])
  }
}
