import CpayLanguage
import CpayRuntime
import CpayShell
import CpaySyntax
import CpayTestSupport
import FoundationEssentials
import Testing

/// What the README shows is what happens.
@Suite struct READMETests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let examples = root.appending(path: "scripts/examples").path

  /// The fenced blocks of that kind, as lines.
  static func blocks(_ kind: String) throws -> [[String]] {
    let bytes = try #require(
      FileManager.default.contents(atPath: root.appending(path: "README.md").path))
    var blocks: [[String]] = []
    var isInside = false
    for line in String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("```") {
        if isInside {
          isInside = false
        } else if line == "```\(kind)" {
          isInside = true
          blocks.append([])
        }
      } else if isInside {
        blocks[blocks.count - 1].append(String(line))
      }
    }
    return blocks
  }

  @Test func `the session shows what a person sees`() async throws {
    let block = try #require(try READMETests.blocks("session").first)
    var text = "//files \(READMETests.examples)\n//argv --format table\n"
    var expected: [[String]] = []
    for line in block {
      guard line.hasPrefix("sandbox> ") else {
        expected[expected.count - 1].append(line.withoutDigest)
        continue
      }
      expected.append([])
      if let answer = READMETests.answer(after: line, in: block) { text += "//type \(answer)\n" }
      text += "cpay> " + line.dropFirst("sandbox> ".count) + "\n"
    }
    let (results, _) = try await TranscriptRunner(folder: nil).run(Transcript(text))
    let shown = results.map { result in
      result.shown.filter { !$0.hasPrefix("//") }.map(\.withoutMark)
    }
    #expect(shown == expected)
    #expect(!expected.isEmpty)
  }

  /// What is typed at the question that this input leads to.
  private static func answer(after input: String, in block: [String]) -> String? {
    let following = block[(block.firstIndex(of: input) ?? 0)...].dropFirst()
      .prefix { !$0.hasPrefix("sandbox> ") }
    let question = following.first { $0.hasPrefix("type ") }
    return question.flatMap { $0.split(separator: ": ").last.map(String.init) }
  }

  @Test func `the language's screen is a program that is accepted`() throws {
    let block = try #require(try READMETests.blocks("cpay").first)
    let files = FileStoreOfExamples()
    let checked = try Checker.check(
      Source(block.joined(separator: "\n")),
      CheckContext(
        catalog: .standard, needsAllowance: false, files: files.read, records: files.look))
    #expect(checked.statements.count >= 10)
  }

  @Test func `the saved program is the one beside the examples`() throws {
    let block = try #require(try READMETests.blocks("script").first)
    let bytes =
      FileManager.default.contents(atPath: READMETests.examples + "/remedy.cpay") ?? Data()
    #expect(block.joined(separator: "\n") + "\n" == String(decoding: bytes, as: UTF8.self))
  }

  @Test func `every command line runs`() async throws {
    let rig = try CommandRig()
    for name in try FileManager.default.contentsOfDirectory(atPath: READMETests.examples) {
      let bytes = try #require(
        FileManager.default.contents(atPath: READMETests.examples + "/" + name))
      try rig.folder.write(Array(bytes), to: name)
    }
    let lines = try READMETests.blocks("sh").flatMap { $0 }
    #expect(lines.count >= 5)
    let expected: [Int32] = [10, 0, 0, 0, 0]
    for (line, status) in zip(lines, expected) {
      let run = await rig.cpay(line.words.dropFirst().map { $0 }, input: [])
      #expect(run.status == status, "\(line)\n\(run.errors)")
    }
  }

  @Test func `every status it lists is one, and every one is listed`() throws {
    let bytes = try #require(
      FileManager.default.contents(atPath: READMETests.root.appending(path: "README.md").path))
    let text = String(decoding: bytes, as: UTF8.self)
    let rows = text.split(separator: "\n").drop { $0 != "| status | meaning |" }
      .dropFirst(2).prefix { $0.hasPrefix("|") }
    let listed = rows.flatMap { row in
      row.split(separator: "|")[0].split(separator: ",").compactMap { word in
        Int32(word.drop { $0 == " " }.prefix { $0 != " " })
      }
    }
    #expect(listed == [0, 1, 2, 3, 4, 5, 10, 64, 70, 73, 74, 77, 130])
  }
}

extension String {
  /// The line without the mark of standard error.
  fileprivate var withoutMark: String {
    self == "!" ? "" : hasPrefix("! ") ? String(dropFirst(2)) : self
  }

  /// The line with `…` for the digest, which differs with every sandbox.
  fileprivate var withoutDigest: String { hasPrefix("  digest ") ? "  digest    …" : self }

  /// The words of a command line, those in single quotes whole.
  fileprivate var words: [String] {
    var words: [String] = []
    for (index, part) in split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 {
        words.append(String(part))
      } else {
        words += part.split(separator: " ").map(String.init)
      }
    }
    return words
  }
}
