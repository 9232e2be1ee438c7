import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct RowWriterTests {
  @Test(arguments: OutputFormat.allCases.filter { $0 != .table })
  func `writes no rows as what reads as none`(format: OutputFormat) throws {
    let text = try Self.written(format, try Batch([FixtureDispute]()), RowType(.dispute))
    let names = "id,charge,payment_intent,amount,amount_currency,currency,status,reason,"
    let expected: String? =
      switch format {
      case .table: nil
      case .json: "[\n]\n"
      case .ndjson: ""
      case .yaml: "[]\n"
      case .csv: names + "evidence,evidence_due_by,metadata,created\n"
      case .tsv:
        (names + "evidence,evidence_due_by,metadata,created\n").replacing(",", with: "\t")
      case .md:
        "| id | amount | evidence_due_by | status | reason | charge |\n"
          + "| --- | ---: | --- | --- | --- | --- |\n"
      }
    #expect(text == expected)
  }

  @Test func `a table is drawn elsewhere`() {
    #expect(RowWriter(.table, type: RowType(.dispute)) == nil)
  }

  @Test(arguments: [OutputFormat.json, .ndjson, .yaml, .csv, .tsv, .md])
  func `writes the same whatever the batches`(format: OutputFormat) throws {
    let all = try Batch(FixtureDispute.docs)
    var writer = try #require(RowWriter(format, type: RowType(.dispute)))
    var bytes = writer.begin()
    for index in 0..<all.count { bytes += writer.rows(all.reordered([index])) }
    bytes += writer.rows(all.prefix(0))
    bytes += writer.end()
    #expect(String(decoding: bytes, as: UTF8.self) == (try Self.written(format, all)))
  }

  struct Single: Sendable, CustomTestStringConvertible {
    let value: Value
    let plain: String
    let json: String
    let yaml: String
    var testDescription: String { plain }
  }

  @Test(arguments: [
    Single(value: .int(8), plain: "8", json: "8", yaml: "8"),
    Single(value: .null, plain: "null", json: "null", yaml: "null"),
    Single(value: .string("no"), plain: "no", json: #""no""#, yaml: #""no""#),
    Single(
      value: .duration(DurationValue(seconds: -129_600)), plain: "-36 h", json: "-129600",
      yaml: "-129600"),
    Single(
      value: .record([Value.Member(name: "a", value: .list([.int(1)]))]), plain: #"{"a":[1]}"#,
      json: #"{"a":[1]}"#, yaml: "a:\n  - 1"),
    Single(
      value: .timestamp(Timestamp(seconds: 1_707_350_400)), plain: "2024-02-08T00:00Z",
      json: "1707350400", yaml: "1707350400"),
  ])
  func `writes a single value`(row: Single) {
    for format in OutputFormat.allCases {
      let expected =
        switch format {
        case .json, .ndjson: row.json
        case .yaml: row.yaml
        case .table, .csv, .tsv, .md: row.plain
        }
      #expect(String(decoding: format.bytes(of: row.value), as: UTF8.self) == expected + "\n")
    }
  }

  /// What a writer makes of rows, as disputes where nothing else is said.
  static func written(
    _ format: OutputFormat, _ rows: Batch, _ type: RowType = RowType(.dispute), raw: Bool = false
  ) throws -> String {
    var writer = try #require(RowWriter(format, type: type, raw: raw))
    let bytes = writer.begin() + writer.rows(rows) + writer.end()
    return try #require(String(validating: bytes, as: UTF8.self))
  }

  /// Made rows of those objects.
  static func made(_ fields: [(String, ValueType)], _ objects: [String]) throws -> (Batch, RowType)
  {
    let type = RowType(
      made: fields.map { RowType.Field(name: $0.0, type: FieldType($0.1, isNullable: true)) },
      over: RowType(.dispute))
    var scanner = RowScanner(type.layout)
    let page = #"{"data":[\#(objects.joined(separator: ","))],"has_more":false}"#
    return (try scanner.page(Array(page.utf8)).rows, type)
  }
}
