import CpayLanguage
import CpaySyntax
import CpayTestSupport
import Testing

/// Programs written as elsewhere: the first message leads to the program that was meant.
///
/// Each answer is followed: what it would put there is put there, and is accepted.
@Suite struct ForeignFormTests {
  /// What was typed, and what comes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: String
    /// The program that is offered; nil where only words are.
    var meant: String?
    /// A part of the words.
    var says = ""
    var testDescription: String { typed }
  }

  /// The cases of a table: what was typed, and behind `=>` what was meant or `::` what is said.
  static func cases(_ table: String) -> [Case] {
    var cases: [Case] = []
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("  => ") {
        cases[cases.count - 1].meant = String(line.dropFirst(5))
      } else if line.hasPrefix("  :: ") {
        cases[cases.count - 1].says = String(line.dropFirst(5))
      } else {
        cases.append(Case(typed: String(line)))
      }
    }
    return cases
  }

  @Test(
    arguments: cases(ForeignForms.table) + cases(ForeignForms.tools) + cases(ForeignForms.spoken))
  func `the first message leads to what was meant`(_ wanted: Case) throws {
    let source = Source(wanted.typed)
    let refusal = #expect(throws: Refusal.self) { try RefusalTests.check(source) }
    let found = try #require(refusal?.diagnostics)
    #expect(found.count == 1, "\(found.map(\.line))")
    let first = try #require(found.first)
    guard let meant = wanted.meant else {
      #expect(first.fix == nil)
      #expect("\(first.message)\n\(first.advice ?? "")".contains(wanted.says))
      return
    }
    let fix = try #require(first.fix)
    let mended = fix.applied(to: source)
    #expect(String(decoding: mended.bytes, as: UTF8.self) == meant)
    #expect(first.advice?.contains("`") == true, "\(first.advice ?? "")")
    #expect(Self.mistakes(mended).isEmpty)
  }

  @Test(
    arguments: cases(ForeignForms.table) + cases(ForeignForms.tools) + cases(ForeignForms.spoken))
  func `no answer adds a write, or leave to make one`(_ wanted: Case) {
    let offered = Self.mistakes(Source(wanted.typed)).compactMap(\.fix).map {
      $0.applied(to: Source(wanted.typed))
    }
    for program in offered {
      #expect(Self.writes(program) == Self.writes(Source(wanted.typed)))
    }
  }

  @Test(arguments: [
    ("get disputes", "disputes"), ("get all charges", "charges"), ("show disputes", "disputes"),
    ("disputes | head 3 by amount", "sort amount desc | take 3"),
  ])
  func `one thing is said to be written, not two`(program: String, written: String) {
    #expect(Self.mistakes(Source(program)).map(\.advice) == ["write `\(written)`"])
  }

  /// Programs that could be read as others, and that write.
  @Test(arguments: [
    "disputes | where amount is not greater than 50eur | close",
    "disputes | where status == needs_response and amount not between 10eur and 20eur | close",
    "disputes | where evidence_due_by not within 2 days | close",
    "disputes | where amount < \"10,00\" | close", "disputes | where created < 7d | close",
    "disputes | where not (region == west) | close", "dispute | close",
    "disputes | where created < midnight | close",
    "disputes | where reason not like \"fra?d%\" | close",
    "disputes | where amount > 1.000 EUR | close", "disputes | where amount < 1,000 EUR | close",
    "disputes | where amount > €1.000 | close",
    "disputes | where amount < a thousand | close",
    "disputes | where amount > a thousand million eur | close",
    "disputes | where amount > one million thousand eur | close",
    "disputes | where amount > three mil eur | close",
    "disputes | where amount > three grand eur | close",
    "disputes | where amount > a thousand hundred eur | close",
    "disputes | where amount > three thousand one million eur | close",
    "disputes | where amount between a hundred and five thousand eur | close",
    "disputes | where amount between 5eur and 10 | close",
    "disputes | where amount not between 10eur and 20usd | close", "disputes page 2 | close",
    "disputes without evidence | close", "disputes | exclude won | close",
    "disputes @ids.txt | close", "disputes | [0] | close",
    "def shut() = close; disputes | where amount is not greater than 50eur | shut()",
  ])
  func `a write gets no hint that may reach other rows`(_ program: String) {
    for fix in Self.mistakes(Source(program)).compactMap(\.fix) {
      #expect(!Self.mistakes(fix.applied(to: Source(program))).isEmpty, "\(fix.replacement)")
    }
  }

  @Test(arguments: [
    "disputes | where created > \"", "disputes | where created > '", "disputes | where id == \"a",
    "select \" from disputes", "disputes | where " + String(repeating: "(", count: 400),
    "disputes | where " + String(repeating: "-", count: 400) + "5",
    "disputes | where " + String(repeating: "f(", count: 200) + "1",
    "disputes | " + String(repeating: "map(", count: 200), String(repeating: "not ", count: 400),
    "disputes | where status in " + String(repeating: "[", count: 300), "|", "=", "x =", ":", "\\",
  ])
  func `what cannot be read is refused, however it breaks off`(_ program: String) {
    #expect(throws: Refusal.self) { try RefusalTests.check(Source(program)) }
  }

  /// The mistakes of a program, but for files that are not there.
  private static func mistakes(_ source: Source) -> [Diagnostic] {
    do {
      _ = try RefusalTests.check(source)
      return []
    } catch {
      let found = (error as? Refusal)?.diagnostics ?? []
      return found.filter { $0.code != "E501" }
    }
  }

  /// The words that write, those included that an apostrophe has made part of a text.
  private static func writes(_ source: Source) -> [String] {
    let tree = Parser.parse(source)
    let words = tree.tokens.filter { $0.kind != .comment }.flatMap { token in
      tree.source.text(token.range).split { !$0.isLetter }.map(String.init)
    }
    return words.filter {
      ["draft", "submit", "close", "upload", "apply", "allow"].contains($0)
    }
  }
}
