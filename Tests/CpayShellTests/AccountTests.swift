import CpayClient
import CpaySandbox
import CpayTestSupport
import CpayValue
import Foundation
import Glibc
import Testing

@testable import CpayShell

/// Logging in, choosing an account and working live, with whole commands.
@Suite struct AccountTests {
  /// A sandbox, and a rig that knows nothing of it yet.
  static func withSandbox(
    live: Bool, _ body: (SandboxServer, CommandRig) async throws -> Void
  ) async throws {
    var configuration = SandboxConfiguration(seed: .docs)
    configuration.isLive = live
    let server = try await SandboxServer.start(configuration)
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(server, CommandRig(["lease.json": CommandLineTests.lease])))
    } catch { result = .failure(error) }
    await server.stop()
    try result.get()
  }

  /// Logs in, the key on standard input and the name typed behind it.
  static func logIn(
    _ rig: CommandRig, _ name: String, _ server: SandboxServer, _ more: String...
  ) async -> CommandRig.Run {
    let live = server.key.hasPrefix("sk_live_") ? ["--live"] : []
    return await rig.cpay(
      ["login", name, "--origin", server.baseURL, "--key-fd", "0"] + live + more,
      input: Array("\(server.key)\n\(name)\n".utf8))
  }

  @Test func `a key is kept under a name once it has been seen to work`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let run = await AccountTests.logIn(rig, "acme", server)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output == "")
      #expect(run.errors.contains("acme, sandbox at \(server.baseURL)"))
      #expect(run.errors.contains("disputes can be read\nfiles can be read\nevents can be read"))
      #expect(!run.errors.contains(server.key))
      let key = rig.folder.path + "/config/cpay/keys/acme"
      #expect(FileStatus(key)?.permissions == 0o600)
      #expect(
        SecretTests.files(in: rig.folder.path, holding: server.key) == ["config/cpay/keys/acme"])

      let used = await rig.cpay("--profile", "acme", "-c", "disputes | count")
      #expect(used == CommandRig.Run(output: "8\n", errors: "", status: 0))
      #expect(await rig.cpay("-c", "disputes | count").status == 64)
      #expect(await rig.cpay("profiles", "use", "acme").status == 0)
      #expect(await rig.cpay("-c", "disputes | count").output == "8\n")
      let list = await rig.cpay("profiles")
      #expect(
        list.output
          == #"{"profile":"acme","mode":"test","origin":"\#(server.baseURL)","key":"file acme","#
          + "\"default\":true}\n")

      // Another key in its place, and none that cpay keeps.
      try rig.folder.write(server.key, to: "key.txt")
      let elsewhere = await rig.cpay(
        [
          "login", "acme", "--replace", "--origin", server.baseURL, "--key-command",
          "cat \(rig.folder.path)/key.txt",
        ], input: [], environment: ["PATH": "/usr/bin:/bin"])
      #expect(elsewhere.status == 0 && FileStatus(key) == nil, "\(elsewhere.errors)")
      _ = unsafe unlink(rig.folder.path + "/key.txt")

      let again = await AccountTests.logIn(rig, "acme", server)
      #expect(again.status == 64 && again.errors.contains("--replace"))
      #expect(await AccountTests.logIn(rig, "acme", server, "--replace").status == 0)

      let out = await rig.cpay("logout", "acme")
      #expect(out.status == 0 && out.errors.contains("ledger in \(rig.folder.path)/state/cpay"))
      #expect(FileStatus(key) == nil)
      #expect(SecretTests.files(in: rig.folder.path, holding: server.key).isEmpty)
      #expect(await rig.cpay("-c", "disputes").status == 64)
      #expect(await rig.cpay("logout", "acme").status == 64)
    }
  }

  @Test func `the key can come from a file, a command or a variable`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      try rig.folder.write(server.key + "\n", to: "key.txt")
      let login = ["login", "acme", "--replace", "--origin", server.baseURL + "/v1"]
      let open = await rig.cpay(login + ["--key-file", "key.txt"], input: [])
      #expect(open.status == 77 && open.errors.contains("chmod 600"))
      try rig.folder.makePrivate("key.txt")
      for (source, environment) in [
        (["--key-file", "key.txt"], [:]),
        (["--key-command", "cat \(rig.folder.path)/key.txt"], ["PATH": "/usr/bin:/bin"]),
        (["--key-env", "ACME_KEY"], ["ACME_KEY": server.key]),
      ] as [([String], [String: String])] {
        let run = await rig.cpay(login + source, input: [], environment: environment)
        #expect(run.status == 0, "\(run.errors)")
        let used = await rig.cpay(
          ["--profile", "acme", "-c", "disputes | count"], input: [], environment: environment)
        #expect(used == CommandRig.Run(output: "8\n", errors: "", status: 0))
      }
      let missing = await rig.cpay("--profile", "acme", "-c", "disputes")
      #expect(missing.status == 64 && missing.errors.contains("ACME_KEY"))
    }
  }

  @Test(
    arguments: [
      ("sk_test_wrong", [], 1, "does not accept the key"),
      ("hunter2", [], 64, "begins with sk_test_"), ("", [], 64, "holds no key"),
      ("sk_live_x", [], 64, "--live"), ("sk_test_x", ["--live"], 64, "leave --live out"),
      ("sk_live_x", ["--live"], 64, "does not go to http://127.0.0.1"),
    ] as [(String, [String], Int32, String)])
  func `what does not work is not kept`(
    key: String, options: [String], status: Int32, says: String
  ) async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let run = await rig.cpay(
        ["login", "acme", "--origin", server.baseURL, "--key-fd", "0"] + options,
        input: Array("\(key)\nacme\n".utf8))
      #expect(run.status == status)
      #expect(run.errors.contains(says), "\(run.errors)")
      #expect(!run.errors.contains("hunter2") && !run.errors.contains("wrong"))
      #expect(await rig.cpay("profiles").output == "")
    }
  }

  @Test func `a profile that is not there is an error, and another is never taken`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server).status == 0)
      #expect(await rig.cpay("profiles", "use", "acme").status == 0)
      for (arguments, environment) in [
        (["--profile", "acne"], [:]), ([], ["CPAY_PROFILE": "acne"]),
      ] as [([String], [String: String])] {
        let run = await rig.cpay(
          arguments + ["-c", "disputes"], input: [], environment: environment)
        #expect(run.status == 64)
        #expect(run.errors.contains("no profile `acne`; did you mean `acme`?"))
      }
      let loud = await rig.cpay(
        ["-c", "disputes | count"], input: [],
        environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL])
      #expect(loud.output == "8\n")
      #expect(loud.errors == "CASAPAY_API_KEY is used, not the default profile acme\n")
    }
  }

  @Test func `of several logins under one name at once one is kept`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let statuses = await withTaskGroup(of: Int32.self) { group in
        for _ in 0..<4 {
          group.addTask { await AccountTests.logIn(rig, "acme", server).status }
        }
        return await group.reduce(into: [Int32]()) { $0.append($1) }
      }
      #expect(statuses.sorted() == [0, 64, 64, 64])
      #expect(await rig.cpay("--profile", "acme", "-c", "disputes | count").output == "8\n")
    }
  }

  @Test(arguments: ["R &D", "it's *all*", "a: b #c", "\"x\" & y", "- &z", "{&a}, *b"])
  func `a path is kept as it is written`(name: String) async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let ledger = rig.folder.path + "/" + name
      let run = await AccountTests.logIn(rig, "amp", server, "--ledger", ledger)
      #expect(run.status == 0, "\(run.errors)")
      #expect(await rig.cpay("profiles").status == 0)
      let out = await rig.cpay("logout", "amp")
      #expect(out.status == 0 && out.errors.contains("ledger in \(ledger)"), "\(out.errors)")
    }
  }

  @Test func `settings that cannot be looked through are not empty ones`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server).status == 0)
      let profiles = rig.folder.path + "/config/cpay/profiles"
      _ = unsafe rename(profiles, profiles + ".away")
      try rig.folder.write("no folder", to: "config/cpay/profiles")
      try rig.folder.makePrivate("config/cpay/profiles")
      for arguments in [
        ["profiles"], ["logout", "acme"], ["--profile", "acme", "-c", "disputes"],
      ] {
        let run = await rig.cpay(arguments, input: [])
        #expect(run.status == 64 && run.errors.contains(profiles), "\(run.errors)")
      }
      let login = await AccountTests.logIn(rig, "other", server)
      #expect(login.status == 64)
      let key = await rig.cpay(
        ["-c", "disputes"], input: [],
        environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL])
      #expect(key.status == 64 && key.errors.contains(profiles))
    }
  }

  @Test func `a profile that cannot be read any more goes, and no ledger is named for it`()
    async throws
  {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server, "--ledger", "mine").status == 0)
      try rig.folder.write("origin: [", to: "config/cpay/profiles/acme.yaml")
      // Where the ledger would be is settled before anything is taken away.
      let nowhere = await rig.cpay(
        ["logout", "acme"], input: [], environment: ["XDG_STATE_HOME": ""])
      #expect(nowhere.status == 64)
      let out = await rig.cpay("logout", "acme")
      #expect(out.status == 0 && out.errors.contains("the ledger that it named ("))
      #expect(!out.errors.contains("state/cpay"))
    }
  }

  // MARK: Live

  @Test func `a live run says so wherever a person looks`() async throws {
    try await AccountTests.withSandbox(live: true) { (server, rig) async throws in
      #expect(server.key.hasPrefix("sk_live_sandbox_"))
      #expect(await AccountTests.logIn(rig, "acme-live", server).status == 0)
      let plan = await rig.cpay("--profile", "acme-live", "-c", CommandLineTests.ownersLine)
      #expect(plan.status == 10, "\(plan.errors)")
      #expect(
        plan.errors.hasPrefix(
          "LIVE acme-live · submit: send evidence for 3 disputes to the bank\n"))
      #expect(plan.errors.contains("account   LIVE acme-live, sandbox at \(server.baseURL)"))
      #expect(!plan.errors.contains("prefix alone"))
      try rig.folder.write("cpay 1\nallow submit\n\(CommandLineTests.ownersLine)\n", to: "a.cpay")
      let script = await rig.cpay("a.cpay", "--profile", "acme-live", "--apply", "--max", "3")
      #expect(script.status == 0, "\(script.errors)")
      #expect(script.errors.contains("LIVE acme-live: 3 applied"))
      #expect(try await server.effectCount().total == 3)
      #expect(
        SecretTests.files(in: rig.folder.path, holding: server.key)
          == ["config/cpay/keys/acme-live"])
    }
  }

  @Test func `a live profile is never a default of any kind`() async throws {
    try await AccountTests.withSandbox(live: true) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server).status == 0)
      let variable = await rig.cpay(
        ["-c", "disputes"], input: [], environment: ["CPAY_PROFILE": "acme"])
      #expect(variable.status == 64 && variable.errors.contains("CPAY_PROFILE may not choose it"))
      #expect(await rig.cpay("profiles", "use", "acme").status == 64)
      try rig.folder.write("acme\n", to: "config/cpay/default")
      try rig.folder.makePrivate("config/cpay/default")
      let standing = await rig.cpay("-c", "disputes")
      #expect(standing.status == 64 && standing.errors.contains("default profile may not"))
      let key = await rig.cpay(
        ["-c", "disputes"], input: [],
        environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL])
      #expect(key.status == 64 && key.errors.contains("a live key needs a profile"))
    }
  }

  @Test(arguments: [Int?.none, 0, 1])
  func `a live key is kept only when its name is typed once more`(place: Int?) async throws {
    try await AccountTests.withSandbox(live: true) { (server, rig) async throws in
      let typed = ["", "acm\n", "yes\n"][place.map { $0 + 1 } ?? 0]
      let run = await rig.cpay(
        ["login", "acme", "--live", "--origin", server.baseURL, "--key-fd", "0"],
        input: Array("\(server.key)\n\(typed)".utf8))
      #expect(run.status == 64 && run.errors.contains("typed once more"))
      #expect(await rig.cpay("profiles").output == "")
    }
  }

  @Test func `a listener that only claims to be a sandbox gets no byte of a live key`() async throws
  {
    let server = try PlainServer { _ in
      PlainServer.Answer(
        fields: ["x-cpay-sandbox: sbx_1"], body: #"{"instance":"sbx_1","now":1707220800}"#)
    }
    let (key, origin) = ("sk_live_CANARY42abcdef", "http://127.0.0.1:\(server.port)")
    let rig = try CommandRig()
    let login = await rig.cpay(
      ["login", "acme", "--live", "--origin", origin, "--key-fd", "0"],
      input: Array("\(key)\nacme\n".utf8))
    #expect(login.status == 64)
    try rig.folder.write(key, to: "config/cpay/keys/acme")
    try rig.folder.write(
      "origin: \(origin)\nmode: live\nkey: {file: acme}\n", to: "config/cpay/profiles/acme.yaml")
    try rig.folder.makePrivate(
      "config/cpay", "config/cpay/keys/acme", "config/cpay/profiles/acme.yaml")
    let run = await rig.cpay("--profile", "acme", "-c", "disputes")
    #expect(run.status == 64 && run.errors.contains("does not go to \(origin)"))
    for name in ["localhost", "[::1]"] {
      try rig.folder.write(
        "origin: http://\(name):\(server.port)\nmode: live\nkey: {file: acme}\n",
        to: "config/cpay/profiles/acme.yaml")
      #expect(await rig.cpay("--profile", "acme", "-c", "disputes").status == 64)
    }
    #expect(server.requests.isEmpty)
  }

  @Test(arguments: [("false", 10, ""), ("true", 1, "events are of live data"), ("", 10, "prefix")])
  func `events say which data a plan writes to`(
    livemode: String, status: Int32, says: String
  ) async throws {
    let dispute = """
      {"id":"dp_a1","object":"dispute","charge":"ch_1","payment_intent":null,"amount":120000,\
      "currency":"eur","status":"needs_response","reason":"unrecognized","evidence":{},\
      "evidence_due_by":4102444800,"metadata":{},"created":1707134400}
      """
    let server = try PlainServer { request in
      if request.hasPrefix("GET /v1/events") {
        return livemode.isEmpty
          ? .list() : .list(#"{"id":"evt_1","object":"event","livemode":\#(livemode)}"#)
      }
      return request.hasPrefix("GET /v1/disputes/")
        ? PlainServer.Answer(body: dispute) : PlainServer.Answer(status: 404)
    }
    let rig = try CommandRig()
    for program in ["close", "draft evidence={customer_name: \"Ana\"}"] {
      let run = await rig.cpay(
        ["-c", "dispute dp_a1 | \(program)"], input: [],
        environment: [
          "CASAPAY_API_KEY": "sk_test_x", "CASAPAY_API_BASE": "http://127.0.0.1:\(server.port)",
        ])
      #expect(run.status == status, "\(run.errors)")
      #expect(says.isEmpty || run.errors.contains(says), "\(run.errors)")
      #expect(run.errors.contains("prefix") == (says == "prefix"))
    }
    #expect(!server.requests.contains { $0.hasPrefix("POST") })
  }

  @Test func `a plan whose evidence holds the key is refused`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server).status == 0)
      try rig.folder.write(#"{"customer_name": "\#(server.key)"}"#, to: "bad.json")
      let run = await rig.cpay(
        "--profile", "acme", "--apply", "--max", "1", "-c",
        "dispute dp_a1 | submit evidence=@bad.json")
      #expect(run.status == 1 && run.errors.contains("the evidence of dp_a1 holds an API key"))
      #expect(!(run.output + run.errors).contains(server.key))
      #expect(try await server.effectCount().total == 0)
    }
  }

  @Test(arguments: [0, (1 << 20) - 12, 3 << 20])
  func `nor is a document that holds it uploaded, wherever it stands`(place: Int) async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server).status == 0)
      let filling = [UInt8](repeating: UInt8(ascii: "x"), count: place)
      try rig.folder.write(filling + Array("\(server.key) and more".utf8), to: "lease.pdf")
      for program in [
        "dispute dp_a1 | submit evidence={receipt: @lease.pdf}", "upload @lease.pdf",
        "dispute dp_a1 | draft evidence={receipt: @lease.pdf, customer_name: \"Ana\"}",
      ] {
        let run = await rig.cpay("--profile", "acme", "--apply", "--max", "1", "-c", program)
        #expect(
          run.errors.contains("lease.pdf holds an API key"), "\(run.errors)")
        #expect([1, 2].contains(run.status))
        #expect(!(run.output + run.errors).contains(server.key))
      }
      #expect(try await server.effectCount().total == 0)
      let files = await rig.cpay(
        "--profile", "acme", "-c", "files | where filename == \"lease.pdf\" | count")
      #expect(files.output == "0\n")
    }
  }

  @Test func `each setting says where it comes from, and what it beat`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server, "--limit", "25").status == 0)
      try rig.folder.write("ca_file: /etc/hostname\n", to: "config/cpay/config.yaml")
      try rig.folder.makePrivate("config/cpay/config.yaml")
      let run = await rig.cpay(
        ["config", "explain", "--profile", "acme"], input: [],
        environment: ["CPAY_PROFILE": "other", "CASAPAY_API_KEY": "sk_test_other"])
      #expect(run.status == 0, "\(run.errors)")
      let end = server.key.suffix(4)
      for line in [
        #"{"setting":"profile","value":"acme","from":"--profile","over":"CPAY_PROFILE=other, CASAPAY_API_KEY"}"#,
        #"{"setting":"origin","value":"\#(server.baseURL)","from":"profile acme","over":null}"#,
        #"{"setting":"mode","value":"test","from":"profile acme","over":null}"#,
        #"{"setting":"key","value":"sk_test_…\#(end)","from":"file acme","over":null}"#,
        #"{"setting":"limit","value":"25 writes a second","from":"profile acme","over":null}"#,
        #"{"setting":"ca_file","value":"/etc/hostname","from":"config.yaml","over":null}"#,
      ] { #expect(run.output.contains(line), "\(run.output)") }
      #expect(!run.output.contains(server.key))
      try rig.folder.write("proxi: x\n", to: "config/cpay/config.yaml")
      let wrong = await rig.cpay("--profile", "acme", "-c", "disputes")
      #expect(wrong.status == 64 && wrong.errors.contains("did you mean `proxy`?"))
      _ = unsafe chmod(rig.folder.path + "/config/cpay/config.yaml", 0o644)
      #expect(await rig.cpay("--profile", "acme", "-c", "disputes").status == 77)
      #expect(await rig.cpay("--sandbox", "-c", "disputes | count").status == 0)
    }
  }

  @Test func `what keeps a run from its account is said below what is known of it`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      #expect(await AccountTests.logIn(rig, "acme", server, "--ledger", "mine").status == 0)
      let explain = ["config", "explain", "--profile", "acme"]
      let ledger = #"{"setting":"ledger","value":"\#(rig.folder.path)/mine","#
      _ = unsafe unlink(rig.folder.path + "/config/cpay/keys/acme")
      let keyless = await rig.cpay(explain, input: [])
      #expect(keyless.status == 64 && keyless.errors.contains("keys/acme is not there"))
      for line in [
        #"{"setting":"origin","value":"\#(server.baseURL)","#, ledger,
        #"{"setting":"key","value":null,"from":"file acme""#, #"{"setting":"state","#,
      ] { #expect(keyless.output.contains(line), "\(keyless.output)") }

      #expect(await AccountTests.logIn(rig, "acme", server, "--replace").status == 0)
      let profile = try #require(rig.folder.read("config/cpay/profiles/acme.yaml"))
      try rig.folder.write(profile + "ledger: /other\n", to: "config/cpay/profiles/second.yaml")
      try rig.folder.makePrivate("config/cpay/profiles/second.yaml")
      let apart = await rig.cpay(explain, input: [])
      #expect(apart.status == 64 && apart.errors.contains("different ledgers"))
      #expect(apart.output.contains(#""value":"sk_test_…\#(server.key.suffix(4))""#))

      let missing = await rig.cpay("config", "explain", "--profile", "nobody")
      #expect(missing.status == 64 && missing.output.contains(#""value":"nobody""#))
      let live = await rig.cpay(
        ["config", "explain"], input: [],
        environment: ["CASAPAY_API_KEY": "sk_live_x", "CASAPAY_API_BASE": "https://x.example"])
      #expect(live.status == 64 && live.errors.contains("a live key needs a profile"))
      #expect(live.output.contains(#""value":"https://x.example","from":"CASAPAY_API_BASE""#))
    }
  }

  @Test func `now is the sandbox's time, whatever names the account`() async throws {
    let day = 86_400
    var configuration = SandboxConfiguration(seed: .docs)
    configuration.clock = .frozen(Timestamp(seconds: 2_000_000_000))
    let server = try await SandboxServer.start(configuration)
    let rig = try CommandRig(["times.ndjson": "{\"t\":\(2_000_000_000 - day)}\n"])
    let login = await AccountTests.logIn(rig, "acme", server)
    #expect(login.status == 0, "\(login.errors)")
    #expect(await rig.cpay("profiles", "use", "acme").status == 0)
    let program = ["-c", "read @times.ndjson | where time(t) < now | count"]
    for (options, environment) in [
      ([], [:]), (["--profile", "acme"], [:]), ([], ["CPAY_PROFILE": "acme"]),
      ([], ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL]),
      (["--base-url", server.baseURL], ["CASAPAY_API_KEY": server.key]),
    ] as [([String], [String: String])] {
      let run = await rig.cpay(options + program, input: [], environment: environment)
      #expect(run.output == "1\n", "\(run.errors)")
    }
    await server.stop()
  }

  @Test func `settings in the working folder are never read`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      for name in ["config.yaml", "cpay/config.yaml", ".cpay.yaml", "profiles/acme.yaml"] {
        try rig.folder.write("origin: https://evil.example\nproxy: http://evil:1\n", to: name)
      }
      let run = await rig.cpay(
        ["-c", "disputes | count"], input: [],
        environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL])
      #expect(run == CommandRig.Run(output: "8\n", errors: "", status: 0))
    }
  }

  // MARK: At a terminal

  /// A live sandbox in a process of its own, since a test at a terminal waits with its thread.
  final class LiveSandbox {
    let folder: TemporaryDirectory
    let environment: [String: String]
    private let process: ChildProcess

    init() throws {
      folder = try TemporaryDirectory()
      process = try ChildProcess(
        ["sandbox", "--live", "--seed", "docs"], in: folder.path, environment: [:])
      var environment = ["XDG_CONFIG_HOME": folder.path + "/config"]
      for line in process.lines(2) {
        let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
          .map(String.init)
        environment[parts[0]] = parts.last
      }
      self.environment = environment
    }

    deinit { process.signal(SIGKILL) }

    var origin: String { environment["CASAPAY_API_BASE"] ?? "" }
    var key: String { environment["CASAPAY_API_KEY"] ?? "" }
    /// The settings without the key.
    var settings: [String: String] { environment.filter { $0.key.hasPrefix("XDG") } }

    /// Logs in at a terminal, where everything is asked for.
    func logInAtTerminal(_ name: String) throws -> TerminalSessionTests.Session {
      try TerminalSessionTests.Session(
        ["login", name, "--live", "--origin", origin], account: [], environment: settings)
    }

    /// Logs in, the name typed on standard input.
    func logIn(_ name: String) throws -> ChildProcess.Ending {
      let input = Pipe()
      let run = try ChildProcess(
        ["login", name, "--live", "--origin", origin, "--key-fd", "0"], in: folder.path,
        environment: settings.merging(["XDG_STATE_HOME": folder.path]) { $1 }, input: input)
      try input.fileHandleForWriting.write(contentsOf: Data("\(key)\n\(name)\n".utf8))
      try input.fileHandleForWriting.close()
      return run.wait()
    }
  }

  @Test func `a session goes over to a live account when its name is typed`() throws {
    let sandbox = try LiveSandbox()
    let ending = try sandbox.logIn("acme")
    #expect(ending.status == 0, "\(ending.errors)")
    let session = try TerminalSessionTests.Session([], environment: sandbox.settings)
    let terminal = session.terminal
    #expect(terminal.shows("sandbox> "))
    terminal.type("let old = disputes | take 1\r")
    terminal.type("$old | count\r")
    #expect(terminal.shows("1\r\n"))
    terminal.type(":account acme\r")
    #expect(terminal.shows("type its name: "))
    terminal.type("yes\n")
    #expect(terminal.shows("the account is the same as before"))
    terminal.forgetDrawn()
    terminal.type(":account\r")
    #expect(terminal.shows("sandbox docs"))
    terminal.forgetDrawn()
    terminal.type(":account acme\r")
    #expect(terminal.shows("type its name: "))
    terminal.type("acme\n")
    #expect(terminal.shows("LIVE acme> "))
    terminal.type("$old | count\r")
    #expect(terminal.shows("E108"))
    terminal.type("dispute dp_a1 | close\r")
    #expect(terminal.shows("LIVE acme · close"))
    #expect(terminal.shows("LIVE acme: type 1 to close, Enter to leave it: "))
    terminal.type("1\n")
    #expect(terminal.shows("\u{1b}[31mLIVE acme\u{1b}[0m: 1 applied"))
    terminal.type(":account nobody\r")
    #expect(terminal.shows("there is no profile `nobody`"))
    terminal.type(":quit\r")
    #expect(session.status() == 0)
    #expect(!terminal.hasDrawn(sandbox.key))
  }

  @Test func `a key that is typed is not shown`() throws {
    let sandbox = try LiveSandbox()
    let session = try sandbox.logInAtTerminal("acme")
    let terminal = session.terminal
    #expect(terminal.shows("API key of acme: "))
    terminal.type(sandbox.key + "\n")
    #expect(terminal.shows("type acme to keep a live key under it: "))
    terminal.type("acme\n")
    #expect(session.status() == 0)
    #expect(terminal.shows("kept as acme"))
    #expect(!terminal.hasDrawn(sandbox.key))
    let kept = sandbox.folder.path + "/config/cpay/keys/acme"
    #expect(FileStatus(kept)?.permissions == 0o600)
  }

  @Test(arguments: [0, 1])
  func `Ctrl-C at a question of login ends it, and nothing is kept`(answered: Int) throws {
    let sandbox = try LiveSandbox()
    let session = try sandbox.logInAtTerminal("acme")
    let terminal = session.terminal
    #expect(terminal.shows("API key of acme: "))
    if answered == 1 {
      terminal.type(sandbox.key + "\n")
      #expect(terminal.shows("type acme to keep a live key under it: "))
    }
    terminal.type("\u{3}")
    #expect(session.status() == 130)
    #expect(FileStatus(sandbox.folder.path + "/config/cpay/keys/acme") == nil)
  }

  @Test func `a key in a profile stands in no command line of a process`() throws {
    let sandbox = try LiveSandbox()
    #expect(try sandbox.logIn("acme").status == 0)
    let input = Pipe()
    let run = try ChildProcess(
      ["--profile", "acme", "-c", "read @- | count; disputes | count"], in: sandbox.folder.path,
      environment: sandbox.settings.merging(["XDG_STATE_HOME": sandbox.folder.path]) { $1 },
      input: input)
    // It waits for its input, and can be looked at.
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(name) != nil
    {
      let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") ?? Data()
      #expect(line.range(of: Data(sandbox.key.utf8)) == nil)
    }
    try input.fileHandleForWriting.write(contentsOf: Data("{\"a\":1}\n".utf8))
    try input.fileHandleForWriting.close()
    let ending = run.wait()
    #expect(ending.output == "1\n8\n", "\(ending.errors)")
    #expect(!(ending.output + ending.errors).contains(sandbox.key))
    #expect(
      SecretTests.files(in: sandbox.folder.path, holding: sandbox.key)
        == ["config/cpay/keys/acme"])
  }
}
