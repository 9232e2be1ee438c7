import Foundation

/// The database DuckDB, by its package for Python, as a second opinion on files of cells.
enum DuckDB {
  /// Whether Python finds the package.
  static let isInstalled = (try? run(["-c", "import duckdb"])) == 0

  /// The rows of each of those queries, one after another in one process, from the files of a
  /// folder; each value as a text.
  static func rows(_ queries: [String], in folder: String) throws -> [[[String?]]] {
    let (input, output) = (folder + "/queries.json", folder + "/rows.json")
    try JSONEncoder().encode(queries).write(to: URL(filePath: input))
    let status = try run(["-c", script, folder])
    guard status == 0 else { throw Failure(status: status) }
    let bytes = FileManager.default.contents(atPath: output) ?? Data()
    return try JSONDecoder().decode([[[String?]]].self, from: bytes)
  }

  /// DuckDB refused a query; what it said is on the standard error of the tests.
  struct Failure: Error {
    let status: Int32
  }

  private static let script = """
    import duckdb, json, os, sys
    os.chdir(sys.argv[1])
    base = duckdb.connect()
    text = lambda value: None if value is None else str(value)
    rows = [[[text(v) for v in row] for row in base.execute(q).fetchall()]
            for q in json.load(open("queries.json"))]
    json.dump(rows, open("rows.json", "w"))
    """

  private static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    if arguments.last == "import duckdb" { process.standardError = FileHandle.nullDevice }
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
