import CpayTestSupport
import FoundationEssentials
import Testing

@Suite struct FormatProgramsTests {
  private func text(_ name: String, in rig: CommandRig) throws -> String {
    try String(contentsOfFile: rig.folder.path + "/" + name, encoding: .utf8)
  }

  @Test func `rewrites what is not formatted, and names it`() async throws {
    let rig = try CommandRig(["a.cpay": "disputes|take 5", "b.cpay": "disputes | take 5\n"])
    let run = await rig.cpay("fmt", "a.cpay", "b.cpay")
    #expect(run == CommandRig.Run(output: "", errors: "a.cpay rewritten\n", status: 0))
    #expect(try text("a.cpay", in: rig) == "disputes | take 5\n")
    let again = await rig.cpay("fmt", "a.cpay", "b.cpay")
    #expect(again == CommandRig.Run(output: "", errors: "", status: 0))
  }

  @Test func `changes nothing with --check, and fails where something differs`() async throws {
    let rig = try CommandRig(["a.cpay": "disputes|take 5", "b.cpay": "disputes | take 5\n"])
    let run = await rig.cpay("fmt", "--check", "a.cpay", "b.cpay")
    #expect(run == CommandRig.Run(output: "", errors: "a.cpay is not formatted\n", status: 1))
    #expect(try text("a.cpay", in: rig) == "disputes|take 5")
    let same = await rig.cpay("fmt", "--check", "b.cpay")
    #expect(same == CommandRig.Run(output: "", errors: "", status: 0))
  }

  @Test func `leaves a file with mistakes alone, and goes on with the next`() async throws {
    let rig = try CommandRig(["a.cpay": "disputes|", "b.cpay": "disputes|take 5"])
    let run = await rig.cpay("fmt", "a.cpay", "b.cpay")
    #expect(
      run
        == CommandRig.Run(
          output: "",
          errors: """
            E001  expected a command, found the end
              a.cpay:1:10
              disputes|
                       ^
            b.cpay rewritten

            """, status: 2))
    #expect(try text("a.cpay", in: rig) == "disputes|")
    #expect(try text("b.cpay", in: rig) == "disputes | take 5\n")
  }

  @Test func `formats standard input to standard output`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("fmt", "-", input: "disputes|take 5 # five")
    #expect(run == CommandRig.Run(output: "disputes | take 5 # five\n", errors: "", status: 0))
    let wrong = await rig.cpay("fmt", "-", input: "disputes|")
    #expect(wrong.output == "")
    #expect(wrong.status == 2)
    let check = await rig.cpay("fmt", "--check", "-", input: "disputes|take 5")
    #expect(
      check == CommandRig.Run(output: "", errors: "standard input is not formatted\n", status: 1))
  }

  @Test func `keeps the permissions of a script, and the link that leads to it`() async throws {
    let rig = try CommandRig(["a.cpay": "#!/usr/bin/env cpay\ndisputes|take 5"])
    let (file, link) = (rig.folder.path + "/a.cpay", rig.folder.path + "/link.cpay")
    try FileManager.default.setAttributes([.posixPermissions: 0o751], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "a.cpay")
    #expect(await rig.cpay("fmt", "link.cpay").status == 0)
    #expect(try text("a.cpay", in: rig) == "#!/usr/bin/env cpay\ndisputes | take 5\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "a.cpay")
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o751)
    let names = try FileManager.default.contentsOfDirectory(atPath: rig.folder.path)
    #expect(names.sorted().filter { $0.hasPrefix("a.") } == ["a.cpay"])
  }

  @Test func `fails on a file that cannot be read or written`() async throws {
    // The longest name there can be leaves no room for another beside it.
    let long = String(repeating: "a", count: 250) + ".cpay"
    let rig = try CommandRig([long: "disputes|take 5"])
    let missing = await rig.cpay("fmt", "nowhere.cpay")
    #expect(missing.errors.hasPrefix("cpay: cannot read nowhere.cpay: there is no such file"))
    #expect(missing.status == 1)
    let blocked = await rig.cpay("fmt", long)
    #expect(blocked.errors.hasPrefix("cpay: cannot write "))
    #expect(blocked.status == 1)
    #expect(try text(long, in: rig) == "disputes|take 5")
  }
}
