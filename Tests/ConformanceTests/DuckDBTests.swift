import CpayTestSupport
import CpayValue
import FoundationEssentials
import Testing

/// Compares files of cells of chance, as they are read and calculated with, with DuckDB.
@Suite(
  .enabled(
    if: DuckDB.isInstalled,
    "Python has no duckdb, so that NOTHING WAS COMPARED; scripts/test installs it"))
struct DuckDBTests {
  /// A program over `@data.csv` and `@other.csv`, and the query that yields the same rows.
  private struct Check {
    let cpay: String
    let sql: String
    var sets: [RowSet] = []
    let files: [String: [UInt8]]
  }

  @Test(arguments: [1, 2, 3])
  func `reads, joins and adds up cells as DuckDB does`(_ seed: Int) async throws {
    let folder = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 900 + seed)
    var checks: [Check] = []
    for number in 0..<60 {
      let (left, right) = ("l\(number).csv", "r\(number).csv")
      let data = GeneratedCells(left, &generator)
      let other = GeneratedCells(right, &generator, isUnique: true)
      let files = ["data.csv": data.bytes, "other.csv": other.bytes]
      try Data(data.bytes).write(to: URL(filePath: folder.path + "/" + left))
      try Data(other.bytes).write(to: URL(filePath: folder.path + "/" + right))
      checks += DuckDBTests.programs(data, other).map { cpay, sql in
        Check(cpay: cpay, sql: sql, files: files)
      }
    }
    try await compare(checks, in: folder.path)
  }

  @Test(arguments: [1, 2, 3])
  func `reads keys that come late, and joins by ids, as DuckDB does`(_ seed: Int) async throws {
    let folder = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 600 + seed)
    let objects = GeneratedObjects(&generator)
    let disputes = try #require(GeneratedDisputes(&generator))
    let other = GeneratedCells("other.csv", &generator, isUnique: true)
    let files = [
      "late.ndjson": objects.lines, "late.json": objects.array, "other.csv": other.bytes,
      "disputes.ndjson": disputes.lines,
    ]
    for (name, bytes) in files {
      try Data(bytes).write(to: URL(filePath: folder.path + "/" + name))
    }
    let programs = ["late.ndjson", "late.json"].flatMap { DuckDBTests.latePrograms($0, other) }
    try await compare(
      programs.map { Check(cpay: $0, sql: $1, sets: [disputes.set], files: files) },
      in: folder.path)
  }

  /// Compares what programs and queries yield.
  private func compare(_ checks: [Check], in folder: String) async throws {
    let wanted = try DuckDB.rows(checks.map(\.sql), in: folder)
    try #require(wanted.count == checks.count)
    for (check, rows) in zip(checks, wanted) {
      let answer = await Engine.run(check.cpay, over: check.sets, files: check.files)
      guard case .rows(let found) = answer else {
        Issue.record("\(check.cpay)\nwas \(answer)")
        continue
      }
      let shown = found.map { DuckDBTests.values($0.json) }
      guard shown != rows else { continue }
      let place = zip(shown, rows).prefix { $0 == $1 }.count
      Issue.record(
        """
        \(check.cpay)
        is in DuckDB
        \(check.sql)
        of row \(place) on: \(shown.dropFirst(place).first ?? []) against \
        \(rows.dropFirst(place).first ?? [])
        """)
    }
  }

  /// Programs and queries over a file of objects, `$disputes` and a file of cells.
  private static func latePrograms(
    _ name: String, _ other: GeneratedCells
  ) -> [(cpay: String, sql: String)] {
    let format = name.hasSuffix("ndjson") ? "newline_delimited" : "array"
    let rows =
      "(SELECT *, row_number() OVER () AS place FROM read_json('\(name)', format='\(format)',"
      + " columns={id: 'VARCHAR', n: 'BIGINT', late: 'BIGINT'}))"
    let disputes =
      "(SELECT *, row_number() OVER () AS place FROM read_json('disputes.ndjson',"
      + " format='newline_delimited', columns={id: 'VARCHAR', charge: 'VARCHAR'}))"
    let rents = "read @other.csv\(other.arguments) | where k != null | select charge=k, rent=n"
    return [
      ("read @\(name) | select id, n, late", "SELECT id, n, late FROM \(rows) ORDER BY place"),
      (
        "read @\(name) | where late >= 3 or n == 8 | select id, late",
        "SELECT id, late FROM \(rows) WHERE late >= 3 OR n = 8 ORDER BY place"
      ),
      (
        "read @\(name) | summarize total=sum(late) known=count(late) rows=count()",
        "SELECT CAST(sum(late) AS BIGINT), count(late), count(*) FROM \(rows)"
      ),
      (
        "read @\(name) | sort late desc, id | select id, late | take 50",
        "SELECT id, late FROM \(rows) ORDER BY late DESC NULLS LAST, id LIMIT 50"
      ),
      (
        "$disputes | join $(read @\(name) | select charge=id, late) on=charge kind=left"
          + " | select id, charge, late",
        "SELECT d.id, d.charge, r.late FROM \(disputes) d LEFT JOIN \(rows) r ON d.charge = r.id"
          + " ORDER BY d.place"
      ),
      (
        "$disputes | join $(\(rents)) on=charge | select id, rent=(decimal(rent) * 100)",
        "SELECT d.id, CAST(o.n * 100 AS BIGINT) FROM \(disputes) d JOIN"
          + " (SELECT k, \(other.number) AS n FROM \(other.duckdb)) o ON d.charge = o.k"
          + " ORDER BY d.place"
      ),
    ]
  }

  /// Programs and queries over two files.
  private static func programs(
    _ data: GeneratedCells, _ other: GeneratedCells
  ) -> [(cpay: String, sql: String)] {
    let read = "read @data.csv\(data.arguments)"
    let join = "join $(read @other.csv\(other.arguments) | select k, m=n"
    return [
      (read, "SELECT * FROM \(data.duckdb)"),
      (
        "\(read) | where k != null and n != null | select k, n=decimal(n) | where n > 1000.5",
        "SELECT k, rtrim(rtrim(CAST(\(data.number) AS VARCHAR), '0'), '.') FROM \(data.duckdb)"
          + " WHERE k IS NOT NULL AND n IS NOT NULL AND \(data.number) > 1000.5"
      ),
      (
        "\(read) | summarize n=count(n) total=sum(decimal(n)) | select n, total=(total * 100)",
        "SELECT count(n), CAST(sum(\(data.number)) * 100 AS BIGINT) FROM \(data.duckdb)"
      ),
      (
        "\(read) | select m=money(\"{n ?? \"0\"}eur\") | select m=m.minor",
        "SELECT CAST(coalesce(\(data.number), 0) * 100 AS BIGINT) FROM \(data.duckdb)"
      ),
      (
        "\(read) | where date(t) >= 2024-05-01 | select k, t",
        "SELECT k, t FROM \(data.duckdb) WHERE CAST(t AS DATE) >= DATE '2024-05-01'"
      ),
      (
        "\(read) | where n != null and k != null | select k, m=money(decimal(n), eur)"
          + " | summarize by=k total=sum(m) | select k, total=total.minor",
        "SELECT k, CAST(sum(\(data.number)) * 100 AS BIGINT) FROM (SELECT *, row_number() OVER ()"
          + " AS place FROM \(data.duckdb)) WHERE n IS NOT NULL AND k IS NOT NULL GROUP BY k"
          + " ORDER BY min(place)"
      ),
      (
        "\(read) | select s=(time(t) - time(0)) | select s=(s / 1s)",
        "SELECT CAST(epoch(CAST(t AS TIMESTAMP)) AS BIGINT) FROM \(data.duckdb)"
      ),
      (
        "\(read) | where k != null and int(k) == null and decimal(n ?? \"\") == null | select k, n",
        "SELECT k, n FROM \(data.duckdb) WHERE k IS NOT NULL AND n IS NULL"
      ),
      (
        "\(read) | \(join)) on=k kind=left | select k, n, m",
        "SELECT l.k, l.n, r.n FROM (SELECT *, row_number() OVER () AS place FROM \(data.duckdb)) l"
          + " LEFT JOIN (SELECT k, n FROM \(other.duckdb)) r ON l.k = r.k ORDER BY l.place"
      ),
    ]
  }

  /// The values of a row in order, each as a text.
  private static func values(_ json: String) -> [String?] {
    guard case .object(let members)? = (try? JSONReader.read(Array(json.utf8)))?.content else {
      return []
    }
    return members.map { member in
      switch member.value.content {
      case .null: nil
      case .string(let text): text
      default: CanonicalJSON.text(member.value)
      }
    }
  }
}
