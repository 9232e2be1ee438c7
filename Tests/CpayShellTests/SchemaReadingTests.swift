import CpayTestSupport
import Testing

/// Rows of a file that are read as objects of a resource.
@Suite struct SchemaReadingTests {
  /// A file that is looked at whole refuses the program; of a larger one the row stops it.
  @Test(arguments: [(2, 1, Int32(2)), (17, 1 << 20, 1)])
  func `a row that does not fit leaves nothing behind, wherever it stands`(
    _ rows: Int, _ length: Int, _ status: Int32
  ) async throws {
    let rig = try CommandRig()
    let taken = await rig.cpay(
      "--sandbox", "--seed", "docs", "-c", "disputes | take 1 | as ndjson")
    try #require(taken.status == 0)
    let row = "{" + String(repeating: " ", count: length) + taken.output.dropFirst()
    try rig.folder.write(String(repeating: row, count: rows) + "{\"id\":1}\n", to: "rows.ndjson")
    let run = await rig.cpay("-c", "read @rows.ndjson schema=dispute | save @out.csv")
    #expect(run.status == status)
    #expect(run.errors.contains("line \(rows + 1)"), "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(rig.folder.read("out.csv") == nil)
  }
}
