import CpayClient
import CpaySandbox
import CpayTestSupport
import CpayValue
import Foundation
import Testing

@testable import CpayShell

/// Programs on an account's own data whose effects stay in a sandbox.
@Suite struct RehearsalTests {
  private static let line =
    "disputes status=needs_response | where amount>100000 | submit evidence=@lease.json"

  /// An account that a profile names, and what the effect table of its server says afterwards.
  private static func rehearsing(
    live: Bool = false, _ body: (SandboxServer, CommandRig, [String]) async throws -> Void
  ) async throws {
    try await AccountTests.withSandbox(live: live) { (server, rig) async throws in
      let login = await AccountTests.logIn(rig, "acme", server)
      #expect(login.status == 0, "\(login.errors)")
      let before = try await server.digest()
      try await body(server, rig, ["--profile", "acme", "--rehearse"])
      #expect(try await server.effectCount().total == 0, "a rehearsal has no effect there")
      #expect(try await server.digest() == before)
      #expect(
        await rig.cpay("runs").output == "", "and the account's ledger knows of none")
    }
  }

  @Test func `everything happens but the effects`() async throws {
    try await Self.rehearsing { (server, rig, options) async throws in
      let run = await rig.cpay(options + ["--apply", "--max", "10", "-c", Self.line], input: [])
      #expect(run.status == 0, "\(run.errors)")
      let outcomes = run.output.split(separator: "\n")
      #expect(outcomes.count == 3 && outcomes.allSatisfy { $0.contains(#""outcome":"applied""#) })
      #expect(run.errors.contains("REHEARSAL · submit: send evidence for 3 disputes"))
      #expect(run.errors.contains("REHEARSAL on the data of acme, sandbox at \(server.baseURL)"))
      #expect(run.errors.contains("REHEARSAL: 3 applied"))
      #expect(!run.errors.contains("cpay runs show"), "nobody will know that run")
    }
  }

  @Test func `what was written counts for what is read afterwards, list or object`() async throws {
    try await Self.rehearsing { (_, rig, options) async throws in
      let program = """
        allow submit
        disputes status=needs_response | where amount>100000 | submit evidence=@lease.json | apply
        disputes status=needs_response | count
        disputes | count
        dispute dp_a1 | select status
        """
      let file = rig.folder.path + "/rehearse.cpay"
      try rig.folder.write(program, to: "rehearse.cpay")
      let run = await rig.cpay(options + ["--apply", "--max", "10", file], input: [])
      #expect(run.status == 0, "\(run.errors)")
      let plain = await rig.cpay(
        "--profile", "acme", "-c", "disputes status=needs_response | count")
      let left = try #require(Int(plain.output.dropLast())) - 3
      #expect(run.output.hasSuffix("\(left)\n8\n{\"status\":\"under_review\"}\n"), "\(run.output)")
    }
  }

  @Test func `the digest that is shown agrees to the same plan for real`() async throws {
    try await AccountTests.withSandbox(live: true) { (server, rig) async throws in
      _ = await AccountTests.logIn(rig, "acme", server)
      let rehearsal = await rig.cpay(
        "--profile", "acme", "--rehearse", "--apply", "--max", "10", "-c", Self.line)
      #expect(rehearsal.status == 0)
      #expect(rehearsal.errors.contains("REHEARSAL of LIVE acme: 3 applied"))
      let shown = try #require(
        rehearsal.errors.firstMatch(of: /for real +--approve ([0-9a-f]{12})/))
      // The very line can be rehearsed first, and another plan's digest agrees to neither.
      let other = await rig.cpay(
        "--profile", "acme", "--rehearse", "--approve", "0123456789ab", "-c", Self.line)
      #expect(other.status == 10)
      #expect(other.errors.contains("the plan is \(shown.output.1), not the approved"))
      let approved = await rig.cpay(
        "--profile", "acme", "--rehearse", "--approve", String(shown.output.1), "-c", Self.line)
      #expect(approved.status == 0, "\(approved.errors)")
      #expect(try await server.effectCount().total == 0)
      let real = await rig.cpay(
        "--profile", "acme", "--approve", String(shown.output.1), "-c", Self.line)
      #expect(real.status == 0, "\(real.errors)")
      #expect(try await server.effectCount().total == 3)
      // What is held is held in a rehearsal, too.
      let again = await rig.cpay(
        "--profile", "acme", "--rehearse", "--apply", "--max", "10", "-c",
        "disputes ids=[dp_a1] | submit evidence=@lease.json")
      #expect(again.status == 3 && again.output.contains("ineligible"), "\(again.output)")
    }
  }

  private static let oneLine = "disputes ids=[dp_a1] | submit evidence=@lease.json"

  /// An account whose server failed once and keeps no keys, and the run that left dp_a1 in doubt.
  private static func inDoubt(
    _ body: (CommandRig, _ run: String) async throws -> Void
  ) async throws {
    let server = try await SandboxServer.start(
      SandboxConfiguration(
        seed: .docs, faults: [try FaultRule("POST /v1/disputes/*:status=500:once")]))
    let rig = try CommandRig(["lease.json": CommandLineTests.lease])
    _ = await AccountTests.logIn(rig, "acme", server, "--keeps-keys", "no")
    let sent = await rig.cpay(
      ["--profile", "acme", "--apply", "--max", "1", "-c", oneLine], input: [],
      environment: ["CPAY_HURRY": "1000"])
    #expect(sent.status == 4, "\(sent.errors)")
    try await body(rig, String(try #require(sent.errors.firstMatch(of: /run_[0-9a-z]{8}/)).output))
    await server.stop()
  }

  @Test func `a dispute that the account's ledger holds is held`() async throws {
    try await Self.inDoubt { (rig, run) async throws in
      let rehearsal = await rig.cpay(
        "--profile", "acme", "--rehearse", "--apply", "--max", "1", "-c", Self.oneLine)
      #expect(rehearsal.status == 3, "\(rehearsal.errors)")
      #expect(rehearsal.output.contains("held by \(run)"), "the run that holds it is named")
    }
  }

  @Test func `saved files go below rehearsal and are found there by their names`() async throws {
    try await Self.rehearsing { (_, rig, options) async throws in
      let run = await rig.cpay(
        options + [
          "-c",
          "disputes status=won | save @out/won.csv\ndisputes ids=@out/won.csv | count",
        ], input: [])
      try rig.folder.write("id\ndp_a1\n", to: "own.csv")
      #expect(run.status == 2, "the folder is missing for real as well: \(run.errors)")
      let saved = await rig.cpay(
        options + ["-c", "disputes status=won | save @own.csv\ndisputes ids=@own.csv | count"],
        input: [])
      #expect(saved.status == 0 && saved.output == "1\n", "\(saved.errors)")
      #expect(saved.errors.contains("1 row to rehearsal/own.csv"))
      let own = try String(contentsOfFile: rig.folder.path + "/own.csv", encoding: .utf8)
      #expect(own == "id\ndp_a1\n", "the file itself is as it was")
    }
  }

  /// A server with rows that a list cannot be sorted by: it keeps an order of its own.
  private static func ties(_ count: Int) throws -> PlainServer {
    let rows = (0..<count).map { number in
      """
      {"id":"dp_\((number * 11) % count)x","object":"dispute","charge":"ch_1","payment_intent":null,\
      "amount":1000,"currency":"eur","status":"needs_response","reason":"general","evidence":{},\
      "evidence_due_by":4102444800,"metadata":{},"created":1700000000}
      """
    }
    return try PlainServer { request in
      guard request.hasPrefix("GET /v1/disputes?"),
        let line = request.split(separator: "\r\n").first
      else { return PlainServer.Answer(status: 404) }
      let after = line.firstMatch(of: /starting_after=(dp_[0-9]+x)/).map { String($0.output.1) }
      let last = after.flatMap { id in rows.firstIndex { $0.contains("\"\(id)\"") } }
      let start = last.map { $0 + 1 } ?? 0
      let page = rows[start..<min(count, start + 100)]
      return PlainServer.Answer(
        body: #"{"object":"list","data":[\#(page.joined(separator: ","))],"#
          + #""has_more":\#(start + 100 < count)}"#)
    }
  }

  @Test func `lists are the account's, in its order, whatever lies between`() async throws {
    let server = try Self.ties(350)
    let environment = [
      "CASAPAY_API_KEY": "sk_test_x", "CASAPAY_API_BASE": "http://127.0.0.1:\(server.port)",
    ]
    let rig = try CommandRig()
    for program in ["disputes | count", "disputes | take 7 | select id", "disputes | select id"] {
      let real = await rig.cpay(["-c", program], input: [], environment: environment)
      let rehearsal = await rig.cpay(
        ["--rehearse", "-c", program], input: [], environment: environment)
      #expect(
        real.status == 0 && rehearsal.output == real.output, "\(real.errors) \(rehearsal.errors)")
    }
  }

  @Test func `no row is lost where one from far behind was read or written before`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: try Seed("demo:1500")))
    let rig = try CommandRig()
    let environment = [
      "CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL,
    ]
    func run(_ options: [String], _ program: String) async -> CommandRig.Run {
      await rig.cpay(options + ["-c", program], input: [], environment: environment)
    }
    let ids = await run([], "disputes status=needs_response | select id").output
      .split(separator: "\n").map { String($0.dropFirst(#"{"id":""#.count).dropLast(2)) }
    #expect(ids.count > 250)
    let far = ids[ids.count - 20]
    let before = await run([], "disputes status=under_review | count").output.dropLast()
    let reviewed = try #require(Int(before))
    let program = """
      dispute \(far) | submit evidence={customer_name: "A"} | apply
      disputes status=needs_response | take 10 | submit evidence={customer_name: "A"} | apply
      disputes status=needs_response | count
      disputes status=under_review | count
      disputes | count
      """
    let rehearsal = await run(["--rehearse", "--apply", "--max", "10"], program)
    let counts = rehearsal.output.split(separator: "\n").suffix(3).map(String.init)
    // Of ten, those whose deadline has passed are not sent.
    let sent = rehearsal.output.components(separatedBy: #""outcome":"applied""#).count - 1
    #expect(sent > 1)
    #expect(counts == ["\(ids.count - sent)", "\(reviewed + sent)", "1500"], "\(rehearsal.errors)")
    await server.stop()
  }

  @Test func `everything that can be read can be read in a rehearsal`() async throws {
    try await Self.rehearsing { (_, rig, options) async throws in
      for program in [
        "files", "file file_lease_001", "charges", "customers", "payment_intents", "events | count",
        "disputes | expand charge",
      ] {
        let real = await rig.cpay("--profile", "acme", "-c", program)
        let rehearsal = await rig.cpay(options + ["-c", program], input: [])
        let address = /"url":"[^"]*"/
        #expect(
          rehearsal.output.replacing(address, with: "") == real.output.replacing(address, with: ""),
          "\(program): \(rehearsal.errors)")
      }
    }
  }

  @Test func `what is not known there is not known in a rehearsal`() async throws {
    try await AccountTests.withSandbox(live: false) { (server, rig) async throws in
      _ = await AccountTests.logIn(rig, "acme", server, "--keeps-keys", "no")
      let run = await rig.cpay(
        [
          "--profile", "acme", "--rehearse", "--fault", "POST /v1/disputes/*:status=500:once",
          "--apply", "--max", "10", "-c", Self.line,
        ], input: [], environment: ["CPAY_HURRY": "1000"])
      #expect(run.status == 4, "\(run.errors)")
      #expect(run.output.contains(#""outcome":"unknown""#))
    }
  }

  @Test func `a person's word that a plan rests on is told`() async throws {
    try await Self.inDoubt { (rig, run) async throws in
      let settled = await rig.cpay(
        "runs", "settle", run, "dp_a1", "not-applied", "--profile", "acme")
      #expect(settled.status == 0, "\(settled.errors)")
      for options in [[], ["--rehearse"]] {
        let plan = await rig.cpay(
          ["--profile", "acme"] + options + ["-c", Self.oneLine], input: [])
        #expect(plan.errors.contains("word"), "\(plan.errors)")
      }
      #expect(
        SecretTests.files(in: rig.folder.path + "/state", holding: "SQLite format 3")
          == ["cpay/ledger.sqlite"], "a rehearsal leaves nothing beside the ledger")
    }
  }

  @Test func `a rehearsal writes into a folder of its own`() async throws {
    try await Self.rehearsing { (_, rig, options) async throws in
      try rig.folder.write("id\ndp_a1\n", to: "o.csv")
      let name = rig.folder.path.split(separator: "/").last.map(String.init) ?? ""
      let program = "disputes status=won | save @o.csv\nread @../\(name)/o.csv | count"
      let found = await rig.cpay(options + ["-c", program], input: [])
      #expect(found.status != 0 && found.errors.contains("changed"), "\(found.errors)")
      try FileManager.default.removeItem(atPath: rig.folder.path + "/rehearsal")
      try FileManager.default.createSymbolicLink(
        atPath: rig.folder.path + "/rehearsal", withDestinationPath: ".")
      let linked = await rig.cpay(options + ["-c", "disputes status=won | save @o.csv"], input: [])
      #expect(linked.status != 0 && linked.errors.contains("is a link"), "\(linked.errors)")
      #expect(rig.folder.read("o.csv") == "id\ndp_a1\n")
    }
  }

  @Test func `faults are to be had, and strike what is written`() async throws {
    try await Self.rehearsing { (_, rig, options) async throws in
      let run = await rig.cpay(
        options + [
          "--fault", "POST /v1/disputes/dp_c3:status=400", "--apply", "--max", "10", "-c",
          Self.line,
        ], input: [])
      #expect(run.status == 3, "\(run.errors)")
      #expect(run.output.components(separatedBy: #""outcome":"refused""#).count == 2)
      #expect(run.output.components(separatedBy: #""outcome":"applied""#).count == 3)
    }
  }

  @Test(
    arguments: [
      (["--rehearse", "--sandbox"], "exclude each other"),
      (["--fault", "POST /:status=500"], "--fault needs --sandbox or --rehearse"),
      (["--rate", "5"], "--rate needs --sandbox or --rehearse"),
      (["--sandbox", "--rate", "0"], "--rate is from 1"),
      (["--sandbox", "--fault", "nonsense"], "nonsense"), (["--rehearse"], "no API key"),
    ] as [([String], String)])
  func `what does not fit together is refused`(options: [String], says: String) async throws {
    let rig = try CommandRig([:])
    let run = await rig.cpay(options + ["-c", "disputes"], input: [])
    #expect(run.status == 64 && run.errors.contains(says), "\(run.errors)")
  }

  @Test func `an object that changes in the account is seen to change`() async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .nothing))
    let node = { (text: String) in try JSONReader.read(Array(text.utf8)) }
    let first = #"{"id":"ch_1","object":"charge","amount":1,"created":1,"currency":"eur"}"#
    #expect(try await server.take([node(first)]).isEmpty)
    let before = try await server.digest()
    #expect(try await server.take([node(first)]).isEmpty)
    #expect(try await server.digest() == before)
    #expect(try await server.take([node(first.replacing(":1,", with: ":2,"))]).isEmpty)
    #expect(try await server.digest() != before)
    // What no sandbox can hold is handed back.
    let odd = try [node("{}"), node("3"), node(#"{"object":"dispute"}"#)]
    #expect(try await server.take(odd).count == 3)
    await server.stop()
  }
}
