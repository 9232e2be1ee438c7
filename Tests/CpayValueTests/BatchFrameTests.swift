import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct BatchFrameTests {
  private static let layout = ColumnLayout([
    ColumnLayout.Column("id", .string, isRequired: true),
    ColumnLayout.Column("n", .integer, isRequired: false),
    ColumnLayout.Column("any", .any, isRequired: false),
  ])

  /// Rows of any kind, with things missing wherever they may be.
  private static func rows(_ count: Int, _ random: inout SeededGenerator) -> Batch {
    var text = ""
    for number in 0..<count {
      let any = [
        "", #","any":null"#, #","any":{"a":[1,"\u00e4"]}"#, #","any":"é\\""#, #","any":1.5"#,
      ]
      let more = ["", #","other":true"#, #","x":"‮""#]
      let n = Bool.random(using: &random) ? ",\"n\":\(Int.random(in: -9...9, using: &random))" : ""
      text += #"{"id":"r\#(number)"\#(n)"#
      text += any.randomElement(using: &random) ?? ""
      text += (more.randomElement(using: &random) ?? "") + "}\n"
    }
    var scanner = RowScanner(layout)
    guard let rows = try? scanner.lines(Array(text.utf8), from: 1) else {
      return BatchBuilder(layout).build()
    }
    return rows
  }

  private static func expectSame(_ one: Batch, _ other: Batch) {
    #expect(one.count == other.count && one.storage.layout == other.storage.layout)
    #expect(one.storage.isExact == other.storage.isExact)
    for index in 0..<min(one.count, other.count) {
      let (row, again) = (one[index], other[index])
      #expect(row.bytes == again.bytes)
      #expect(row.isPrintable == again.isPrintable && row.hasOtherKeys == again.hasOtherKeys)
      #expect(row.place == again.place)
      for slot in one.storage.layout.columns.indices {
        #expect(row.field(slot).lengthAndKind == again.field(slot).lengthAndKind)
        #expect(row.json(slot) == again.json(slot))
      }
    }
    #expect((one.storage.origin == nil) == (other.storage.origin == nil))
    if one.storage.origin != nil, other.storage.origin != nil {
      expectSame(one.origins, other.origins)
    }
  }

  private static func readAgain(_ rows: Batch) -> Batch? {
    rows.frame.flatMap { Batch(frame: $0, layouts: rows.layouts) }
  }

  @Test(arguments: 0..<20)
  func `reads what it wrote`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let all = Self.rows(Int.random(in: 0...30, using: &random), &random)
    let numbered = seed.isMultiple(of: 2) ? all : all.numbered(Array(1...31))
    let rows = numbered.reordered(numbered.indices.shuffled(using: &random))
    Self.expectSame(rows, try #require(Self.readAgain(rows)))
    var builder = BatchBuilder(ColumnLayout([ColumnLayout.Column("a", .any, isRequired: false)]))
    for index in 0..<rows.count {
      let row = rows[index]
      #expect(builder.append(madeFrom: row, at: row) { _, writer in writer.field(row, 2) })
    }
    let made = builder.build()
    let part = made.part(0..<made.count / 2)
    #expect(part.layouts.count == (part.storage.origin == nil ? 1 : 2))
    Self.expectSame(part, try #require(Self.readAgain(part)))
  }

  @Test(arguments: 0..<10)
  func `is none when it is not what was written`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let rows = Self.rows(5, &random)
    let whole = try #require(rows.frame)
    for length in 0..<whole.count {
      #expect(Batch(frame: Array(whole[..<length]), layouts: rows.layouts) == nil)
    }
    #expect(Batch(frame: whole + [0], layouts: rows.layouts) == nil)
    #expect(Batch(frame: whole, layouts: []) == nil)
    for place in whole.indices {
      var frame = whole
      frame[place] ^= UInt8.random(in: 1...255, using: &random)
      #expect(Batch(frame: frame, layouts: rows.layouts) == nil)
    }
  }
}

extension Batch {
  fileprivate var indices: Range<Int> { 0..<count }
}
