import CpayLanguage
import Testing

/// Near misses find their name, far ones find none.
@Suite struct SuggestionTests {
  static let names = ["status", "amount", "reason", "evidence_due_by", "id"]

  @Test(arguments: [
    ("amuont", "amount"), ("statsu", "status"), ("Status", "status"), ("reasn", "reason"),
    ("evidence_due", "evidence_due_by"), ("evidence_due_bye", "evidence_due_by"), ("x", nil),
    ("", nil),
    ("completely_else", nil),
  ])
  func `finds what was meant`(_ typed: String, _ meant: String?) {
    #expect(Suggestion.nearest(to: typed, among: SuggestionTests.names) == meant)
  }

  @Test func `a very long name costs no more than a long one`() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(Suggestion.nearest(to: long, among: [long, "b"]) == long)
  }
}
