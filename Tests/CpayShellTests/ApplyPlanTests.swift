import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpaySandbox
import CpayTestSupport
import CpayValue
import Foundation
import GRDB
import Glibc
import Testing

@testable import CpayShell

/// Plans that are saved and applied later, with whole commands.
@Suite struct ApplyPlanTests {
  private static let saving = CommandLineTests.ownersLine + " | save @p.plan"

  /// The environment that chooses a sandbox by its key.
  private static func account(_ server: SandboxServer) -> [String: String] {
    ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL]
  }

  /// Whether every dispute is as the seed has it.
  private static func isUntouched(_ rig: CommandRig, _ account: [String: String]) async -> Bool {
    await rig.cpay(
      ["-c", "disputes status=needs_response | count"], input: [], environment: account
    ).output == "4\n"
  }

  private static func outcomes(_ run: CommandRig.Run) -> [String] {
    run.output.split(separator: "\n").compactMap { line in
      OutcomeKind.allCases.first { line.contains(#""outcome":"\#($0.rawValue)""#) }?.rawValue
    }
  }

  @Test func `a saved plan is sent once, and says afterwards which run it became`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let account = Self.account(server)
      let saved = await rig.cpay(["-c", Self.saving], input: [], environment: account)
      #expect(saved.status == 0, "\(saved.errors)")
      #expect(saved.output == "")
      #expect(saved.errors.contains("submit: send evidence for 3 disputes to the bank"))
      #expect(saved.errors.contains("a plan to p.plan; to send it: cpay apply p.plan\n"))
      #expect(FileStatus(rig.folder.path + "/p.plan")?.permissions == 0o600)
      let digest = try #require(
        saved.errors.split(separator: "\n").first { $0.hasPrefix("  digest") }?.split(
          separator: " "
        ).last)

      let looked = await rig.cpay(["apply", "p.plan"], input: [], environment: account)
      #expect(looked.status == 10 && looked.output == "")
      #expect(looked.errors.contains("digest    \(digest)"))
      #expect(
        looked.errors.contains(
          "nothing was sent; to send it: --apply --max 3, or --approve \(digest)"))
      for (options, status, reason) in [
        (["--apply"], 10, "--apply needs a bound"), (["--apply", "--max", "2"], 10, "at most 2"),
        (["--approve", "000000000000"], 10, "not the approved"),
        (["--apply", "--approve", String(digest)], 64, "exclude each other"),
        (["--sandbox"], 64, "--sandbox"),
      ] {
        let run = await rig.cpay(["apply", "p.plan"] + options, input: [], environment: account)
        #expect(run.status == Int32(status) && run.errors.contains(reason), "\(run.errors)")
      }

      let sent = await rig.cpay(
        ["apply", "p.plan", "--approve", String(digest)], input: [], environment: account)
      #expect(sent.status == 0, "\(sent.errors)")
      #expect(Self.outcomes(sent) == ["applied", "applied", "applied"])

      let again = await rig.cpay(
        ["apply", "p.plan", "--apply", "--max", "3"], input: [], environment: account)
      #expect(again.status == 3 && again.output == "")
      let ledger = try Ledger(folder: rig.folder.path + "/state/cpay") { Timestamp(seconds: 0) }
      let run = try #require(try ledger.runs().first)
      #expect(try ledger.runs().count == 1)
      #expect(again.errors.contains("has been applied: it became \(run.name)"))
      #expect(again.errors.contains("cpay resume \(run.name)"))
      let listed = await rig.cpay(["runs"], input: [], environment: account)
      #expect(listed.output.contains(#""plan":"\#(run.plan ?? "?")""#))
    }
  }

  @Test func `what was changed, cut short or is something else is refused`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let account = Self.account(server)
      #expect(await rig.cpay(["-c", Self.saving], input: [], environment: account).status == 0)
      let text = try #require(rig.folder.read("p.plan"))
      for (name, content, status, reason) in [
        ("a.plan", text.replacing("Jane Doe", with: "John Doe"), 2, "not as it was saved"),
        ("b.plan", String(text.dropLast(2)), 2, "not as it was saved"),
        (
          "c.plan", text.replacing(#"{"cpay_plan":1,"#, with: #"{"cpay_plan":2,"#), 2,
          "later version"
        ),
        ("d.plan", "id,amount\n", 2, "no plan"), ("e.plan", "", 2, "no plan"),
      ] {
        try rig.folder.write(content, to: name)
        try rig.folder.makePrivate(name)
        let run = await rig.cpay(
          ["apply", name, "--apply", "--max", "9"], input: [], environment: account)
        #expect(run.status == Int32(status) && run.errors.contains(reason), "\(run.errors)")
      }
      let missing = await rig.cpay(["apply", "none.plan"], input: [], environment: account)
      #expect(missing.status == 64 && missing.errors.contains("there is no such file"))
      _ = unsafe chmod(rig.folder.path + "/p.plan", 0o640)
      let open = await rig.cpay(["apply", "p.plan"], input: [], environment: account)
      #expect(open.status == 77 && open.errors.contains("chmod 600"))
      _ = unsafe chmod(rig.folder.path + "/p.plan", 0o600)
      _ = unsafe symlink("p.plan", rig.folder.path + "/l.plan")
      let link = await rig.cpay(["apply", "l.plan"], input: [], environment: account)
      #expect(link.status == 64 && link.errors.contains("it is a link"))
      _ = unsafe truncate(rig.folder.path + "/d.plan", 300 << 20)
      let huge = await rig.cpay(["apply", "d.plan"], input: [], environment: account)
      #expect(huge.status == 2 && huge.errors.contains("larger than 256 MiB"))
      #expect(await Self.isUntouched(rig, account))
    }
  }

  @Test func `another profile, server or mode is refused before a byte is sent`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server).status == 0)
      #expect(await AccountTests.logIn(rig, "other", server).status == 0)
      let saved = await rig.cpay("--profile", "acme", "-c", Self.saving)
      #expect(saved.errors.contains("cpay apply p.plan --profile acme"), "\(saved.errors)")
      let stranger = try PlainServer { _ in PlainServer.Answer(status: 404, body: "{}") }
      let account = Self.account(server)
      for (options, environment, reason) in [
        (["--profile", "other"], [:], "to apply it: --profile acme"),
        ([], account, "and this is the key of CASAPAY_API_KEY; to apply it: --profile acme"),
        (
          ["--base-url", "http://127.0.0.1:\(stranger.port)"], ["CASAPAY_API_KEY": server.key],
          "to apply it: --profile acme"
        ),
      ] as [([String], [String: String], String)] {
        let run = await rig.cpay(
          ["apply", "p.plan", "--apply", "--max", "9"] + options, input: [],
          environment: environment)
        #expect(run.status == 64 && run.errors.contains(reason), "\(run.errors)")
      }
      #expect(stranger.requests.isEmpty)

      // By a key alone it is bound to the server, whatever its port says.
      let keyed = await rig.cpay(["-c", Self.saving], input: [], environment: account)
      #expect(keyed.status == 0, "\(keyed.errors)")
      let elsewhere = await rig.cpay(
        ["apply", "p.plan", "--apply", "--max", "9"], input: [],
        environment: [
          "CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": "http://127.0.0.1:\(stranger.port)",
        ])
      #expect(elsewhere.status == 64, "\(elsewhere.errors)")
      #expect(!stranger.requests.contains { $0.contains(server.key) })
      let far = await rig.cpay(
        ["apply", "p.plan", "--apply", "--max", "9"], input: [],
        environment: ["CASAPAY_API_KEY": server.key])
      #expect(far.status == 64 && far.errors.contains("and this is https://api.casapay.com"))
      #expect(await Self.isUntouched(rig, account))
    }
  }

  @Test func `a run goes on with the profile that it was begun with, and no other`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      for name in ["acme", "other"] {
        #expect(await AccountTests.logIn(rig, name, server).status == 0)
      }
      let sent = await rig.cpay(
        "--profile", "acme", "--apply", "--max", "9", "-c", CommandLineTests.ownersLine)
      #expect(sent.status == 0, "\(sent.errors)")
      let ledger = try Ledger(folder: rig.folder.path + "/state/cpay") { Timestamp(seconds: 0) }
      let run = try #require(try ledger.runs().first).name
      for (options, environment) in [
        (["--profile", "other"], [:]), ([], Self.account(server)),
      ] as [([String], [String: String])] {
        let resumed = await rig.cpay(
          ["resume", run] + options, input: [], environment: environment)
        #expect(resumed.status == 64, "\(resumed.errors)")
        #expect(resumed.errors.contains("was begun with the profile acme, and this is the "))
        #expect(resumed.errors.contains("to go on with it: --profile acme"))
      }
      let resumed = await rig.cpay("resume", run, "--profile", "acme")
      #expect(resumed.status == 0, "\(resumed.errors)")

      // What a person calls not applied is told of where it is written to again.
      let (place, dispute) = (rig.folder.path + "/state/cpay/ledger.sqlite", "dp_b2")
      let other = await rig.cpay(
        "--profile", "acme", "--apply", "--max", "9", "-c", "dispute \(dispute) | close")
      #expect(other.status == 0, "\(other.errors)")
      let closing = try #require(try ledger.runs().first).name
      try await DatabaseQueue(path: place).write { database in
        try database.execute(
          sql: "UPDATE item SET state = 'unknown' WHERE dispute = ?", arguments: [dispute])
      }
      #expect(await rig.cpay("runs", "settle", closing, dispute, "not-applied").status == 0)
      let past = try await ledger.pastWrites(
        of: .close, on: [dispute],
        of: AccountIdentity(sandbox: server.instance))
      #expect(past[dispute]?.disowned.count == 1)
    }
  }

  @Test func `documents that are not as they were are all named before anything is sent`()
    async throws
  {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let account = Self.account(server)
      try rig.folder.write("a", to: "docs/a.pdf")
      try rig.folder.write("b", to: "docs/b.pdf")
      try rig.folder.write(
        """
        allow submit
        dispute dp_a1 | submit evidence={receipt: @a.pdf, service_documentation: @b.pdf}
        | save @p.plan
        """, to: "docs/p.cpay")
      let saved = await rig.cpay(["docs/p.cpay"], input: [], environment: account)
      #expect(saved.status == 0, "\(saved.errors)")
      #expect(saved.errors.contains("cpay apply \(rig.folder.path)/docs/p.plan"))
      try rig.folder.write("B", to: "docs/b.pdf")
      try FileManager.default.removeItem(atPath: rig.folder.path + "/docs/a.pdf")
      let apply = ["apply", "docs/p.plan", "--apply", "--max", "1"]
      let run = await rig.cpay(apply, input: [], environment: account)
      #expect(run.status == 2)
      #expect(run.errors.contains("a.pdf: there is no such file"), "\(run.errors)")
      #expect(run.errors.contains("b.pdf: it has changed since the plan was made"))
      #expect(await Self.isUntouched(rig, account))
      // Wherever it is applied from, its documents are those beside the program.
      try rig.folder.write("a", to: "docs/a.pdf")
      try rig.folder.write("b", to: "docs/b.pdf")
      let sent = await rig.cpay(apply, input: [], environment: account)
      #expect(sent.status == 0, "\(sent.errors)")
      #expect(Self.outcomes(sent) == ["applied"])
    }
  }

  @Test func `what another run holds by then is told before the question, and not sent`()
    async throws
  {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let account = Self.account(server)
      #expect(await rig.cpay(["-c", Self.saving], input: [], environment: account).status == 0)
      let other = await rig.cpay(
        ["-c", "dispute dp_c3 | close", "--apply", "--max", "1"], input: [], environment: account)
      #expect(other.status == 0, "\(other.errors)")
      let run = await rig.cpay(
        ["apply", "p.plan", "--apply", "--max", "3"], input: [], environment: account)
      #expect(run.status == 3)
      #expect(Self.outcomes(run) == ["applied", "ineligible", "applied"])
      #expect(run.errors.contains("note: 1 row is held by run_"), "\(run.errors)")
    }
  }

  @Test func `a loaded key goes into no plan, be it in a text or in a document`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let account = Self.account(server)
      try rig.folder.write("%PDF " + server.key, to: "lease.pdf")
      try rig.folder.write(#"{"customer_name":"\#(server.key)"}"#, to: "key.json")
      for (evidence, reason) in [
        ("@key.json", "the evidence of dp_a1 holds an API key"),
        ("{service_documentation: @lease.pdf}", "lease.pdf holds an API key"),
      ] {
        let run = await rig.cpay(
          ["-c", "dispute dp_a1 | submit evidence=\(evidence) | save @p.plan"], input: [],
          environment: account)
        #expect(run.status == 1 && run.errors.contains(reason), "\(run.errors)")
        #expect(rig.folder.read("p.plan") == nil)
      }
    }
  }

  // MARK: Two processes

  /// A sandbox in a process of its own, so that each `cpay` can be one, too.
  private final class World {
    let folder: TemporaryDirectory
    let environment: [String: String]
    let settings: [String: String]
    private let sandbox: ChildProcess

    init(_ seed: String = "demo:120", faults: [String] = []) throws {
      folder = try TemporaryDirectory(["lease.json": CommandLineTests.lease])
      sandbox = try ChildProcess(
        ["sandbox", "--seed", seed, "--db", "sandbox.sqlite"]
          + faults.flatMap { ["--fault", $0] }, in: folder.path, environment: [:])
      var settings: [String: String] = [:]
      for line in sandbox.lines(2) {
        let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
          .map(String.init)
        settings[parts[0]] = parts.last
      }
      self.settings = settings
      environment = settings.merging(["XDG_STATE_HOME": folder.path + "/state"]) { $1 }
    }

    deinit { sandbox.signal(SIGKILL) }

    func cpay(_ arguments: [String], state: String = "/state") throws -> ChildProcess {
      try ChildProcess(
        arguments, in: folder.path,
        environment: settings.merging(["XDG_STATE_HOME": folder.path + state]) { $1 })
    }

    /// How often each dispute was answered for good, by what the sandbox counts.
    func repeats() throws -> (effects: Int, repeats: Int) {
      var configuration = Configuration()
      configuration.readonly = true
      let store = try DatabaseQueue(
        path: folder.path + "/sandbox.sqlite", configuration: configuration)
      return try store.read { database in
        let counts = try Int.fetchAll(
          database, sql: "SELECT count(*) FROM effect GROUP BY dispute")
        return (counts.reduce(0, +), counts.count { $0 > 1 })
      }
    }
  }

  private static let everything =
    "disputes status=needs_response | where evidence_due_by > now + 1d "
    + "| submit evidence=@lease.json | save @p.plan"

  @Test(arguments: [true, false])
  func `two processes on one plan file send each row once`(sharesLedger: Bool) async throws {
    let world = try World()
    #expect(try world.cpay(["-c", Self.everything]).wait().status == 0)
    let apply = ["apply", "p.plan", "--apply", "--max", "500"]
    let first = try world.cpay(apply)
    let second = try world.cpay(apply, state: sharesLedger ? "/state" : "/state2")
    let endings = [first.wait(), second.wait()]
    let (effects, repeats) = try world.repeats()
    #expect(effects > 20 && repeats == 0)
    #expect(endings.contains { $0.status == 0 }, "\(endings.map(\.errors))")
    let other = try #require(endings.first { $0.status != 0 } ?? endings.last)
    #expect(
      other.status == 73 && other.errors.contains("another process")
        || other.status == 3 && other.errors.contains("it became run_")
        || !sharesLedger && other.status == 3, "\(other.errors)")
  }

  @Test func `a plan that another process applies is waited for, and says what it became`()
    async throws
  {
    let world = try World()
    #expect(try world.cpay(["-c", Self.everything]).wait().status == 0)
    let apply = ["apply", "p.plan", "--apply", "--max", "500"]
    var lock = try PlanFileLock(world.folder.path + "/p.plan") as PlanFileLock?
    let refused = try world.cpay(apply).wait()
    #expect(refused.status == 73 && refused.errors.contains("--wait waits for it"))
    let waiting = try world.cpay(apply + ["--wait", "--progress", "json"])
    #expect(waiting.says(#"{"waiting_for":"the process that applies "#))
    withExtendedLifetime(lock) {}
    lock = nil
    #expect(waiting.wait().status == 0)
    let late = try world.cpay(apply + ["--wait"]).wait()
    #expect(late.status == 3 && late.errors.contains("it became run_"), "\(late.errors)")
  }

  @Test(arguments: [true, false])
  func `two processes on overlapping plans send each row once`(sharesLedger: Bool) async throws {
    let world = try World()
    for (name, take) in [("a", "take 15"), ("b", "skip 8")] {
      let text =
        "disputes status=needs_response | where evidence_due_by > now + 1d | \(take) | submit evidence=@lease.json | save @\(name).plan"
      #expect(try world.cpay(["-c", text]).wait().status == 0)
    }
    let first = try world.cpay(["apply", "a.plan", "--apply", "--max", "500"])
    let second = try world.cpay(
      ["apply", "b.plan", "--apply", "--max", "500"], state: sharesLedger ? "/state" : "/state2")
    let endings = [first.wait(), second.wait()]
    let (effects, repeats) = try world.repeats()
    #expect(effects > 0 && repeats == 0)
    // Who comes second is told who holds the ledger, or what had become of its rows.
    for ending in endings {
      #expect([0, 3, 73].contains(ending.status), "\(ending.errors)")
      if ending.status == 73 { #expect(ending.errors.contains("process")) }
    }
  }

  @Test func `at a terminal it asks, and goes on by the number alone`() throws {
    let world = try World("docs")
    #expect(try world.cpay(["-c", Self.saving]).wait().status == 0)
    for (typed, says, status) in [
      ("y\n", "not confirmed", 10), ("3\n", "3 applied", 0), (nil, "it became run_", 3),
    ] as [(String?, String, Int32)] {
      let session = try TerminalSessionTests.Session(
        ["apply", world.folder.path + "/p.plan"], account: [], environment: world.environment)
      if let typed {
        #expect(session.terminal.shows("type 3 to submit, Enter to leave it: "))
        session.terminal.type(typed)
      }
      #expect(session.terminal.shows(says))
      #expect(session.status() == status)
    }
  }

  @Test func `killed in its midst, the plan says which run to go on with`() async throws {
    // It cannot come to its end before it is killed: its second row waits for an answer.
    let waiting = "dp_06l8nw97d4cgn"
    let world = try World(faults: ["POST /v1/disputes/\(waiting):hang:once"])
    #expect(try world.cpay(["-c", Self.everything]).wait().status == 0)
    #expect(world.folder.read("p.plan")?.contains(waiting) == true)
    let apply = ["apply", "p.plan", "--apply", "--max", "500", "--trace"]
    let first = try world.cpay(apply)
    for _ in 1...3 { #expect(first.says("POST /v1/disputes/")) }
    first.signal(SIGKILL)
    #expect(first.wait().wasSignalled)
    let again = try world.cpay(["apply", "p.plan", "--apply", "--max", "500"]).wait()
    #expect(again.status == 3 && again.output == "", "\(again.errors)")
    #expect(again.errors.contains("was cut short on"))
    let ledger = try Ledger(folder: world.folder.path + "/state/cpay") { Timestamp(seconds: 0) }
    let run = try #require(try ledger.runs().first?.name)
    #expect(again.errors.contains("it became \(run)"))
    let resumed = try world.cpay(["resume", run]).wait()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try world.repeats().repeats == 0)
    #expect(try world.cpay(["apply", "p.plan", "--apply", "--max", "500"]).wait().status == 3)
  }
}
