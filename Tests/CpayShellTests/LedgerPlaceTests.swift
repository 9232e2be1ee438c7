import CpayClient
import CpayLedger
import CpayRuntime
import CpaySandbox
import CpayTestSupport
import Glibc
import Testing

@testable import CpayShell

/// Which ledger remembers what was sent to an account, whatever becomes of the profiles for it.
@Suite struct LedgerPlaceTests {
  @Test func `one origin and mode have one ledger`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let ledger = rig.folder.path + "/mine"
      #expect(await AccountTests.logIn(rig, "acme", server, "--ledger", ledger).status == 0)
      let other = await AccountTests.logIn(rig, "other", server)
      #expect(other.status == 64 && other.errors.contains("different ledgers"))
      let same = await AccountTests.logIn(rig, "other", server, "--ledger", "mine")
      #expect(same.status == 0, "\(same.errors)")
      // Whoever names the account: the ledger is the same.
      let run = await rig.cpay(
        ["--apply", "--max", "1", "-c", "dispute dp_a1 | close"], input: [],
        environment: ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL + "/v1"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(FileStatus(ledger + "/ledger.sqlite") != nil)
      #expect(FileStatus(rig.folder.path + "/state/cpay/ledger.sqlite") == nil)
      let second = await rig.cpay(
        "--profile", "acme", "--apply", "--max", "1", "-c", "dispute dp_a1 | close")
      #expect(second.status == 3)
    }
  }

  @Test func `a ledger that has remembered something stays the ledger`() throws {
    let folder = try TemporaryDirectory()
    let variables = [
      "XDG_STATE_HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "CASAPAY_API_KEY": "sk_test_x",
    ]
    let places = LedgerPlaces(stateFolder: folder.path + "/cpay")
    let (test, live) = (
      AccountIdentity(origin: .casapay, mode: .test), AccountIdentity(origin: .casapay, mode: .live)
    )
    let (local, sandbox) = (
      AccountIdentity(origin: .loopback(port: 1), mode: .test), AccountIdentity(sandbox: "sbx_1")
    )
    #expect(try places.folder(of: test) == nil)
    for _ in 0..<2 { try places.note("/var/first one", of: test) }
    #expect(throws: ConnectionError.self) { try places.note("/var/second", of: test) }
    try places.note("/var/live", of: live)
    try places.note("/var/local", of: local)
    // A sandbox that cpay's own ledger remembers is one of many.
    try places.note(folder.path + "/cpay", of: sandbox)
    #expect(try places.folder(of: test) == "/var/first one")
    #expect(try places.folder(of: live) == "/var/live")
    #expect(try places.folder(of: local) == "/var/local")
    #expect(try places.folder(of: sandbox) == nil)
    try places.note("/var/own", of: sandbox)
    #expect(try places.folder(of: sandbox) == "/var/own")
    #expect(FileStatus(folder.path + "/cpay/ledgers")?.permissions == 0o600)
    let settings = try AccountSettings(.key(base: nil), variables, store: nil)
    #expect(settings.ledger == "/var/first one")
    var profile = Profile(
      name: "a", origin: .casapay, mode: .test, key: .variable("CASAPAY_API_KEY"))
    let key = try APIKey(parsing: "sk_test_x")
    for (own, isSame) in [("/var/first one", true), ("/var/second", false), (nil, false)] {
      profile.ledger = own
      let found = Result { () throws(ConnectionError) in
        try AccountSettings(profile, origin: .casapay, key: key, variables, nil).ledger
      }
      #expect((try? found.get() == "/var/first one") == (isSame ? true : nil))
    }
  }

  /// A rig with a server whose data one run has changed, in cpay's own ledger or a profile's.
  static func withRun(
    ledger: String? = nil,
    _ body: (CommandRig, _ key: [String: String], _ login: [String]) async throws -> Void
  ) async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      let key = ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL]
      let login = ["--origin", server.baseURL, "--key-env", "CASAPAY_API_KEY"]
      if let ledger {
        let made = await rig.cpay(
          ["login", "first"] + login + ["--ledger", ledger], input: [], environment: key)
        #expect(made.status == 0, "\(made.errors)")
      }
      let run = await rig.cpay(
        ["--apply", "--max", "1", "-c", "dispute dp_a1 | close"], input: [], environment: key)
      #expect(run.status == 0, "\(run.errors)")
      try await body(rig, key, login)
    }
  }

  @Test func `a profile takes no other ledger than the one that has runs on its data`() async throws
  {
    try await LedgerPlaceTests.withRun { (rig, key, login) async throws in
      let own = rig.folder.path + "/state/cpay"
      let other = await rig.cpay(
        ["login", "p1"] + login + ["--ledger", "mine"], input: [], environment: key)
      #expect(other.status == 64 && other.errors.contains("is remembered in the ledger in \(own)"))
      #expect(FileStatus(rig.folder.path + "/mine") == nil)
      #expect(await rig.cpay("profiles").output == "")
      for more in [[], ["--ledger", own]] {
        let same = await rig.cpay(
          ["login", "p1", "--replace"] + login + more, input: [], environment: key)
        #expect(same.status == 0, "\(same.errors)")
        let again = await rig.cpay(
          ["--profile", "p1", "--apply", "--max", "1", "-c", "dispute dp_a1 | close"], input: [],
          environment: key)
        #expect(again.status == 3, "\(again.errors)")
      }
    }
  }

  @Test func `nor does a profile that is written by hand`() async throws {
    try await LedgerPlaceTests.withRun { (rig, key, login) async throws in
      #expect(await rig.cpay(["login", "p1"] + login, input: [], environment: key).status == 0)
      let profile = try #require(rig.folder.read("config/cpay/profiles/p1.yaml"))
      try rig.folder.write(
        profile + "ledger: \(rig.folder.path)/mine\n", to: "config/cpay/profiles/p1.yaml")
      try rig.folder.makePrivate("config/cpay/profiles/p1.yaml")
      for options in [["--profile", "p1"], []] {
        let run = await rig.cpay(
          options + ["--apply", "--max", "1", "-c", "dispute dp_b2 | close"], input: [],
          environment: key)
        #expect(run.status == 64 && run.errors.contains("is remembered in"), "\(run.errors)")
      }
    }
  }

  @Test func `a ledger outlives the profile that named it`() async throws {
    try await LedgerPlaceTests.withRun(ledger: "mine") { (rig, key, login) async throws in
      let mine = rig.folder.path + "/mine"
      #expect(await rig.cpay("logout", "first").errors.contains("stays in the ledger in \(mine)"))
      let again = await rig.cpay(
        ["--apply", "--max", "1", "-c", "dispute dp_a1 | close"], input: [], environment: key)
      #expect(again.status == 3, "\(again.errors)")
      #expect(FileStatus(rig.folder.path + "/state/cpay/ledger.sqlite") == nil)
      for more in [[], ["--ledger", "other"]] {
        let other = await rig.cpay(
          ["login", "second"] + login + more, input: [], environment: key)
        #expect(other.status == 64 && other.errors.contains("--ledger \(mine)"))
      }
    }
  }

  @Test func `the ledger of a version that wrote no list counts, too`() async throws {
    for ledger in [nil, "mine"] {
      try await LedgerPlaceTests.withRun(ledger: ledger) { (rig, key, login) async throws in
        _ = unsafe unlink(rig.folder.path + "/state/cpay/ledgers")
        let other = await rig.cpay(
          ["login", "first", "--replace"] + login + ["--ledger", "other"], input: [],
          environment: key)
        #expect(other.status == 64 && other.errors.contains("is remembered in"), "\(other.errors)")
      }
    }
  }

  @Test func `a server on this machine that is no sandbox has one ledger as well`() async throws {
    let dispute = """
      {"id":"dp_a1","object":"dispute","charge":"ch_1","payment_intent":null,"amount":120000,\
      "currency":"eur","status":"needs_response","reason":"unrecognized","evidence":{},\
      "evidence_due_by":4102444800,"metadata":{},"created":1707134400}
      """
    let server = try PlainServer { request in
      if request.hasPrefix("GET /v1/disputes?") { return .list(dispute) }
      if request.hasPrefix("GET /v1/disputes/") { return PlainServer.Answer(body: dispute) }
      return request.hasPrefix("GET /v1/") ? .list() : PlainServer.Answer(status: 404)
    }
    let rig = try CommandRig()
    let origin = "http://127.0.0.1:\(server.port)"
    let key = ["CASAPAY_API_KEY": "sk_test_x", "CASAPAY_API_BASE": origin]
    // A plan that waits is held by nothing, but its ledger has been chosen.
    let plan = await rig.cpay(["-c", "dispute dp_a1 | close"], input: [], environment: key)
    #expect(plan.status == 10, "\(plan.errors)")
    let other = await rig.cpay(
      [
        "login", "p1", "--origin", "http://localhost:\(server.port)", "--key-env",
        "CASAPAY_API_KEY", "--ledger", "mine",
      ], input: [], environment: key)
    #expect(other.status == 64 && other.errors.contains("is remembered in the ledger in"))
  }

  @Test func `accounts that are written down at once are all there`() async throws {
    let folder = try TemporaryDirectory()
    let places = LedgerPlaces(stateFolder: folder.path + "/cpay")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for port in 1...40 {
        group.addTask {
          try places.note(
            "/l/\(port)", of: AccountIdentity(origin: .loopback(port: port), mode: .test))
        }
      }
      try await group.waitForAll()
    }
    for port in 1...40 {
      let account = AccountIdentity(origin: .loopback(port: port), mode: .test)
      #expect(try places.folder(of: account) == "/l/\(port)")
    }
  }
}
