import CpayLanguage
import CpayRuntime
import CpayShell
import CpaySyntax
import Testing

/// Every guide tells the truth.
@Suite struct DiagnosticGuideTests {
  /// A code with its guide.
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let guide: DiagnosticGuide
    var testDescription: String { code }
  }

  static let cases = DiagnosticCodes.all.map { Case(code: $0.rawValue, guide: $0.guide) }

  @Test func `no two tables give the same code, and each has the form of one`() {
    let codes = DiagnosticCodes.all.map { $0.rawValue }
    #expect(Set(codes).count == codes.count)
    for code in codes {
      #expect(code.utf8.count == 4 && "EW".contains(code.first ?? " "), "\(code)")
      #expect(Int(code.dropFirst()) != nil, "\(code)")
    }
  }

  @Test(arguments: cases.filter { $0.guide.example != nil })
  func `the example brings about the code`(_ wanted: Case) async throws {
    let example = wanted.guide.example ?? ""
    let lines = example.split(separator: "\n").enumerated().map { index, line in
      (index == 0 ? "cpay> " : "....> ") + line
    }
    let text = (["//fixture F", "//files \(READMETests.examples)"] + lines).joined(separator: "\n")
    let (results, _) = try await TranscriptRunner(folder: nil).run(Transcript(text))
    let shown = results.flatMap(\.shown)
    #expect(
      shown.contains {
        $0.hasPrefix("! \(wanted.code)  ") || $0.contains("warning \(wanted.code):")
      },
      "\(shown)")
  }

  @Test(arguments: cases.filter { $0.guide.instead != nil })
  func `what to write instead is accepted`(_ wanted: Case) {
    let refusal = ReferenceTests.refusal(of: wanted.guide.instead ?? "")
    #expect(refusal == nil, "\(refusal?.diagnostics.map(\.message) ?? [])")
  }
}
