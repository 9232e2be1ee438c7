import CpaySyntax
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: [
    ("E001", Diagnostic.Severity.error), ("W110", .warning), ("E202", .error), ("", .error),
  ])
  func `is a warning when its code says so`(code: String, severity: Diagnostic.Severity) {
    #expect(Diagnostic(code, "x", at: 0..<0).severity == severity)
  }
}
