import Testing

@testable import CpayShell

@Suite struct PromptTests {
  @Test(arguments: [
    ("cpay> ", "cpay> "), ("", ""),
    ("\u{1b}[31mLIVE\u{1b}[0m> ", "\u{1}\u{1b}[31m\u{1}LIVE\u{1}\u{1b}[0m\u{1}> "),
    ("x\u{1b}[m", "x\u{1}\u{1b}[m\u{1} "),
    ("a\u{1}b", "ab"),
    ("\u{1b}[2J\u{1b}[", "\u{1b}[2J\u{1b}["),
    ("\u{1b}[1;31mé", "\u{1}\u{1b}[1;31m\u{1}é"),
  ])
  func `brackets colours and nothing else`(prompt: String, bracketed: String) {
    #expect(bracketingColours(prompt) == bracketed)
  }
}
