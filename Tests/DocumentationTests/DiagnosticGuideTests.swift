import CpayLanguage
import CpayShell
import CpaySyntax
import FoundationEssentials
import Testing

/// Every code has its guide, and every guide tells the truth.
@Suite struct DiagnosticGuideTests {
  /// The codes that occur in the sources, the guides themselves left out.
  static var codes: Set<String> {
    get throws {
      let sources = READMETests.root.appending(path: "Sources").path
      let names = try FileManager.default.subpathsOfDirectory(atPath: sources)
      var codes: Set<String> = []
      for name in names where name.hasSuffix(".swift") && !name.contains("/DiagnosticGuide") {
        let bytes = FileManager.default.contents(atPath: sources + "/" + name) ?? Data()
        let text = String(decoding: bytes, as: UTF8.self)
        for piece in text.split(separator: "\"") where isCode(piece) { codes.insert(String(piece)) }
      }
      return codes
    }
  }

  private static func isCode(_ text: Substring) -> Bool {
    text.utf8.count == 4 && "EW".contains(text.first ?? " ")
      && text.dropFirst().allSatisfy { "0"..."9" ~= $0 }
  }

  @Test func `every code that the sources give has a guide, and no other`() throws {
    let guides = DiagnosticGuide.all.map(\.code)
    #expect(Set(guides) == (try DiagnosticGuideTests.codes))
    #expect(Set(guides).count == guides.count)
  }

  @Test(arguments: DiagnosticGuide.all.filter { $0.example != nil })
  func `the example brings about the code`(_ guide: DiagnosticGuide) async throws {
    let lines = (guide.example ?? "").split(separator: "\n").enumerated().map { index, line in
      (index == 0 ? "cpay> " : "....> ") + line
    }
    let text = (["//fixture F", "//files \(READMETests.examples)"] + lines).joined(separator: "\n")
    let (results, _) = try await TranscriptRunner(folder: nil).run(Transcript(text))
    let shown = results.flatMap(\.shown)
    #expect(
      shown.contains { $0.hasPrefix("! \(guide.code)  ") || $0.contains("warning \(guide.code):") },
      "\(shown)")
  }

  @Test(arguments: DiagnosticGuide.all.filter { $0.instead != nil })
  func `what to write instead is accepted`(_ guide: DiagnosticGuide) {
    let refusal = ReferenceTests.refusal(of: guide.instead ?? "")
    #expect(refusal == nil, "\(refusal?.diagnostics.map(\.message) ?? [])")
  }
}
