import CpayRuntime
import Testing

@Suite struct OutputFormatTests {
  @Test(
    arguments: [
      ("won.csv", .csv), ("WON.CSV", .csv), ("a.b/won.tsv", .tsv), ("a.json", .json),
      ("a.ndjson", .ndjson), ("a.yaml", .yaml), ("a.yml", .yaml), ("a.md", .md),
      ("a.csv.md", .md), ("a.txt", nil), ("a.table", nil), ("csv", nil), (".csv", nil),
      ("a.csv/b", nil), ("a.", nil), ("", nil), ("a.csv ", nil), ("dir/.csv", nil),
    ] as [(String, OutputFormat?)])
  func `is named by a file's extension`(name: String, format: OutputFormat?) {
    #expect(OutputFormat(fileName: name) == format)
  }
}
