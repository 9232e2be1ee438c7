import CpayLanguage
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct SeparatedRowsTests {
  @Test func `writes a dispute with its amount in decimals and its times in ISO`() throws {
    let rows = try Batch([FixtureDispute.docs[0]])
    let lines = try RowWriterTests.written(.csv, rows).split(separator: "\n")
    #expect(
      lines.last == """
        dp_a1,ch_1,pi_1,1200.00,eur,eur,needs_response,unrecognized,{},2024-02-08T00:00Z,\
        "{""team"":""berlin""}",2024-02-03T22:40:08Z
        """)
  }

  struct Cell: Sendable, CustomTestStringConvertible {
    let type: ValueType
    let json: String
    let cells: String
    var testDescription: String { json }

    init(_ type: ValueType, _ json: String, _ cells: String) {
      (self.type, self.json, self.cells) = (type, json, cells)
    }
  }

  @Test(arguments: [
    Cell(.string, #""paris""#, "paris"), Cell(.string, "null", ""), Cell(.string, #""""#, #""""#),
    Cell(.string, #""a, b""#, #""a, b""#), Cell(.string, #""say \"hi\"""#, #""say ""hi""""#),
    Cell(.string, #""a\nb""#, "\"a\nb\""), Cell(.string, #""a\rb""#, "\"a\rb\""),
    Cell(.string, #""a\tb""#, "\"a\tb\""), Cell(.string, #""a;b""#, "\"a;b\""),
    Cell(.string, #""a|b""#, "\"a|b\""), Cell(.string, #""sep=:""#, "\"sep=:\""),
    Cell(.string, #"" a ""#, " a "),
    Cell(.string, #""\ufeffa""#, "\"\u{feff}a\""), Cell(.bool, "true", "true"),
    Cell(.int, "-5", "-5"), Cell(.decimal, "12.50", "12.5"), Cell(.decimal, "-1e-3", "-0.001"),
    Cell(.decimal, "1e-30", "1e-30"), Cell(.duration, "-129600", "-129600"),
    Cell(.timestamp, "1707350400", "2024-02-08T00:00Z"),
    Cell(.money, #"{"amount":-5,"currency":"eur"}"#, "-0.05,eur"),
    Cell(.money, #"{"amount":500000,"currency":"jpy"}"#, "500000,jpy"),
    Cell(.money, #"{"amount":1,"currency":"kwd"}"#, "0.001,kwd"),
    Cell(.money, #"{"amount":1234,"currency":"xyz"}"#, "1234,xyz"), Cell(.money, "null", ","),
    Cell(.money, #"{"amount":1.5}"#, #""{""amount"":1.5}","#),
    Cell(.list(.int), "[1, 2]", #""[1,2]""#), Cell(.map, #"{"a": "b"}"#, #""{""a"":""b""}""#),
    Cell(.object, #"{"n":1e400}"#, #""{""n"":1e400}""#), Cell(.map, "null", ""),
    Cell(.file, #""a/b.pdf""#, "a/b.pdf"),
  ])
  func `writes a cell`(cell: Cell) throws {
    let (rows, type) = try RowWriterTests.made([("x", cell.type)], [#"{"x":\#(cell.json)}"#])
    let text = try RowWriterTests.written(.csv, rows, type)
    #expect(text == (cell.type == .money ? "x,x_currency\n" : "x\n") + cell.cells + "\n")
  }

  @Test(
    arguments: [
      "=1+1", "+a1", "-a1", "@x", "\t1", "\r1", "＝1", "＋1", "－1", "＠x", "-1+2", "+49 30 1", "-",
      " =1", " -a", "  @x", "\u{a0}=1", "\u{3000}+a", "\u{200b}=1", "﹦1", "﹢1", "﹣1", "﹫x",
    ])
  func `keeps a spreadsheet from reading a formula, unless raw`(text: String) throws {
    let fields: [(String, ValueType)] = [("=name", .string), ("b", .string)]
    var writer = JSONWriter()
    writer.value(
      .record([
        Value.Member(name: "=name", value: .string(text)),
        Value.Member(name: "b", value: .string("a" + text)),
      ]))
    let (rows, type) = try RowWriterTests.made(
      fields, [String(decoding: writer.bytes, as: UTF8.self)])
    for format in [OutputFormat.csv, .tsv] {
      for raw in [false, true] {
        let written = try RowWriterTests.written(format, rows, type, raw: raw)
        let separator = format == .csv ? "," : "\t"
        let isQuoted = text.hasPrefix("\r") || text.hasPrefix("\t")
        let (mark, quote) = (raw ? "" : "'", isQuoted ? "\"" : "")
        #expect(
          written == """
            \(mark)=name\(separator)b
            \(quote)\(mark)\(text)\(quote)\(separator)\(quote)a\(text)\(quote)

            """)
      }
    }
  }

  @Test(
    arguments: [
      "-5.00", "+5", "-5", "-.5", "-1.234,50", "-1,234.50", "-1,234,567", "+1.234.567,8", "+1e5",
      "-2.5E-3", " -5.00", "-5 ", "5",
      "a=1", "x-1", "'=1", "−5", "1+1", "#=1", "(=1)", " a", "\na", "–", "é",
    ])
  func `leaves alone what is no formula`(text: String) {
    #expect(!FormulaStart.begins(text.utf8))
    var (writer, bytes) = (CellWriter(separator: .tab, isGuarded: true), [UInt8]())
    writer.text(text.utf8, to: &bytes)
    #expect(writer.guardedCount == 0)
  }

  @Test(arguments: [
    "\n=1", "\r\n=1", " \n\t-a", "-5-5", "-1e", "-5.", "-.", "+-5", "=-5", "=5", "-5%", "-5.0.0",
    "+1.2.3", "-1,2,3", "+1.23,456.7", "-1.2.3,4", "+10.0.0.1", "-1..5", "-1.5,234.5",
  ])
  func `looks behind blanks, and at the whole of a number`(text: String) {
    #expect(FormulaStart.begins(text.utf8))
  }

  @Test func `counts what it guards, names included`() throws {
    let (rows, type) = try RowWriterTests.made(
      [("=a", .string), ("b", .string)], [#"{"=a":"@x","b":"-5.00"}"#, #"{"=a":"x","b":"+x"}"#])
    var writer = try #require(RowWriter(.csv, type: type))
    _ = writer.begin() + writer.rows(rows)
    #expect(writer.guardedCells == 3)
    var raw = try #require(RowWriter(.csv, type: type, raw: true))
    _ = raw.begin() + raw.rows(rows)
    #expect(raw.guardedCells == 0)
  }

  @Test func `does not guard what is no text`() throws {
    let (rows, type) = try RowWriterTests.made(
      [("n", .int), ("d", .decimal), ("m", .money)],
      [#"{"n":-1,"d":-0.5,"m":{"amount":-1,"currency":"eur"}}"#])
    #expect(try RowWriterTests.written(.csv, rows, type) == "n,d,m,m_currency\n-1,-0.5,-0.01,eur\n")
  }

  @Test func `names a currency's column apart from the others`() throws {
    let (rows, type) = try RowWriterTests.made(
      [("amount", .money), ("amount_currency", .string), ("amount_currency_2", .int)], [])
    #expect(
      try RowWriterTests.written(.csv, rows, type)
        == "amount,amount_currency_3,amount_currency,amount_currency_2\n")
  }

  @Test func `quotes tabs and line breaks between tabs`() throws {
    let (rows, type) = try RowWriterTests.made(
      [("a", .string), ("b", .string)], [#"{"a":"x,y","b":"x\ty"}"#, #"{"a":"x\ny","b":""}"#])
    #expect(
      try RowWriterTests.written(.tsv, rows, type)
        == "a\tb\nx,y\t\"x\ty\"\n\"x\ny\"\t\"\"\n")
  }
}
