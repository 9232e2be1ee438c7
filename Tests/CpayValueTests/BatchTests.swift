import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct BatchTests {
  static let layout = ColumnLayout([
    ColumnLayout.Column("id", .string, isRequired: true),
    ColumnLayout.Column("n", .integer, isRequired: true),
  ])

  /// Rows `r0`, `r1`, … with the numbers 0, 1, ….
  static func rows(_ count: Int) throws -> Batch {
    let objects = (0..<count).map { "{\"id\":\"r\($0)\",\"n\":\($0),\"x\":[\($0)]}" }
    var scanner = RowScanner(layout)
    let page = "{\"data\":[\(objects.joined(separator: ", "))],\"has_more\":false}"
    return try scanner.page(Array(page.utf8)).rows
  }

  static func numbers(_ batch: Batch) -> [Int64?] {
    (0..<batch.count).map { batch[$0].integer(1) }
  }

  @Test func `keeps a field's place in twelve bytes`() {
    #expect(MemoryLayout<FieldExtent>.stride <= 12)
    #expect(MemoryLayout<RowExtent>.stride <= 12)
  }

  @Test func `finds slots by the bytes of the name`() {
    #expect(Self.layout.slot("n") == 1)
    #expect(Self.layout.slot("N") == nil)
    #expect(Self.layout.slot("") == nil)
    let layout = ColumnLayout([ColumnLayout.Column("é", .any, isRequired: false)])
    #expect(layout.slot("e\u{301}") == nil)
  }

  @Test func `selects, cuts and turns rows without losing any`() throws {
    let batch = try Self.rows(6)
    let even = batch.filter { ($0.integer(1) ?? 1) % 2 == 0 }
    #expect(Self.numbers(even) == [0, 2, 4])
    #expect(Self.numbers(even.filter { $0.text(0) != "r2" }) == [0, 4])
    #expect(Self.numbers(even.prefix(2)) == [0, 2])
    #expect(Self.numbers(even.reordered([2, 0, 1])) == [4, 0, 2])
    #expect(Self.numbers(even.reordered([2, 0, 1]).prefix(2)) == [4, 0])
    #expect(Self.numbers(batch.reordered([5, 5, 0])) == [5, 5, 0])
    #expect(Self.numbers(batch) == [0, 1, 2, 3, 4, 5])
  }

  @Test(arguments: [(-1, 0), (.min, 0), (0, 0), (1, 1), (3, 3), (4, 3), (.max, 3)])
  func `takes at most the rows there are`(maximum: Int, count: Int) throws {
    #expect(try Self.rows(3).prefix(maximum).count == count)
    #expect(try Self.rows(3).filter { _ in true }.prefix(maximum).count == count)
  }

  @Test func `is empty without rows`() throws {
    #expect(BatchBuilder(Self.layout).build().isEmpty)
    #expect(try Self.rows(2).filter { _ in false }.isEmpty)
    #expect(try !Self.rows(1).isEmpty)
  }

  @Test func `selects as an array does`() throws {
    let seed: UInt64 = 51
    var generator = SeededGenerator(seed: seed)
    let all = try Self.rows(20)
    for _ in 0..<300 {
      var batch = all
      var expected = Array(Int64(0)..<20)
      for _ in 0..<generator.below(5) {
        switch generator.below(3) {
        case 0:
          let divisor = Int64(generator.below(4) + 1)
          batch = batch.filter { ($0.integer(1) ?? 0) % divisor == 0 }
          expected = expected.filter { $0 % divisor == 0 }
        case 1:
          let maximum = generator.below(24)
          batch = batch.prefix(maximum)
          expected = Array(expected.prefix(maximum))
        default:
          let order = Array(0..<expected.count).shuffled(using: &generator)
          batch = batch.reordered(order)
          expected = order.map { expected[$0] }
        }
      }
      if Self.numbers(batch) != expected { Issue.record("seed \(seed): \(expected)") }
    }
  }

  @Test(arguments: [
    #"{"id":"a","n":1}"#,
    #"{"z":null,"id":"a","n":1,"a":[1,{"b":2.50}],"u":"\u202e\n"}"#,
    #"{ "id" : "é😀" , "n" : 1 }"#,
  ])
  func `prints clean rows byte for byte`(json: String) throws {
    #expect(try printed(json) == json)
  }

  @Test(arguments: [
    ("{\n  \"z\": 1,\n  \"id\": \"a\",\n  \"n\": 1\n}", #"{"z":1,"id":"a","n":1}"#),
    ("{\"id\":\"\u{202e}\",\"n\":1,\"z\":9.00}", #"{"id":"\u202e","n":1,"z":9.00}"#),
    ("{\"\u{9b}\":0,\"id\":\"\u{7f}\",\"n\":1}", #"{"\u009b":0,"id":"\u007f","n":1}"#),
    ("{\"x\":1,\t\"x\":2,\"id\":\"a\",\"n\":1}", #"{"x":1,"x":2,"id":"a","n":1}"#),
    ("{\"m\":{\"x\":1,\n\"x\":2},\"id\":\"a\",\"n\":1}", #"{"m":{"x":1,"x":2},"id":"a","n":1}"#),
  ])
  func `escapes unsafe rows and keeps order and unknown fields`(json: String, line: String) throws {
    #expect(try printed(json) == line)
  }

  private func printed(_ json: String) throws -> String {
    var scanner = RowScanner(Self.layout)
    var writer = JSONWriter()
    try scanner.object(Array(json.utf8))[0].write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `rows know their lines wherever they go`() throws {
    let rows = try Self.rows(3).numbered([2, 4, 9])
    #expect(rows.reordered([2, 0]).filter { _ in true }.prefix(1)[0].line == 9)
    #expect(try Self.rows(1)[0].line == nil)
    #expect(try Self.rows(2).numbered([7])[1].line == nil)
    var builder = BatchBuilder(Self.layout)
    let other = try Self.rows(1)
    for row in [other[0], rows[1], other[0], rows[2]] { _ = builder.append(row) }
    let gathered = builder.build()
    #expect((0..<4).map { gathered[$0].line } == [nil, 4, nil, 9])
    var made = BatchBuilder(ColumnLayout([ColumnLayout.Column("x", .any, isRequired: false)]))
    for index in 0..<4 {
      _ = made.append(madeFrom: gathered[index]) { _, writer in writer.null() }
    }
    var again = BatchBuilder(made.build().storage.layout)
    for index in [3, 1] { _ = again.append(made.build()[index]) }
    #expect((0..<2).map { again.build()[$0].line } == [9, 4])
  }
}
