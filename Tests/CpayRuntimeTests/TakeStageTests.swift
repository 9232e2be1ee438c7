import CpayLanguage
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct TakeStageTests {
  @Test(arguments: [(0, 0), (1, 1), (8, 8), (9, 8)])
  func `hands on the first rows`(asked: Int, given: Int) throws {
    #expect(
      try output("take \(asked)").rows.ids == Array(FixtureDispute.docs.prefix(given).map(\.id)))
  }

  @Test func `counts over batches and says when it has had enough`() throws {
    var stage = TakeStage(3)
    let rows = try Batch(Array(FixtureDispute.docs.prefix(2)))
    #expect(!stage.isSatisfied)
    #expect(stage.process(rows).count == 2)
    #expect(!stage.isSatisfied)
    #expect(stage.process(rows).count == 1)
    #expect(stage.isSatisfied)
    #expect(stage.process(rows).isEmpty)
  }
}
