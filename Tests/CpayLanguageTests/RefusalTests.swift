import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

/// Programs that are refused before any request, each with its code, its place and its advice.
@Suite struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// The program; `«…»` marks the place.
    let program: String
    let code: String
    /// A part of the message or the advice.
    let says: String
    var testDescription: String { program }

    init(_ program: String, _ code: String, _ says: String) {
      self.program = program
      self.code = code
      self.says = says
    }
  }

  static let files: [String: String] = [
    "lease.json": #"{"customer_name": "Jane Doe", "service_documentation": "file_lease_001"}"#,
    "empty.json": "{}",
    "queue.txt": "dp_a1",
    "writes.cpay": "allow close\ndef answer() = close\ndisputes",
    "filters.cpay": "def late() = where evidence_due_by < now\nlet cap = 5",
  ]

  static let leases = ["charge", "tenant", "lease_file"].map { name in
    RowType.Field(name: name, type: FieldType(.string, isNullable: true))
  }

  static func check(_ source: Source, needsAllowance: Bool = false) throws -> CheckedProgram {
    var context = CheckContext(
      catalog: .standard, needsAllowance: needsAllowance,
      files: { path in
        RefusalTests.files[path].map { .success(Array($0.utf8)) }
          ?? .failure(FileFailure("there is no such file"))
      },
      records: { path, _, _ in
        path == "leases.csv"
          ? .success(RecordLook(RefusalTests.leases))
          : .failure(FileFailure("there is no such file"))
      },
      writing: { $0.hasPrefix("locked/") ? FileFailure("you may not write to its folder") : nil },
      reservedNames: ["max"])
    context.compute = Evaluator.computation
    return try Checker.check(source, context)
  }

  static let cases: [Case] = [
    // An argument's name and a value that are swapped are one mistake.
    Case("disputes charge=«where» ch_9", "E204", "is not the id of a charge"),
    Case("disputes status=«ids» [dp_a1]", "E105", "is not a dispute status"),
    Case("disputes | as «raw» csv=true", "E205", "is not one of table"),
    Case("disputes | as «raw» json=true", "E205", "is not one of table"),
    Case("read «csv»=@leases.csv format", "E102", "has no argument `csv`"),
    // What is known before the program runs, and has no value or the wrong one.
    Case("let n = «9223372036854775807 + 1»; disputes", "E511", "does not fit 64 bits"),
    Case("let n = 0; disputes | take 1 | set x=(«5 / $n»)", "E511", "divides by zero"),
    Case("let n = 0; disputes | set x=(«amount / $n»)", "E511", "it divides by zero"),
    Case("disputes | where «amount / (2 - 2)» > 5eur", "E511", "it divides by zero"),
    Case("disputes | where created - «1h / 0s * 1h» < now", "E511", "divides by zero"),
    Case("disputes | sort «amount / 0»", "E511", "it divides by zero"),
    Case("disputes | select x=\"{«1 / 0»}\"", "E511", "divides by zero"),
    Case("disputes | select x=«round(amount / 3eur, 19)»", "E511", "0 to 18 places"),
    Case("disputes | select x=time(«99999999999999»)", "E531", "is out of range"),
    Case("disputes | summarize t=sum(«amount.minor / 0»)", "E511", "it divides by zero"),
    Case("let n = «if 1 > 2 then 5 else 1 / 0»", "E511", "divides by zero"),
    Case("let n = («null ?? 1 / 0»)", "E511", "divides by zero"),
    Case("disputes | take «(0 - 3)»", "E206", "0 or more"),
    Case("let n = 2 - 5; disputes | skip «$n»", "E206", "0 or more"),
    Case("let n = 1; dispute dp_a1 | close | apply parallel=«($n - 1)»", "E206", "1 or more"),
    Case("def few(n: int) = take «($n - 3)»\ndisputes | few n=2", "E206", "0 or more"),
    Case("disputes ids=«[\"dp_a1\", lower(\"CH_1\")]»", "E204", "id of a charge"),
    Case("disputes | where status == «lower(\"WOON\")»", "E105", "did you mean `won`?"),
    Case("let s = lower(\"WOON\"); disputes status=«$s»", "E105", "did you mean `won`?"),
    Case("let f = if 1 > 2 then @leases.csv else @none.csv; read «$f»", "E501", "no such file"),
    Case("disputes | save @o.yaml; disputes ids=«@o.yaml»", "E211", "end it in"),
    Case("disputes | select charge | save @o.csv; disputes ids=«@o.csv»", "E216", "column `id`"),
    // Plans in files, and documents that may be missing.
    Case("dispute dp_a1 | close | save «@p.json»", "E211", "for a plan, end it in .plan"),
    Case("let p = dispute dp_a1 | close; $p | save «@p»", "E211", "for a plan, end it in .plan"),
    Case("disputes | save «@p.plan»", "E211", "for rows, end it in"),
    Case(
      "disputes | select reason, amount | chart reason amount | save «@p.plan»", "E211",
      "for a chart"),
    Case("dispute dp_a1 | close | apply | save «@p.plan»", "E211", "for rows, end it in"),
    Case("dispute dp_a1 | close | save @p.plan | «apply»", "E401", "nothing is handed on"),
    Case("dispute dp_a1 | submit «on_missing=ineligible»", "E540", "goes with `evidence=`"),
    Case("dispute dp_a1 | submit «on_missing=stop»", "E540", "leave it out"),
    Case(
      "dispute dp_a1 | draft evidence=@lease.json on_missing=«skip»", "E205", "stop, ineligible"),
    Case("dispute dp_a1 | close «on_missing»=stop", "E102", "`on_missing`"),
    Case("dispute dp_a1 | submit evidence=@lease.json «onmissing»=stop", "E102", "`on_missing`"),
    Case(
      "dispute dp_a1 | submit evidence={receipt: «@none.pdf»} on_missing=stop", "E501", "none.pdf"),
    // What reads no field, though it names one.
    Case(#"disputes | where lower(«"status"») == "won""#, "E322", "`status`"),
    Case(#"disputes | where trim(«"status"») in ["won", "lost"]"#, "E322", "`status`"),
    Case(#"disputes | where length(«"reason"») > 3"#, "E322", "`reason`"),
    Case(#"disputes | where («"status"» ?? "x") == "won""#, "E322", "`status`"),
    Case(#"disputes | where «"Status"» == "won""#, "E322", "`status`"),
    Case(#"disputes | where «"status"» == won"#, "E322", "`status`"),
    Case(#"disputes | where won == «"STATUS"»"#, "E322", "`status`"),
    Case(#"disputes | summarize n=count(«"status"»)"#, "E322", "`status`"),
    Case(#"require «"status"» == "won", "x""#, "E322", "no rows here"),
    Case("disputes | sort «count($(disputes))»", "E321", "reads no field"),
    Case("let all = disputes; disputes | uniq by=«count($all)»", "E321", "reads no field"),
    // What belongs behind `where`, and what `=` is.
    Case("disputes «amount>100000»", "E201", "put it after `| where`"),
    Case("disputes | where «status=won»", "E202", "compare with `==`"),
    Case("disputes | where status «=» won", "E202", "compare with `==`"),
    Case("disputes «currency»=eur", "E203", "try `| where currency == eur`"),
    Case("disputes «statsu»=won", "E203", "did you mean `status`?"),
    Case("disputes ids=[dp_a1] «msising»=drop", "E102", "did you mean `missing`?"),
    Case("dispute dp_a1 | close | apply «mx»=5", "E102", "did you mean `max`?"),
    Case("disputes status=won «status=lost»", "E103", "given twice"),
    // Names.
    Case("«dispute_list»", "E101", "no command"),
    Case("disputes | «wher» amount > 5", "E101", "did you mean `where`?"),
    Case("let due = disputes; «due» | count", "E101", "the variable is `$due`"),
    Case("dispute dp_a1 | submit «evidense»=@lease.json", "E102", "did you mean `evidence`?"),
    Case("disputes | where «amuont» > 5", "E104", "did you mean `amount`?"),
    Case("disputes | select «amuont»", "E104", "did you mean `amount`?"),
    Case("disputes | select id | where «amount» > 5", "E104", "the fields are id"),
    Case("disputes | where amount.«major» > 5", "E104", "money has minor and currency"),
    Case("disputes | where status == «woon»", "E105", "did you mean `won`?"),
    Case("disputes | where reason == «won»", "E105", "reasons are duplicate, fraudulent"),
    Case("disputes status=«needs_answer»", "E105", "statuses are"),
    Case("disputes | where status in [won, «losst»]", "E105", "did you mean `lost`?"),
    Case(#"disputes | submit evidence={«custmer_name»: "x"}"#, "E106", "`customer_name`"),
    Case("disputes | where evidence.«receit» == null", "E106", "did you mean `receipt`?"),
    Case("let x = («disputes»)", "E107", "`$(disputes)`"),
    Case("disputes | take «$cap»", "E108", "no variable `$cap`"),
    Case("«|» take 5", "E108", "no last result"),
    Case("let a = disputes; let «a» = disputes", "E110", "defined twice"),
    Case(#"disputes | where «"woon"» == status"#, "E105", "did you mean `won`?"),
    Case("disputes | where amount.minor > «1000eur»", "E302", "against money"),
    // What other languages write.
    Case("disputes | «limit» 5", "E101", "here it is `take`"),
    Case("disputes | where metadata.team == «paris»", "E104", #"text has quotes: `"paris"`"#),
    Case("disputes | where status «<>» won", "E008", "write `!=`"),
    Case("disputes | where status «===» won", "E008", "write `==`"),
    Case("disputes | where status in (won«,» lost)", "E001", "in brackets"),
    Case("disputes | where amount > 1000 «eur»", "E103", "`1000eur`"),
    Case("disputes | where amount > eur «1000»", "E103", "`1000eur`"),
    Case("disputes | where payment_intent «is» null", "E103", "compare with `== null`"),
    Case(#"dispute dp_a1 | submit evidence={«"customer_name"»: "x"}"#, "E001", "without quotes"),
    Case("disputes | where evidence_due_by < «48h»", "E302", "`now + 48h`"),
    Case(#"disputes | where evidence_due_by < «"2024-02-08"»"#, "E302", "no quotes"),
    Case("let urgent = disputes; «$urgnt» | count", "E108", "did you mean `$urgent`?"),
    // Arguments.
    Case("dispute «ch_1»", "E204", "its ids begin with dp_"),
    Case("disputes charge=«pi_1»", "E204", "its ids begin with ch_"),
    Case("dispute dp_a1 | close | apply on_error=«halt»", "E205", "stop"),
    Case("disputes | take «-1»", "E206", "whole number"),
    Case("disputes | take «2h»", "E206", "whole number"),
    Case("disputes | «take»", "E103", "needs a number"),
    Case("disputes | take 1, «2»", "E103", "takes one number"),
    Case("disputes | «where»", "E103", "needs a condition"),
    Case("dispute dp_a1 | «draft»", "E103", "`evidence=`"),
    Case("disputes | select late=«a+b»", "E207", "parentheses"),
    Case("disputes | where «@lease.json» == null", "E208", "a file means nothing here"),
    // Types.
    Case("disputes | where «amount»", "E301", "must be true or false"),
    Case(#"disputes | where amount > «"1000"»"#, "E302", "write `1000eur`"),
    Case("disputes | where «status < won»", "E302", "is not more or less"),
    Case("disputes | where «amount + now» > 5eur", "E302", "does not work on"),
    Case("disputes | submit evidence={customer_name: «amount»}", "E302", "text is wanted"),
    Case("disputes | submit evidence=«true»", "E302", "evidence is wanted here"),
    Case(
      "disputes | submit evidence={customer_name: «payment_intent»}", "E303",
      "`where payment_intent != null`"),
    Case("let due = disputes; disputes | take «$due»", "E304", "not a single value"),
    Case("disputes | select «amount + 1eur»", "E305", "`name=(…)`"),
    Case("disputes | select id, «id»", "E306", "occurs twice"),
    Case("disputes | sort «metadata»", "E307", "cannot be ordered"),
    Case("disputes | where status in «won»", "E308", "write `in [won]`"),
    // Literals.
    Case("disputes | where amount > «10.5jpy»", "E021", "jpy has no minor unit"),
    Case("disputes | where amount > «1.234eur»", "E021", "eur has 2 digits"),
    Case("disputes | where evidence_due_by < now + «5min»", "E022", "minutes are m"),
    Case("disputes | where amount > «10EUR»", "E022", "lower case"),
    Case("disputes | where amount > «10zzz»", "E022", "neither a currency nor"),
    Case("disputes | where evidence_due_by < now + «1.5h»", "E023", "whole number of its unit"),
    Case("disputes | where created > «2024-02-30»", "E024", "not a date"),
    Case("disputes | where amount > «12.50»", "E302", "write `12.50eur`"),
    Case("disputes | take 1 | select x=«1.1234567890123456789»", "E025", "18 digits"),
    Case("disputes | where amount > «99999999999999999999»", "E020", "64 bits"),
    Case("cpay «2»", "E026", "edition 1"),
    // Places.
    Case("disputes | submit evidence=@lease.json | «where» amount > 5", "E401", "not rows"),
    Case("disputes | «apply»", "E401", "rows are not a plan"),
    Case("disputes | count | «take» 5", "E401", "cannot follow"),
    Case("«where» amount > 5", "E403", "begin with what it works on: `disputes | where …`"),
    Case("«close» dp_a1", "E403", "`dispute dp_a1 | close …`"),
    Case("«submit» evidence=@lease.json", "E403", "`dispute dp_… | submit …`"),
    Case("disputes | «dispute» dp_a1", "E403", "begins a pipeline"),
    Case(
      "dispute dp_a1 | close | apply | «close»", "E404", "these are outcomes"),
    // Files.
    Case("dispute dp_a1 | submit evidence=«@nope.json»", "E501", "no such file"),
    Case("dispute dp_a1 | submit evidence=«@empty.json»", "E503", "no evidence"),
    Case("dispute dp_a1 | submit evidence=«{}»", "E503", "no evidence"),
    Case(
      "dispute dp_a1 | submit evidence={service_documentation: «@none.pdf»}", "E501",
      "no such file"),
    Case("read «@none.csv»", "E501", "no such file"),
  ]

  /// Programs, rather than single pipelines.
  static let programs: [Case] = [
    // Types.
    Case("param a: «number» = 5", "E027", "the types are"),
    Case("param a: «mony» = 5eur", "E027", "did you mean `money`?"),
    Case("param a: id<«dispote»>", "E027", "did you mean `dispute`?"),
    Case("param a: «list»", "E027", "`list<string>`"),
    Case("param a: int = «\"x\"»", "E302", "whole number is wanted"),
    Case("param a: int = «null»", "E302", "whole number is wanted"),
    Case("param a: dispute_status = «woon»", "E105", "did you mean `won`?"),
    Case("param «max»: int = 5", "E111", "option of cpay's own"),
    Case("param a: int\nparam «a»: int", "E110", "defined twice"),
    Case("param a: int = «count($(disputes))»", "E212", "may not be made here"),
    Case("disputes\n«cpay 1»", "E026", "before everything else"),
    // Definitions.
    Case("def «where»() = take 5", "E120", "is a command"),
    Case("def urgent() = «urgent»", "E121", "no recursion"),
    Case("def urgent(n: int) = take $n\ndisputes | «urgent»", "E103", "needs `n=`"),
    Case("def urgent(n: int = 5) = take $n\ndisputes | urgent «m»=5", "E102", "no argument `m`"),
    Case(
      "def urgent(n: int = 5) = take $n\ndisputes | urgent n=«won»", "E107", "no field or variable"),
    Case("def late() = where «amuont» > 5\ndisputes | late", "E104", "did you mean `amount`?"),
    Case("def late() = where amount > «5min»", "E022", "minutes are m"),
    Case("def late() = «wehre» amount > 5", "E101", "did you mean `where`?"),
    Case("def late() = take 5\n«late»", "E403", "`disputes | late …`"),
    Case("def all() = disputes\ndisputes | «all»", "E403", "put it first"),
    Case("use «@none.cpay»", "E501", "no such file"),
    // Conditions and values.
    Case("require «count($(disputes))», \"x\"", "E301", "must be true or false"),
    Case("require 1 < 2, «5»", "E302", "text is wanted"),
    Case("require 1 < 2, \"{«$x»}\"", "E108", "no variable"),
    Case("disputes | select x=\"{«payment_intent»}\"", "E303", "`{payment_intent ?? \"none\"}`"),
    Case("disputes | select x=\"{«metadata»}\"", "E302", "cannot stand in a text"),
    Case("disputes | select x=(«\"a\" + id»)", "E302", "does not join texts"),
    Case("disputes | select x=«lowr»(id)", "E112", "did you mean `lower`?"),
    Case("disputes | select x=«lower(id, id)»", "E113", "lower(x)"),
    Case("disputes | select x=«lower(amount)»", "E302", "does not work on money"),
    Case("disputes | select x=«sum(amount)»", "E312", "stands in `summarize`"),
    Case("disputes | where status == «other(\"won\")»", "E115", "write `won`"),
    Case("disputes | where amount == «other(\"won\")»", "E115", "`status == other"),
    Case("let p = \"a*\"\ndisputes | where id matches «$p»", "E313", "in quotes"),
    Case("disputes | where id matches «\"[a\"»", "E313", "pattern is wrong"),
    Case("disputes | where «amount» contains 5", "E309", "this is money"),
    Case("disputes | where status in «$(disputes)»", "E304", "not a single value"),
    Case("disputes | select x=(if amount > 5 then 1 else «\"a\"»)", "E302", "against text"),
    Case("disputes | where row[«\"Amount\"»] == null", "E104", "no field `Amount`"),
    Case("disputes | where «amount[0]» == null", "E302", "no elements"),
    Case("disputes | select x=(«amount * amount»)", "E302", "does not work on"),
    // Shapes.
    Case("disputes | summarize by=status total=«sum(amount)»", "E310", "add `currency` to `by=`"),
    Case("disputes | summarize n=sum(«count()»)", "E312", "inside another"),
    Case("disputes | «summarize»", "E103", "`name=sum(field)`"),
    Case("disputes | summarize by=«metadata» n=count()", "E307", "cannot be grouped"),
    Case("disputes | «set amount=5»", "E311", "field of the dispute itself"),
    Case(
      "disputes | select a=amount | where a > 5eur | set a=(if a > 9eur then 5usd else a) | summarize t=«sum(a)»",
      "E310", "`a.currency`"),
    Case("disputes | set «amount»", "E209", "takes `name=value`"),
    Case("disputes | join «leases» on=charge", "E213", "`let`"),
    Case("disputes | «join» $(read @leases.csv)", "E103", "needs `on=`"),
    Case("disputes | join $(read @leases.csv) on=«chrage»", "E104", "did you mean `charge`?"),
    Case("disputes | «join» $(disputes) on=id", "E311", "both sides"),
    Case("disputes | expand «amount»", "E214", "charge or payment_intent can be expanded"),
    Case("disputes | expand «id»", "E214", "charge or payment_intent can be expanded"),
    Case(
      "disputes | expand «charge.status»", "E214",
      "charge.customer or charge.payment_intent can be expanded"),
    Case(
      "disputes | expand charge | expand «charge.id»", "E214", "charge.customer or"),
    Case("disputes | expand charge.«custmer»", "E106", "did you mean `customer`?"),
    Case("disputes | expand charge.customer.«nme»", "E106", "no key `nme` in customer"),
    Case("disputes | expand «evidence»", "E214", "evidence.receipt or"),
    Case("disputes | expand «evidence.customer_name»", "E214", "evidence.receipt or"),
    Case("disputes | expand «[charge, payment_intent]»", "E103", "`expand charge, payment_intent`"),
    Case("read @leases.csv | expand «charge»", "E214", "ids of other objects"),
    Case("disputes | expand charge «desc»", "E218", "sort"),
    // A field of an object that is not there yet leads to what puts it there.
    Case(
      "disputes | select charge.«customer»", "E104", "`expand charge | select charge.customer`"),
    Case(
      "disputes | where charge.«customer» == cus_1", "E104",
      "`expand charge | where charge.customer == cus_1`"),
    Case(
      "disputes | select id, email=charge.«customer».email", "E104",
      "`expand charge.customer | select id, email=charge.customer.email`"),
    Case(
      "disputes | expand charge | sort charge.customer.«name»", "E104",
      "`expand charge.customer | sort charge.customer.name`"),
    Case(
      "disputes | summarize by=payment_intent.«status» n=count()", "E104",
      "`expand payment_intent | summarize by=payment_intent.status n=count()`"),
    Case("charges | select customer.«email»", "E104", "`expand customer | select customer.email`"),
    Case("disputes | select charge.«custmer»", "E104", "no field `custmer` on id<charge>"),
    Case("let x = disputes | «as» json", "E407", "ends a statement"),
    Case("disputes | as «xml»", "E205", "is not one of"),
    Case("disputes | save «@won.doc»", "E211", ".csv"),
    Case("disputes | save «@boss.html»", "E211", "for rows, end it in .json"),
    Case("disputes | save «@o.svg»", "E211", "for rows"),
    Case("let f = @o.svg; disputes | save «$f»", "E211", "for rows"),
    Case(
      "disputes | chart id amount | save «@x.csv»", "E211", "for a chart, end it in .svg, .html"),
    Case("disputes | chart id amount | save «@x.json»", "E211", "for a chart"),
    Case("read «@leases.yaml»", "E211", "or give a `format=`"),
    Case("read «@leases»", "E211", "end it in .json, .ndjson, .csv, .tsv, .jsonl"),
    Case("read «@leases.csv.gz» schema=dispute", "E211", "`format=`"),
    Case("disputes | join $(read «@leases.xml») on=charge", "E211", "`format=`"),
    Case("let f = @leases.txt; read «$f»", "E211", "`format=`"),
    Case(#"read @leases.json separator=«";"»"#, "E520", "json has no cells"),
    Case(#"read @leases.csv format=ndjson decimal=«","»"#, "E520", "ndjson has no cells"),
    Case(#"read @leases.csv separator=«":"»"#, "E205", #""|""#),
    Case("read @leases.csv separator=«tab»", "E205", #""\t""#),
    Case(#"read @leases.csv decimal=«";"»"#, "E205", #"not one of ".", ",""#),
    Case("disputes | save «won.csv»", "E210", "write `@won.csv`"),
    Case("disputes | save @won.csv | «take» 5", "E401", "nothing is handed on"),
    Case("disputes | chart id amount | «take» 5", "E401", "a chart is not rows"),
    Case("disputes | chart id «status»", "E307", "draws numbers"),
    Case("read @leases.csv | «submit» evidence=@lease.json", "E404", "`disputes ids=…`"),
    Case("disputes | where «$(dispute dp_a1 | close)» == 1", "E406", "a plan cannot stand"),
    Case(
      "disputes | select id, amount | join $(disputes | select amount=amount.minor, x=id) on=«amount»",
      "E302", "money against"),
    Case("let s = \"woon\"\ndisputes status=«$s»", "E105", "did you mean `won`?"),
    Case("upload «@none.pdf»", "E501", "no such file"),
    Case("disputes ids=«@none.txt»", "E501", "no such file"),
    Case("disputes | save «@locked/won.csv»", "E501", "cannot write"),
    Case("disputes status=«[won, lost]»", "E302", "`| where status in [won, lost]`"),
    Case("let s = \"wonn\"\ndisputes | where status == «$s»", "E105", "did you mean `won`?"),
    Case("let l = [«won», lost]", "E107", "`\"won\"`"),
    Case(
      "disputes | select x=\"{«evidence_due_by»}\"", "E303",
      "`{string(evidence_due_by) ?? \"none\"}`"),
    Case("disputes | where id in «$(disputes | select id)»", "E304", "this is rows,"),
    // Whole units and minor ones.
    Case("disputes | select a=money(«1200», eur)", "E320", "`money(decimal(1200), eur)`"),
    Case("let n = 3 * 4; money(«$n», eur)", "E320", "`minor($n, eur)`"),
    Case(
      "disputes | select a=money(«amount.minor», currency)", "E320",
      "`minor(amount.minor, currency)`"),
    Case("disputes | select a=minor(«7 / 2», eur)", "E320", "`money(7 / 2, eur)`"),
    Case("disputes | select a=«date(1707350400)»", "E302", "`time(…)`"),
    // Keys and conditions that read no field.
    Case("disputes | sort «\"evidence_due_by\"»", "E321", "`evidence_due_by`"),
    Case("disputes | sort «1» desc", "E321", "all rows are alike"),
    Case("disputes | sort amount, «now»", "E321", "all rows are alike"),
    Case("disputes | uniq by=«'status'»", "E321", "the field has no quotes: `status`"),
    Case(
      "disputes | summarize by=[currency, «\"metadata.team\"»] n=count()", "E321",
      "`metadata.team`"),
    Case("disputes | chart «\"status\"» amount", "E321", "`status`"),
    Case("disputes | where «\"status\"» == \"won\"", "E322", "`status`"),
    Case("disputes | where amount > 5eur and not (\"won\" != «\"status\"»)", "E322", "`status`"),
    Case("disputes | where «\"reason\"» in [\"general\", \"duplicate\"]", "E322", "`reason`"),
    Case("disputes | where «\"charge\"» matches \"ch_*\"", "E322", "`charge`"),
    Case("disputes | where «\"metadata.team\"» == null", "E322", "`metadata.team`"),
    Case("disputes | select x=(if «\"status\"» == \"won\" then 1 else 2)", "E322", "`status`"),
    // Sums of several currencies.
    Case("disputes | summarize t=«sum(if status == won then 5eur else 5usd)»", "E310", "different"),
    Case(
      "disputes | where currency == eur | summarize t=«sum(if status == won then amount else 0usd)»",
      "E310", "different"),
    Case(
      "disputes | summarize by=currency t=«sum(if status == won then amount else 0eur)»", "E310",
      "different"),
    Case("disputes | set a=(amount ?? 5eur) | summarize t=«max(a)»", "E310", "`a.currency`"),
    // Two currencies that are known to differ are neither added nor compared.
    Case("1000eur + «5usd»", "E310", "both in eur, or both in usd"),
    Case("10eur + 2eur - «5usd»", "E310", "`10eur + 2eur - 5usd`"),
    Case("(10eur * 2) / «-5usd»", "E310", "converted"),
    Case("let a = 5eur\n$a + «5usd»", "E310", "eur on one side"),
    Case("1eur < «minor(5, usd)»", "E310", "usd on the other"),
    Case("require 1eur == «1jpy», \"x\"", "E310", "jpy"),
    Case("disputes | where currency == eur | where amount > «5usd»", "E310", "usd"),
    Case("disputes | where currency == eur and amount > «5usd»", "E310", "usd"),
    Case("disputes | where amount > 5eur | set rest=(amount - «1usd»)", "E310", "usd"),
    Case(
      "disputes | select x=(if currency == usd then amount + «1eur» else amount)", "E310", "eur"),
    // Ids.
    Case("disputes ids=[«\"dp_a1 \"»]", "E204", "a blank at its end"),
    Case("disputes | where charge in [«\"'ch_1\"»]", "E204", "an apostrophe before it"),
    Case("disputes ids=[dp_a1] «status»=won", "E215", "stands by itself"),
    Case("disputes «missing»=drop", "E215", "goes with `ids=`"),
    // What a condition does not show.
    Case(
      #"disputes | where metadata.team == null or amount > 5eur | select t="{«metadata.team»}""#,
      "E303", "may be missing"),
    Case(
      #"disputes | where not (metadata.team != null and amount > 5eur) | select t="{«metadata.team»}""#,
      "E303", "may be missing"),
    Case(
      #"disputes | where metadata.team in ["a", null] | select t="{«metadata.team»}""#, "E303",
      "may be missing"),
    Case(
      #"disputes | where metadata.team == payment_intent | select t="{«metadata.team»}""#, "E303",
      "may be missing"),
    Case(
      "disputes | where amount > 5eur or amount > 5usd | summarize t=«sum(amount)»", "E310",
      "different currencies"),
    // One mistake is told once.
    Case(
      #"disputes | where metadata.team != null and «amuont» > 5 | select t="{metadata.team}""#,
      "E104", "did you mean `amount`?"),
    Case(
      "disputes | where «curency» == eur | summarize t=sum(amount)", "E104",
      "did you mean `currency`?"),
    Case("disputes | join $(read @leases.csv) «no»=charge", "E102", "`join` has no argument"),
    Case("disputes | join $(read @leases.csv) «on» charge", "E103", "needs `on=`"),
    Case("disputes «where» amount > 5eur", "E217", "write `| where …`"),
    Case("disputes | where amount > 5eur «sort» created", "E217", "before `sort`"),
    // One bar that is missing is one mistake, whatever rests on the stage behind it.
    Case("disputes | take 5 «set» x=amount | select x", "E217", "write `| set …`"),
    Case("disputes «set» x=amount | where x > 3eur | sort x", "E217", "write `| set …`"),
    Case("def a() = where amount > 5eur «take» 3", "E217", "write `| take …`"),
    Case("def a() = take 5 «where» amount > 5eur", "E217", "write `| where …`"),
    Case("def a() = select id «where» status == won", "E217", "write `| where …`"),
    Case("def a() = uniq by=id «sort» amount", "E217", "write `| sort …`"),
    Case("let due = disputes\n$due «where» status == won", "E217", "write `| where …`"),
    Case("let due = $(disputes) «sort» amount", "E217", "write `| sort …`"),
    Case("disputes | join $(disputes «take» 5) on=id", "E217", "write `| take …`"),
    Case(
      "disputes | submit evidence=@lease.json «where» amount > 5eur", "E217",
      "a plan is not rows: filter before the write"),
    Case("disputes ids=[dp_a1] «where» amount > 5eur", "E217", "write `| where …`"),
    // A name before what stands by itself.
    Case("disputes | take «n=5»", "E102", "it stands by itself: write `5`"),
    Case("disputes | as «fromat=csv»", "E102", "write `csv`"),
    Case("read «fil=@leases.csv»", "E102", "write `@leases.csv`"),
    Case("dispute «id=dp_a1»", "E102", "write `dp_a1`"),
    Case("disputes | sort «by=amount»", "E102", "write `amount`"),
    Case("disputes | sort «by=amount» desc", "E102", "write `amount`"),
    Case("disputes | sort «by=[amount, created]»", "E102", "write `amount, created`"),
    Case("disputes | save «file=@x.csv»", "E102", "write `@x.csv`"),
    Case("upload «file=@lease.json»", "E102", "write `@lease.json`"),
    Case("let x = read @leases.csv\ndisputes | join «rows=$x» on=charge", "E102", "write `$x`"),
    Case("disputes | chart «label=id value=amount»", "E102", "write `id amount`"),
    Case("disputes | chart id «value=amount»", "E102", "write `amount`"),
    Case("disputes | expand «field=charge»", "E102", "write `charge`"),
    Case("disputes | summarize «bye»=currency t=sum(amount)", "E102", "did you mean `by`?"),
    Case(
      "disputes | summarize «yb»=[currency, status] t=sum(amount)", "E102", "did you mean `by`?"),
    Case("disputes | summarize x=«currency» t=sum(amount)", "E104", "or in `by=`"),
    // Another sign than `=` behind the name of an argument.
    Case("disputes | summarize «by»[currency] t=sum(amount)", "E202", "write `by=…`"),
    Case("disputes | summarize «by»[c=currency] t=sum(amount)", "E202", "write `by=[…]`"),
    Case("disputes | summarize «by==»[currency] t=sum(amount)", "E202", "write `by=…`"),
    Case("disputes | summarize «by == »[c=currency] t=sum(amount)", "E202", "write `by=[…]`"),
    Case("disputes | chart id amount «kind == »bar", "E202", "write `kind=…`"),
    Case(
      "disputes | summarize by=[«day = date(created)»] n=count()", "E202",
      "write `day=date(created)`"),
    Case(
      "disputes | summarize by=[status, «left= evidence_due_by - now»] n=count()", "E202",
      "write `left=(evidence_due_by - now)`"),
    Case("disputes | where status in [won«=» lost]", "E202", "have commas between them"),
    Case("disputes | sort «[amount, created]»", "E103", "write `sort amount, created`"),
    Case("disputes | select «[id, amount]»", "E103", "write `select id, amount`"),
    // Signs that stand for others elsewhere, or are torn.
    Case("disputes | where currency «====» eur", "E008", "write `==`"),
    Case("disputes | where evidence_due_by «=!» null", "E008", "write `!=`"),
    Case("disputes | where evidence_due_by «! =» null", "E008", "write `!=`"),
    Case("disputes «||» take 5", "E008", "write `|`"),
    Case("disputes | where status == won «||» status == lost", "E008", "write `or`"),
    // An order where nothing is ordered.
    Case("disputes | uniq by=id «desc»", "E218", "`sort id desc |`"),
    Case("disputes | take 5 «desc»", "E218", "`sort FIELD desc |`"),
    // What is meant may be a word that is a value.
    Case("disputes | where evidence_due_by < «nwo»", "E104", "did you mean `now`?"),
    Case("disputes | where created < «toady» - 2d", "E104", "did you mean `today`?"),
    Case("param t: timestamp = «nwo»", "E107", "did you mean `now`?"),
    Case("disputes | where status not in «won»", "E308", "write `not in [won]`"),
    // A text that a definition is given is mended where it is given.
    Case(
      "def f(s: string) = where status == «$s»\ndisputes | f s=woon", "E105", "did you mean `won`?"),
    // Names are told once, where they are used first.
    Case(
      "param lmit: int = 5\ndisputes | take «$limit» | where amount > $limit", "E108",
      "did you mean `$lmit`?"),
    Case(
      "disputes | set lfet=(evidence_due_by - now) | where «left» > 2h | sort left", "E104",
      "did you mean `lfet`?"),
    Case("use «@none.cpay»\ndisputes | late | take $cap", "E501", "no such file"),
    Case(
      "disputes | where status == won | set x=1eur | summarize by=currency t=«sum(if status == won "
        + "then amount else x)»", "E310", "filter first: `where currency == eur`"),
    Case("disputes | where amount > 5eur «, sort» created", "E217", "before `sort`"),
    Case("disputes | select id«\"x\"»", "E103", "something is missing"),
    Case("disputes | summarize by=«curency» t=sum(amount)", "E104", "did you mean `currency`?"),
    Case("allow «clsoe»\ndispute dp_a1 | close", "E402", "needs no allowance"),
    Case("let s = «nonsense»(1)\ndisputes status=$s", "E112", "no function"),
    // What would fail later.
    Case("disputes status=«other(\"x\")»", "E219", "`| where status == other(\"x\")`"),
    Case("disputes ids=«\"queue.txt\"»", "E210", "write `@queue.txt`"),
    Case("disputes ids=«\"my queue.txt\"»", "E210", "write `@\"my queue.txt\"`"),
    Case("disputes ids=«\"dp\"»", "E204", "begin with dp_"),
    Case("let l = [\"dp_a1\", \"x\"]\ndisputes ids=«$l»", "E204", "`x` is not the id"),
    Case("let c = \"nope\"\ndispute «$c»", "E204", "`nope` is not the id"),
    Case("read «\"leases.csv\"»", "E210", "write `@leases.csv`"),
    Case("disputes | save «\"won.csv\"»", "E210", "write `@won.csv`"),
    Case("dispute dp_a1 | submit evidence=«\"lease.json\"»", "E210", "write `@lease.json`"),
    Case(
      "dispute dp_a1 | submit evidence={service_documentation: «\"lease.pdf\"»}", "E210",
      "write `@lease.pdf`"),
    Case("disputes | select id «desc»", "E218", "`| sort id desc`"),
    Case("disputes | where amount > 5eur «asc»", "E218", "orders nothing"),
    Case("disputes | chart id amount «desc»", "E218", "`| sort amount desc`"),
    Case(
      "let l = [\"won\", \"lsot\"]\ndisputes | where status in «$l»", "E105", "did you mean `lost`?"
    ),
    Case("let l = [\"eu\"]\ndisputes | where currency in «$l»", "E022", "neither a currency"),
    Case("let c = \"x\"\ndisputes | where charge == «$c»", "E204", "begin with ch_"),
    // Variables and definitions.
    Case("let due = disputes\nrequire count(«$deu») > 1, \"x\"", "E108", "did you mean `$due`?"),
    Case("«$due» | count\nlet due = disputes", "E108", "it is made below, on line 2"),
    Case("disputes | take «$n»\n\nparam n: int = 5", "E108", "on line 3"),
    Case("disputes | «late»\ndef late() = take 5", "E101", "it is defined below, on line 2"),
    Case("def f(name: string) = where metadata.team == «$nmae»", "E108", "did you mean `$name`?"),
    Case("disputes status=«[s=won]»", "E302", "this is a list"),
    Case("let l = [a«=»1]", "E202", "compare with `==`"),
  ]

  @Test(arguments: [
    "disputes | select charge.customer", "disputes | where charge.customer.name != null",
    "disputes | select id, email=charge.customer.email", "charges | sort customer.name desc",
    "disputes | summarize by=[a=charge.payment_intent.customer.name] n=count()",
    "disputes | select evidence.receipt.filename", "disputes | set x=(charge.amount - amount)",
  ])
  func `a field behind an id leads to a program that checks`(_ program: String) throws {
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(Source(program)) }
    let advice = try #require(refusal?.diagnostics.first?.advice)
    let meant = try #require(advice.firstMatch(of: /`(expand [^|]* \| )(.*)`/)?.output)
    #expect(program.hasSuffix(meant.2), "\(advice)")
    _ = try RefusalTests.check(Source(program.replacing(meant.2, with: meant.1 + meant.2)))
  }

  @Test(arguments: cases + programs)
  func `is refused at the marked place`(_ wanted: Case) throws {
    let marked = MarkedSource(wanted.program)
    do {
      _ = try RefusalTests.check(marked.source)
      Issue.record("was accepted")
    } catch let refusal as Refusal {
      let first = try #require(refusal.diagnostics.first)
      #expect(refusal.diagnostics.count == 1, "a cascade: \(refusal.diagnostics.map(\.message))")
      #expect(first.code == wanted.code)
      #expect(first.range == marked.marked.first)
      #expect("\(first.message); \(first.advice ?? "")".contains(wanted.says))
    }
  }

  @Test func `several independent mistakes are all reported, in order`() throws {
    let marked = MarkedSource(
      "disputes | where «amuont» > 5 and status == «woon»\ndispute «xx»\ndisputes «curency»=eur")
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(marked.source) }
    #expect(refusal?.diagnostics.map(\.code) == ["E104", "E105", "E204", "E203"])
    #expect(refusal?.diagnostics.map(\.range) == marked.marked)
  }

  @Test func `a wrong stage hides no mistake behind it`() {
    let source = Source("disputes | where amuont > 5 | sort reasn | take x")
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(source) }
    #expect(refusal?.diagnostics.map(\.code) == ["E104", "E104", "E107"])
  }

  @Test func `a wrong variable is reported where it is defined, not where it is used`() {
    let source = Source("let due = disputes | where amuont > 5\n$due | count\n$due | take 5")
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(source) }
    #expect(refusal?.diagnostics.map(\.code) == ["E104"])
  }

  @Test func `definitions that double each other do not outgrow the machine`() throws {
    var text = "def d0() = take 5\n"
    for level in 1...40 { text += "def d\(level)() = d\(level - 1) | d\(level - 1)\n" }
    let refusal = #expect(throws: Refusal.self) {
      try RefusalTests.check(Source(text + "disputes | d40"))
    }
    #expect(refusal?.diagnostics.map(\.code) == ["E006"])
  }

  @Test(
    arguments: [
      (1000, "set a=%d", nil), (1001, "set a=%d", "E006"),
      (200, "set a%d=1, b%d=1, c%d=1, d%d=1", nil), (300, "set a%d=1, b%d=1, c%d=1, d%d=1", "E007"),
    ] as [(Int, String, String?)])
  func `a pipeline and its rows have bounds`(count: Int, stage: String, code: String?) throws {
    let stages = (0..<count).map { stage.replacing("%d", with: "\($0)") }
    let source = Source((["disputes"] + stages).joined(separator: " | "))
    guard let code else {
      _ = try RefusalTests.check(source)
      return
    }
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(source) }
    #expect(refusal?.diagnostics.map(\.code) == [code])
  }

  /// Files that would write, or widen what their user may do.
  @Test(arguments: [
    ("let o = dispute dp_a1 | close | apply max=1", "E122"),
    ("let p = dispute dp_a1 | close", "E122"), ("let p = upload @lease.json", "E122"),
    ("disputes", "E122"), ("param a: int", "E122"), ("require 1 < 2, \"x\"", "E122"),
    ("use @self.cpay", "E121"), ("use @./././self.cpay", "E121"), ("use @a/../self.cpay", "E121"),
  ])
  func `a used file neither writes nor uses itself`(statement: String, code: String) throws {
    let files = ["self.cpay": "allow close\n" + statement, "lease.json": "{}"]
    let context = CheckContext(
      catalog: .standard, needsAllowance: true,
      files: { path in
        files[path].map { .success(Array($0.utf8)) } ?? .failure(FileFailure("none"))
      })
    let refusal = #expect(throws: Refusal.self) {
      try Checker.check(Source("allow close\nuse @self.cpay"), context)
    }
    #expect(refusal?.diagnostics.map(\.code) == [code])
  }

  /// What may be passed over, what only the run knows, and names that mean nothing outside.
  @Test(arguments: [
    "let n = 0; if $n == 0 then 1 else 100 / $n",
    "let n = 0; disputes | where $n > 0 and 5 / $n > 1",
    "disputes | select x=(metadata.team ?? \"{1 / 0}\")",
    "let n = 0; disputes | where amount > 5eur or 5 / $n > 1",
    "let n = 0\ndef f(n: int) = select x=(5 / $n)\ndisputes | f n=1",
    "let n = count($(disputes)); disputes | take $n - 3", "disputes | where true",
    "disputes | where 1 > 2",
    #"disputes | where "a" == "a""#, #"disputes | where lower("A") == "a""#, "disputes | take 0",
    #"let s = "status"; disputes | where $s == "status""#, "let k = 1; disputes | sort $k",
  ])
  func `what need not fail is left for the run`(program: String) throws {
    _ = try RefusalTests.check(Source(program))
  }

  @Test func `what two used files share is taken in once`() throws {
    let files = [
      "c.cpay": "def two() = take 2", "a.cpay": "use @c.cpay\ndef a() = two",
      "b.cpay": "use @./c.cpay\ndef b() = two",
    ]
    let context = CheckContext(
      catalog: .standard, needsAllowance: true,
      files: { path in
        files[path].map { .success(Array($0.utf8)) } ?? .failure(FileFailure("none"))
      })
    _ = try Checker.check(Source("use @a.cpay\nuse @b.cpay\ndisputes | a | b | two"), context)
  }

  @Test func `a plan from elsewhere is applied only where its write is allowed`() throws {
    let scope = Scope(["p": .plan(.close)])
    for (text, allowed) in [
      ("$p | apply max=1", Set(["submit"])), ("allow submit\n$p | apply", nil),
    ] {
      let context = CheckContext(
        catalog: .standard, scope: scope, needsAllowance: false, allowed: allowed,
        files: { _ in .failure(FileFailure("none")) })
      let refusal = #expect(throws: Refusal.self) { try Checker.check(Source(text), context) }
      #expect(refusal?.diagnostics.map(\.code) == ["E402"])
    }
  }

  @Test(arguments: [("(", "amount > 5", ")"), ("not ", "amount > 5", ""), ("id ?? (", "id", ")")])
  func `what is nested as deep as it may be is checked`(
    open: String, inside: String, close: String
  ) throws {
    let depth = 100
    let value =
      String(repeating: open, count: depth) + inside + String(repeating: close, count: depth)
    let condition = open.hasPrefix("id") ? "(\(value)) == null" : value
    _ = try RefusalTests.check(Source("disputes | where \(condition)"))
  }

  @Test func `a used file holds definitions, and may not write by itself`() throws {
    _ = try RefusalTests.check(Source("use @filters.cpay\ndisputes | late | take $cap"))
    let refusal = #expect(throws: Refusal.self) {
      try RefusalTests.check(Source("use @writes.cpay"))
    }
    let mistake = try #require(refusal?.diagnostics.first)
    #expect(mistake.code == "E122")
    #expect(mistake.source?.name == "writes.cpay")
    let place = try #require(mistake.place)
    #expect(place.source?.text(place.range) == "disputes")
  }

  @Test func `an edit names the used file that it belongs to`() throws {
    let file = "let far = 5min"
    let context = CheckContext(
      catalog: .standard, needsAllowance: true, files: { _ in .success(Array(file.utf8)) })
    let refusal = #expect(throws: Refusal.self) {
      try Checker.check(Source("disputes | take 1\nuse @a.cpay"), context)
    }
    let fix = try #require(refusal?.diagnostics.first?.fix)
    #expect(
      fix == Fix(at: Place(10..<14, in: Source(name: "a.cpay", bytes: Array(file.utf8))), "5m"))
  }

  @Test func `an edit inside a word is that of the word`() throws {
    let marked = MarkedSource("disputes | select x=«5min»")
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(marked.source) }
    let fix = try #require(refusal?.diagnostics.first?.fix)
    #expect([fix.place.range] == marked.marked && fix.replacement == "5m")
  }

  @Test func `what is wrong in a definition is told there, once, with where it is used`() throws {
    let marked = MarkedSource(
      "def late() = where «amuont» > 5eur\ndef soon() = late | take 5\n"
        + "disputes | «soon»\ndisputes | late")
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(marked.source) }
    #expect(refusal?.diagnostics.count == 1)
    let mistake = try #require(refusal?.diagnostics.first)
    #expect(mistake.range == marked.marked.first && mistake.code == "E104")
    #expect(mistake.fix == Fix(at: Place(19..<25), "amount"))
    #expect(mistake.uses.map(\.name) == ["`late`", "`soon`"])
    #expect(mistake.uses.last?.place.range == marked.marked.last)
  }

  @Test func `what is wrong in a used file is told there, with where it is used`() throws {
    let file = "def late() = where amuont > 5eur"
    let context = CheckContext(
      catalog: .standard, needsAllowance: true, files: { _ in .success(Array(file.utf8)) })
    let marked = MarkedSource("use «@a.cpay»\ndisputes | «late»")
    let refusal = #expect(throws: Refusal.self) { try Checker.check(marked.source, context) }
    let mistake = try #require(refusal?.diagnostics.first)
    #expect(refusal?.diagnostics.count == 1 && mistake.source?.name == "a.cpay")
    #expect(mistake.uses.map(\.name) == ["`late`"])
    #expect(mistake.uses.map(\.place) == [Place(marked.marked[1])])
    let broken = CheckContext(
      catalog: .standard, needsAllowance: true,
      files: { _ in .success(Array("def late() = wehre 5".utf8)) })
    let other = #expect(throws: Refusal.self) { try Checker.check(marked.source, broken) }
    #expect(other?.diagnostics.map { $0.uses.map(\.place) } == [[Place(marked.marked[0])]])
  }

  @Test func `a fix mends what it marks`() throws {
    let fixable = RefusalTests.cases.compactMap { wanted -> (Source, Diagnostic)? in
      let source = MarkedSource(wanted.program).source
      guard case .failure(let error) = Result(catching: { try RefusalTests.check(source) }),
        let diagnostic = (error as? Refusal)?.diagnostics.first, diagnostic.fix != nil
      else { return nil }
      return (source, diagnostic)
    }
    #expect(fixable.count >= 10)
    for (source, diagnostic) in fixable {
      let fix = try #require(diagnostic.fix)
      var bytes = source.bytes
      bytes.replaceSubrange(fix.place.range, with: Array(fix.replacement.utf8))
      let mended = Source(name: nil, bytes: bytes)
      let after = Result { try RefusalTests.check(mended) }
      if case .failure(let error) = after, let refusal = error as? Refusal {
        #expect(
          !refusal.diagnostics.contains {
            $0.code == diagnostic.code && $0.range == fix.place.range
          },
          "\(source.text(0..<source.bytes.count))")
      }
    }
  }
}

/// Final writes in scripts.
@Suite struct AllowanceTests {
  @Test func `a script names the final writes it makes`() throws {
    let marked = MarkedSource("dispute dp_a1 | «submit» evidence=@lease.json")
    let refusal = #expect(throws: Refusal.self) {
      try RefusalTests.check(marked.source, needsAllowance: true)
    }
    #expect(refusal?.diagnostics.map(\.code) == ["E402"])
    #expect(refusal?.diagnostics.first?.range == marked.marked.first)
    _ = try RefusalTests.check(
      Source("allow submit, close\ndispute dp_a1 | submit evidence=@lease.json"),
      needsAllowance: true)
  }

  @Test func `a write that is not allowed is refused once, with what applies it`() {
    let source = Source("allow close\ndispute dp_a1 | submit | apply max=1")
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(source) }
    #expect(refusal?.diagnostics.map(\.code) == ["E402"])
  }

  @Test func `one allowance is not another`() {
    let source = Source("allow submit\ndispute dp_a1 | close")
    #expect(throws: Refusal.self) { try RefusalTests.check(source, needsAllowance: true) }
  }

  @Test func `a draft needs none, and naming one is a mistake`() throws {
    _ = try RefusalTests.check(
      Source("dispute dp_a1 | draft evidence=@lease.json"), needsAllowance: true)
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(Source("allow draft")) }
    #expect(refusal?.diagnostics.map(\.code) == ["E402"])
  }
}
