import CpayTestSupport
import Testing

/// What is said does not depend on the order that sets and dictionaries happen to have, which is
/// another in each process.
@Suite struct SameMessagesTests {
  @Test(arguments: [
    "let cap = 1; let cat = 2; let car = 3; let can = 4; disputes | take $caz",
    "def late() = take 1; def lane() = take 2; def lake() = take 3; disputes | lase",
    "disputes | where stauts == won and amuont > 5 and reasn == general",
    "explain disputes charge=ch_1 | where status in [won, lost] and payment_intent == pi_1",
  ])
  func `messages are the same in each process`(program: String) throws {
    let folder = try TemporaryDirectory()
    let command =
      program.hasPrefix("explain") ? ["--sandbox", "-c", program] : ["check", "-c", program]
    var shown: Set<ChildProcess.Ending> = []
    for _ in 0..<6 {
      shown.insert(
        try ChildProcess(command, in: folder.path, environment: ["HOME": folder.path]).wait())
    }
    #expect(shown.count == 1, "\(shown)")
  }
}
