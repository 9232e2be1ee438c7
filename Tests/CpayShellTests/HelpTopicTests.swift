import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import Testing

@testable import CpayShell

@Suite struct HelpTopicTests {
  static let words: [String] =
    CommandCatalog.standard.commands.map(\.name) + Function.allCases.map(\.rawValue)
    + AggregateFunction.allCases.map(\.rawValue) + DiagnosticCodes.all.map { $0.rawValue }
    + ["dispute_status", "event_type"]

  @Test(arguments: words)
  func `there is help on every word of the language`(_ word: String) async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("help", word)
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count > 1)
    #expect(run.output == (HelpTopic(word)?.lines.joined(separator: "\n") ?? "") + "\n")
  }

  @Test func `help on a command says all that is known of it`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("help", "join")
    #expect(
      run.output == """
        join ROWS on=COLUMN [kind=inner|left]
          add the columns of other rows that have the same key

          takes   rows
          gives   the rows with the other side's columns added
          effect  pure, streams

          on=    the column both sides have
          kind=  whether a row without a match is dropped, `inner`, or kept; `inner` by default

        examples
          disputes | join $(read @leases.csv) on=charge
          disputes | join $(read @leases.csv) on=charge kind=left | where lease_file == null

        """)
  }

  @Test func `a code may be written in either case`() {
    #expect(HelpTopic("e104")?.lines == HelpTopic("E104")?.lines)
    #expect(HelpTopic("E104")?.lines.first == "E104  no such field")
  }

  @Test func `a word that is two things is explained as both`() throws {
    let lines = try #require(HelpTopic("count")?.lines)
    #expect(lines.first == "count")
    #expect(lines.contains("count() or count(x), in `summarize`"))
  }

  @Test func `the command line's own help comes where the word is none of these`() async throws {
    let rig = try CommandRig()
    let run = await rig.cpay("help", "run")
    #expect(run.status == 0)
    #expect(run.output.contains("--approve"))
    #expect(HelpTopic("run") == nil)
    // What is both is told as the language has it, and where the other is found.
    let both = await rig.cpay("help", "apply")
    #expect(both.errors.contains("`cpay apply --help`"))
    let other = await rig.cpay("apply", "--help")
    #expect(other.status == 0 && other.output.contains("<file.plan>"))
    #expect(!other.output.contains("--sandbox"))
  }
}
