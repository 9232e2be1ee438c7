import CpaySyntax
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: [
    ("E001", Diagnostic.Severity.error), ("W110", .warning), ("E202", .error), ("", .error),
  ])
  func `is a warning when its code says so`(code: String, severity: Diagnostic.Severity) {
    #expect(Diagnostic(code, "x", at: 0..<0).severity == severity)
  }

  @Test func `names a part of a later edition`() {
    let diagnostic = Diagnostic.notInThisEdition("`use`", at: 1..<4)
    #expect(diagnostic.code == "E013")
    #expect(diagnostic.message == "`use` is not understood by this version of cpay")
    #expect(diagnostic.range == 1..<4)
  }
}
