import CpayTestSupport
import Foundation
import Testing

/// Standard input on which rows come now and then, as of `tail -f`.
@Suite struct PausingInputTests {
  @Test(arguments: ["ndjson", "csv", "tsv"])
  func `a row is shown once it has come, and not once enough have`(format: String) throws {
    let folder = try TemporaryDirectory()
    let environment = ["XDG_STATE_HOME": folder.path]
    func cpay(_ program: String, input: Pipe? = nil) throws -> ChildProcess {
      try ChildProcess(
        ["--sandbox", "--seed", "docs", "-c", program], in: folder.path, environment: environment,
        input: input)
    }
    let export = try cpay("disputes | as \(format)").wait().output
    var lines = export.split(separator: "\n").map { $0 + "\n" }
    let header = format == "ndjson" ? "" : lines.removeFirst()
    try #require(lines.count > 2)

    let input = Pipe()
    let reading = try cpay(
      "read @- schema=dispute format=\(format) | where amount > 0 | select n=1", input: input)
    var given = header
    for line in lines {
      try input.fileHandleForWriting.write(contentsOf: Data((given + line).utf8))
      #expect(reading.lines(1) == [#"{"n":1}"#])
      given = ""
    }
    try input.fileHandleForWriting.write(contentsOf: Data("no row\n".utf8))
    try input.fileHandleForWriting.close()
    let ending = reading.wait()
    #expect(ending.status == 1 && ending.output == "")
    #expect(ending.errors.contains("line \(lines.count + (header.isEmpty ? 1 : 2))"))
  }
}
