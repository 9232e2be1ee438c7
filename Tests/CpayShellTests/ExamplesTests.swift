import CpayTestSupport
import FoundationEssentials
import Testing

/// The saved programs in `scripts/examples` do what their first lines say.
@Suite struct ExamplesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/examples")
    .path

  @Test func `every saved program is accepted`() async throws {
    let rig = try CommandRig()
    let names = try FileManager.default.contentsOfDirectory(atPath: ExamplesTests.folder)
    let programs = names.filter { $0.hasSuffix(".cpay") }.map { ExamplesTests.folder + "/" + $0 }
    #expect(programs.count >= 2)
    let run = await rig.cpay(["check"] + programs, input: [])
    let warnings = run.errors.split(separator: "\n")
    #expect(warnings.allSatisfy { $0.hasPrefix("W130") }, "a file is known only when it is given")
    #expect(run.status == 0)
  }

  @Test func `every saved program is formatted`() async throws {
    let rig = try CommandRig()
    let names = try FileManager.default.contentsOfDirectory(atPath: ExamplesTests.folder)
    let programs = names.filter { $0.hasSuffix(".cpay") }.map { ExamplesTests.folder + "/" + $0 }
    let run = await rig.cpay(["fmt", "--check"] + programs, input: [])
    #expect(run == CommandRig.Run(output: "", errors: "", status: 0))
  }

  @Test func `triage lists what is due within two days`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay(
      ExamplesTests.folder + "/triage.cpay", "--sandbox", "--seed", "docs")
    #expect(run.status == 0)
    #expect(
      run.output == """
        3
        {"id":"dp_g7","amount":{"amount":150000,"currency":"gbp"},"left":21600,\
        "reason":"unrecognized","team":null}
        {"id":"dp_b2","amount":{"amount":100000,"currency":"eur"},"left":75600,\
        "reason":"fraudulent","team":"paris"}
        {"id":"dp_a1","amount":{"amount":120000,"currency":"eur"},"left":129600,\
        "reason":"unrecognized","team":"berlin"}

        """)
    #expect(run.errors == "note: 1 row has no evidence_due_by (dp_d4)\n")
  }

  @Test func `remedy waits for consent, and sends what it was given it for`() async throws {
    let rig = try CommandRig()
    for name in ["remedy.cpay", "leases.csv"] {
      let bytes = FileManager.default.contents(atPath: ExamplesTests.folder + "/" + name) ?? Data()
      try rig.folder.write(Array(bytes), to: name)
    }
    let options = ["--leases=leases.csv", "--sandbox", "--seed", "docs"]
    let waiting = await rig.cpay(["remedy.cpay"] + options, input: [])
    #expect(waiting.status == 10)
    #expect(waiting.output == "")
    #expect(rig.folder.read("missing.csv")?.hasPrefix("id,charge,evidence_due_by\ndp_g7,") == true)
    let sent = await rig.cpay(["remedy.cpay"] + options + ["--apply", "--trace"], input: [])
    #expect(sent.status == 0)
    #expect(sent.errors.contains("2 rows to outcomes.ndjson"))
    let posts = sent.errors.split(separator: "\n").filter { $0.hasPrefix("POST") }
    #expect(
      posts.map { $0.prefix(24) } == ["POST /v1/disputes/dp_b2 ", "POST /v1/disputes/dp_a1 "])
    #expect(rig.folder.read("outcomes.ndjson")?.split(separator: "\n").count == 2)
    let capped = await rig.cpay(["remedy.cpay"] + options + ["--cap=2"], input: [])
    #expect(capped.status == 5)
    #expect(capped.errors.hasSuffix("cpay: 3 disputes are due; raise --cap to go on\n"))
  }
}
