import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// What is offered for a program that writes and is refused reaches no dispute that was not meant:
/// where a condition may mean one thing or another, what is offered holds for what they share.
@Suite struct MeantReachTests {
  /// A condition in the words of elsewhere, and all that it may mean.
  struct Phrase: Sendable, CustomTestStringConvertible {
    let typed: String
    let readings: [String]
    var testDescription: String { typed }

    init(_ typed: String, _ readings: String...) {
      (self.typed, self.readings) = (typed, readings)
    }

    init(_ typed: String, all readings: [String]) {
      (self.typed, self.readings) = (typed, readings)
    }
  }

  private static let signs = ["<", "==", "!="]

  /// How people write an amount, and which amounts that may be.
  private static let amounts: [(String, [String])] = [
    ("10,00 eur", ["10eur"]), ("10.00€", ["10eur"]), ("€10", ["10eur"]), ("\"10 EUR\"", ["10eur"]),
    ("'10,00 €'", ["10eur"]), ("EUR 10", ["10eur"]), ("10 euros", ["10eur"]), ("10EUR", ["10eur"]),
    ("\"$10\"", ["10usd"]), ("\"10usd\"", ["10usd"]), ("USD10", ["10usd"]), ("'USD 10'", ["10usd"]),
    ("1k eur", ["1000eur"]), ("\"1.000,00 EUR\"", ["1000eur"]), ("1,000.00 eur", ["1000eur"]),
    ("€1.000,00", ["1000eur"]), ("1 000 eur", ["1000eur"]), ("1,5 eur", ["1.50eur"]),
    ("'1,50 €'", ["1.50eur"]), ("1.000eur", ["1000eur", "1eur"]), ("1.000 €", ["1000eur", "1eur"]),
    ("\"1,000 EUR\"", ["1000eur", "1eur"]), ("€1.000", ["1000eur", "1eur"]),
    ("1.500€", ["1500eur", "1.50eur"]), ("\"10,00\"", ["10eur", "10usd"]),
    ("10,00", ["10eur", "10usd"]), ("'1,50'", ["1.50eur", "1.50usd"]),
    ("\"10,5\"", ["10.50eur", "10.50usd"]), ("10.50", ["10.50eur", "10.50usd"]),
    ("\"1000\"", ["1000eur", "1000", "1000usd"]), ("1k", ["1000eur", "1000usd"]),
    ("1.000", ["1000eur", "1eur", "1000usd"]), ("1,000", ["1000eur", "1eur", "1000usd", "1000"]),
    ("\"1.000\"", ["1000eur", "1eur", "1000usd"]), ("\"ten\"", ["10eur", "10usd"]),
  ]

  private static let phrases: [Phrase] =
    amounts.flatMap { typed, readings in
      signs.map { sign in
        Phrase("amount \(sign) \(typed)", all: readings.map { "amount \(sign) \($0)" })
      }
    }
    + signs.map { sign in
      Phrase(
        "amount \(sign) 10eur or usd",
        "(amount \(sign) 10eur \(sign == "!=" ? "and" : "or") amount \(sign) 10usd)")
    } + [
      Phrase("created in Q1 2024", "(created >= 2024-01-01 and created < 2024-04-01)"),
      Phrase("created in 2023 q4", "(created >= 2023-10-01 and created < 2024-01-01)"),
      Phrase("amount > 10 usd or eur", "(amount > 10usd or amount > 10eur)"),
      Phrase("amount < 10€ or $", "(amount < 10eur or amount < 10usd)"),
      Phrase("amount between 10 and 50 eur", "(amount >= 10eur and amount <= 50eur)"),
      Phrase("amount between 10 and 50€", "(amount >= 10eur and amount <= 50eur)"),
      Phrase("amount between 10,00 and 50,00 eur", "(amount >= 10eur and amount <= 50eur)"),
      Phrase("amount between 10 eur and 50 eur", "(amount >= 10eur and amount <= 50eur)"),
      Phrase("amount not between 10 eur and 50 eur", "(amount < 10eur or amount > 50eur)"),
      Phrase("amount not between 10 and 50 eur", "(amount < 10eur or amount > 50eur)"),
      Phrase("amount in 10eur-50eur", "(amount >= 10eur and amount <= 50eur)"),
      Phrase("amount > 10 and < 50 eur", "(amount > 10eur and amount < 50eur)"),
      Phrase("(amount < 10 euros or amount > 50 euros)", "(amount < 10eur or amount > 50eur)"),
      Phrase("created < 7d", "created < now - 7d", "created > now - 7d"),
      Phrase("created > 7d", "created < now - 7d", "created > now - 7d"),
      Phrase("created < 90 days", "created < now - 90d", "created > now - 90d"),
      Phrase("created > 2 weeks", "created < now - 2w", "created > now - 2w"),
      Phrase("created within 7d", "created > now - 7d"),
      Phrase("created within 7 days", "created > now - 7d"),
      Phrase("created in last 7 days", "created > now - 7d"),
      Phrase("created in the last 90 days", "created > now - 90d"),
      Phrase("created not within 7 days", "created < now - 7d"),
      Phrase("created < 7 days ago", "created < now - 7d"),
      Phrase("created < 3 months ago", "created < now - 92d", "created < now - 89d"),
      Phrase("created before last month", "created < now - 62d"),
      Phrase("created < last year", "created < now - 731d"),
      Phrase("created < yesterday", "created < today - 1d"),
      Phrase("created < monday", "created < now - 7d", "created > now"),
      Phrase("created >= friday", "created > now"),
      Phrase("created < midnight", "created < today", "created < today + 1d"),
      Phrase("evidence_due_by < midnight", "evidence_due_by < today"),
      Phrase("evidence_due_by > midnight", "evidence_due_by > today + 1d"),
      Phrase("evidence_due_by < 48h", "evidence_due_by < now + 48h"),
      Phrase("evidence_due_by > 2 days", "evidence_due_by > now + 2d"),
      Phrase("evidence_due_by in 48h", "(evidence_due_by >= now and evidence_due_by <= now + 48h)"),
      Phrase(
        "evidence_due_by in next 48h", "(evidence_due_by >= now and evidence_due_by <= now + 48h)"),
      Phrase(
        "evidence_due_by within 2 days", "(evidence_due_by >= now and evidence_due_by <= now + 2d)"),
      Phrase("evidence_due_by not within 2 days", "(evidence_due_by >= now + 2d)"),
      Phrase("reason !~ \"fraud|dup\"", "reason not in [fraudulent, duplicate]"),
      Phrase("reason !~ \"^(fraudulent|duplicate)$\"", "reason not in [fraudulent, duplicate]"),
      Phrase("reason !~ \"fraud.+\"", "reason != fraudulent"),
      Phrase("reason !~ \"fraud\"", "reason != fraudulent"),
      Phrase("reason !~ \"^fraud.*\"", "reason != fraudulent"),
      Phrase("reason !~ \"[fd]\\\\w+\"", "reason not in [fraudulent, duplicate]"),
      Phrase("reason not rlike \"fraud|dup\"", "reason not in [fraudulent, duplicate]"),
      Phrase("reason not like \"fraud%\"", "reason != fraudulent"),
      Phrase("reason not like \"%dup%\"", "reason != duplicate"),
      Phrase("reason -notmatch \"fraud|dup\"", "reason not in [fraudulent, duplicate]"),
      Phrase("reason =~ \"fraud|dup\"", "reason in [fraudulent, duplicate]"),
      Phrase("team != berlin", "(metadata.team != null and metadata.team != \"berlin\")"),
      Phrase("team not in (berlin, paris)", "amount < 0"), Phrase("priority != high", "amount < 0"),
      Phrase("team not like \"ber%\"", "(metadata.team != null and metadata.team != \"berlin\")"),
      Phrase("paid_twice == null", "amount < 0"), Phrase("paid_twice is null", "amount < 0"),
      Phrase("isnull(paid_twice)", "amount < 0"), Phrase("metadata is null", "amount < 0"),
      Phrase("team == berlin", "metadata.team == \"berlin\""),
      Phrase("status == won or lost", "status in [won, lost]"),
      Phrase("status != won and lost", "status not in [won, lost]"),
      Phrase("status != won or lost", "status not in [won, lost]"),
      Phrase("status is not won", "status != won"), Phrase("won", "status == won"),
      Phrase("status in won, lost", "status in [won, lost]"),
      Phrase("status not in (won, lost)", "status not in [won, lost]"),
      Phrase("(status is won or reason is fraudulent)", "(status == won or reason == fraudulent)"),
      Phrase("not won", "status != won"),
      Phrase("amount is not greater than 10eur", "amount <= 10eur"),
      Phrase("payment_intent is null", "payment_intent == null"),
    ] + told

  /// Times, texts and negations as people tell them.
  private static let told: [Phrase] = [
    Phrase("status isn't won", "status != won"), Phrase("status isn’t won", "status != won"),
    Phrase("status doesn't equal won", "status != won"),
    Phrase("status isn't won or lost", "status not in [won, lost]"),
    Phrase("status is neither won nor lost", "status not in [won, lost]"),
    Phrase("status differs from won", "status != won"),
    Phrase("status is anything but won", "status != won"),
    Phrase("status isn't in (won, lost)", "status not in [won, lost]"),
    Phrase("status hasn't been won", "status != won"),
    Phrase("reason doesn't contain \"fraud\"", "reason != fraudulent"),
    Phrase("reason doesn't match \"fraud*\"", "reason != fraudulent"),
    Phrase("reason does not start with fraud", "reason != fraudulent"),
    Phrase("reason like 'fr_udulent'", "reason == fraudulent"),
    Phrase("amount isn't 10eur", "amount != 10eur"),
    Phrase("amount isn't more than 10eur", "amount <= 10eur"),
    Phrase("amount doesn't exceed 10 €", "amount <= 10eur"),
    Phrase("amount is no less than 10eur", "amount >= 10eur"),
    Phrase("amount not greater than 10eur", "amount <= 10eur"),
    Phrase("amount in 10eur..50eur", "(amount >= 10eur and amount <= 50eur)"),
    Phrase("amount 10eur..50eur", "(amount >= 10eur and amount <= 50eur)"),
    Phrase("amount 10-50eur", "(amount >= 10eur and amount <= 50eur)"),
    Phrase("amount in 10eur..<50eur", "(amount >= 10eur and amount < 50eur)"),
    Phrase("amount from 10 to 50 eur", "(amount >= 10eur and amount <= 50eur)"),
    Phrase("amount not in 10eur..50eur", "(amount < 10eur or amount > 50eur)"),
    Phrase("amount between 10eur–50eur", "(amount >= 10eur and amount <= 50eur)"),
    Phrase("amount > 1'000 EUR", "amount > 1000eur"),
    Phrase("amount < 1’000.50 EUR", "amount < 1000.50eur"),
    Phrase("amount ＜ 10eur", "amount < 10eur"),
    Phrase("metadata.team == O'Neil", "metadata.team == \"O'Neil\""),
    Phrase("metadata.team != O'Neil", "metadata.team != \"O'Neil\""),
    Phrase("older than 7 days", "created < now - 7d"), Phrase("age > 7d", "created < now - 7d"),
    Phrase("not older than 7 days", "created >= now - 7d"),
    Phrase("created 5 days ago", "amount < 0"),
    Phrase("created > a week ago", "created > now - 7d"),
    Phrase("status == won amount < 10eur", "(status == won and amount < 10eur)"),
    Phrase("status == won, amount < 10eur", "(status == won and amount < 10eur)"),
    Phrase("status == won but amount < 10eur", "(status == won and amount < 10eur)"),
    Phrase("status == needs response", "status == needs_response"),
    Phrase("reason similar to 'fraud%'", "reason == fraudulent"),
    Phrase("evidence_due_by by 17:00", "evidence_due_by <= today - 1d + 17h"),
    Phrase("amount greater or equal 10eur", "amount >= 10eur"),
    Phrase("amount not less or equal to 10eur", "amount > 10eur"),
    Phrase("is overdue", "evidence_due_by < now"),
    Phrase("payment_intent is blank", "payment_intent == null"),
    Phrase("created more than 7 days ago", "created < now - 7d"),
    Phrase("created less than 7 days ago", "created > now - 7d"),
    Phrase("created at least 7 days ago", "created <= now - 7d"),
    Phrase("created older than 7 days", "created < now - 7d"),
    Phrase("created newer than 7 days", "created > now - 7d"),
    Phrase("created not older than 7 days", "created >= now - 7d"),
    Phrase("created is not more than 7 days ago", "created >= now - 7d"),
    Phrase("created more than 3 months ago", "created < now - 92d"),
    Phrase("created > -7d", "created > now - 7d"),
    Phrase("created < now() - timedelta(days=7)", "created < now - 7d"),
    Phrase("created < now - 1d12h", "created < now - 36h"),
    Phrase("created yesterday", "(created >= today - 1d and created < today)"),
    Phrase("created == yesterday", "(created >= today - 1d and created < today)"),
    Phrase("created on 2024-01-27", "(created >= 2024-01-27 and created < 2024-01-28)"),
    Phrase("created in 2024-01", "(created >= 2024-01-01 and created < 2024-02-01)"),
    Phrase("created not in 2024-01", "(created < 2024-01-01 or created >= 2024-02-01)"),
    Phrase("created > Jan 2024", "created >= 2024-02-01"),
    Phrase("created > this week", "created > now"),
    Phrase("evidence_due_by < 17:00", "evidence_due_by < today - 1d + 17h"),
    Phrase("evidence_due_by < tomorrow at 17:00", "evidence_due_by < today + 1d + 17h"),
    Phrase("created < yesterday 09:00", "created < today - 1d + 9h"),
    Phrase("created < 1706400000", "created < 2024-01-28T00:00Z"),
    Phrase("created < 2024-01-28 01:00 CET", "created < 2024-01-28T00:00Z"),
    Phrase("not won or lost", "status not in [won, lost]", "status != won"),
    Phrase("customer_email != a@b.de", "amount < 0"), Phrase("overdue", "evidence_due_by < now"),
    Phrase("deadline < tomorrow", "evidence_due_by < today + 1d"),
    Phrase("due within 2 days", "(evidence_due_by >= now and evidence_due_by <= now + 2d)"),
    Phrase("status not won", "status != won"), Phrase("status not == won", "status != won"),
    Phrase("status except won", "status != won"),
    Phrase("status neither won nor lost", "status not in [won, lost]"),
    Phrase("status either won or lost", "status in [won, lost]"),
    Phrase("status !in (won, lost)", "status not in [won, lost]"),
    Phrase("status not in (won lost)", "status not in [won, lost]"),
    Phrase("reason !contains fraud", "reason != fraudulent"),
    Phrase("reason not like \"fr_udulent\"", "reason != fraudulent"),
    Phrase("amount ≥ 10eur", "amount >= 10eur"), Phrase("amount ≤ 10 eur", "amount <= 10eur"),
    Phrase("amount between (10eur, 50eur)", "(amount >= 10eur and amount <= 50eur)"),
    Phrase("amount < 10,- eur", "amount < 10eur"),
    Phrase("amount > 0,001 Mio eur", "amount > 1000eur"),
    Phrase("amount > 1e3", "amount > 1000eur", "amount > 1000usd", "amount > 1000"),
    Phrase("no payment_intent", "payment_intent == null"),
    Phrase("has payment_intent", "payment_intent != null"),
    Phrase("payment_intent not null", "payment_intent != null"),
    Phrase("metadata.team == Berlin Mitte", "metadata.team == \"Berlin Mitte\""),
    Phrase("metadata.team != Berlin Mitte", "metadata.team != \"Berlin Mitte\""),
    Phrase(
      "metadata.team != berlin status needs_response",
      "metadata.team != \"berlin\" and status == needs_response"),
    Phrase(
      "metadata.team != berlin owner jane",
      "metadata.team != \"berlin\" and metadata.owner == \"jane\""),
    Phrase("metadata.team == berlin won", "metadata.team == \"berlin\" and status == won"),
  ]

  /// Disputes in which all that the conditions name differs, each beside every status.
  private static let rows: [FixtureDispute] = {
    var rows: [FixtureDispute] = []
    func add(_ change: (inout FixtureDispute) -> Void) {
      for status in ["needs_response", "won", "lost"] {
        var row = FixtureDispute(id: "dp_\(rows.count + 1)")
        row.status = status
        change(&row)
        rows.append(row)
      }
    }
    let minor: [Int64] = [
      1, 10, 50, 100, 120, 150, 200, 900, 1000, 1050, 1500, 3000, 5000, 6000, 90_000, 100_000,
      120_000, 150_000, 200_000,
    ]
    for currency in ["eur", "usd", "gbp"] {
      for amount in minor { add { ($0.amount, $0.currency) = (amount, currency) } }
    }
    let now = FixtureDispute.now.seconds
    for days: Int64 in [-800, -400, -91, -80, -40, -10, -7, -3, -1, 0, 1, 3, 8, 40] {
      for hours: Int64 in [-6, 0, 6] {
        let seconds = now + days * 86_400 + hours * 3600
        // No dispute is made after now.
        if seconds <= now { add { $0.created = seconds } }
        add { $0.dueBy = Timestamp(seconds: seconds).iso }
      }
    }
    for reason in ["fraudulent", "duplicate", "general"] { add { $0.reason = reason } }
    for team in ["berlin", "paris", nil] { add { $0.team = team } }
    add { $0.paymentIntent = nil }
    return rows
  }()

  private static let batch = Result { try Batch(rows) }

  /// The rows that a condition finds.
  private static func found(_ condition: String, _ batch: Batch) throws -> Set<Int> {
    let compiler = ExpressionCompiler.atFixtures
    var conditions: [RowCondition] = []
    for step in try checkedSteps("where " + condition) {
      guard case .where(let conjuncts) = step.stage else { continue }
      conditions += try conjuncts.map { try compiler.condition($0.expression) }
    }
    let test = compiler.all(conditions)
    return Set(try (0..<batch.count).filter { try test(batch[$0]) == .yes })
  }

  /// The edits that are offered for a program.
  private static func fixes(_ program: String) -> [Fix] {
    do {
      _ = try CheckedProgram(program)
      return []
    } catch {
      return (error as? Refusal)?.diagnostics.compactMap(\.fix) ?? []
    }
  }

  /// A phrase by itself and beside others, with what that may mean.
  private static func contexts(of phrase: Phrase) -> [(typed: String, readings: [String])] {
    let typed = phrase.typed
    var contexts: [(String, (String) -> String)] = [
      (typed, { $0 }), ("status == won and \(typed)", { "status == won and (\($0))" }),
      ("not (\(typed))", { "not (\($0))" }),
    ]
    if typed.hasPrefix("amount ") { contexts.remove(at: 1) }
    if !typed.contains(" or "), !typed.contains(" and ") {
      contexts += [
        ("status == lost or \(typed)", { "status == lost or (\($0))" })
      ]
      if !typed.hasPrefix("not ") { contexts.append(("not \(typed)", { "not (\($0))" })) }
    }
    return contexts.map { typed, meant in (typed, phrase.readings.map(meant)) }
  }

  @Test(arguments: phrases)
  func `what is offered near a write reaches no dispute that was not meant`(
    _ phrase: Phrase
  ) throws {
    let batch = try Self.batch.get()
    for (typed, readings) in Self.contexts(of: phrase) {
      for condition in Self.offered(typed) {
        let reached = try Self.found(condition, batch)
        for reading in readings {
          let beyond = reached.subtracting(try Self.found(reading, batch)).map { Self.rows[$0] }
          #expect(beyond.isEmpty, "\(typed) => \(condition), not \(reading)")
        }
      }
    }
  }

  @Test func `much is offered near a write`() {
    let some = Self.phrases.enumerated().filter { $0.offset.isMultiple(of: 5) }
    let offered = some.flatMap { Self.offered($0.element.typed) }
    #expect(offered.count > 12, "\(offered.count)")
  }

  /// The conditions that are offered in place of one before a write, and accepted.
  private static func offered(_ typed: String) -> [String] {
    let (start, end) = ("disputes | where ", " | close")
    let source = Source(start + typed + end)
    return fixes(start + typed + end).compactMap { fix in
      let mended = fix.applied(to: source)
      let program = mended.text(0..<mended.bytes.count)
      guard program.hasPrefix(start), program.hasSuffix(end),
        (try? CheckedProgram(program)) != nil
      else { return nil }
      return String(program.dropFirst(start.count).dropLast(end.count))
    }
  }

  @Test(arguments: [
    "sort evidence_due_by | last 2", "sort amount | tail 2", "sort amount | bottom 2", "last 2",
    "sort created | reverse | take 2", "sort amount | last", "tail -n 2",
    "sort amount | tac | head 2",
  ])
  func `no write is offered for what may be the end of an order`(_ stages: String) {
    let program = "disputes | \(stages) | close"
    for fix in Self.fixes(program) {
      let mended = fix.applied(to: Source(program))
      #expect(
        (try? CheckedProgram(mended.text(0..<mended.bytes.count))) == nil, "\(fix.replacement)")
    }
  }

  @Test(arguments: [
    "dispute | close", "dispute | submit evidence=@lease.json", "close", "close dp_a1, dp_b2",
    "dispute | draft evidence=@lease.json", "dispute | where status == won | close",
    "disputes over 1000 | close", "disputes from last week | close", "open disputes | close",
    "disputes | top 5 by amount | close", "disputes last 5 | close",
    "disputes newest first | close",
    "disputes, charges | close", "my disputes | close", "disputes | close this", "close all",
    "disputes | first(.[]) | xargs close", "for d in disputes; do close $d; done",
    "disputes.find(d => d.status == 'won').close()",
    "curl https://api.casapay.com/v1/disputes -d status=won | close",
    "curl -G https://api.casapay.com/v1/disputes --data-urlencode 'status=won' | close",
    "https://api.casapay.com/v1/disputes?limit=1 | close", "dispute #dp_a1\n| close",
    "disputes excluding won or lost | close", "disputes[0].close()",
    "http https://api.casapay.com/v1/disputes status==won | close",
    "https://api.casapay.com/v1/charges/ch_1/disputes | close",
    "curl https://api.casapay.com/v1/charges/ch_1/disputes | close",
    "https://api.casapay.com/v1/disputes#status=won | close",
    "disputes | where metadata.stage != needs response | close",
    "disputes | where metadata.stage != product-not-received | close",
  ])
  func `no write is offered for more disputes than were named`(_ program: String) {
    for fix in Self.fixes(program) {
      let mended = fix.applied(to: Source(program))
      #expect(
        (try? CheckedProgram(mended.text(0..<mended.bytes.count))) == nil, "\(fix.replacement)")
    }
  }
}
