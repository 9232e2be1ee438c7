import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayValue
import Testing

@Suite struct RunFindingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let finding: RunFinding
    let line: String
    var testDescription: String { line }

    init(_ finding: RunFinding, _ line: String) {
      self.finding = finding
      self.line = line
    }
  }

  static let cases = [
    Case(.repeatedID("dp_1", count: 2), "note: dp_1 is listed twice"),
    Case(.repeatedID("dp_1", count: 3), "note: dp_1 is listed 3 times"),
    Case(.moreRepeated(3), "note: so are 3 more"),
    Case(
      .repeatedObjects(count: 1, first: ["dp_1"]),
      "note: the API gave 1 object more than once; it counts once (dp_1)"),
    Case(
      .joinedWithout(field: "charge", count: 2, first: ["line 3"]),
      "note: 2 rows to join have no charge (line 3 and 1 more)"),
    Case(
      .unread(.not(.date), of: "due", count: 1, first: "line 3: `soon`"),
      "note: 1 value of due is no date (line 3: `soon`)"),
    Case(
      .unread(.noDecimalComma, of: "n", count: 2, first: "line 3: `1.5`"),
      "note: 2 values of n have no number with a decimal comma (first line 3: `1.5`)"),
    Case(
      .unread(.noCurrency, of: "c", count: 2, first: "`Eur `"),
      "note: 2 values of c are no currency (first `Eur `)"),
    Case(
      .unread(.tooManyPlaces, of: "n", count: 1, first: "`0.001`"),
      "note: 1 value of n has more places than the currency (`0.001`)"),
    Case(
      .differingID("dp_1", count: 2), "note: dp_1 is listed twice, and not with the same values"),
    Case(
      .noObject("dp_1", of: "dispute", at: "line 3 of q.csv"),
      "error E501: there is no dispute dp_1 (line 3 of q.csv); `missing=drop` goes on without it"),
    Case(
      .guardedCells(nil, 1),
      "note: 1 cell would be read as a formula and got a `'` before it; `raw=true` leaves it out"),
    Case(.cells(.marked, of: "q.csv"), "note: a byte order mark before q.csv was left out"),
    Case(.missingObject("dp_1"), "note: dp_1 was not found"),
    Case(.noObject("dp_1", of: "dispute"), "error E501: there is no dispute dp_1"),
    Case(.rowsWithout(field: "reason", count: 1, first: []), "note: 1 row has no reason"),
    Case(
      .rowsWithout(field: "reason", count: 4, first: ["dp_1", "dp_2"]),
      "note: 4 rows have no reason (dp_1, dp_2 and 2 more)"),
    Case(
      .rowsOfOtherCurrency(count: 1, first: ["dp_1 usd"]),
      "note: 1 row not compared, other currency (dp_1 usd)"),
    Case(
      .sortedByCurrency("amount"),
      "warning W111: `amount` holds several currencies; each is sorted by itself"),
    Case(.changedSince("dp_1", "b"), "note: dp_1 is no longer what the file says: b"),
    Case(.moreChanged(2), "note: so are 2 more"),
    Case(.repeatedDispute("dp_1"), "note: dp_1 occurs more than once; it is written once"),
  ]

  @Test(arguments: cases)
  func `is told in one line`(_ wanted: Case) {
    #expect(Diagnostic(wanted.finding).line == wanted.line)
  }

  @Test func `says what a plain number meant in each currency`() throws {
    let currencies = [try #require(Currency("eur")), try #require(Currency("jpy"))]
    let line = Diagnostic(RunFinding.numberMeans(200_000, currencies)).line
    #expect(line == "warning W110: 200000 means EUR 2,000.00, JPY 200,000")
  }
}
