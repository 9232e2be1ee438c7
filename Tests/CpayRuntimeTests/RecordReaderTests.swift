import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct RecordReaderTests {
  /// What a file holds: its columns, and each row with its line.
  struct Content: Equatable {
    var columns: [String] = []
    var rows: [String] = []
  }

  /// The content of a text that comes in pieces of that size.
  static func read(
    _ text: [UInt8], _ format: RecordFormat, piece: Int = .max
  ) throws(RecordError) -> Content {
    let fields = try RecordSchema.infer(text, format: format, isWhole: true)
    let reader = RecordReader(format, fields: fields)
    let rows = Result { () throws(RecordError) in try self.rows(of: reader, text, piece: piece) }
    let others = Result { () throws(RecordError) in
      try self.rows(of: reader, text, piece: piece, givesRests: true)
    }
    #expect(rows == others)
    return Content(columns: fields.map(\.name), rows: try rows.get())
  }

  static func rows(
    of reader: RecordReader, _ text: [UInt8], piece: Int = .max, givesRests: Bool = false
  ) throws(RecordError) -> [String] {
    var (reader, rows): (RecordReader, [String]) = (reader, [])
    var rest = text[...]
    while true {
      while let batch = try reader.next() {
        #expect(!batch.isEmpty)
        for index in 0..<batch.count {
          let row = batch[index]
          rows.append(
            "\(row.place.map(Self.number) ?? 0) " + String(decoding: row.bytes, as: UTF8.self))
        }
      }
      if rest.isEmpty { break }
      // What is left of the pieces before may come again before the next one.
      let left = givesRests ? reader.takeRest() : []
      reader.append(left + rest.prefix(piece))
      rest = rest.dropFirst(piece)
      if rest.isEmpty { reader.finish() }
    }
    reader.finish()
    while try reader.next() != nil { Issue.record("rows came after the end") }
    return rows
  }

  private static func number(_ place: RowPlace) -> Int {
    switch place {
    case .line(let number), .element(let number): number
    }
  }

  struct File: Sendable, CustomTestStringConvertible {
    let format: RecordFormat
    let text: String
    let columns: [String]
    let rows: [String]
    var testDescription: String { "\(format): \(text.debugDescription)" }

    init(_ format: RecordFormat, _ text: String, _ columns: [String], _ rows: [String]) {
      (self.format, self.text, self.columns, self.rows) = (format, text, columns, rows)
    }
  }

  static let files = [
    File(
      .csv, "charge,tenant\nch_1,Jane Doe\nch_2,\n", ["charge", "tenant"],
      [
        #"2 {"charge":"ch_1","tenant":"Jane Doe"}"#, #"3 {"charge":"ch_2","tenant":null}"#,
      ]),
    File(
      .csv, "\u{feff}a,b\r\n\"\",\"x, \"\"y\"\"\r\nz\"\r\n1,2", ["a", "b"],
      [#"2 {"a":"","b":"x, \"y\"\r\nz"}"#, #"4 {"a":"1","b":"2"}"#]),
    File(.csv, "a\n\nx\n", ["a"], [#"2 {"a":null}"#, #"3 {"a":"x"}"#]),
    File(.csv, "\"a\nb\",c\n1,2\n", ["a\nb", "c"], [#"3 {"a\nb":"1","c":"2"}"#]),
    File(.csv, "a,b\n", ["a", "b"], []),
    File(.csv, "a,b\n\r\n\n", ["a", "b"], []),
    File(.csv, "a", ["a"], []),
    File(
      .tsv, "a\tb\nx,y\t\"1\t2\"\n", ["a", "b"], [#"2 {"a":"x,y","b":"1\t2"}"#]),
    File(
      .ndjson, "{\"a\":1}\n\n{\"a\":2, \"b\":[true]}\r\n", ["a", "b"],
      [#"1 {"a":1}"#, #"3 {"a":2, "b":[true]}"#]),
    File(.ndjson, "", [], []), File(.ndjson, "\n", [], []),
    File(
      .json, "[{\"a\":\"],{\\\"\"},\n {\"a\":\"x\"}]\n", ["a"],
      [#"1 {"a":"],{\""}"#, #"2 {"a":"x"}"#]),
    File(.json, "[]", [], []), File(.json, "{\"a\":\n{\"b\":1}}", ["a"], ["1 {\"a\":\n{\"b\":1}}"]),
    File(
      .json, "{\"object\":\"list\",\"data\":[\n{\"a\":1},{\"a\":2}],\"has_more\":true}", ["a"],
      [#"1 {"a":1}"#, #"2 {"a":2}"#]),
    File(.json, "\u{feff}[{\"é\":null}]", ["é"], [#"1 {"é":null}"#]),
  ]

  @Test(arguments: files)
  func `reads a file whatever the pieces`(file: File) throws {
    let expected = Content(columns: file.columns, rows: file.rows)
    let text = Array(file.text.utf8)
    for piece in [Int.max, 1, 2, 3, 5, 8] {
      #expect(try Self.read(text, file.format, piece: piece) == expected, "pieces of \(piece)")
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let format: RecordFormat
    let text: String
    let error: RecordError
    var testDescription: String { "\(format): \(text.debugDescription)" }

    init(
      _ format: RecordFormat, _ text: String, _ line: Int, _ offset: Int?, element: Int? = nil,
      _ reason: String
    ) {
      (self.format, self.text) = (format, text)
      error = RecordError(line: line, element: element, offset: offset, reason: reason)
    }
  }

  @Test(arguments: [
    Fault(.csv, "", 1, nil, "a header row is missing"),
    Fault(.csv, "sep=;\n", 2, 6, "a header row is missing"),
    Fault(
      .csv, "\na\n", 1, 0, "the line is empty where the names of the columns should be"),
    Fault(
      .csv, "sep=:\na:b\n", 1, 0,
      #"its `sep=` line names none of ",", ";", "\t" and "|"; give a `separator=`"#),
    Fault(
      .csv, "a,b;c\n1,5;2\n", 1, 0,
      #"its cells may be separated by "," or ";"; say which: `separator=","`"#),
    Fault(.csv, "a;b\n1;2\n3\n", 3, 8, "the row has 1 cell, the header 2"),
    Fault(.csv, "a\n1,5\n", 2, 2, "the row has 2 cells, the header 1"),
    Fault(.csv, "a,b\n1,2\n3\n", 3, 8, "the row has 1 cell, the header 2"),
    Fault(.csv, "a,b\n\"1\n\",2\n3,4,5\n", 4, 11, "the row has 3 cells, the header 2"),
    Fault(
      .csv, "a\nx\"y\n", 2, 3,
      "a quote stands in a cell without quotes; quote the cell and double it"),
    Fault(.csv, "a\n\"x\"y\n", 2, 5, "something follows the closing quote"),
    Fault(.csv, "a\n\"x\n\n", 2, 2, "the quotes are not closed"),
    Fault(.csv, "a\nx\ry\n", 2, 3, "a carriage return stands outside of quotes"),
    Fault(.ndjson, "{\"a\":1}\n{\"a\":1", 2, 14, "a , or } is missing"),
    Fault(.ndjson, "{\"a\":1}\n{\"a\":1,\"a\":2}\n", 2, 15, "the key \"a\" occurs twice"),
    Fault(.json, "[{\"a\":1},{\"a\":tru}]", 1, 14, element: 2, "a value is missing"),
    Fault(.json, "", 1, 0, "an array or an object is missing"),
    Fault(.json, "[{}", 1, 3, "a , or ] is missing"),
    Fault(.json, "[{},", 1, 4, "the array is not closed"),
    Fault(.json, "[", 1, 1, "the array is not closed"),
    Fault(.json, "[{}]\n]", 2, 5, "something follows the value"),
    Fault(.json, "{}\n{}", 2, 3, "something follows the value"),
    Fault(.json, "\u{feff}[\n5]", 2, 5, element: 1, "an object is missing"),
  ])
  func `says where a file is wrong`(fault: Fault) throws {
    let text = Array(fault.text.utf8)
    for piece in [Int.max, 1, 3] {
      #expect(throws: fault.error, "pieces of \(piece)") {
        try Self.read(text, fault.format, piece: piece)
      }
    }
  }

  @Test(arguments: RecordFormat.allCases)
  func `refuses what is not UTF-8`(format: RecordFormat) throws {
    let name: RecordFormat = format
    let (head, tail) = name == .csv || name == .tsv ? ("a\n", "\n") : ("[{\"a\":\"", "\"}]")
    let start = name == .ndjson ? String(head.dropFirst()) : head
    let end = name == .ndjson ? String(tail.dropLast()) : tail
    let text = Array(start.utf8) + [0xe9] + Array(end.utf8)
    let reader = RecordReader(
      format, fields: [RowType.Field(name: "a", type: FieldType(.string, isNullable: true))])
    #expect(
      throws: RecordError(
        line: start == "a\n" ? 2 : 1, offset: start.utf8.count, reason: "the text is not UTF-8")
    ) { try Self.rows(of: reader, text) }
  }

  @Test func `keeps failing once it has failed`() {
    var reader = RecordReader(.ndjson, fields: [])
    reader.append(Array("{}\nx\n".utf8))
    let error = RecordError(line: 2, offset: 3, reason: "an object is missing")
    #expect(throws: error) { try reader.next() }
    reader.append(Array("{}\n".utf8))
    #expect(throws: error) { try reader.next() }
  }

  @Test(arguments: RecordFormat.allCases)
  func `refuses a row over 16 MiB before keeping more`(format: RecordFormat) {
    let start = ["json": "[{\"a\":\"", "ndjson": "{\"a\":\""][format.rawValue] ?? "a\n"
    var reader = RecordReader(
      format, fields: [RowType.Field(name: "a", type: FieldType(.string))])
    #expect(reader.rowLimit == 16 << 20)
    // More than is looked at for what separates cells.
    reader.rowLimit = 1 << 21
    reader.append(Array(start.utf8))
    let chunk = Array(repeating: UInt8(ascii: "x"), count: 1 << 17)
    let line = start == "a\n" ? 2 : 1
    #expect(
      throws: RecordError(
        line: line, offset: start == "a\n" ? 2 : 0, reason: "the row is over 16 MiB")
    ) {
      for _ in 0..<20 {
        reader.append(chunk)
        while try reader.next() != nil {}
      }
    }
  }

  @Test func `names a stray quote rather than the length behind it`() {
    var reader = RecordReader(
      .csv, fields: [RowType.Field(name: "a", type: FieldType(.string, isNullable: true))])
    reader.rowLimit = 1 << 16
    reader.append(
      Array("a\n5\" pipe\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1 << 21))
    #expect(
      throws: RecordError(
        line: 2, offset: 3,
        reason: "a quote stands in a cell without quotes; quote the cell and double it")
    ) { while try reader.next() != nil {} }
  }

  @Test func `names the limit of a cell whose quotes are not closed`() {
    var reader = RecordReader(
      .csv, fields: [RowType.Field(name: "a", type: FieldType(.string, isNullable: true))])
    reader.rowLimit = 1 << 16
    reader.append(
      Array("a\n\"x\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1 << 21))
    #expect(
      throws: RecordError(
        line: 2, offset: 2,
        reason: "the quotes are not closed within 16 MiB, the most that a row takes")
    ) { while try reader.next() != nil {} }
  }

  @Test(arguments: [true, false], [1, 1 << 16, 1 << 20])
  func `a row is too long by its own bytes, not by the pieces it comes in`(
    isClosed: Bool, piece: Int
  ) {
    let cell = Array(repeating: UInt8(ascii: "x"), count: 16 << 20)
    let text = Array("a\n\"".utf8) + cell + Array(isClosed ? "\"\n1\n".utf8 : "\n1\n".utf8)
    var reader = RecordReader(.csv, fields: [RowType.Field(name: "a", type: FieldType(.string))])
    let error = RecordError(
      line: 2, offset: 2,
      reason: "the quotes are not closed within 16 MiB, the most that a row takes")
    #expect(throws: error) {
      for start in stride(from: 0, to: text.count, by: max(piece, 1 << 12)) {
        reader.append(Array(text[start..<min(text.count, start + max(piece, 1 << 12))]))
        while try reader.next() != nil {}
      }
      reader.finish()
      while try reader.next() != nil {}
    }
  }

  @Test(arguments: RecordFormat.allCases)
  func `names UTF-16 instead of misreading it`(format: RecordFormat) {
    let text = format == .csv || format == .tsv ? "ab\n" : "[{}]"
    let units = Array(text.utf16)
    let small = units.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    let error = RecordError(line: 1, offset: 0, reason: "the text is UTF-16; save it as UTF-8")
    for bytes in [small, big, [0xff, 0xfe] + small, [0xfe, 0xff] + big] {
      #expect(throws: error) { try Self.read(bytes, format, piece: 1) }
      #expect(throws: error) {
        try Self.rows(of: RecordReader(format, resource: .dispute), bytes, piece: 1)
      }
    }
  }

  @Test func `reads any bytes or says what is wrong`() {
    var generator = SeededGenerator(seed: 71)
    let alphabet = Array("{}[]:,;|\"\\\t\r\n ae10.-truefalsn\u{feff}é".utf8)
    for _ in 0..<3000 {
      let file = generator.pick(Self.files)
      let bytes = generator.mutated(Array(file.text.utf8), alphabet: alphabet)
      // Of two faults, one of them no UTF-8, either may be told.
      let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
      if text != bytes { _ = Self.outcome(bytes, file.format, 3) }
      let format = generator.once(in: 4) ? generator.pick(RecordFormat.allCases) : file.format
      let (whole, pieces) = (Self.outcome(text, format, .max), Self.outcome(text, format, 1))
      #expect(
        whole == pieces, "\(format): \(String(decoding: text, as: UTF8.self).debugDescription)")
    }
  }

  private static func outcome(_ text: [UInt8], _ format: RecordFormat, _ piece: Int) -> String {
    do {
      return "\(try read(text, format, piece: piece))"
    } catch {
      return error.message
    }
  }

  @Test(arguments: [OutputFormat.csv, .tsv])
  func `reads back what a raw writer wrote`(format: OutputFormat) throws {
    var generator = SeededGenerator(seed: 73)
    let signs: [Unicode.Scalar] = [
      "a", "b", ",", "\t", "\"", "\n", "\r", "=", "'", "-", " ", "é", "\u{feff}", "\u{202e}", "\0",
      "\\", "＝",
    ]
    for _ in 0..<600 {
      let columns = (0...generator.below(4)).map { "c\($0)" + Self.text(&generator, signs) }
      let cells = (0..<generator.below(6)).map { _ in
        columns.map { _ in generator.once(in: 4) ? nil : Self.text(&generator, signs) }
      }
      let (rows, type) = try RowWriterTests.made(
        columns.map { ($0, .string) }, cells.map { Self.object(columns, $0) })
      let text = Array(try RowWriterTests.written(format, rows, type, raw: true).utf8)
      let read: RecordFormat = format == .csv ? .csv : .tsv
      let fields = try RecordSchema.infer(text, format: read, isWhole: true)
      #expect(fields.map { Array($0.name.utf8) } == columns.map { Array($0.utf8) })
      var reader = RecordReader(read, fields: fields)
      reader.append(text)
      reader.finish()
      let batch = try reader.next()
      #expect((batch?.count ?? 0) == cells.count)
      for (index, row) in cells.enumerated() {
        for (slot, cell) in row.enumerated() {
          #expect(batch?[index].text(slot).map { Array($0.utf8) } == cell.map { Array($0.utf8) })
        }
      }
    }
  }

  private static func text(
    _ generator: inout SeededGenerator, _ signs: [Unicode.Scalar]
  ) -> String {
    var text = ""
    for _ in 0..<generator.below(5) { text.unicodeScalars.append(generator.pick(signs)) }
    return text
  }

  private static func object(_ names: [String], _ cells: [String?]) -> String {
    var writer = JSONWriter()
    writer.value(
      .record(
        zip(names, cells).map { Value.Member(name: $0, value: $1.map(Value.string) ?? .null) }))
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
