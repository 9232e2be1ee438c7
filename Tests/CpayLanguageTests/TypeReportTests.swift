import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import Testing

@Suite struct TypeReportTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let definitions: String
    let asked: String
    let says: String
    var testDescription: String { "\(definitions) ; \(asked)" }

    init(_ asked: String, _ says: String) { self.init("", asked, says) }

    init(_ definitions: String, _ asked: String, _ says: String) {
      (self.definitions, self.asked, self.says) = (definitions, asked, says)
    }
  }

  static func text(_ definitions: String, _ asked: String) throws -> String {
    let scope = try RefusalTests.check(Source(definitions)).scope
    var context = CompletionTests.context
    context = CheckContext(
      catalog: context.catalog, scope: scope, needsAllowance: false, files: context.files,
      records: context.records)
    return try TypeReport.text(of: Source(asked), context)
  }

  static let cases: [Case] = [
    Case("disputes | where amount > 5", "rows<dispute>, read"),
    Case("disputes", "rows<dispute>, read"),
    Case(
      "disputes | summarize by=status n=count()", "rows<{status: dispute_status, n: int}>, read"),
    Case("disputes | count", "int, read"),
    Case("dispute dp_a1 | close", "plan<close>, read"),
    Case("dispute dp_a1 | close | apply max=1", "rows<outcome>, final"),
    Case("disputes | as json", "nothing, read"),
    Case("disputes | chart status amount", "chart, read"),
    Case("let n = 5", "$n", "int, pure"),
    Case("let due = disputes", "$due | take 5", "rows<dispute>, pure"),
    Case("", "let due = disputes", "rows<dispute>, read"),
    Case(
      "def urgent(within: duration = 48h) = where evidence_due_by < now + $within", "urgent",
      "rows<T with evidence_due_by: timestamp?> → same, pure"),
    Case(
      "def team(name: string) = where metadata.team == $name", "team",
      "rows<T with metadata: map<string>?> → same, pure"),
    Case("def top() = take 5", "top", "rows<T> → same, pure"),
    Case(
      "def lost() = where status == lost", "lost",
      "rows<T with status: dispute_status> → same, pure"),
    Case("def back() = where refunded", "back", "rows<T with refunded: bool> → same, pure"),
    Case("def rent() = where tenant == \"x\"", "rent", "rows<T with tenant> → same, pure"),
    Case(
      "def days_left() = set left=(evidence_due_by - now) | where left < 48h", "days_left",
      "rows<T with evidence_due_by: timestamp?> → rows<T with left: duration>, pure"),
    Case(
      "def sums() = summarize by=currency total=sum(amount)", "sums",
      "rows<T with currency: currency, amount: money> → rows<{currency: currency, total: money}>, pure"
    ),
    Case(
      "def answer() = submit evidence={customer_name: \"x\"}", "answer",
      "rows<T> → plan<submit>, read"),
    Case("def won() = disputes status=won | take 5", "won", "rows<dispute>, read"),
    Case(
      "def owed() = join $(read @leases.csv) on=charge | where tenant != null", "owed",
      "rows<T with charge: id<charge>> → "),
  ]

  @Test(arguments: cases)
  func `tells the type and the effect`(_ expected: Case) throws {
    let text = try TypeReportTests.text(expected.definitions, expected.asked)
    #expect(expected.says.hasSuffix("→ ") ? text.hasPrefix(expected.says) : text == expected.says)
  }

  @Test(arguments: ["disputes | where amuont > 5", "param x: int", "", "nonsense"])
  func `refuses what has none`(text: String) {
    #expect(throws: Refusal.self) { try TypeReportTests.text("", text) }
  }
}
