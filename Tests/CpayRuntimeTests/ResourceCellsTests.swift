import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ResourceCellsTests {
  @Test(arguments: [OutputFormat.csv, .tsv])
  func `reads back an export of disputes`(format: OutputFormat) throws {
    var generator = SeededGenerator(seed: 79)
    let disputes =
      FixtureDispute.docs + (0..<40).map { FixtureDispute.random($0, &generator) }
    let rows = try Batch(disputes)
    let text = Array(try RowWriterTests.written(format, rows, raw: true).utf8)
    var reader = RecordReader(format == .csv ? .csv : .tsv, resource: .dispute)
    reader.append(text)
    reader.finish()
    let read = try #require(try reader.next())
    #expect(read.count == disputes.count)
    for index in 0..<read.count {
      for slot in rows.storage.layout.columns.indices {
        #expect(
          read[index].json(slot).map { String(decoding: $0, as: UTF8.self) }
            == rows[index].json(slot).map { String(decoding: $0, as: UTF8.self) })
      }
      #expect(read[index].line == index + 2)
    }
  }

  private static let header = """
    id,charge,payment_intent,amount,amount_currency,currency,status,reason,evidence,\
    evidence_due_by,metadata,created
    """
  private static let row = "dp_1,ch_1,,12.00,eur,eur,won,general,{},,,2024-02-08T00:00Z"

  @Test(arguments: ["1.234,50", "1234,5", "1234,50"])
  func `reads amounts with decimal commas where the program says so`(amount: String) throws {
    let text = "\(Self.header)\n\(Self.row)\n".replacing(",", with: ";")
      .replacing("12.00", with: amount)
    let reader = RecordReader(.csv, cells: CellForm(decimal: .comma), resource: .dispute)
    let rows = try RecordReaderTests.rows(of: reader, Array(text.utf8))
    #expect(rows.count == 1 && rows[0].contains("\"amount\":123450,"))
    let point = RecordReader(.csv, resource: .dispute)
    #expect(throws: RecordError.self) { try RecordReaderTests.rows(of: point, Array(text.utf8)) }
  }

  @Test(
    arguments: [
      (row.replacing("12.00", with: "12.001"), 2, "\"amount\" is not money: 12.001"),
      (row.replacing("12.00,eur", with: "12.00,"), 2, "\"amount\" is not money: 12.00"),
      (row.replacing("2024-02-08T00:00Z", with: "soon"), 2, "\"created\" is not a time: soon"),
      (row.replacing("{}", with: "x"), 2, "\"evidence\" is not evidence: x"),
      (
        row.replacing("12.00,eur", with: "500000000000000000000,eur"), 2,
        "\"amount\" is not money: 500000000000000000000"
      ),
      ("\(row)\n" + row.replacing("ch_1", with: ""), 3, "the object has no \"charge\""),
      (row + ",x", 2, "the row has 13 cells, the header 12"),
      (row.replacing("dp_1", with: "dp 1"), 2, "\"id\" is no id of a dispute"),
    ])
  func `says which cell is wrong`(rows: String, line: Int, reason: String) throws {
    let reader = RecordReader(.csv, resource: .dispute)
    let text = Array("\(Self.header)\n\(rows)\n".utf8)
    do {
      _ = try RecordReaderTests.rows(of: reader, text)
      Issue.record("nothing is wrong")
    } catch {
      #expect(error.line == line)
      #expect(error.reason == reason)
    }
  }

  @Test(
    arguments: [
      (header.replacing("charge,", with: ""), "a column \"charge\" is missing"),
      (header.replacing("amount_currency,", with: ""), "a column \"amount_currency\" is missing"),
      (header + ",note", "\"note\" is no column of an export of disputes"),
      ("x", "a column \"id\" is missing"),
    ])
  func `refuses columns that are no export`(header: String, reason: String) {
    let reader = RecordReader(.csv, resource: .dispute)
    #expect(throws: RecordError(line: 1, offset: 0, reason: reason)) {
      try RecordReaderTests.rows(of: reader, Array("\(header)\n".utf8))
    }
  }

  @Test func `takes columns in any order, without those that may be missing`() throws {
    let text = """
      created,id,charge,amount,amount_currency,currency,status,reason,evidence
      1970-01-01T00:00Z,dp_1,ch_1,5,jpy,jpy,a_later_status,general,{}

      """
    let rows = try RecordReaderTests.rows(
      of: RecordReader(.csv, resource: .dispute), Array(text.utf8))
    #expect(
      rows == [
        #"2 {"id":"dp_1","charge":"ch_1","amount":5,"currency":"jpy","status":"a_later_status","#
          + #""reason":"general","evidence":{},"created":0}"#
      ])
  }

  @Test func `reads any bytes or says what is wrong`() throws {
    var generator = SeededGenerator(seed: 83)
    let rows = try Batch(FixtureDispute.docs)
    let alphabet = Array(",\t\"\n\r{}[]:0123456789.-Ze'\u{feff}é".utf8)
    let files: [(RecordFormat, OutputFormat)] = [
      (.csv, .csv), (.tsv, .tsv), (.json, .json), (.ndjson, .ndjson),
    ]
    let texts = try files.map { Array(try RowWriterTests.written($1, rows, raw: true).utf8) }
    for _ in 0..<300 {
      let place = generator.below(files.count)
      let bytes = generator.mutated(texts[place], alphabet: alphabet)
      let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
      let format = files[place].0
      #expect(Self.outcome(text, format, piece: .max) == Self.outcome(text, format, piece: 7))
    }
  }

  private static func outcome(_ text: [UInt8], _ format: RecordFormat, piece: Int) -> String {
    do {
      let reader = RecordReader(format, resource: .dispute)
      return try RecordReaderTests.rows(of: reader, text, piece: piece).joined()
    } catch {
      // Of two faults either may be told.
      return "refused"
    }
  }
}
