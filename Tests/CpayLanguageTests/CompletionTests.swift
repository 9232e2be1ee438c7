import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayValue
import Testing

/// Programs with a cursor, `│`, and what may stand there.
@Suite struct CompletionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let program: String
    /// The first candidates, in order.
    let first: [String]
    /// Candidates that come somewhere.
    let also: [String]
    /// What is no candidate.
    let never: [String]
    var testDescription: String { program }

    init(
      _ program: String, _ first: [String] = [], also: [String] = [], never: [String] = []
    ) {
      (self.program, self.first, self.also, self.never) = (program, first, also, never)
    }
  }

  static let files = [
    "evidence/", "lease.json", "leases.csv", "lib.cpay", "my lease.pdf", "sent.plan",
  ]
  static let seen = ["dp_a1", "dp_b2", "ch_1", "file_lease_001"]

  static let context = CheckContext(
    catalog: .standard, needsAllowance: false,
    files: { path in
      RefusalTests.files[path].map { .success(Array($0.utf8)) }
        ?? .failure(FileFailure("there is no such file"))
    },
    records: { path, _, _ in
      path == "leases.csv"
        ? .success(RecordLook(RefusalTests.leases)) : .failure(FileFailure("there is no such file"))
    })

  static let surroundings = Completion.Surroundings(
    files: { prefix in files.filter { $0.hasPrefix(prefix) } },
    ids: { prefix in seen.filter { $0.hasPrefix(prefix) } })

  static func candidates(_ bytes: [UInt8], at offset: Int) -> [Completion.Candidate] {
    Completion.candidates(
      in: Source(name: nil, bytes: bytes), at: offset, context: context,
      surroundings: surroundings)
  }

  /// The candidates where `│` stands.
  static func candidates(_ marked: String) -> [Completion.Candidate] {
    let parts = marked.split(separator: "│", omittingEmptySubsequences: false)
    let bytes = Array(parts.joined().utf8)
    return candidates(bytes, at: parts[0].utf8.count)
  }

  static let statuses = [
    "warning_needs_response", "warning_under_review", "warning_closed", "needs_response",
    "under_review", "won", "lost",
  ]
  static let evidence = [
    "customer_name", "customer_email", "billing_address", "receipt", "service_documentation",
  ]
  static let fields = [
    "id", "charge", "payment_intent", "amount", "currency", "status", "reason", "evidence",
    "evidence_due_by", "metadata", "created",
  ]

  static let cases: [Case] = [
    // The start of a statement and of a pipeline.
    Case(
      "│", ["disputes", "dispute", "charges"], also: ["let", "explain", "cpay"], never: ["where"]),
    Case("di│", ["disputes", "dispute"], never: ["charges", "let"]),
    Case("disputes\n│", ["disputes"], also: ["let"], never: ["cpay", "where"]),
    Case("explain │", ["disputes"], never: ["let", "where"]),
    // A stage whose `|` has been left out is completed with it.
    Case(
      "disputes where │", ["| where id"], also: ["| where status"], never: ["charge=", "status="]),
    Case("disputes where st│", ["| where status"], never: ["status="]),
    Case("disputes where status == wo│", ["| where status == won"]),
    Case("disputes status=won sort am│", ["| sort amount"]),
    Case("disputes where status == won\ndisputes | sort am│", ["amount"]),
    Case("disputes sort id\ndisputes where st│", ["| where status"]),
    // One that has been left out is put there, and not one after another.
    Case("disputes " + String(repeating: "sort id ", count: 200) + "sort am│", []),
    Case("disputes | where status == won select i│", ["| select id"]),
    Case("let due = │", ["disputes"], never: ["let", "where"]),
    Case("let due = disputes; │", ["disputes"], also: ["$due", "let"]),
    Case("disputes | join $(│", ["disputes"], also: ["read"], never: ["let", "where"]),
    Case("def open() = disputes\nop│", ["open"]),
    Case("def urgent() = take 5\n│", ["disputes"], never: ["urgent"]),
    Case("def urgent() = │", ["where"], also: ["disputes"], never: ["let"]),
    Case("let │"),
    Case("def │"),
    Case("cpay │"),
    // Commands, by what stands before them.
    Case(
      "disputes | │", ["where", "take"], also: ["submit", "count"], never: ["apply", "disputes"]),
    Case("disputes | s│", also: ["select", "sort", "submit", "save"], never: ["where"]),
    Case("charges | │", ["where"], never: ["submit", "close", "apply"]),
    Case("read @leases.csv schema=dispute | │", also: ["submit", "close"]),
    Case("read @leases.csv schema=dispute | take 3 | c│", also: ["close"]),
    Case("let old = read @leases.csv schema=dispute\n$old | c│", also: ["count"], never: ["close"]),
    Case("read @leases.csv | c│", also: ["count"], never: ["close"]),
    Case("disputes | select id | c│", also: ["count", "close", "chart"]),
    Case("disputes | summarize n=count() | c│", also: ["count"], never: ["close"]),
    Case("dispute dp_a1 | close | │", also: ["apply"], never: ["where", "submit"]),
    Case("disputes | count | │", ["as"], never: ["where", "save"]),
    Case("disputes | chart status amount | │", ["save"], never: ["where", "as"]),
    Case("disputes | count | as json | │"),
    Case("let n = disputes | │", ["where"], also: ["count"], never: ["save", "as"]),
    Case("let n = 5\n$n | │", ["as"], never: ["where"]),
    Case("def urgent() = take 5\ndisputes | u│", ["uniq", "urgent"]),
    Case("def open() = disputes\ncharges | o│", ["one"], never: ["open"]),
    Case("disputes | where bogus == 1 | │", ["where"], also: ["submit"]),
    Case("disputes bogus=1 | │", ["where"], also: ["submit"]),
    Case("disputes | select bogus | sor│", ["sort"]),
    // Arguments.
    Case(
      "disputes │", ["charge=", "payment_intent=", "status=", "ids="], never: ["missing=", "where"]),
    Case("disputes status=won │", ["charge=", "payment_intent="], never: ["status=", "ids="]),
    Case("disputes ids=[dp_a1] │", ["missing="], never: ["status="]),
    Case("disputes st│atus=won", ["status="]),
    Case("disputes | join $(read @leases.csv) │", ["on=", "kind="]),
    Case("disputes | summarize │", ["by="], never: ["sum("]),
    Case("disputes | submit e│", ["evidence="]),
    Case("dispute dp_a1 | close | apply max=1 │", ["parallel=", "canary=", "on_error="]),
    Case(
      "def urgent(within: duration = 48h, of: string) = take 5\ndisputes | urgent │",
      ["of=", "within="]),
    Case("def urgent(within: duration = 48h) = take 5\ndisputes | urgent within=1h │", ["|"]),
    Case("disputes status=│", statuses),
    Case("disputes status=wo│n", ["won"]),
    Case("disputes status=W│", ["warning_needs_response"], also: ["won"]),
    Case("events type=dispute.│", ["dispute.created", "dispute.updated"]),
    Case("read @leases.csv schema=│", ["dispute", "file", "charge"]),
    Case("read @leases.csv format=│", ["json", "ndjson", "csv", "tsv"]),
    Case("read @leases.csv │", ["format=", "separator=", "decimal=", "schema="]),
    Case("read @leases.csv separator=│", [#"",""#, #"";""#, #""\t""#, #""|""#]),
    Case("read @leases.csv decimal=│", [#"".""#, #"",""#]),
    Case("disputes | join $(read @leases.csv) on=charge kind=│", ["inner", "left"]),
    Case("dispute dp_a1 | close | apply on_error=│", ["stop", "continue"]),
    Case("disputes ids=[dp_a1] missing=│", ["fail", "drop"]),
    Case("disputes | join $(read @leases.csv) on=│", ["charge"], never: ["id", "tenant"]),
    Case("let leases = read @leases.csv\ndisputes | join │", ["$leases", "$("], also: ["on="]),
    Case("disputes | join │", ["$("]),
    Case("disputes | join $│", ["$("]),
    Case("disputes | as csv raw=│", ["true", "false"]),
    Case("let n = 5\nlet s = \"x\"\ndispute dp_a1 | close | apply max=│", ["$n"], never: ["$s"]),
    Case("dispute dp_a1 | submit evidence=│", ["@evidence/", "@lease.json"]),
    Case("disputes | as │", ["table", "json", "ndjson"], also: ["csv", "raw="]),
    Case("dispute │", ["dp_a1", "dp_b2"], never: ["ch_1"]),
    Case("disputes charge=c│", ["ch_1"]),
    Case("disputes ids=[│", ["dp_a1", "dp_b2"], never: ["ch_1"]),
    Case("disputes ids=│", ["dp_a1", "dp_b2"], also: ["@leases.csv"]),
    // Fields, and what is compared with them.
    Case("disputes | where │", fields, also: ["lower(", "not"], never: ["sum(", "won"]),
    Case("disputes | where am│", ["amount"]),
    Case("disputes | where AM│", ["amount"]),
    Case("disputes | where status == won and │", fields),
    Case("disputes | where not (│", fields),
    Case(
      "disputes | where status == │", statuses, also: ["status", "evidence"],
      never: ["id", "charge", "amount", "created", "currency"]),
    Case(
      "let n = 5\nlet s = \"won\"\ndisputes | where status == │", statuses, also: ["$s"],
      never: ["$n", "amount"]),
    Case("disputes | where amount > │", ["amount"], never: ["id", "created", "status"]),
    Case("disputes | where created > │", also: ["evidence_due_by"], never: ["amount", "status"]),
    Case(
      "disputes | where now - created > │", also: ["48h", "created"], never: ["amount", "status"]),
    Case("disputes | where status in [│", statuses),
    Case("disputes | where status not in [won, l│", ["lost"]),
    Case("events | where type == │", ["\"dispute.created\""]),
    Case("disputes | where charge == │", ["ch_1"]),
    Case("disputes | where evidence_due_by < │", ["now", "today", "evidence_due_by", "created"]),
    Case("disputes | where if │", fields),
    Case("disputes | where if amount > 5 then │", fields, also: ["true"]),
    Case("disputes | where if amount > 5 │", ["then"]),
    Case("disputes | where if amount > 5 t│", ["then"]),
    Case("disputes | where if amount > 5eur then status == won │", ["else"], never: ["then", "|"]),
    Case("disputes | where status == won and if amount > 5eur │", ["then"], never: ["|"]),
    Case("disputes | set big=(if amount > 5eur │", ["then"], never: ["else", "|"]),
    Case("disputes | set big=(if amount > 5eur then 1 │", ["else"], never: ["then", "|"]),
    Case("disputes | set big=if (amount > 5eur) then 1 │", never: ["then", "else"]),
    Case("disputes | where if amount > 5eur then true else false │", never: ["then", "else"]),
    Case("disputes | where status not │", ["in", "contains", "matches"], never: ["id", "not"]),
    Case("disputes | where status not i│", ["in"], never: ["id"]),
    Case("disputes | where id != null and amount not │", ["in"], never: ["contains", "amount"]),
    Case("disputes | where not i│", ["id"], never: ["in"]),
    Case("disputes | where status == won and not i│", ["id"], never: ["in"]),
    Case(
      "disputes | where status │", ["==", "!=", "in", "not", "contains", "matches"],
      never: ["<", "and"]),
    Case(
      "disputes | where amount │", ["==", "!=", "<"], also: ["in"], never: ["contains", "and"]),
    Case("disputes | where metadata.team │", ["==", "!="], also: ["matches", "<"]),
    Case("disputes | where created │", also: ["<", ">="], never: ["matches"]),
    Case("disputes | where evidence │", ["==", "!="], never: ["<", "in", "contains"]),
    Case("disputes | set late=(amount > 5eur) | where late │", ["and", "or", "=="], never: ["<"]),
    Case("disputes | where status == won and amount │", also: ["<"], never: ["matches"]),
    Case("disputes | where not amount │", also: ["<"], never: ["matches"]),
    // Units behind a number.
    Case("disputes | where amount > 1000e│", ["1000eur"], also: ["1000egp"], never: ["1000usd"]),
    Case("disputes | where amount > 10│", ["10eur", "10usd", "10gbp", "10chf", "10aed"]),
    Case(
      "disputes | where currency == jpy and amount > 10│", ["10jpy", "10eur", "10usd"]),
    Case("disputes | where amount < 5gbp or amount > 10│", ["10gbp", "10eur"]),
    Case(
      "disputes | where currency == │", ["eur", "usd", "gbp", "chf"], also: ["currency"],
      never: ["amount", "created", "id"]),
    // Lengths of time, where a moment is gone on from or one is wanted.
    Case(
      "disputes | where evidence_due_by < now + │", ["24h", "48h", "7d"], never: ["24eur"]),
    Case("disputes | where created > today - │", ["24h"]),
    Case("disputes | where evidence_due_by < created + │", ["24h"]),
    Case("def late(within: duration = │", ["24h"]),
    // A stage that is whole goes on with `|`, and a command behind it brings its own.
    Case("disputes │", ["charge="], also: ["|"]),
    Case("disputes | where status == won │", ["and", "or", "|"]),
    Case("disputes | take 5 │", ["|"]),
    Case("disputes | count │", ["|"]),
    Case("disputes | sort amount │", ["asc", "desc"], also: ["|"]),
    Case("disputes | where amount │", never: ["|"]),
    Case("disputes | where │", never: ["|"]),
    Case("disputes | take │"),
    Case("disputes | select id, │", never: ["|"]),
    Case("disputes | join $(charges │", also: ["|"]),
    Case("disputes | join $(charges) │", ["on="], never: ["|"]),
    Case("disputes | save @leases.csv │", also: ["raw="], never: ["|"]),
    Case("disputes │ | count", also: ["status="], never: ["|"]),
    Case("disputes wh│", ["| where"]),
    Case("disputes st│", ["status="], never: ["| sort"]),
    Case("disputes ta│ | count"),
    Case("disputes | take 5 so│", ["| sort"]),
    Case("disputes | where status == won su│", ["| summarize", "| submit"]),
    Case("disputes | where amount > 1000│", also: ["1000eur", "1000usd"], never: ["1000h"]),
    Case("disputes | where amount > 10.5│", also: ["10.5eur"], never: ["10.5jpy"]),
    Case(
      "disputes | where evidence_due_by < now + 48│", ["48h", "48d", "48m", "48w", "48s"]),
    Case("def late(within: duration = 4│", ["4h", "4d"]),
    Case("param within: duration = 4│", ["4h", "4d"]),
    Case("disputes | where evidence_due_by < 2024│"),
    Case("disputes | where status == 5│"),
    Case("read @leases.csv │", also: ["format="]),
    Case("disputes | sort amount │", ["asc", "desc"]),
    Case("disputes | expand charge | where charge.cu│", ["currency", "customer"]),
    Case("disputes | where amount.│", ["minor", "currency"]),
    Case("disputes | where evidence.│", evidence),
    Case("disputes | where metadata.team == \"x\" | select metadata.│", ["team"]),
    Case("disputes | select metadata.│", never: fields),
    Case("disputes | select │", fields, also: ["upper("]),
    Case("disputes | select id, │", fields),
    Case("disputes | select id, big=│", fields),
    Case("disputes | select id, t=amount | where │", ["id", "t"], never: ["amount"]),
    Case("disputes | sort │", fields),
    Case("disputes | uniq by=│", fields),
    Case("disputes | uniq by=[id, │", fields),
    Case("disputes | uniq by=evidence.cust│", ["customer_name", "customer_email"]),
    Case(
      "disputes | summarize by=status n=│", ["count(", "sum(", "min(", "max(", "avg(", "status"]),
    Case("disputes | summarize by=status n=sum(│", fields, never: ["sum("]),
    Case("disputes | where length(│", fields),
    Case("disputes | chart │", fields),
    Case("disputes | chart status │", fields, also: ["kind="]),
    Case("disputes | expand │", ["charge", "payment_intent"], never: ["id", "amount"]),
    Case("disputes | expand charge, │", ["charge", "payment_intent"], never: ["id", "amount"]),
    Case("disputes | expand charge.│", ["customer", "payment_intent"], never: ["id", "amount"]),
    Case("disputes | expand charge | expand charge.cus│", ["customer"]),
    Case("disputes | expand charge.payment_intent.│", ["customer"], never: ["amount"]),
    Case("disputes | expand evidence.│", ["receipt"], never: ["customer_name"]),
    Case(
      "disputes | expand charge.customer | where charge.customer.│", ["id", "name", "email"],
      never: ["customer"]),
    Case("read @leases.csv | where │", ["charge", "tenant", "lease_file"]),
    Case("disputes | set │", never: fields),
    Case("disputes | where currency == eu│", ["eur"], never: ["evidence"]),
    Case("disputes | where charge in │", never: ["amount", "charge"]),
    Case("disputes | uniq by=evi│dence.receipt", ["evidence", "evidence_due_by"]),
    Case("require │", ["count("]),
    // Evidence.
    Case("dispute dp_a1 | submit evidence={│", evidence),
    Case(
      "dispute dp_a1 | submit evidence={customer_name: \"x\", │", Array(evidence.dropFirst())),
    Case("dispute dp_a1 | submit evidence={rec│: \"x\"}", ["receipt"]),
    Case(
      "dispute dp_a1 | submit evidence={receipt: │", ["file_lease_001"], also: ["evidence"],
      never: ["id", "amount"]),
    Case(
      "dispute dp_a1 | submit evidence={customer_name: │", also: ["id", "metadata"],
      never: ["amount", "created"]),
    Case(
      "disputes | expand charge | where status == │", statuses, also: ["charge"], never: ["amount"]),
    Case(
      "let n = 5\nlet due = disputes\ndisputes | join $(│", ["disputes"], also: ["$due"],
      never: ["$n"]),
    // Variables.
    Case("let due = disputes\n$│", ["$due"]),
    Case("let due = disputes\nlet n = 5\ndisputes | where amount > $│", ["$n"], never: ["$due"]),
    Case("let due = disputes\nlet n = 5\ndisputes | join $│", ["$due"], never: ["$n"]),
    Case("let due = disputes\nrequire count($d│", ["$due"]),
    Case("param cap: int = 5\nrequire count($(disputes)) <= $│, \"x\"", ["$cap"]),
    Case(
      "def urgent(within: duration = 48h) = where evidence_due_by < now + $│", ["$within"]),
    Case("def urgent() = where evi│", ["evidence", "evidence_due_by"]),
    // Files.
    Case(
      "read @│", ["@evidence/", "@lease.json", "@leases.csv"],
      never: ["@lib.cpay", "@\"my lease.pdf\"", "@sent.plan"]),
    Case("upload @│", also: ["@\"my lease.pdf\""], never: ["@lib.cpay"]),
    Case("upload @\"my│", ["@\"my lease.pdf\""]),
    Case("disputes ids=@│", also: ["@leases.csv"], never: ["@\"my lease.pdf\"", "@sent.plan"]),
    Case(
      "dispute dp_a1 | submit evidence=@│", ["@evidence/", "@lease.json"], never: ["@leases.csv"]),
    Case("dispute dp_a1 | submit evidence={receipt: @│", also: ["@\"my lease.pdf\""]),
    Case("disputes | save @│", also: ["@leases.csv"], never: ["@\"my lease.pdf\"", "@sent.plan"]),
    Case("dispute dp_a1 | close | save @│", also: ["@sent.plan"], never: ["@leases.csv"]),
    Case("read @lea│ses.csv", ["@lease.json", "@leases.csv"]),
    Case("use │", ["@evidence/", "@lib.cpay"]),
    Case("use @│", ["@evidence/", "@lib.cpay"], never: ["@lease.json"]),
    // Types and allowances.
    Case("param x: │", ["bool", "currency", "decimal"], also: ["id", "list", "dispute_status"]),
    Case("param x: list<str│", ["string"]),
    Case("param x: id<│", ["dispute", "file", "charge"]),
    Case("def f(a: dur│", ["duration"]),
    Case("param x: dispute_status = │", statuses),
    Case("allow │", ["submit", "close"], never: ["draft"]),
    Case("allow submit, c│", ["close"]),
    // Comments and texts, but for their holes.
    Case("# dis│"),
    Case("disputes | where \"sta│"),
    Case("disputes | where status == 'sta│"),
    Case("disputes | where reason == \"a\"│"),
    Case("disputes | take 5│"),
    Case("allow close\ndisputes | s│", also: ["sort"], never: ["submit"]),
    Case("disputes | select t=\"to {│", fields),
    Case("disputes | select t=\"to {st│} on {now}\"", ["status"]),
    Case("disputes | select t=\"to {lower(re│", ["reason"]),
    Case("disputes | select t=\"to {id} on │"),
    Case("require true, \"{$│"),
  ]

  @Test(arguments: cases)
  func `says what may stand at the cursor`(_ expected: Case) {
    let found = CompletionTests.candidates(expected.program).map(\.text)
    #expect(Array(found.prefix(expected.first.count)) == expected.first)
    if expected.first.isEmpty, expected.also.isEmpty, expected.never.isEmpty {
      #expect(found == [])
    }
    for text in expected.also { #expect(found.contains(text), "\(text) is not in \(found)") }
    for text in expected.never { #expect(!found.contains(text), "\(text) is in \(found)") }
  }

  @Test func `a candidate says its range, its type and its meaning`() throws {
    let member = try #require(CompletionTests.candidates("disputes status=wo│n | take 5").first)
    #expect(
      member
        == Completion.Candidate(
          "won", 16..<19, .member, type: "dispute_status", meaning: "decided for you"))
    let field = try #require(CompletionTests.candidates("disputes | where evidence_d│").first)
    #expect(
      field
        == Completion.Candidate(
          "evidence_due_by", 17..<27, .field, type: "timestamp?",
          meaning: "the deadline for evidence"))
    let argument = try #require(CompletionTests.candidates("disputes st│=won").first)
    #expect(argument.range == 9..<12)
    let command = try #require(CompletionTests.candidates("disputes | subm│").first)
    #expect(command.type == "plan<submit>")
    #expect(command.meaning == "plan to send evidence to the bank, which cannot be undone")
    let key = try #require(CompletionTests.candidates("disputes | uniq by=evidence.rec│").first)
    #expect(key.range == 28..<31)
    let part = try #require(
      CompletionTests.candidates("disputes | uniq by=evi│dence.receipt").first)
    #expect(part.range == 19..<27)
    let definition = try #require(
      CompletionTests.candidates(
        "## What is due.\ndef urgent() = where evidence_due_by < now\ndisputes | ur│"
      ).first)
    #expect(definition.type == "rows<T with evidence_due_by: timestamp?> → same, pure")
    #expect(definition.meaning == "What is due.")
  }

  @Test func `what is typed in the same case comes first`() {
    let context = CheckContext(
      catalog: .standard, scope: Scope(["Due": .value(FieldType(.int)), "due": .chart]),
      needsAllowance: false, files: { _ in .failure(FileFailure("no")) })
    let texts = ["$D", "$d"].map { typed in
      Completion.candidates(in: Source(typed), at: 2, context: context).map(\.text)
    }
    #expect(texts == [["$Due", "$due"], ["$due", "$Due"]])
  }

  @Test func `only final writes that the host lets programs use are named`() {
    let context = CheckContext(
      catalog: .standard, needsAllowance: true, allowed: ["close"],
      files: { _ in .failure(FileFailure("no")) })
    let text = "disputes | "
    let found = Completion.candidates(in: Source(text), at: text.utf8.count, context: context)
    #expect(found.contains { $0.text == "close" })
    #expect(!found.contains { $0.text == "submit" })
  }
}
