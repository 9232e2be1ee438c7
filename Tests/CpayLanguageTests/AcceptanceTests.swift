import CpayLanguage
import CpaySyntax
import CpayValue
import Testing

/// Programs that are accepted, since of what stands before them; with it taken away they are not.
@Suite struct AcceptanceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// The program; `«…»` is what makes it acceptable.
    let program: String
    /// The code without it.
    let code: String
    var testDescription: String { program }

    init(_ program: String, _ code: String) {
      self.program = program
      self.code = code
    }

    var whole: String { program.replacing("«", with: "").replacing("»", with: "") }

    var without: String {
      guard let start = program.firstIndex(of: "«"), let end = program.firstIndex(of: "»") else {
        return program
      }
      return String(program[..<start] + program[program.index(after: end)...])
    }
  }

  static let cases = [
    // What a condition shows of currencies.
    Case(
      "disputes «| where currency == eur» | set x=money(5.0, currency) | summarize t=sum(x)", "E310"
    ),
    Case(
      "disputes «| where amount > 5eur» | set x=money(5.0, currency) | summarize t=sum(x)", "E310"),
    Case(
      "disputes «| where currency == eur» | select c=currency | set x=minor(5, c) | summarize t=sum(x)",
      "E310"),
    // What a condition shows to be there.
    Case(
      "disputes «| where payment_intent != null» | submit evidence={customer_name: payment_intent}",
      "E303"),
    Case(
      "disputes | where «metadata.team != null and» amount > 5eur | select t=\"{metadata.team}\"",
      "E303"),
    Case("disputes «| where evidence_due_by < now» | select t=\"{evidence_due_by}\"", "E303"),
    Case("disputes | select t=\"{payment_intent «?? \"none\"»}\"", "E303"),
    Case(
      "disputes | select t=(if «payment_intent != null and» amount > 5 then \"{payment_intent}\" else \"none\")",
      "E303"),
    Case(
      "disputes | join $(read @leases.csv) on=charge «| where tenant != null» | submit evidence={customer_name: tenant}",
      "E303"),
    Case(
      #"disputes | where «metadata.team != null and» "to {metadata.team}" == "to paris""#, "E303"),
    Case(#"disputes «| where "paris" == metadata.team» | select t="{metadata.team}""#, "E303"),
    Case(#"disputes «| where not (metadata.team == null)» | select t="{metadata.team}""#, "E303"),
    Case(
      #"disputes «| where not (metadata.team == null or amount < 5eur)» | select t="{metadata.team}""#,
      "E303"),
    Case(
      #"disputes «| where metadata.team in ["paris", "rome"]» | select t="{metadata.team}""#, "E303"
    ),
    Case(
      #"disputes «| where metadata.team not in ["paris", null]» | select t="{metadata.team}""#,
      "E303"
    ),
    Case(#"disputes | where «metadata.team == null or» "{metadata.team}" == "rome""#, "E303"),
    Case(
      #"disputes «| where evidence_due_by - now < 48h» | select t="{evidence_due_by}""#, "E303"),
    Case(
      #"disputes | where «evidence_due_by < now and» "{evidence_due_by}" != "x""#, "E303"),
    Case(
      "let t = \"rome\"\ndisputes «| where metadata.team == $t» | select t=\"{metadata.team}\"",
      "E303"),
    Case(
      #"disputes «| where (if amount > 5eur then metadata.team != null else false)» | select t="{metadata.team}""#,
      "E303"),
    // What makes the currency one.
    Case("disputes «| where not (amount < 5eur)» | summarize total=sum(amount)", "E310"),
    Case(
      "disputes «| where not (amount < 5eur or status == won)» | summarize total=sum(amount)",
      "E310"),
    Case("disputes «| where currency == eur» | summarize total=sum(amount)", "E310"),
    Case(
      "let c = \"eur\"\ndisputes «| where currency == $c» | summarize total=sum(amount)", "E310"),
    Case("disputes «| where amount > 5eur» | summarize total=sum(amount)", "E310"),
    Case("disputes «| where amount.currency == eur» | summarize total=sum(amount)", "E310"),
    Case("disputes | summarize «by=currency» total=sum(amount)", "E310"),
    Case(
      "disputes «| where currency == eur» | select id, amount | summarize t=avg(amount)", "E310"),
    Case(
      "disputes «| where currency == eur» | set d=(amount * 2) | summarize t=sum(amount)", "E310"),
  ]

  @Test(arguments: cases)
  func `is accepted for what stands before it`(_ wanted: Case) throws {
    _ = try RefusalTests.check(Source(wanted.whole))
    let refusal = #expect(throws: Refusal.self) {
      try RefusalTests.check(Source(wanted.without))
    }
    #expect(refusal?.diagnostics.map(\.code) == [wanted.code])
  }

  static let accepted = [
    // What a row decides of currencies is left to it.
    "disputes | where amount > 5eur or amount > 5usd",
    "disputes | where not (amount > 5eur and amount > 5usd)",
    "disputes | where currency != eur and amount > 5usd",
    "disputes | set rest=(amount - 1usd)",
    "charges | select x=(amount - amount_refunded)",
    "param s: dispute_status = other(\"on_hold\")\ndisputes | where status == $s",
    "param s: list<dispute_status> = [won, other(\"on_hold\")]\ndisputes | where status in $s",
    "def f(s: dispute_status) = where status == $s\ndisputes | f s=other(\"on_hold\")",
    "disputes | where status == other(\"on_hold\")",
    "disputes | where row[\"status\"] == won",
    "disputes | where metadata[\"a key\"] == \"x\"",
    "disputes | select id, x=(metadata[id])",
    "let x = [1, 2.5]\ndisputes | where 1 in $x",
    "def big(limit: money) = where amount > $limit\ndef mine() = disputes | big limit=5eur\nmine | count",
    "param p: file?\ndisputes | where $p == null",
    "let a = -9223372036854775808",
    "disputes | where (amount) > (5eur)",
    "disputes | summarize by=(status) n=count() share=(count() / 2)",
    "disputes | sort (amount.minor * 2) desc, id",
    "read @leases.csv schema=dispute | submit",
    "disputes | chart status amount | save @x.svg",
    "cpay 1\nallow submit, close\ndisputes | close",
    "disputes ids=@queue.txt missing=drop",
    "disputes | save @WON.CSV",
    "disputes | chart id amount | save @o.HTML",
    #"read @leases.csv separator=";" decimal="," | select d=decimal(tenant)"#,
    #"read @leases.csv separator="\t" format=tsv"#,
    #"read @leases.csv separator='|'"#,
    "disputes ids=dp_a1",
    "count($(disputes))",
    #"disputes | select t=(if metadata.team == null then "none" else "to {metadata.team}")"#,
    "def held() = where status == other(\"on_hold\")\ndisputes | held",
    "def held() = where not (status in [won, other(\"on_hold\")])\ndisputes | held",
    "disputes | where (ch_1) == charge and ((\"won\")) == status",
    "disputes | where (if amount > 5eur then won else lost) == status",
    "disputes | where won in [status] and [won, lost] contains status",
    "disputes | where created > 2024-02-06T12:00+48h",
    "let d = 4h\ndisputes | where created > 2024-02-06T12:00-$d",
    "disputes | where created > 2024-02-06T12:00+02:00",
    "disputes | summarize by=[day=date(created), status] n=count() | sort day",
    "disputes | uniq by=[team=(metadata.team ?? \"none\"), status]",
    "let l = [\"won\", \"lost\"]\ndisputes | where status in $l",
    "let a = disputes\nrequire count($a) < 5, \"{count($a)}\"",
  ]

  @Test(arguments: accepted)
  func `is accepted`(program: String) throws {
    _ = try RefusalTests.check(Source(program))
  }
}
