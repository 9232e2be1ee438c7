import CpayLanguage
import Testing

@Suite struct FormatTests {
  @Test(
    arguments: [
      ("won.csv", .csv), ("WON.CSV", .csv), ("a.b/won.tsv", .tsv), ("a.json", .json),
      ("a.ndjson", .ndjson), ("a.yaml", .yaml), ("a.yml", .yaml), ("a.md", .md),
      ("a.csv.md", .md), ("a.txt", nil), ("a.table", nil), ("csv", nil), (".csv", nil),
      ("a.csv/b", nil), ("a.", nil), ("", nil), ("a.csv ", nil), ("dir/.csv", nil),
    ] as [(String, OutputFormat?)])
  func `a format of results is named by a file's extension`(name: String, format: OutputFormat?) {
    #expect(OutputFormat(fileName: name) == format)
  }

  @Test func `every ending names the format it is an ending of`() {
    for format in OutputFormat.allCases {
      for ending in format.endings { #expect(OutputFormat(fileName: "a.\(ending)") == format) }
    }
    #expect(OutputFormat.allEndings == ["json", "ndjson", "yaml", "csv", "tsv", "md", "yml"])
  }

  @Test(
    arguments: [
      ("leases.csv", .csv), ("a/B.TSV", .tsv), ("x.json", .json), ("x.ndjson", .ndjson),
      ("x.jsonl", .ndjson), ("x.yaml", nil), ("x.txt", nil), ("csv", nil), (".json", nil),
    ] as [(String, RecordFormat?)])
  func `a format of records is named by a file's extension`(name: String, format: RecordFormat?) {
    #expect(RecordFormat(fileName: name) == format)
  }

  @Test(
    arguments: [
      ("a.svg", .svg), ("a.b/C.HTML", .html), ("a.csv", nil), ("svg", nil), (".svg", nil),
    ] as [(String, ChartFormat?)])
  func `a document of a chart is named by a file's extension`(name: String, format: ChartFormat?) {
    #expect(ChartFormat(fileName: name) == format)
  }
}
