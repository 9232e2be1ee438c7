import CpayShell
import FoundationEssentials
import Testing

/// Runs every transcript; `scripts/record` writes what is shown into them instead.
@Suite struct TranscriptTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Transcripts").path

  static let names: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?
    .filter { $0.hasSuffix(".cpayt") }.sorted() ?? []

  @Test func `there are transcripts`() {
    #expect(!TranscriptTests.names.isEmpty)
  }

  @Test(arguments: names)
  func `shows what is written`(_ name: String) async throws {
    let path = TranscriptTests.folder + "/" + name
    let bytes = try #require(FileManager.default.contents(atPath: path))
    let transcript = Transcript(String(decoding: bytes, as: UTF8.self))
    let (results, _) = try await TranscriptRunner(folder: TranscriptTests.folder)
      .run(transcript)
    #expect(!results.isEmpty)
    for result in results {
      #expect(result.shown == result.step.expected, "\(name):\(result.step.line)")
    }
  }
}
