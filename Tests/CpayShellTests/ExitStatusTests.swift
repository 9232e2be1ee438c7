import CpayLanguage
import CpayRuntime
import CpaySyntax
import Testing

@testable import CpayShell

/// The numbers that a program ends with.
@Suite struct ExitStatusTests {
  @Test func `the most serious of two counts, whichever came first`() {
    let order: [Int32] = [4, 74, 73, 77, 130, 5, 1, 70, 2, 64, 3, 10, 0]
    #expect(ExitStatus.allCases.map(\.code) == order)
    for (place, status) in ExitStatus.allCases.enumerated() {
      for other in ExitStatus.allCases[place...] {
        #expect(status.combined(with: other) == status)
        #expect(other.combined(with: status) == status)
      }
    }
  }

  @Test(
    arguments: [
      (.interrupted, 130, 130), (.requirement("no"), 5, 5), (.noAccount, 1, 1),
      (.journal(.locked(by: "7")), 73, 73), (.journal(.unusable("full")), 74, 74),
      (.journal(.exposed("open")), 77, 77), (.temporaryFile(.empty), 74, 74),
      // What is wrong with a file counts as refused only while nothing was asked.
      (.evidence("a.json", .empty), 2, 1),
      (.diagnostic(Diagnostic(RunFinding.page("a"), at: 0..<1)), 2, 1),
      // What only running has found stands in no text.
      (.diagnostic(Diagnostic(RunFinding.page("a"))), 1, 1),
      (.file("a.csv", .empty), 1, 1), (.notOne(0), 1, 1),
    ] as [(EvaluationError, Int32, Int32)])
  func `an error after a request is no refusal`(
    error: EvaluationError, before: Int32, after: Int32
  ) {
    #expect(ExitStatus(error).code == before)
    #expect(ExitStatus(error, hasAsked: true).code == after)
  }

  @Test(
    arguments: [
      (.divisionByZero("a / b"), 2), (.overflow("a * b"), 2), (.invalid("no"), 2), (.notOne(0), 2),
      (.diagnostic(Diagnostic(RunFinding.page("a"))), 2), (.file("a.csv", .empty), 2),
      (.repeatedKey("a", first: "line 2", second: "line 3"), 2),
      (.interrupted, 130), (.requirement("no"), 5), (.journal(.locked(by: "7")), 73),
    ] as [(EvaluationError, Int32)])
  func `an error before the first statement is a refusal`(error: EvaluationError, code: Int32) {
    #expect(ExitStatus(error, hasBegun: false).code == code)
  }
}
