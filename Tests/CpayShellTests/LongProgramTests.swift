import CpayTestSupport
import Testing

/// Programs of many statements, each of which goes on from the one before.
@Suite struct LongProgramTests {
  /// `let`s from a file on, the last of which is called `$last`.
  private static func chain(_ count: Int) -> String {
    "let a0 = read @keys.csv\n"
      + (1..<count).map { "let a\($0) = $a\($0 - 1)\n" }.joined()
      + "let last = $a\(count - 1)\n"
  }

  @Test func `what a file holds is found however many variables it goes through`() async throws {
    let rig = try CommandRig(["keys.csv": "charge,note\nch_1,a\nch_2,b\nch_1,c\n"])
    try rig.folder.write(
      LongProgramTests.chain(2_000) + "disputes | join $last on=charge\n", to: "a.cpay")
    let run = await rig.cpay("--sandbox", "--seed", "docs", "a.cpay")
    #expect(run.status == 2 && run.errors.contains("ch_1"), "\(run.errors)")
    try rig.folder.write("charge,note\nch_1,a\nch_2,b\n", to: "keys.csv")
    let good = await rig.cpay("--sandbox", "--seed", "docs", "--format", "ndjson", "a.cpay")
    #expect(good.status == 0, "\(good.errors)")
    #expect(good.output.split(separator: "\n").count == 3)
  }

  @Test func `an explanation names each variable once`() async throws {
    let rig = try CommandRig(["keys.csv": "charge,note\nch_1,a\n"])
    try rig.folder.write(LongProgramTests.chain(2_000) + "explain $last | take 1\n", to: "a.cpay")
    let run = await rig.cpay("--sandbox", "a.cpay")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count { $0.hasPrefix("before   source   read") } == 1)
    #expect(run.output.split(separator: "\n").count { $0.hasPrefix("before   source") } == 2_001)
  }

  @Test func `texts that rest on one another do not outgrow the machine`() async throws {
    let rig = try CommandRig()
    let condition = { (count: Int) in
      (0..<count).map { place in
        let names = (0..<place).map { "{metadata.k\($0)}" }.joined()
        return "metadata.k\(place) contains \"\(names)\""
      }.joined(separator: " and ")
    }
    for (count, status) in [(40, Int32(0)), (140, 2)] {
      try rig.folder.write("disputes | where \(condition(count)) | count\n", to: "a.cpay")
      let run = await rig.cpay("--sandbox", "--seed", "docs", "a.cpay")
      #expect(run.status == status, "\(run.errors)")
      #expect(status == 0 ? run.output == "0\n" : run.errors.contains("E006"))
    }
  }
}
