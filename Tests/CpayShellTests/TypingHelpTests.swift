import CpayLanguage
import Testing

@testable import CpayShell

@Suite struct TypingHelpTests {
  private let help: TypingHelp

  init() async {
    let silent = OutputStream { _ in }
    let session = Session(
      SessionOptions(), variables: [:], output: silent, errors: silent,
      files: FileAccess(folder: "/nowhere"), question: nil)
    _ = await session.answer("let limit = 1000eur")
    help = session.typingHelp()
  }

  /// What looks wrong in a text, with the cursor at `‸` or at the end.
  private func wrong(_ typed: String) -> [String] {
    let (text, cursor) = split(typed)
    return help.verdict(text, cursor).marks.map { part($0.range, of: text) }
  }

  private func note(_ text: String) -> String { help.verdict(text, text.utf8.count).note }

  private func split(_ typed: String) -> (text: String, cursor: Int) {
    let parts = typed.split(separator: "‸", omittingEmptySubsequences: false)
    return (parts.joined(), parts[0].utf8.count)
  }

  private func part(_ range: Range<Int>, of text: String) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  @Test(arguments: [
    ("disputse | count ", "disputse"), ("disputes status=wonn | count", "wonn"),
    ("disputes | where amoun > 5", "amoun"), ("disputes | where amo‸unt > 5", ""),
    ("disputes | tkae 5", "tkae"), ("$limti", "$limti"), ("disputes status=wonn ", "wonn"),
    (":type disputse | count ", "disputse"), ("disputes statsu=won ", "statsu"),
    // Whatever blanks stand around the program of a command.
    (":type\tdisputse | count\t", "disputse"), (":type disputse | count \u{a0}\t\n", "disputse"),
  ])
  func `shows unknown names and wrong members before Enter`(typed: String, part: String) {
    #expect(wrong(typed) == (part.isEmpty ? [] : [part]))
  }

  @Test(arguments: [
    "dispu", "disputes stat", "disputes status=wo", "disputes | ta", "disputes |",
    "disputes | where",
    "disputes | where amo", "disputes | where amount > 5", "$lim", "$limit", ":runs", "help take",
    "",
    "read @no.csv | take 1",
  ])
  func `shows nothing in what may become right, or is`(typed: String) {
    #expect(wrong(typed) == [])
  }

  @Test func `tells what the text yields and does so far`() {
    #expect(note("disputes") == "rows<dispute>, read")
    #expect(note("disputes | where amou") == "rows<dispute>, read")
    #expect(note("disputes | count") == "int, read")
    #expect(note("let a = 1 + 1") == "int, pure")
    #expect(note(":type disputes") == "rows<dispute>, read")
    #expect(note("disput") == "")
    #expect(note("") == "")
  }

  @Test(arguments: [
    ("dispute dp_a1 | submit evidence=@lease.json", "plan<submit>, read"),
    ("dispute dp_a1 | draft evidence=@lease.json | apply", "rows<outcome>, amend"),
    ("disputes | submit evidence={receipt: @mail.pdf}", "plan<submit>, read"),
    ("read @leases.csv | take 1", "rows<T>, read"),
    ("read @d.json schema=dispute | count", "int, read"),
    ("disputes ids=@ids.txt", "rows<dispute>, read"),
    ("disputes | save @d.csv", "nothing, read"),
    ("read @no.xyz", ""), ("disputes | join @leases.csv on=charge", ""),
  ])
  func `never tells the type of an earlier stage for a file that is not looked at`(
    text: String, type: String
  ) {
    #expect(note(text) == type)
    #expect(wrong(text) == [])
  }

  @Test func `shades the words of a program`() {
    let text = "let a = disputes status=won | where amount > 5eur # x"
    let shades = help.words(text).map { (part($0.range, of: text), $0.shade) }
    #expect(
      shades.map(\.0) == [
        "let", "disputes", "status=", "|", "where", "5eur", "# x",
      ] || shades.map(\.0) == ["let", "disputes", "status", "|", "where", "5eur", "# x"])
    #expect(
      shades.map(\.1) == [.keyword, .command, .argument, .keyword, .command, .number, .comment])
  }

  @Test func `proposes words with what they mean, in what a command is about, too`() {
    let found = help.candidates("disputes status=w", 17)
    #expect(found.map(\.text).contains("won"))
    #expect(found.allSatisfy { !$0.meaning.isEmpty })
    let text = ":type disputes | ta"
    let stage = help.candidates(text, text.utf8.count)
    #expect(stage.map(\.text) == ["take"])
    #expect(stage.map(\.range) == [17..<19])
    #expect(help.candidates(":runs ", 6).isEmpty)
  }

  @Test func `colour is never all that tells, and none is there without colours`() {
    let shades: [Shade] = [.mistake, .doubt, .hint, .chosen, .warning]
    for shade in shades {
      let parameters = shade.parameters(inColour: false)
      #expect(!parameters.isEmpty)
      #expect(shade.parameters(inColour: true).split(separator: ";").contains("\(parameters)"))
    }
    for shade in shades + [
      .command, .keyword, .text, .number, .variable, .file, .argument, .comment,
    ] {
      #expect(!shade.parameters(inColour: false).contains("3"))
    }
  }
}
