import CpayTestSupport
import Testing

@testable import CpayValue

/// Rows told apart by the bytes of their fields.
@Suite struct RowGrouperTests {
  @Test func `gives rows the same kind exactly where their fields have the same bytes`() throws {
    let layout = ColumnLayout(
      ["a", "b"].map { ColumnLayout.Column($0, .any, isRequired: false) })
    var random = SeededGenerator(seed: 7)
    let values = [
      "\"\"", "\"a\"", "\"b\"", "\"\\u0061\"", "null", "1", "1.0", "[]", "[1]", "true",
      "\"12345678\"", "\"123456781\"", "\"12345678abcdefgh\"", "\"12345678abcdefgi\"",
    ]
    var grouper = RowGrouper(by: [0, 1])
    var scanner = RowScanner(layout)
    var kinds: [String: Int32] = [:]
    for _ in 0..<20 {
      var lines: [String] = []
      for _ in 0..<200 {
        let (a, b) = (random.pick(values), random.pick(values))
        lines.append(random.once(in: 9) ? "{\"b\":\(b)}" : "{\"a\":\(a),\"b\":\(b)}")
      }
      let rows = try scanner.lines(Array(lines.joined(separator: "\n").utf8), from: 1)
      for (line, kind) in zip(lines, grouper.kinds(of: rows)) {
        #expect(kinds[line] ?? kind == kind)
        kinds[line] = kind
      }
    }
    #expect(Set(kinds.values).count == kinds.count)
    #expect(grouper.count == kinds.count)
    #expect(kinds.values.max().map { Int($0) } == kinds.count - 1)
  }

  @Test func `leaves the rows of too many kinds to others`() throws {
    let count = RowGrouper.mostKinds + 50
    let layout = ColumnLayout([ColumnLayout.Column("a", .any, isRequired: false)])
    var scanner = RowScanner(layout)
    let text = (0..<count).map { "{\"a\":\($0)}\n" }.joined()
    let rows = try scanner.lines(Array(text.utf8), from: 1)
    var grouper = RowGrouper(by: [0])
    let kinds = grouper.kinds(of: rows)
    #expect(kinds.prefix(RowGrouper.mostKinds).elementsEqual(0..<Int32(RowGrouper.mostKinds)))
    #expect(kinds.suffix(50).allSatisfy { $0 == -1 })
    #expect(grouper.kinds(of: rows) == kinds)
  }
}
