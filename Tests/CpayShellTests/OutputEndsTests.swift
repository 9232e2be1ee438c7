import CpayTestSupport
import Foundation
import Testing

/// What has been written when a program waits, or ends in whatever way.
@Suite struct OutputEndsTests {
  private static func start(
    _ program: String, through launcher: String? = nil, in folder: TemporaryDirectory,
    input: Pipe? = nil
  ) throws -> ChildProcess {
    try ChildProcess(
      ["-c", program], in: folder.path, environment: ["XDG_STATE_HOME": folder.path],
      launcher: launcher.map { ["/bin/sh", "-c", $0, "sh"] } ?? [], input: input)
  }

  /// Rows that go on past what is looked at, and one behind them that does not fit.
  private static let rows = (1...3000).map { number in
    "{\"id\":\"r\(number)\",\"n\":\(number),\"pad\":\"\(String(repeating: "x", count: 1000))\"}\n"
  }
  private static let misfit = "{\"id\":\"last\",\"n\":\"many\",\"pad\":\"\"}\n"

  private static func folder(_ rows: [String]) throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    try rows.joined().write(toFile: folder.path + "/rows.ndjson", atomically: true, encoding: .utf8)
    return folder
  }

  @Test func `a row is there while the next is waited for`() throws {
    let folder = try TemporaryDirectory()
    let input = Pipe()
    let process = try Self.start(
      "read @- format=ndjson | where n > 0 | select n", in: folder, input: input)
    let writer = input.fileHandleForWriting
    // More than is looked at before the program runs.
    for row in Self.rows.prefix(1100) { try writer.write(contentsOf: Data(row.utf8)) }
    try writer.write(contentsOf: Data("{\"id\":\"a\",\"n\":7001,\"pad\":\"\"}\n".utf8))
    let first = (1...1100).map { "{\"n\":\($0)}" } + ["{\"n\":7001}"]
    #expect(process.lines(1101) == first)
    for number in 7002...7005 {
      let rows = "{\"n\":-1}\n{\"n\":\(number)}\n{\"n\":-2}\n"
      try writer.write(contentsOf: Data(rows.utf8))
      #expect(process.lines(1) == ["{\"n\":\(number)}"])
    }
    try writer.close()
    let ending = process.wait()
    #expect(ending.status == 0 && ending.output == "" && ending.errors == "")
  }

  @Test func `what was written stands before what is said of it`() throws {
    let folder = try Self.folder(Self.rows + [Self.misfit])
    let ending = try Self.start(
      "read @- format=ndjson | where n > 2 | select n",
      through: #"cat rows.ndjson | "$@" 2>&1"#, in: folder
    ).wait()
    #expect(ending.status == 1)
    let lines = ending.output.split(separator: "\n").map(String.init)
    let rows = lines.dropLast()
    #expect(rows.count > 1000)
    let isInOrder = rows.elementsEqual((3..<3 + rows.count).map { "{\"n\":\($0)}" })
    #expect(isInOrder, "\(ending.output.suffix(200))")
    #expect(lines.last?.contains("line 3001") == true, "\(ending.output.suffix(200))")
  }

  @Test func `a reader that has enough ends nothing badly`() throws {
    let folder = try Self.folder(Self.rows)
    let process = try Self.start(
      "read @rows.ndjson | where n > 2 | select n",
      through: #"{ "$@"; echo "ended with $?" >&2; } | head -n 1"#, in: folder)
    let ending = process.wait()
    #expect(ending.output == "{\"n\":3}\n")
    #expect(ending.errors == "ended with 0\n")
  }

  @Test(arguments: [
    "read @rows.ndjson", "read @rows.ndjson | where n == 7 | select n", "read @rows.ndjson | count",
  ])
  func `a disk that takes no more is told of`(program: String) throws {
    let folder = try Self.folder(Self.rows)
    let ending = try Self.start(program, through: #"exec "$@" > /dev/full"#, in: folder).wait()
    #expect(ending.status == 74)
    #expect(ending.errors == "cpay: results could not be written: No space left on device\n")
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `what came before an interruption is written`(
    signal: Int32
  ) throws {
    let folder = try Self.folder(Self.rows)
    let process = try Self.start("read @rows.ndjson | where n > 0", in: folder)
    // Rows have come that its reader has no room for yet, and are to follow.
    let read = try #require(process.fullOutput())
    process.signal(signal)
    let rows = process.lines(Self.rows.count).map { $0 + "\n" }
    let ending = process.wait()
    #expect(ending.status == 130)
    #expect(ending.errors == "cpay: interrupted\n")
    #expect(rows.joined().utf8.count > read + Self.rows[0].utf8.count)
    let isWhole = rows == Array(Self.rows.prefix(rows.count))
    #expect(isWhole, "\(rows.last ?? "")")
  }

  @Test func `a file is saved whole`() throws {
    let good = try Self.folder(Self.rows)
    let saved = try Self.start("read @rows.ndjson | select n | save @n.ndjson", in: good).wait()
    #expect(saved.status == 0)
    let text = try String(contentsOfFile: good.path + "/n.ndjson", encoding: .utf8)
    let isWhole = text == (1...3000).map { "{\"n\":\($0)}\n" }.joined()
    #expect(isWhole)
  }
}
