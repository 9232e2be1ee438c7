import CpayShell
import Testing

@Suite struct TableTests {
  private let disputes = Table(
    columns: [.init("id"), .init("amount", .right), .init("reason")],
    rows: [
      ["dp_1", "EUR 1,200.00", "fraudulent"],
      ["dp_22", "EUR 5.00", "duplicate"],
      ["dp_3", "", ""],
    ])

  private func text(
    _ table: Table, width: Int, rowLimit: Int? = nil, colored: Bool = false
  ) -> String {
    table.lines(width: width, rowLimit: rowLimit, colored: colored).joined(separator: "\n")
  }

  @Test func `aligns columns under a header and a rule`() {
    #expect(
      text(disputes, width: 31) == """
        id           amount  reason
        -----  ------------  ----------
        dp_1   EUR 1,200.00  fraudulent
        dp_22      EUR 5.00  duplicate
        dp_3
        (3 rows)
        """)
  }

  @Test func `shows one field a line when the columns do not fit`() {
    #expect(
      text(disputes, width: 30) == """
        -[ 1 ]------------------------
        id      dp_1
        amount  EUR 1,200.00
        reason  fraudulent
        -[ 2 ]------------------------
        id      dp_22
        amount  EUR 5.00
        reason  duplicate
        -[ 3 ]------------------------
        id      dp_3
        amount
        reason
        (3 rows)
        """)
  }

  @Test func `breaks sentences between words before it shows one field a line`() {
    var table = Table(
      columns: [.init("id"), .init("message"), .init("amount", .right)],
      rows: [
        ["dp_1", "the bank has closed the case and says why", "EUR 1.00"],
        ["dp_2", "short", "EUR 2.00"], ["dp_3", "", ""],
      ])
    table.sentences = 1
    #expect(
      text(table, width: 40) == """
        id    message                     amount
        ----  ------------------------  --------
        dp_1  the bank has closed the   EUR 1.00
              case and says why
        dp_2  short                     EUR 2.00
        dp_3
        (3 rows)
        """)
    #expect(text(table, width: 39).hasPrefix("-[ 1 ]-"))
  }

  @Test func `wraps long values at the width`() {
    let table = Table(
      columns: [.init("id"), .init("note")], rows: [["dp_1", "the customer wrote twice 漢字漢字"]])
    #expect(
      text(table, width: 20) == """
        -[ 1 ]--------------
        id    dp_1
        note  the customer
              wrote twice
              漢字漢字
        (1 row)
        """)
  }

  @Test func `puts values below titles that leave no room`() {
    let table = Table(
      columns: [.init("evidence_details"), .init("b")],
      rows: [["past_due warning", "y"], ["", ""]])
    #expect(
      text(table, width: 12) == """
        -[ 1 ]------
        evidence_det
        ails
          past_due
          warning
        b
          y
        -[ 2 ]------
        evidence_det
        ails
        b
        (2 rows)
        """)
  }

  @Test func `measures wide, combining and emoji characters in columns`() {
    let table = Table(
      columns: [.init("名前"), .init("n", .right)],
      rows: [["漢字", "1"], ["e\u{301}te\u{301}", "20"], ["😀", "300"]])
    #expect(
      text(table, width: 80) == """
        名前    n
        ----  ---
        漢字    1
        e\u{301}te\u{301}    20
        😀    300
        (3 rows)
        """)
  }

  @Test func `shows hostile cells and titles by name, on one line`() {
    let table = Table(
      columns: [.init("na\u{1b}[31mme")], rows: [["\n✔ submitted\u{202e}"], ["a\tb"]])
    #expect(
      text(table, width: 80) == """
        na^[[31mme
        ---------------------
        ^J✔ submitted<U+202E>
        a^Ib
        (2 rows)
        """)
  }

  @Test func `elides middle rows with a count`() {
    let table = Table(
      columns: [.init("n", .right)], rows: (1...1239).map { ["\($0)"] })
    #expect(
      text(table, width: 80, rowLimit: 5) == """
           n
        ----
           1
           2
           3
        … 1,234 more rows …
        1238
        1239
        (1,239 rows, 5 of them shown)
        """)
    #expect(
      text(table, width: 3, rowLimit: 2) == """
        -[ 1 ]-
        n
          1
        … 1,237 more rows …
        -[ 1,239 ]-
        n
          1
          2
          3
          9
        (1,239 rows, 2 of them shown)
        """)
  }

  @Test func `elides one row, and all rows, by count`() {
    let table = Table(columns: [.init("n")], rows: [["1"], ["2"], ["3"]])
    #expect(
      text(table, width: 80, rowLimit: 2) == "n\n-\n1\n… 1 more row …\n3\n(3 rows, 2 of them shown)"
    )
    #expect(
      text(table, width: 80, rowLimit: 0) == "n\n-\n… 3 more rows …\n(3 rows, 0 of them shown)")
    #expect(
      text(table, width: 80, rowLimit: -1) == "n\n-\n… 3 more rows …\n(3 rows, 0 of them shown)")
    #expect(text(table, width: 80, rowLimit: 3) == "n\n-\n1\n2\n3\n(3 rows)")
  }

  @Test func `shows the header of a table without rows`() {
    let table = Table(columns: [.init("id"), .init("amount", .right)], rows: [])
    #expect(text(table, width: 80) == "id  amount\n--  ------\n(0 rows)")
    #expect(text(table, width: 4) == "id  amount\n--  ------\n(0 rows)")
    #expect(text(Table(columns: [], rows: []), width: 80) == "(0 rows)")
  }

  @Test func `shows rows longer or shorter than the header`() {
    let table = Table(columns: [.init("a")], rows: [["1", "extra"], [], ["2"]])
    #expect(text(table, width: 80) == "a\n-  -----\n1  extra\n\n2\n(3 rows)")
  }

  @Test func `sets headings in bold when asked`() {
    let table = Table(columns: [.init("id")], rows: [["dp_1"]])
    #expect(text(table, width: 80, colored: true) == "\u{1b}[1mid\u{1b}[0m\n----\ndp_1\n(1 row)")
    let expanded = "\u{1b}[1m-[ 1 ]-\u{1b}[0m\nid\n  d\n  p\n  _\n  1\n(1 row)"
    #expect(text(table, width: 3, colored: true) == expanded)
  }

  @Test func `shows notes below titles`() {
    let table = Table(
      columns: [.init("id", note: "id<dispute>"), .init("n", .right, note: "int")],
      rows: [["dp_1", "1200"]])
    #expect(
      text(table, width: 80) == """
        id              n
        id<dispute>   int
        -----------  ----
        dp_1         1200
        (1 row)
        """)
    #expect(text(table, width: 10).hasPrefix("-[ 1 ]----\nid id<disp"))
  }

  @Test func `sets cells in the colours of their tones, and no blank`() {
    let table = Table(
      columns: [.init("id"), .init("due", .right)],
      cells: [[.init("dp_1"), .init("1 d", .alarm)], [.init("dp_22", .good), .init("10 d")]])
    #expect(
      text(table, width: 80, colored: true) == """
        \u{1b}[1mid\u{1b}[0m      \u{1b}[1mdue\u{1b}[0m
        -----  ----
        dp_1    \u{1b}[31m1 d\u{1b}[0m
        \u{1b}[32mdp_22\u{1b}[0m  10 d
        (2 rows)
        """)
    #expect(!text(table, width: 80).contains("\u{1b}"))
  }

  @Test(arguments: [Int.min, -1, 0, 1, 2, 7, 8, 40, .max])
  func `loses no cell at any width`(width: Int) {
    let shown = text(disputes, width: width).filter { !$0.isWhitespace }
    for cell in ["dp_1", "EUR1,200.00", "fraudulent", "dp_22", "duplicate", "dp_3"] {
      #expect(shown.contains(cell))
    }
  }
}
