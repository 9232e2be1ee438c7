import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct SortStageTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let stage: String
    let ids: String
    var testDescription: String { stage }

    init(_ stage: String, _ ids: String) {
      self.stage = stage
      self.ids = ids
    }
  }

  @Test(arguments: [
    Row("sort id", "a1 b2 c3 d4 e5 f6 g7 h8"), Row("sort id desc", "h8 g7 f6 e5 d4 c3 b2 a1"),
    Row("sort evidence_due_by", "e5 g7 b2 a1 c3 d4 f6 h8"),
    Row("sort evidence_due_by desc", "c3 a1 b2 g7 e5 d4 f6 h8"),
    Row("sort status", "g7 a1 b2 c3 d4 e5 f6 h8"),
    Row("sort status desc", "h8 f6 e5 a1 b2 c3 d4 g7"),
    Row("sort charge, id desc", "h8 a1 b2 c3 d4 e5 f6 g7"),
    Row("sort currency, amount desc", "f6 a1 b2 e5 h8 g7 d4 c3"),
    Row("sort metadata.team, created", "a1 f6 b2 h8 g7 e5 d4 c3"),
    Row("sort amount.minor", "h8 e5 b2 a1 g7 c3 f6 d4"),
  ])
  func `orders rows by their keys, missing values last`(row: Row) throws {
    let ids = try output(row.stage).rows.ids
    #expect(ids == row.ids.split(separator: " ").map { "dp_" + $0 })
  }

  @Test func `sorts each currency by itself and says so`() throws {
    let (rows, remarks) = try output("sort amount")
    #expect(rows.ids == ["h8", "e5", "b2", "a1", "f6", "g7", "d4", "c3"].map { "dp_" + $0 })
    #expect(
      remarks == ["warning W111: `amount` holds several currencies; each is sorted by itself"])
    let descending = try output("sort amount desc").rows.ids
    #expect(descending == ["f6", "a1", "b2", "e5", "h8", "g7", "d4", "c3"].map { "dp_" + $0 })
    #expect(try output("sort amount", Array(FixtureDispute.docs.prefix(2))).remarks == [])
  }

  @Test func `a member the API added later comes behind the known ones`() throws {
    let disputes = ["zz_later", "lost", "aa_later", "needs_response"].map {
      FixtureDispute(id: "dp_\($0)", status: $0)
    }
    #expect(
      try output("sort status", disputes).rows.ids
        == ["needs_response", "lost", "aa_later", "zz_later"].map { "dp_" + $0 })
  }

  @Test(arguments: ["amount", "amount desc", "status, amount desc", "evidence_due_by", "id desc"])
  func `keeps the first rows that are wanted, as all in order begin`(keys: String) throws {
    var random = SeededGenerator(seed: 5)
    let all = try Batch((0..<200).map { FixtureDispute.random($0, &random) })
    func ids(first wanted: Int?) throws -> [String?] {
      var stage = try #require(try rowStage("sort \(keys)") as? SortStage)
      stage.fewRows = 16
      if let wanted { stage.want(wanted) }
      for start in stride(from: 0, to: all.count, by: 9) {
        _ = try stage.process(all.part(start..<start + 9))
      }
      let found = try #require(try stage.finish())
      return (0..<found.count).prefix(wanted ?? .max).map { found[$0].text(0) }
    }
    let sorted = try ids(first: nil)
    #expect(sorted.count == 200)
    for wanted in [0, 1, 10, 150] {
      #expect(try ids(first: wanted) == Array(sorted.prefix(wanted)))
    }
  }

  @Test(arguments: 0..<20)
  func `is stable, whichever way it goes`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let disputes = (0..<40).map { FixtureDispute.random($0, &random) }
    for key in ["status", "evidence_due_by", "metadata.team"] {
      for direction in ["", " desc"] {
        let ids = try output("sort \(key)\(direction)", disputes).rows.ids
        let again = try output("sort \(key)\(direction)", disputes).rows.ids
        #expect(ids == again)
        #expect(Set(ids) == Set(disputes.map(\.id)))
        let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        for (first, second) in zip(disputes, disputes.dropFirst())
        where first.status == second.status && first.dueBy == second.dueBy
          && first.team == second.team
        {
          #expect(try #require(places[first.id]) < #require(places[second.id]))
        }
      }
    }
  }

  @Test func `hands nothing on before the last row`() throws {
    var stage = try rowStage("sort id desc")
    #expect(try stage.process(Batch(FixtureDispute.docs)).isEmpty)
    #expect(try stage.process(Batch([FixtureDispute(id: "dp_z")])).isEmpty)
    #expect(try stage.finish()?.ids.first == "dp_z")
  }
}
