import CpayLanguage
import CpayTestSupport
import Testing

/// Laws that hold for every condition and all rows.
@Suite struct LawTests {
  private static let rows = GeneratedRows(80, seed: 11)

  /// The ids that a program yields, in order.
  private static func ids(_ program: String) async throws -> [String] {
    let rows = try #require(rows)
    let answer = await Engine.run(program, over: [rows.set])
    guard case .rows(let found) = answer else {
      Issue.record("\(program)\nwas \(answer)")
      return []
    }
    return found.compactMap(\.id)
  }

  private static func conditions(_ count: Int, seed: Int) -> [String] {
    var twins = TwinGenerator(seed: seed)
    return (0..<count).map { twins.condition($0 % 4).cpay }
  }

  private static func isSubsequence(_ part: [String], of whole: [String]) -> Bool {
    var rest = part[...]
    for element in whole where rest.first == element { rest.removeFirst() }
    return rest.isEmpty
  }

  @Test func `two filters are one that joins them`() async throws {
    let conditions = LawTests.conditions(80, seed: 21)
    for (p, q) in zip(conditions, conditions.dropFirst()) {
      let apart = try await LawTests.ids("$rows | where \(p) | where \(q)")
      #expect(try await LawTests.ids("$rows | where (\(p)) and (\(q))") == apart, "\(p)\n\(q)")
    }
  }

  @Test func `a condition, its negation and the unknown share the rows out`() async throws {
    let all = try await LawTests.ids("$rows")
    for p in LawTests.conditions(80, seed: 22) {
      let yes = try await LawTests.ids("$rows | where \(p)")
      let no = try await LawTests.ids("$rows | where not (\(p))")
      let unknown = try await LawTests.ids("$rows | select id, p=(\(p)) | where p == null")
      #expect(Set(yes).isDisjoint(with: no), "\(p)")
      #expect((yes + no + unknown).sorted() == all.sorted(), "\(p)")
      #expect(LawTests.isSubsequence(yes, of: all), "\(p)")
    }
  }

  @Test func `negation twice is none, and de Morgan holds`() async throws {
    let conditions = LawTests.conditions(60, seed: 23)
    for (p, q) in zip(conditions, conditions.dropFirst()) {
      let plain = try await LawTests.ids("$rows | where \(p)")
      #expect(try await LawTests.ids("$rows | where not (not (\(p)))") == plain, "\(p)")
      let neither = try await LawTests.ids("$rows | where not ((\(p)) or (\(q)))")
      #expect(
        try await LawTests.ids("$rows | where not (\(p)) and not (\(q))") == neither, "\(p)\n\(q)")
    }
  }

  @Test func `sorting moves rows, loses none and keeps equal ones in order`() async throws {
    let all = try await LawTests.ids("$rows")
    var twins = TwinGenerator(seed: 24)
    for index in 0..<60 {
      let isText = index % 2 != 0
      let key = twins.key(isText ? 1 : 2, isText: isText).cpay
      let direction = index % 3 == 0 ? " desc" : ""
      let once = try await LawTests.ids("$rows | sort (\(key))\(direction)")
      #expect(once.sorted() == all.sorted(), "\(key)")
      let again = try await LawTests.ids(
        "$rows | sort (\(key))\(direction) | sort (\(key))\(direction)")
      #expect(again == once, "\(key)")
      let equal = try await LawTests.ids(
        "$rows | sort (\(key))\(direction) | where (\(key)) == null")
      #expect(LawTests.isSubsequence(equal, of: all), "\(key)")
      #expect(Array(once.suffix(equal.count)) == equal, "what is missing comes last: \(key)")
    }
  }

  @Test func `two keys are two sorts, the last key first`() async throws {
    var twins = TwinGenerator(seed: 25)
    for _ in 0..<40 {
      let (first, second) = (twins.key(1, isText: false).cpay, twins.key(1, isText: true).cpay)
      let together = try await LawTests.ids("$rows | sort (\(first)), (\(second)) desc")
      let apart = try await LawTests.ids("$rows | sort (\(second)) desc | sort (\(first))")
      #expect(together == apart, "\(first)\n\(second)")
    }
  }

  @Test func `what is taken and what is skipped are all`() async throws {
    var twins = TwinGenerator(seed: 26)
    for _ in 0..<40 {
      let (p, count) = (twins.condition(1).cpay, twins.below(90))
      let all = try await LawTests.ids("$rows | where \(p)")
      let head = try await LawTests.ids("$rows | where \(p) | take \(count)")
      let tail = try await LawTests.ids("$rows | where \(p) | skip \(count)")
      #expect(head + tail == all, "\(p), \(count)")
    }
  }

  @Test func `selecting every column keeps the rows`() async throws {
    let rows = try #require(LawTests.rows)
    let columns = rows.set.type.fields.map(\.name).joined(separator: ", ")
    for p in LawTests.conditions(40, seed: 27) {
      let plain = try await LawTests.ids("$rows | where \(p)")
      #expect(try await LawTests.ids("$rows | select \(columns) | where \(p)") == plain, "\(p)")
      #expect(try await LawTests.ids("$rows | where \(p) | select \(columns)") == plain, "\(p)")
    }
  }

  @Test func `rows told apart once are told apart for good`() async throws {
    for key in ["a", "b", "c", "s", "t", "on"] {
      let once = try await LawTests.ids("$rows | uniq by=\(key)")
      #expect(try await LawTests.ids("$rows | uniq by=\(key) | uniq by=\(key)") == once, "\(key)")
    }
    let all = try await LawTests.ids("$rows")
    #expect(try await LawTests.ids("$rows | uniq") == all)
  }

  @Test func `what is counted and what is not are all`() async throws {
    let rows = try #require(LawTests.rows)
    for p in LawTests.conditions(40, seed: 28) {
      let kept = try await LawTests.ids("$rows | where \(p)")
      let answer = await Engine.run("$rows | where \(p) | count", over: [rows.set])
      guard case .value(let count) = answer else {
        Issue.record("\(p)\nwas \(answer)")
        continue
      }
      #expect(count == String(kept.count), "\(p)")
    }
  }
}
