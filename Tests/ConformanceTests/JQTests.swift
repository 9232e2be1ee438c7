import CpayTestSupport
import CpayValue
import Testing

/// Compares programs of chance with jq.
@Suite(
  .enabled(
    if: JQ.executable != nil,
    "jq is not installed, so that NOTHING WAS COMPARED; scripts/test installs it"))
struct JQTests {
  /// A program over `$rows`, and what yields the same rows in jq.
  private struct Check {
    let cpay: String
    let jq: String
    /// Whether the two need not agree on the order of the rows.
    var isUnordered = false
  }

  @Test(arguments: [1, 2, 3])
  func `selects, computes and orders as jq does`(_ seed: Int) async throws {
    let rows = try #require(GeneratedRows(60, seed: seed))
    let ranks = try #require(GeneratedRows.ranks.set)
    try await compare(JQTests.checks(seed: seed), rows.json, [rows.set, ranks])
  }

  @Test(arguments: [1, 2, 3])
  func `reads cells and the money, times and ids in them as jq has them`(_ seed: Int) async throws {
    var generator = SeededGenerator(seed: 700 + seed)
    for _ in 0..<8 {
      let disputes = try #require(GeneratedDisputes(&generator))
      let data = GeneratedCells("data.csv", &generator, hasTimes: true)
      let other = GeneratedCells("other.csv", &generator, isUnique: true)
      let input = [data.json, other.json, disputes.json].map { "[\($0.joined(separator: ","))]" }
      try await compare(
        JQTests.cellChecks(data, other), input, [disputes.set],
        ["data.csv": data.bytes, "other.csv": other.bytes])
    }
  }

  @Test(arguments: [1, 2, 3])
  func `reads keys that come late as jq does`(_ seed: Int) async throws {
    var generator = SeededGenerator(seed: 800 + seed)
    let objects = GeneratedObjects(&generator)
    let disputes = try #require(GeneratedDisputes(&generator))
    let input = [objects.json, disputes.json].map { "[\($0.joined(separator: ","))]" }
    let files = ["late.ndjson": objects.lines, "late.json": objects.array]
    for name in files.keys.sorted() {
      try await compare(JQTests.lateChecks(name), input, [disputes.set], files)
    }
  }

  /// Compares what comes of programs over variables and files with what jq makes of the same rows.
  private func compare(
    _ checks: [Check], _ input: [String], _ sets: [RowSet], _ files: [String: [UInt8]] = [:]
  ) async throws {
    let folder = try TemporaryDirectory()
    let results = try JQ.results(checks.map(\.jq), over: input, in: folder.path)
    try #require(results.count == checks.count, "jq did not understand a program")
    for (check, result) in zip(checks, results) {
      var wanted = try #require(CanonicalJSON.elements(result))
      let answer = await Engine.run(check.cpay, over: sets, files: files)
      guard case .rows(let found) = answer else {
        Issue.record("\(check.cpay)\nwas \(answer)")
        continue
      }
      var shown = found.map(\.json)
      if check.isUnordered {
        wanted.sort()
        shown.sort()
      }
      guard shown != wanted else { continue }
      let place = zip(shown, wanted).prefix { $0 == $1 }.count
      let (ours, theirs) = (shown.dropFirst(place).first, wanted.dropFirst(place).first)
      Issue.record(
        """
        \(check.cpay)
        is in jq
        \(check.jq)
        of row \(place) on: \(ours ?? "no more") against \(theirs ?? "no more")
        """)
    }
  }

  /// Programs over two files of cells and `$disputes`, which are the three elements of jq's input.
  private static func cellChecks(_ data: GeneratedCells, _ other: GeneratedCells) -> [Check] {
    let read = "read @data.csv\(data.arguments)"
    let rents = "$(read @other.csv\(other.arguments) | where k != null | select charge=k, rent=n)"
    let join = { (kind: String) in
      "$disputes | join \(rents) on=charge kind=\(kind)"
        + " | select charge, id, rent=money(\"{rent ?? \"0\"}eur\") | select charge, id, rent=rent.minor"
    }
    let joined =
      ".[1] as $other | [.[2][] | . as $row"
      + " | ([$other[] | select(.k != null and .k == $row.charge)][0]) as $found"
    return [
      Check(cpay: "\(read) | select k, t", jq: "[.[0][] | {k, t}]"),
      Check(
        cpay:
          "\(read) | where n != null | select k, m=money(decimal(n), eur) | select k, m=m.minor",
        jq: "[.[0][] | select(.n != null) | {k, m: .n}]"),
      Check(
        cpay: "\(read) | where n != null | where decimal(n) > 1000.5 | select k",
        jq: "[.[0][] | select(.n != null and .n > 100050) | {k}]"),
      Check(
        cpay:
          "\(read) | summarize n=count(n) total=sum(decimal(n)) | select n, total=(total * 100)",
        jq: "[{n: (.[0] | map(.n | values) | length), total: (.[0] | total(.n))}]"),
      Check(
        cpay: "\(read) | where t != null | select k, s=(time(t) - time(0)) | select k, s=(s / 1s)",
        jq: "[.[0][] | select(.t != null) | {k, s: (.utc | fromdateiso8601)}]"),
      Check(
        cpay: "\(read) | where date(t) >= 2024-05-01 | select k, t",
        jq: "[.[0][] | select(.t != null and .utc >= \"2024-05-01\") | {k, t}]"),
      Check(
        cpay: join("inner"),
        jq: "\(joined) | select($found != null) | {charge, id, rent: ($found.n // 0)}]"),
      Check(cpay: join("left"), jq: "\(joined) | {charge, id, rent: ($found.n // 0)}]"),
    ]
  }

  /// Programs over a file of objects and `$disputes`, which are the two elements of jq's input.
  private static func lateChecks(_ name: String) -> [Check] {
    let read = "read @\(name)"
    return [
      Check(cpay: "\(read) | select id, late, n", jq: "[.[0][] | {id, late, n}]"),
      Check(
        cpay: "\(read) | where late > 2 | select id, late",
        jq: "[.[0][] | select(.late != null and .late > 2) | {id, late}]"),
      Check(
        cpay: "\(read) | set twice=(late * 2) | select id, twice | skip 990",
        jq: "[.[0][] | {id, twice: (.late as $n | if $n == null then null else $n * 2 end)}][990:]"),
      Check(
        cpay: "\(read) | summarize by=late n=count() most=max(n) | select late, most, n",
        jq:
          "[.[0] | group_by(.late)[] | {late: .[0].late, most: (map(.n | values) | max), n: length}]",
        isUnordered: true),
      Check(cpay: "\(read) | uniq by=late | select id", jq: ".[0] | firsts(.late) | map({id})"),
      Check(
        cpay: "\(read) | sort late desc, id | select id | take 30",
        jq: ".[0] | rising(.id) | falling(.late) | map({id}) | .[:30]"),
      Check(
        cpay: "$disputes | join $(\(read) | select charge=id, late, n) on=charge"
          + " | select charge, id, late, n",
        jq: ".[0] as $rows | [.[1][] | select(.charge != null) | . as $row"
          + " | ($rows[] | select(.id == $row.charge)) as $found"
          + " | {charge, id, late: $found.late, n: $found.n}]"),
    ]
  }

  private static func checks(seed: Int) -> [Check] {
    var twins = TwinGenerator(seed: seed)
    var checks: [Check] = []
    for index in 0..<150 {
      checks.append(condition(twins.condition(index % 4)))
      switch index % 6 {
      case 0: checks.append(computed(&twins))
      case 1: checks.append(sorted(&twins))
      case 2: checks.append(sliced(&twins))
      case 3: checks.append(distinct(&twins))
      case 4: checks.append(summed(&twins))
      default: checks.append(joined(&twins))
      }
    }
    return checks
  }

  private static func condition(_ twin: Twin) -> Check {
    Check(
      cpay: "$rows | where \(twin.cpay) | select id",
      jq: "[.[] | select(\(twin.jq) == true) | {id}]")
  }

  private static func computed(_ twins: inout TwinGenerator) -> Check {
    let (number, text, truth) = (twins.number(3), twins.text(2), twins.condition(2))
    return Check(
      cpay: "$rows | select id, n=(\(number.cpay)), s=(\(text.cpay)), v=(\(truth.cpay))",
      jq: "[.[] | {id, n: \(number.jq), s: \(text.jq), v: \(truth.jq)}]")
  }

  private static func sorted(_ twins: inout TwinGenerator) -> Check {
    let keys = (0...twins.below(3)).map { index in
      (twins.key(index == 0 ? 2 : 1, isText: index > 0), twins.below(2) == 0)
    }
    let cpay = keys.map { "(\($0.cpay))" + ($1 ? "" : " desc") }.joined(separator: ", ")
    // The last key is sorted by first, since sorting is stable.
    let jq = keys.reversed().map { ($1 ? "rising" : "falling") + "(\($0.jq))" }
    return Check(
      cpay: "$rows | sort \(cpay) | select id", jq: jq.joined(separator: " | ") + " | map({id})")
  }

  private static func sliced(_ twins: inout TwinGenerator) -> Check {
    let (condition, from, count) = (twins.condition(1), twins.below(20), twins.below(20))
    return Check(
      cpay: "$rows | where \(condition.cpay) | skip \(from) | take \(count) | select id",
      jq: "[.[] | select(\(condition.jq) == true)] | .[\(from):\(from + count)] | map({id})")
  }

  /// A missing key finds nothing, and is not found.
  private static func joined(_ twins: inout TwinGenerator) -> Check {
    let (condition, isLeft) = (twins.condition(1), twins.below(2) == 0)
    let ranks = "[" + GeneratedRows.ranks.json.joined(separator: ",") + "]"
    return Check(
      cpay: "$rows | where \(condition.cpay) | join $ranks on=s kind=\(isLeft ? "left" : "inner")"
        + " | select id, rank, s",
      jq: "\(ranks) as $ranks | [.[] | select(\(condition.jq) == true) | . as $row"
        + " | ([$ranks[] | select(.s != null and .s == $row.s)][0]) as $other"
        + " | {id, rank: $other.rank, s}" + (isLeft ? "]" : " | select(.rank != null)]"))
  }

  private static func distinct(_ twins: inout TwinGenerator) -> Check {
    let key = twins.pick(["a", "s", "on"])
    if twins.below(3) == 0 {
      return Check(
        cpay: "$rows | uniq by=[\(key), b] | select id", jq: "firsts([.\(key), .b]) | map({id})")
    }
    return twins.below(2) == 0
      ? Check(
        cpay: "$rows | uniq by=\(key) | select id", jq: "firsts(.\(key)) | map({id})")
      : Check(
        cpay: "$rows | select \(key), t | uniq", jq: "map({\(key), t}) | firsts(.)")
  }

  private static func summed(_ twins: inout TwinGenerator) -> Check {
    let (condition, key) = (twins.condition(1), twins.pick(["a", "s", "on", "t"]))
    return Check(
      cpay: "$rows | where \(condition.cpay)"
        + " | summarize by=\(key) known=count(b) least=min(b) most=max(b) n=count() sum=sum(b)"
        + " | select key=\(key), known, least, most, n, sum",
      jq: "[.[] | select(\(condition.jq) == true)] | group_by(.\(key)) | map({"
        + "key: .[0].\(key), known: (map(.b | values) | length), least: (map(.b | values) | min),"
        + " most: (map(.b | values) | max), n: length, sum: total(.b)})",
      isUnordered: true)
  }
}

extension CanonicalJSON {
  /// The canonical texts of an array's elements; nil for what is no array.
  static func elements(_ json: String) -> [String]? {
    guard case .array(let elements)? = (try? JSONReader.read(Array(json.utf8)))?.content else {
      return nil
    }
    return elements.map { text($0) }
  }
}
