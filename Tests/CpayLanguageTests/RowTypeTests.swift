import CpayTestSupport
import CpayValue
import Testing

@testable import CpayLanguage

@Suite struct RowTypeTests {
  /// Names that are the same text, but not the same bytes, are two.
  private static let names =
    (0..<150).map { "c\($0)" } + ["\u{e9}", "e\u{301}", "\u{212b}", "\u{c5}", "A\u{30a}"]

  @Test(arguments: UInt64(1)...20)
  func `a column is found where it is, however many were added one after the other`(
    _ seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    var rows = RowType(made: [])
    for _ in 0..<120 {
      let added = Set(
        (0..<Int.random(in: 1...4, using: &random)).map { _ in random.pick(Self.names) })
      // A set takes names that are the same text for one.
      rows = rows.extended(
        by: added.sorted().map { RowType.Field(name: $0, type: FieldType(.string)) })
      let name = random.pick(Self.names)
      #expect(
        rows.place(of: name)
          == rows.fields.firstIndex { $0.name.utf8.elementsEqual(name.utf8) })
    }
    for name in Self.names {
      #expect(
        rows.place(of: name)
          == rows.fields.firstIndex { $0.name.utf8.elementsEqual(name.utf8) })
    }
  }

  @Test func `rows are the same whichever way their columns have come`() {
    let fields = (0..<100).map { RowType.Field(name: "c\($0)", type: FieldType(.int)) }
    var rows = RowType(made: fields)
    for place in 0..<100 {
      rows = rows.extended(by: [RowType.Field(name: "c\(place)", type: FieldType(.int))])
    }
    #expect(rows == RowType(made: fields).extended(by: fields))
  }
}
