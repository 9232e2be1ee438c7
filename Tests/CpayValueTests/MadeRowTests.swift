import CpayTestSupport
import Testing

@testable import CpayValue

/// Rows that are made are what reading their JSON would give.
@Suite struct MadeRowTests {
  /// What a field is written with.
  enum Field: Sendable {
    case null
    case value(Value)
    case raw(String)
    /// A field of one of the rows that were read.
    case copy(Row?, slot: Int)
  }

  private static let names = [
    "id", "n", "x", "Tenant \"name\"", "é", "", "a\u{202e}b", "❤\u{fe0f}", "line\nend",
  ]

  private static func layout(_ random: inout SeededGenerator) -> ColumnLayout {
    ColumnLayout(
      (0..<random.below(6)).map { _ in
        ColumnLayout.Column(
          random.pick(names), random.pick([.any, .any, .any, .string, .integer, .object]),
          isRequired: random.once(in: 6))
      })
  }

  /// Rows as files and the API have them: with blanks, escapes, and what may not be printed.
  private static func source(_ random: inout SeededGenerator) throws -> Batch {
    let layout = ColumnLayout(
      ["a", "b", "c"].map { ColumnLayout.Column($0, .any, isRequired: false) })
    var rows: [String] = []
    for _ in 0...random.below(5) {
      let columns = layout.columns.filter { _ in !random.once(in: 4) }
      rows.append(
        random.spelled(
          columns.map { (name: $0.name, json: random.spelled(random.node(depth: 3))) }))
    }
    var scanner = RowScanner(layout)
    return try scanner.page(
      Array(#"{"data":[\#(rows.joined(separator: ","))],"has_more":false}"#.utf8)
    ).rows
  }

  private static func value(_ random: inout SeededGenerator, depth: Int = 0) -> Value {
    switch random.below(depth > 2 ? 8 : 10) {
    case 0: .null
    case 1: .bool(random.once(in: 2))
    case 2: .int(random.pick([0, -1, 42, .max, .min]))
    case 3: .decimal(DecimalTests.random(&random))
    case 4: .string(random.text())
    case 5: .file(random.pick(["a.pdf", "b \"c\".pdf", "\u{200b}"]))
    case 6: .timestamp(Timestamp(seconds: Int64(truncatingIfNeeded: random.next())))
    case 7:
      Currency("eur").map { .money(Money(minor: Int64(random.below(999)), currency: $0)) } ?? .null
    case 8: .list((0..<random.below(4)).map { _ in value(&random, depth: depth + 1) })
    default:
      .record(
        (0..<random.below(4)).map { _ in
          Value.Member(name: random.pick(names), value: value(&random, depth: depth + 1))
        })
    }
  }

  private static func field(_ random: inout SeededGenerator, _ rows: Batch) -> Field {
    switch random.below(8) {
    case 0: .null
    case 1, 2, 3: .value(value(&random))
    case 4:
      .raw(
        random.pick([
          "9223372036854775808", "-9223372036854775808", "-0", "1.0", "1e3", "\"\\u00e9\"",
          "\"\u{202e}\"", "[1, 2]", "{\"a\":1,\"a\":2}", "true", "null", "nul", "", "1 2", "01",
          "\"",
          String(repeating: "[", count: 127) + String(repeating: "]", count: 127),
          String(repeating: "[", count: 128) + String(repeating: "]", count: 128),
        ]))
    default:
      .copy(
        random.once(in: 9) ? nil : rows[random.below(rows.count)], slot: random.below(3))
    }
  }

  /// The row's JSON, as its fields would be written one by one.
  private static func json(_ layout: ColumnLayout, _ fields: [Field]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (column, field) in zip(layout.columns, fields) {
      writer.key(column.name)
      switch field {
      case .null: writer.null()
      case .value(let value): writer.value(value)
      case .raw(let text): writer.raw(text.utf8)
      case .copy(let row, let slot):
        if let json = row?.json(slot) { writer.raw(json) } else { writer.null() }
      }
    }
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ field: Field, to writer: inout FieldWriter) {
    switch field {
    case .null: writer.null()
    case .value(let value): writer.value(value)
    case .raw(let text): writer.raw(text.utf8)
    case .copy(let row, let slot): writer.field(row, slot)
    }
  }

  @Test(arguments: 0..<300) func `made rows are what reading their JSON gives`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let layout = Self.layout(&random)
    let rows = try Self.source(&random)
    var made = BatchBuilder(layout)
    var wanted = BatchBuilder(layout)
    for _ in 0..<12 {
      let fields = layout.columns.map { _ in Self.field(&random, rows) }
      let json = Self.json(layout, fields)
      var scanner = RowScanner(layout)
      let read = try? scanner.object(json)
      let isMade = made.append(madeFrom: nil) { slot, writer in
        if random.once(in: 5) { writer.value(.string("taken back")) }
        Self.write(fields[slot], to: &writer)
      }
      #expect(isMade == (read != nil), "seed \(seed): \(String(decoding: json, as: UTF8.self))")
      if let read {
        let isKept = wanted.append(read[0])
        #expect(isKept)
      }
    }
    Self.expectSame(made.build(), wanted.build(), seed)
  }

  @Test(arguments: 0..<100) func `a row that begins with another is what writing both gives`(
    seed: Int
  ) throws {
    var random = SeededGenerator(seed: seed)
    let (first, rows) = (Self.layout(&random), try Self.source(&random))
    let more = ["more", "yet more"].map { ColumnLayout.Column($0, .any, isRequired: false) }
    let layout = ColumnLayout(first.columns + more)
    var builder = BatchBuilder(first)
    for _ in 0..<6 {
      let fields = first.columns.map { _ in Self.field(&random, rows) }
      _ = builder.append(madeFrom: nil) { Self.write(fields[$0], to: &$1) }
    }
    let beginnings = builder.build()
    // What was only read may hold more, or in another order.
    #expect(!rows.begins(rows.storage.layout))
    guard beginnings.begins(layout) else { return #expect(first.columns.isEmpty) }
    var (made, wanted) = (BatchBuilder(layout), BatchBuilder(layout))
    for index in 0..<beginnings.count {
      let row = beginnings[index]
      let added = more.map { _ in Self.field(&random, rows) }
      let count = first.columns.count
      let isMade = made.append(madeFrom: row, keeping: row) {
        Self.write(added[$0 - count], to: &$1)
      }
      let isWanted = wanted.append(madeFrom: row) { slot, writer in
        if slot < count {
          writer.field(row, slot)
        } else {
          Self.write(added[slot - count], to: &writer)
        }
      }
      #expect(isMade == isWanted)
    }
    Self.expectSame(made.build(), wanted.build(), seed)
  }

  @Test(arguments: 0..<100) func `a field is replaced as reading the JSON gives`(
    seed: Int
  ) throws {
    var random = SeededGenerator(seed: seed)
    let (rows, others) = (try Self.source(&random), try Self.source(&random))
    let layout = rows.storage.layout
    var (made, wanted) = (BatchBuilder(layout), BatchBuilder(layout))
    for _ in 0..<12 {
      let row = rows[random.below(rows.count)]
      let other = others[random.below(others.count)]
      let slot = random.below(3)
      let isMade =
        if let part = row.part(slot) {
          try made.append(row, replacing: part, with: other)
        } else {
          made.append(row)
        }
      var json = Array(row.bytes)
      if let old = row.json(slot) {
        let place = old.startIndex - row.bytes.startIndex
        json.replaceSubrange(place..<place + old.count, with: other.bytes)
      }
      var scanner = RowScanner(layout)
      let isWanted = wanted.append(try scanner.object(json)[0])
      #expect(isMade && isWanted)
    }
    Self.expectSame(made.build(), wanted.build(), seed)
  }

  @Test(arguments: [
    (["charge"], #"{"id":7,"charge":OTHER,"last":"é"}"#),
    (["charge", "customer"], #"{"id":7,"charge":{"a":[1],"customer":OTHER,"z":0},"last":"é"}"#),
    (
      ["charge", "a b", "c"],
      #"{"id":7,"charge" : { "x":"\u0041", "a b" : {"b":{"c":1},"c": OTHER } },"last":"é"}"#
    ),
  ])
  func `a part of a field is replaced where it stands`(path: [String], form: String) throws {
    let layout = ColumnLayout(
      ["charge", "last", "id"].map { ColumnLayout.Column($0, .any, isRequired: false) })
    var scanner = RowScanner(layout)
    let whole = #"{"id":"cus_1","é":"\n"}"#
    let json = { (inner: String) in Array(form.replacing("OTHER", with: inner).utf8) }
    let (row, other) = (
      try scanner.object(json(#""cus_\u0031""#))[0], try scanner.object(Array(whole.utf8))[0]
    )
    let part = try #require(row.part(0, Array(path.dropFirst())))
    #expect(part.text == "cus_1")
    var (made, wanted) = (BatchBuilder(layout), BatchBuilder(layout))
    let isMade = try made.append(row, replacing: part, with: other)
    let isWanted = wanted.append(try scanner.object(json(whole))[0])
    #expect(isMade && isWanted)
    Self.expectSame(made.build(), wanted.build(), 0)
    #expect(row.part(0, Array(path.dropFirst()) + ["none"]) == nil)
  }

  @Test func `what would be too deep or too long is not put in`() throws {
    let layout = ColumnLayout([ColumnLayout.Column("a", .any, isRequired: false)])
    var scanner = RowScanner(layout)
    let row = try scanner.object(Array(#"{"a":"id"}"#.utf8))[0]
    let part = try #require(row.part(0))
    let nest = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    for (depth, fits) in [(126, true), (127, false)] {
      let other = try scanner.object(Array("{\"b\":\(nest(depth))}".utf8))[0]
      var builder = BatchBuilder(layout)
      if fits {
        let isMade = try builder.append(row, replacing: part, with: other)
        #expect(isMade)
      } else {
        #expect(throws: JSONError.self) { try builder.append(row, replacing: part, with: other) }
      }
      #expect(builder.count == (fits ? 1 : 0))
    }
    var small = BatchBuilder(layout, maximumBytes: 12)
    let isMade = try small.append(row, replacing: part, with: row)
    #expect(!isMade && small.build().isEmpty)
  }

  static func expectSame(_ made: Batch, _ wanted: Batch, _ seed: Int) {
    let (left, right) = (made.storage, wanted.storage)
    #expect(left.bytes == right.bytes, "seed \(seed)")
    #expect(left.rows.map(\.text) == right.rows.map(\.text), "seed \(seed)")
    #expect(left.fields.map(\.text) == right.fields.map(\.text), "seed \(seed)")
    #expect(left.lines == right.lines)
  }

  @Test func `the rows of the property are made and refused, printable and not`() throws {
    var (made, refused, unprintable) = (0, 0, 0)
    for seed in 0..<100 {
      var random = SeededGenerator(seed: seed)
      let layout = Self.layout(&random)
      let rows = try Self.source(&random)
      var builder = BatchBuilder(layout)
      for _ in 0..<12 {
        let fields = layout.columns.map { _ in Self.field(&random, rows) }
        if builder.append(madeFrom: nil, { Self.write(fields[$0], to: &$1) }) {
          made += 1
        } else {
          refused += 1
        }
      }
      unprintable += builder.build().storage.rows.count { !$0.isPrintable }
    }
    #expect(made > 100 && refused > 100 && unprintable > 20)
  }

  @Test func `a field that is written twice is what was written last, one that is not is null`() {
    let layout = ColumnLayout(
      ["a", "b"].map { ColumnLayout.Column($0, .any, isRequired: false) })
    var builder = BatchBuilder(layout)
    let isMade = builder.append(madeFrom: nil) { slot, writer in
      guard slot == 0 else { return }
      writer.value(.string("long and \u{202e}"))
      writer.value(.int(5))
    }
    #expect(isMade)
    let row = builder.build()[0]
    #expect(String(decoding: row.bytes, as: UTF8.self) == #"{"a":5,"b":null}"#)
    #expect(row.integer(0) == 5 && row.isNull(1))
  }

  @Test func `lines and origins stay with the rows they belong to`() throws {
    var scanner = RowScanner(BatchTests.layout)
    let text = "{\"id\":\"a\",\"n\":1}\n\n{\"id\":\"b\",\"n\":2}\n"
    let read = try scanner.lines(Array(text.utf8), from: 4)
    var builder = BatchBuilder(ColumnLayout([ColumnLayout.Column("x", .integer, isRequired: true)]))
    for (index, value) in [Value.int(1), .null, .int(2)].enumerated() {
      _ = builder.append(madeFrom: read[index % 2]) { $1.value(value) }
    }
    let made = builder.build()
    #expect((0..<made.count).map { made[$0].origin.text(0) } == ["a", "a"])
    #expect((0..<made.count).map { made[$0].line } == [4, 4])
  }
}

extension FieldExtent {
  fileprivate var text: String { "\(kind) \(kind == .missing ? 0..<0 : range)" }
}

extension RowExtent {
  fileprivate var text: String { "\(range) \(isPrintable)" }
}
