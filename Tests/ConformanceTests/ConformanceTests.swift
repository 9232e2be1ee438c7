import FoundationEssentials
import Testing

/// Runs the cases of public suites that are restated in `Cases`.
@Suite struct ConformanceTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Cases").path

  /// The files, each by its name.
  private static let files: [(name: String, reader: CaseFileReader)] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".cases") }.sorted().compactMap { name in
      FileManager.default.contents(atPath: folder + "/" + name).map {
        (name, CaseFileReader(String(decoding: $0, as: UTF8.self)))
      }
    }

  private static let cases = files.flatMap { $0.reader.cases }

  @Test func `every case can be read and names its source`() {
    for (name, reader) in ConformanceTests.files {
      #expect(reader.problems.isEmpty, "\(name): \(reader.problems.joined(separator: "; "))")
      #expect(!reader.cases.isEmpty, "\(name) holds no case")
    }
    let sources = ConformanceTests.cases.map(\.source)
    let twice = Dictionary(grouping: sources) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(twice.isEmpty, "given twice: \(twice.joined(separator: "; "))")
  }

  @Test func `there are at least three hundred cases`() {
    #expect(ConformanceTests.cases.count >= 300)
  }

  @Test(arguments: cases)
  func `comes to what the suite says`(_ row: ConformanceCase) async {
    let answer = await Engine.run(row.program, over: row.rows, data: row.data)
    #expect(row.accepts(answer), "\(row.source)\n\(row.program)\ncame to \(answer)")
  }

  @Test(
    arguments: cases.filter { $0.expression != nil })
  func `is the same as a program of its own`(_ row: ConformanceCase) async throws {
    let answer = await Engine.run(try #require(row.expression), over: row.rows)
    guard case .value(let value) = answer else {
      #expect(row.accepts(answer), "\(row.source)\n\(row.program)\ncame to \(answer)")
      return
    }
    let inRow = Answer.rows([AnsweredRow(id: nil, json: Engine.expressionRow(value))])
    #expect(row.accepts(inRow), "\(row.source)\n\(row.program)\ncame to \(answer)")
  }
}
