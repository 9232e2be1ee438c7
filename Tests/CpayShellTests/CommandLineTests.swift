import CpaySandbox
import CpayShell
import CpayTestSupport
import Glibc
import Synchronization
import Testing

/// The whole command: what it shows on both streams, and its exit status.
@Suite struct CommandLineTests {
  static let lease = """
    {"customer_name": "Jane Doe", "customer_email": "jane@example.com", \
    "service_documentation": "file_lease_001"}
    """
  static let ownersLine =
    "disputes status=needs_response | where amount>100000 | submit evidence=@lease.json"

  @Test func `the one-liner with consent submits three disputes`() async throws {
    let rig = try CommandRig(["lease.json": CommandLineTests.lease])
    let run = await rig.cpay(
      "--sandbox", "--seed", "docs", "--apply", "--max", "10", "-c", CommandLineTests.ownersLine)
    #expect(run.status == 0)
    let ids = run.output.split(separator: "\n").map { $0.prefix(23) }
    #expect(
      ids.map(String.init) == ["dp_a1", "dp_c3", "dp_d4"].map { #"{"id":"\#($0)","action":"# })
    #expect(run.output.components(of: #""outcome":"applied""#) == 3)
    #expect(run.errors.hasPrefix("submit: send evidence for 3 disputes to the bank"))
    #expect(run.errors.hasSuffix("3 applied EUR 1,200.00, USD 2,500.00 and JPY 500,000\n"))
  }

  @Test(
    arguments: [
      ("1 + 2", "3\n"), ("read @leases.csv | count", "1\n"),
      ("read @leases.csv | where tenant != null | select tenant", "{\"tenant\":\"Ana\"}\n"),
      ("let n = read @leases.csv | count; $n * 2", "2\n"),
      ("require $(read @leases.csv | count) == 1, \"one\"; \"ok\"", "\"ok\"\n"),
      ("let a = read @leases.csv; read @leases.csv | join $a on=tenant | count", "1\n"),
      ("read @leases.csv | count | as json", "1\n"),
      ("disputes ids=[] | count", "0\n"), ("disputes | take 0 | count", "0\n"),
      ("let n = 2 - 2; dispute dp_a1 | take $n | count", "0\n"),
      ("param n: int = 0; disputes | take $n | count", "0\n"),
      ("disputes | where false | where amount > 5eur | count", "0\n"),
      ("disputes | where status in [] | count", "0\n"),
      ("read @leases.csv | take 0 | count", "0\n"),
      ("disputes ids=@none.txt | count", "0\n"), ("disputes ids=@none.csv | count", "0\n"),
      ("charges ids=@none.json | count", "0\n"), ("disputes ids=@none.ndjson | count", "0\n"),
      ("let f = @none.txt; disputes ids=$f | count", "0\n"),
    ])
  func `a program that asks nothing of the API needs no key`(
    program: String, output: String
  ) async throws {
    let rig = try CommandRig([
      "leases.csv": "tenant\nAna\n", "none.txt": "\n \r\n", "none.csv": "id,n\n", "none.json": "[]",
      "none.ndjson": "",
    ])
    for key in [nil, "nonsense", "sk_live_x"] {
      let run = await rig.cpay(
        ["-c", program], input: [], environment: key.map { ["CASAPAY_API_KEY": $0] } ?? [:])
      #expect(run == CommandRig.Run(output: output, errors: "", status: 0))
    }
  }

  @Test(
    arguments: [
      "explain disputes | take 5", "let a = disputes; let b = $a | take 2; explain $b",
      "now > 2024-01-01", "read @leases.csv | save @copy.csv",
      "read @leases.csv | summarize by=tenant n=count() | chart tenant n",
    ])
  func `nor does one that explains, tells the time, saves or draws`(program: String) async throws {
    let rig = try CommandRig(["leases.csv": "tenant\nAna\n"])
    #expect(await rig.cpay("-c", program).status == 0)
  }

  @Test(
    arguments: [
      "1 + 2; disputes", "disputes | take 1", "let n = 0; disputes | skip $n",
      "disputes | summarize n=count() | where false", "let a = disputes; explain $a; $a | count",
      "disputes ids=[] | close", "disputes ids=@none.txt | close", "disputes ids=@some.txt | count",
      "disputes ids=@page.json | count", "read @leases.csv | save @copy.csv; dispute dp_a1",
      "upload @leases.csv",
      "read @leases.csv | save @copy.csv; require $(disputes | count) == 0, \"none\"",
      "read @old.ndjson schema=dispute | submit evidence={customer_name: \"A\"}",
    ])
  func `one that asks something is told so before it does anything`(program: String) async throws {
    let rig = try CommandRig([
      "leases.csv": "tenant\nAna\n", "old.ndjson": "", "none.txt": "", "some.txt": "dp_a1",
      "page.json": #"{"object":"list","data":[],"has_more":true}"#,
    ])
    let run = await rig.cpay("-c", program)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains("no API key"))
    #expect(await rig.cpay("-c", "read @copy.csv").status == 2)
  }

  /// Rows on standard input, of which only those of the first MiB are looked at.
  static let long =
    (1...1100).map { number in
      "{\"id\":\"r\(number)\",\"n\":\(number),\"pad\":\"\(String(repeating: "x", count: 1000))\"}\n"
    }.joined() + "{\"id\":\"r1101\",\"n\":\"many\",\"late\":true}\n"

  @Test(
    arguments: [
      ("read @- | count", 0, ""), ("read @- | select id | count", 0, ""),
      ("read @- | where id == \"r1101\"", 0, ""),
      ("let a = read @-; $a | where id == \"r1101\"", 0, ""),
      ("read @- | as csv", 1, "line 1101"), ("read @- | save @all.csv", 1, "line 1101"),
      ("read @- | where n > 5 | count", 1, "line 1101: \"n\" is text"),
      ("read @- | set x=1", 1, "line 1101"), ("read @- | select id, n", 1, "line 1101"),
      ("read @- | uniq | count", 1, "line 1101"), ("let a = read @-; $a | as md", 1, "line 1101"),
      ("let a = read @-; read @b.csv | join $a on=id | count", 1, "line 1101"),
      ("read @- | join $(read @b.csv) on=id kind=left | count", 0, ""),
      ("read @- | join $(read @b.csv) on=id | select id, t", 0, ""),
      ("read @- | join $(read @b.csv) on=id kind=left | select n", 1, "line 1101"),
      ("read @- | join $(read @b.csv) on=id kind=left", 1, "line 1101"),
    ])
  func `what the look did not show stops only where it would be lost or misread`(
    program: String, status: Int32, says: String
  ) async throws {
    let rig = try CommandRig(["b.csv": "id,t\nr1,x\n"])
    let run = await rig.cpay(["-c", program], input: Array(CommandLineTests.long.utf8))
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(says) || says.isEmpty)
    if program.contains("r1101") {
      #expect(run.output == "{\"id\":\"r1101\",\"n\":\"many\",\"late\":true}\n")
    }
  }

  @Test func `a file that is given is looked at, and not the one by default`() async throws {
    let rig = try CommandRig([
      "rows.cpay": "param f: file = @none.csv\nread $f | select tenant\n",
      "ids.cpay": "param q: file = @none.txt\ndisputes ids=$q | count\n",
      "rows.csv": "tenant\nAna\n", "q.txt": "dp_a1\n", "other.csv": "name\nAna\n",
    ])
    let sandbox = ["--sandbox", "--seed", "docs"]
    #expect(await rig.cpay(sandbox + ["rows.cpay", "--f=rows.csv"], input: []).status == 0)
    #expect(await rig.cpay(sandbox + ["ids.cpay", "--q=q.txt"], input: []).output == "1\n")
    let other = await rig.cpay(sandbox + ["rows.cpay", "--f=other.csv"], input: [])
    #expect(other.status == 2 && other.errors.contains("E104"))
    #expect(await rig.cpay(sandbox + ["rows.cpay"], input: []).errors.contains("none.csv"))
  }

  @Test func `rows of standard input are all there for a join on ids`() async throws {
    let rig = try CommandRig()
    let rows = "{\"charge\":\"ch_1\",\"n\":1}\n{\"charge\":\"ch_2\",\"n\":2}\n"
    for program in [
      "disputes | join $(read @-) on=charge | count",
      "let r = read @-; disputes | join $r on=charge | count",
    ] {
      let run = await rig.cpay(
        ["--sandbox", "--seed", "docs", "-c", program], input: Array(rows.utf8))
      #expect(run.output == "3\n", "\(program): \(run.errors)")
    }
  }

  @Test func `without consent it is previewed and nothing is sent`() async throws {
    let rig = try CommandRig(["lease.json": CommandLineTests.lease])
    let run = await rig.cpay(
      "--sandbox", "--seed", "docs", "--trace", "-c", CommandLineTests.ownersLine)
    #expect(run.status == 10)
    #expect(run.output == "")
    #expect(run.errors.contains("nothing was sent; to send it: --apply --max 3"))
    #expect(!run.errors.contains("POST"))
  }

  @Test func `more disputes than the bound are not sent`() async throws {
    let rig = try CommandRig(["lease.json": CommandLineTests.lease])
    let run = await rig.cpay(
      "--sandbox", "--seed", "docs", "--apply", "--max", "2", "--trace", "-c",
      CommandLineTests.ownersLine)
    #expect(run.status == 10)
    #expect(run.errors.contains("3 disputes, but at most 2 may be sent"))
    #expect(!run.errors.contains("POST"))
  }

  @Test func `a refused program makes no request`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("--sandbox", "--trace", "-c", "disputes | where amuont > 5")
    #expect(
      run
        == CommandRig.Run(
          output: "",
          errors: """
            E104  no field `amuont` on dispute
              disputes | where amuont > 5
                               ^^^^^^ did you mean `amount`?

            """, status: 2))
  }

  @Test func `diagnostics can be JSON`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("check", "--diagnostics", "json", "-c", "disputes | where amuont > 5")
    #expect(
      run.errors == """
        {"code":"E104","severity":"error","message":"no field `amuont` on dispute","file":null,\
        "line":1,"column":18,"start":17,"end":23,"advice":"did you mean `amount`?",\
        "replacement":"amount"}

        """)
    #expect(run.status == 2)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let environment: [String: String]
    let status: Int32
    let says: String
    var testDescription: String { "\(arguments) \(environment.keys.sorted())" }

    init(
      _ arguments: [String], _ environment: [String: String] = [:], status: Int32, says: String
    ) {
      self.arguments = arguments
      self.environment = environment
      self.status = status
      self.says = says
    }
  }

  @Test(arguments: [
    "https://ana:hunter2@example.com", "https://ana:hunter2@example.com:443/v1",
    "https://hunter2@example.com", "https://ana:hunter2@", "https://ana:hun@hunter2@example.com",
    "https://ana:x/hunter2@example.com", "ana:hunter2@example.com", "https://ana:hunter2@[::1]:80",
    "http://ana:hunter2@127.0.0.1:1", "https://ana:?hunter2@example.com",
    "https://example.com?key=hunter2", "https://example.com/v1?hunter2", "https://ana:hunter2",
    "https://example.com/#hunter2", "https://example.com#hunter2", "https://x%40hunter2:443",
    "ftp://example.com/hunter2", "hunter2", "https://hunter2\u{301}",
  ])
  func `what may be a secret in a base URL is not repeated`(base: String) async throws {
    let rig = try CommandRig([:])
    for (arguments, environment) in [
      (["--base-url", base], [:]), ([], ["CASAPAY_API_BASE": base]),
    ] {
      let run = await rig.cpay(
        ["-c", "disputes"] + arguments, input: [],
        environment: environment.merging(["CASAPAY_API_KEY": "sk_test_x"]) { $1 })
      #expect(run.status == 64 && run.errors.contains("is no base URL"))
      #expect(!run.errors.contains("hunter2"))
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(["-c", "disputes"], status: 64, says: "no API key: set CASAPAY_API_KEY"),
    Mistake(
      ["-c", "disputes"], ["CASAPAY_API_KEY": "nonsense"], status: 64,
      says: "an API key begins with sk_test_"),
    Mistake(
      ["-c", "disputes"], ["CASAPAY_API_KEY": "pk_test_x"], status: 64, says: "publishable key"),
    Mistake(
      ["-c", "disputes"], ["CASAPAY_API_KEY": "sk_live_x"], status: 64,
      says: "a live key needs a profile, and CASAPAY_API_KEY is none"),
    Mistake(
      ["-c", "disputes"],
      ["CASAPAY_API_KEY": "sk_test_x", "CASAPAY_API_BASE": "http://127.0.0.1:1"],
      status: 1, says: "http://127.0.0.1:1 refused the connection"),
    Mistake(
      ["-c", "disputes", "--base-url", "http://example.com"], ["CASAPAY_API_KEY": "sk_test_x"],
      status: 64, says: "http is for this machine only"),
    Mistake(
      ["-c", "disputes", "--base-url", "https://ana:hunter2@example.com"],
      ["CASAPAY_API_KEY": "sk_test_x"], status: 64,
      says: "--base-url is no base URL: a base URL has no user name"),
    Mistake(
      ["-c", "disputes", "--sandbox", "--base-url", "http://127.0.0.1:1"], status: 64,
      says: "exclude each other"),
    Mistake(
      ["-c", "disputes", "--seed", "docs"], ["CASAPAY_API_KEY": "sk_test_x"], status: 64,
      says: "--seed needs --sandbox"),
    Mistake(
      ["-c", "disputes", "--sandbox", "--seed", "nowhere.json"], status: 64, says: "nowhere"),
    Mistake(
      ["-c", "disputes", "--frobnicate"], status: 64, says: "there is no option --frobnicate"),
    Mistake(["-c", "disputes", "--max", "-1", "--sandbox"], status: 64, says: "max"),
    Mistake(["-c", "disputes", "file.cpay"], status: 64, says: "not both"),
    Mistake(
      ["--apply", "--approve", "abc", "-c", "disputes"], status: 64, says: "exclude each other"),
    Mistake(["nowhere.cpay"], status: 64, says: "cannot read nowhere.cpay: there is no such file"),
    Mistake(
      ["disputes | count"], status: 64, says: "stands behind -c: cpay -c 'disputes | count'"),
    Mistake(["disputes"], status: 64, says: "stands behind -c: cpay -c disputes"),
    Mistake(
      ["--sandbox", "disputes", "status=won"], status: 64,
      says: "cpay --sandbox -c 'disputes status=won'"),
    Mistake(["version"], status: 64, says: "`cpay --help` shows the commands"),
    Mistake(
      ["--sandbox", "resume", "run_x"], status: 64, says: "the command stands first: cpay resume"),
    Mistake(
      ["runs", "settle", "run_x", "dp_1", "applied"], status: 1, says: "has no run run_x"),
    Mistake(["check"], status: 64, says: "give either files"),
    Mistake(["fmt"], status: 64, says: "file.cpay"),
    Mistake(["runs", "show", "run_x"], status: 1, says: "has no run run_x"),
    Mistake(["sandbox", "--assume", "repeat=maybe"], status: 64, says: "refuse or accept"),
    Mistake(["sandbox", "--clock", "soon"], status: 64, says: "neither `real` nor a time"),
  ]

  @Test(arguments: mistakes)
  func `a wrong command line or setting is one clear message`(_ mistake: Mistake) async throws {
    let rig = try CommandRig()
    let run = await rig.cpay(mistake.arguments, input: [], environment: mistake.environment)
    #expect(run.status == mistake.status)
    #expect(run.output == "")
    #expect(run.errors.contains(mistake.says), "\(run.errors)")
  }

  @Test func `a key the server does not know is one message and no more`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    let rig = try CommandRig()
    let run = await rig.cpay(
      "-c", "disputes",
      environment: ["CASAPAY_API_KEY": "sk_test_wrong", "CASAPAY_API_BASE": server.baseURL])
    await server.stop()
    #expect(run.status == 1)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("cpay: the API does not accept the key (401)"))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(!run.errors.contains("sk_test_wrong"))
  }

  @Test func `a wrong evidence file is shown at its line and column`() async throws {
    let rig = try CommandRig(["lease.json": "{\n  \"custmer_name\": \"Jane\"\n}\n"])
    let run = await rig.cpay(
      "--sandbox", "--trace", "-c", "dispute dp_a1 | submit evidence=@lease.json")
    #expect(
      run.errors == """
        E106  no key `custmer_name` in evidence
          lease.json:2:3
            "custmer_name": "Jane"
            ^^^^^^^^^^^^^^ did you mean `customer_name`?

        """)
    #expect(run.status == 2)
  }

  @Test func `a program on standard input is a script`() async throws {
    let rig = try CommandRig(["lease.json": CommandLineTests.lease])
    let counted = await rig.cpay("--sandbox", "--seed", "docs", input: "disputes | count\n")
    #expect(counted == CommandRig.Run(output: "8\n", errors: "", status: 0))
    let refused = await rig.cpay(
      "--sandbox", "--seed", "docs", input: "dispute dp_a1 | submit evidence=@lease.json\n")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("put `allow submit` at its top"))
  }

  @Test func `files are relative to the script`() async throws {
    let rig = try CommandRig([
      "scripts/answer.cpay": "allow submit\ndispute dp_a1 | submit evidence=@lease.json\n",
      "scripts/lease.json": CommandLineTests.lease,
    ])
    let run = await rig.cpay("scripts/answer.cpay", "--sandbox", "--seed", "docs")
    #expect(run.status == 10)
    let wrong = await rig.cpay("check", "-c", "dispute dp_a1 | submit evidence=@lease.json")
    #expect(wrong.status == 2)
  }

  @Test func `an approved plan is applied once, and only that one`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    let rig = try CommandRig(["lease.json": CommandLineTests.lease])
    let account = ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL]
    let line = ["-c", CommandLineTests.ownersLine]
    let preview = await rig.cpay(line, input: [], environment: account)
    #expect(preview.status == 10)
    let digest = try #require(preview.errors.value(after: "digest    "))
    let other = await rig.cpay(
      ["--approve", "0123456789ab"] + line, input: [], environment: account)
    #expect(other.status == 10)
    #expect(other.errors.contains("the plan is \(digest), not the approved 0123456789ab"))
    let approved = await rig.cpay(["--approve", digest] + line, input: [], environment: account)
    #expect(approved.status == 0)
    let again = await rig.cpay(["--approve", digest] + line, input: [], environment: account)
    #expect(again.status == 0)
    #expect(again.errors.contains("no disputes to submit"))
    let held = await rig.cpay(
      "-c", "dispute dp_a1 | submit evidence=@lease.json", "--apply", "--max", "1",
      environment: account)
    #expect(held.status == 3)
    let runs = await rig.cpay("runs", environment: account)
    #expect(runs.output.contains(#""applied":3,"#))
    await server.stop()
  }

  @Test func `a ledger open to others is refused before anything is sent`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    let rig = try CommandRig(["state/cpay/ledger.sqlite": ""])
    let run = await rig.cpay(
      "-c", "dispute dp_a1 | close", "--apply", "--max", "1",
      environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL])
    await server.stop()
    #expect(run.status == 77)
    #expect(run.errors.contains("chmod"))
    #expect(run.output == "")
  }

  @Test func `a ledger that is none is a failure before anything is sent`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    let rig = try CommandRig(["state/cpay/ledger.sqlite": String(repeating: "junk ", count: 999)])
    try rig.folder.makePrivate("state/cpay/ledger.sqlite", "state/cpay")
    let run = await rig.cpay(
      "-c", "dispute dp_a1 | close", "--apply", "--max", "1", "--trace",
      environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL])
    await server.stop()
    #expect(run.status == 74)
    #expect(run.errors.contains("the ledger cannot be used"))
    #expect(!run.errors.contains("POST"))
  }

  @Test func `one ledger is held by one run at a time`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    let rig = try CommandRig(["state/cpay/ledger.lock": "4242\n"])
    try rig.folder.makePrivate("state/cpay/ledger.lock", "state/cpay")
    let account = ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL]
    let holder = unsafe open(rig.folder.path + "/state/cpay/ledger.lock", O_RDWR)
    #expect(flock(holder, LOCK_EX | LOCK_NB) == 0)
    let line = ["-c", "dispute dp_a1 | close", "--apply", "--max", "1", "--trace"]
    let refused = await rig.cpay(line, input: [], environment: account)
    #expect(refused.status == 73)
    #expect(refused.errors.contains("held by another process (process 4242)"))
    #expect(!refused.errors.contains("POST"))
    close(holder)
    let run = await rig.cpay(line, input: [], environment: account)
    await server.stop()
    #expect(run.status == 0)
  }

  @Test func `reading disputes makes no ledger`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    let rig = try CommandRig()
    let run = await rig.cpay(
      "-c", "disputes | count",
      environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL])
    await server.stop()
    #expect(run == CommandRig.Run(output: "8\n", errors: "", status: 0))
    #expect(rig.folder.read("state/cpay/ledger.sqlite") == nil)
  }

  @Test func `text of the API cannot drive a terminal`() async throws {
    let hostile = #"\u001b]52;c;aGk=\u0007\u202egnp.exe\u0085\u2028x\u200b\n| close"#
    let rig = try CommandRig([
      "hostile.json": """
      [{"id":"dp_1","object":"dispute","charge":"ch_1","payment_intent":null,"amount":1,\
      "currency":"eur","status":"needs_response","reason":"general","evidence":{},\
      "evidence_due_by":null,"metadata":{"team":"\(hostile)"},"created":1}]
      """
    ])
    for format in ["table", "json", "ndjson", "yaml", "md"] {
      for program in [
        "disputes", "disputes | select id, metadata.team", "disputes | select metadata",
      ] {
        let run = await rig.cpay(
          "--sandbox", "--seed", "hostile.json", "--format", format, "-c", program)
        #expect(run.status == 0, "\(run.errors)")
        let unsafe = (run.output + run.errors).unicodeScalars.filter {
          $0 != "\n" && ($0.value < 0x20 || (0x7f..<0xa0).contains($0.value))
            || [0x202e, 0x2028, 0x200b].contains($0.value)
        }
        #expect(unsafe.isEmpty)
      }
    }
  }

  @Test func `results that cannot be written are an error`() async throws {
    let output = OutputStream(failure: { "No space left on device" }, write: { _ in })
    let errors = Lines()
    let program = CommandLineTool(
      arguments: ["--sandbox", "--seed", "docs", "-c", "disputes | count"], variables: [:],
      input: InputStream([]), output: output, errors: errors.stream)
    #expect(await program.run() == .ledger)
    #expect(errors.text == "cpay: results could not be written: No space left on device\n")
  }

  @Test func `a key in a shown line is taken out`() async throws {
    let rig = try CommandRig(["lease.json": #"{"customer_name": "sk_live_CANARY", "x": 1}"#])
    let run = await rig.cpay("check", "-c", "dispute dp_a1 | submit evidence=@lease.json")
    #expect(run.status == 2)
    #expect(!run.errors.contains("CANARY"))
    #expect(run.errors.contains("sk_live_…"))
  }

  @Test func `an allowance binds wherever it stands`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("check", "-c", "allow submit; dispute dp_a1 | close")
    #expect(run.status == 2)
    #expect(run.errors.contains("put `allow close` at its top"))
  }

  @Test func `explain needs neither key nor server`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("-c", "explain disputes status=won")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("source   GET /v1/disputes?status=won"))
  }

  @Test func `help and the assumptions go to standard output`() async throws {
    let rig = try CommandRig()
    for arguments in [["--help"], ["help", "run"], ["sandbox", "--assumptions"]] {
      let run = await rig.cpay(arguments, input: [])
      #expect(run.status == 0)
      #expect(!run.output.isEmpty)
      #expect(run.errors == "")
    }
  }

  @Test func `broken input is refused and crashes nothing`() async throws {
    let rig = try CommandRig()
    var generator = SeededGenerator(seed: 7)
    let pieces: [[UInt8]] = [
      Array("disputes".utf8), Array(" | ".utf8), Array("where ".utf8), Array("amount".utf8),
      Array(" > ".utf8), Array("(".utf8), Array(")".utf8), Array("\"".utf8), Array("{".utf8),
      Array("@".utf8), Array("$".utf8), Array("1000eur".utf8), Array("\n".utf8), Array("=".utf8),
      Array("let x = ".utf8), Array("not ".utf8), Array("[".utf8), Array("in".utf8), [0], [0xff],
      [0xe2, 0x80, 0xae], Array("submit evidence=".utf8), Array("take 5".utf8), Array(".".utf8),
    ]
    for round in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<24, using: &generator) {
        bytes += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
      }
      let run = await rig.cpay(
        ["check", "-c", String(decoding: bytes, as: UTF8.self)], input: [])
      #expect(run.status == 0 || run.status == 2, "round \(round)")
    }
  }
}

/// Keeps what is written.
private final class Lines: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  var stream: OutputStream { OutputStream { added in self.bytes.withLock { $0 += added } } }
  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

extension String {
  /// How often `part` occurs.
  fileprivate func components(of part: String) -> Int {
    ranges(of: part).count
  }

  /// The word behind `label`.
  fileprivate func value(after label: String) -> String? {
    guard let range = firstRange(of: label) else { return nil }
    return String(self[range.upperBound...].prefix { !$0.isWhitespace })
  }
}
