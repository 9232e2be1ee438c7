import CpaySyntax
import Testing

@Suite struct DiagnosticTests {
  /// A finding of any kind.
  private struct Found: Finding {
    let wording: Wording

    init(_ code: Code?, advice: String? = nil, replacement: String? = nil) {
      wording = Wording(code: code, "a", advice: advice, replacement: replacement)
    }

    static func == (one: Found, other: Found) -> Bool {
      one.wording.message == other.wording.message
    }
    func hash(into hasher: inout Hasher) { hasher.combine(wording.message) }
  }

  private enum Code: String, DiagnosticCode {
    case wrong = "E104"
    case doubtful = "W110"
    var guide: DiagnosticGuide { DiagnosticGuide("a", "b") }
  }

  @Test func `its code says whether the program is refused, and a note has none`() {
    #expect(Diagnostic(Found(.wrong)).severity == .error)
    #expect(Diagnostic(Found(.doubtful)).severity == .warning)
    #expect(Diagnostic(Found(nil)).severity == .note)
  }

  @Test func `is one line`() {
    #expect(Diagnostic(Found(.wrong)).line == "error E104: a")
    #expect(Diagnostic(Found(.doubtful)).line == "warning W110: a")
    #expect(Diagnostic(Found(nil)).line == "note: a")
  }

  @Test func `its edit is that of its own place, wherever this is told to be`() {
    let file = Source(name: "a.cpay", bytes: [])
    let diagnostic = Diagnostic(Found(.wrong, replacement: "b"), at: 2..<4)
    #expect(diagnostic.fix == Fix(at: Place(2..<4), "b"))
    #expect(diagnostic.shifted(by: 3).fix == Fix(at: Place(5..<7), "b"))
    #expect(diagnostic.located(in: file).fix == Fix(at: Place(2..<4, in: file), "b"))
    #expect(Diagnostic(Found(.wrong), at: 2..<4).fix == nil)
  }

  @Test func `what has no place has no edit, and is given none`() {
    let diagnostic = Diagnostic(Found(nil, replacement: "b"))
    #expect(diagnostic.fix == nil)
    #expect(diagnostic.located(in: Source("a")).place == nil)
    #expect(diagnostic.shifted(by: 1).place == nil)
  }

  @Test func `keeps the text it was found in`() {
    let place = Place(0..<1, in: Source(name: "a.json", bytes: []))
    let diagnostic = Diagnostic(Found(.wrong), at: place)
    #expect(diagnostic.located(in: Source(name: "b.cpay", bytes: [])).place == place)
  }

  @Test func `is another at another place, or with other facts`() {
    let expected = Diagnostic(SyntaxProblem.expected("a", found: "b"), at: 0..<1)
    #expect(expected == Diagnostic(SyntaxProblem.expected("a", found: "b"), at: 0..<1))
    #expect(expected != Diagnostic(SyntaxProblem.expected("a", found: "b"), at: 0..<2))
    #expect(expected != Diagnostic(SyntaxProblem.expected("a", found: "c"), at: 0..<1))
    #expect(expected != Diagnostic(Found(.wrong), at: 0..<1))
    #expect(Set([expected, expected]).count == 1)
  }
}
