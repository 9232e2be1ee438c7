import CpayLanguage
import Testing

@testable import CpayRuntime

@Suite struct FoundCellsTests {
  /// What a file is found to be.
  struct File: Sendable, CustomTestStringConvertible {
    let text: String
    let separator: CellSeparator
    let names: [String]
    let findings: [CellFinding]
    var testDescription: String { text.debugDescription }

    init(
      _ text: String, _ separator: CellSeparator, _ names: [String],
      _ findings: [CellFinding] = []
    ) {
      (self.text, self.separator) = (text, separator)
      (self.names, self.findings) = (names, findings)
    }
  }

  static func found(
    _ text: String, _ format: RecordFormat = .csv, _ form: CellForm = CellForm()
  ) throws(RecordFault) -> FoundCells {
    var scanner = CellScanner(Array(text.utf8), separator: 0, line: 1)
    return try FoundCells(&scanner, format, form)
  }

  @Test(arguments: [
    File("a,b\n1,2\n", .comma, ["a", "b"]),
    File("a;b\n1;2\n", .semicolon, ["a", "b"], [.separated(.semicolon)]),
    File("a\tb\n1\t2\n", .tab, ["a", "b"], [.separated(.tab)]),
    File("a|b\r\n1|2\r\n", .bar, ["a", "b"], [.separated(.bar)]),
    // A comma in numbers is in no name, and not in each row.
    File("a;b\n1,5;2\n2;3,5\n", .semicolon, ["a", "b"], [.separated(.semicolon)]),
    File("a;b\n1,5;2\n2,5;3\n", .semicolon, ["a", "b"], [.separated(.semicolon)]),
    // What stands in quotes separates nothing.
    File("\"a;b\",c\n\"1;2\",3\n", .comma, ["a;b", "c"]),
    File("a;\"b,c\"\n1;\"x,\n;y\"\n", .semicolon, ["a", "b,c"], [.separated(.semicolon)]),
    // One column needs no separator, whatever its texts hold.
    File("a\n1\n\n2\n", .comma, ["a"]), File("a\n1;5\n2\n", .comma, ["a"]),
    File("a", .comma, ["a"]),
    // Empty lines are no rows.
    File("a;b\n\n\r\n1;2\n", .semicolon, ["a", "b"], [.separated(.semicolon)]),
    // An uneven row is told as such where the names show what was meant.
    File("a;b\n1;2;3\n", .semicolon, ["a", "b"], [.separated(.semicolon)]),
    File("a,b;c\n1;2;3\n", .comma, ["a", "b;c"]),
    // A line for spreadsheets.
    File("sep=;\na;b\n", .semicolon, ["a", "b"], [.separated(.semicolon)]),
    File("SEP=|\r\na,b|c,d\r\n1,2|3,4\r\n", .bar, ["a,b", "c,d"], [.separated(.bar)]),
    File("sep=\t\na\n", .tab, ["a"], [.separated(.tab)]),
    File("sep=,\na,b\n", .comma, ["a", "b"]),
    File("sep,a\n1,2\n", .comma, ["sep", "a"]), File("sep=total,a\n", .comma, ["sep=total", "a"]),
    // Names.
    File(
      "a,,b,\n", .comma, ["a", "column_2", "b", "column_4"], [.unnamed(["column_2", "column_4"])]),
    File("\"\",a\n", .comma, ["column_1", "a"], [.unnamed(["column_1"])]),
    File("a,a,a\n", .comma, ["a", "a_2", "a_3"], [.repeated(["a_2", "a_3"])]),
    File("a,a,a_2\n", .comma, ["a", "a_3", "a_2"], [.repeated(["a_3"])]),
    File(
      ",column_1,column_1\n", .comma, ["column_1_2", "column_1", "column_1_3"],
      [.unnamed(["column_1_2"]), .repeated(["column_1_3"])]),
    File("A,a,é,e\u{301}\n", .comma, ["A", "a", "é", "e\u{301}"]),
  ])
  func `a file shows how it is written`(file: File) throws {
    let found = try Self.found(file.text)
    #expect(found.separator == file.separator)
    #expect(found.names == file.names)
    #expect(found.findings == file.findings)
  }

  @Test func `what the program says comes before what the file shows`() throws {
    let form = CellForm(separator: .semicolon)
    let told = try Self.found("sep=|\na,b;c\n1,5;2\n", .csv, form)
    #expect(told.separator == .semicolon && told.names == ["a,b", "c"] && told.findings == [])
    #expect(try Self.found("sep=:\na;b\n", .csv, form).names == ["a", "b"])
    #expect(try Self.found("a,b\tc\n1,2\t3\n", .tsv).names == ["a,b", "c"])
    #expect(try Self.found("a;b\n", .tsv, form).names == ["a", "b"])
  }

  @Test(arguments: CellSeparator.allCases, CellSeparator.allCases)
  func `two that fit equally well are asked about`(_ one: CellSeparator, _ other: CellSeparator) {
    guard one != other else { return }
    let text = ["a", "b", "c"].joined(separator: one.rawValue).split(separator: "b")
    let line = text.joined(separator: "b\(other.rawValue)x\(other.rawValue)") + "\n"
    #expect(throws: RecordFault.self) { try Self.found(line + line) }
  }

  @Test func `only the first twenty rows count, wherever they end`() throws {
    let even = String(repeating: "1;2,3\n", count: 19)
    #expect(try Self.found("a;b\n" + even + "1,2\n").separator == .semicolon)
    #expect(throws: RecordFault.self) { try Self.found("a;b,c\n" + even + "1;2\n") }
  }

  @Test func `a thousand columns of one name are named at once`() throws {
    let found = try Self.found(String(repeating: "a,", count: 999) + "a\n")
    #expect(Set(found.names).count == 1000 && found.names.last == "a_1000")
  }
}
