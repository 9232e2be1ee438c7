import CpayTestSupport
import Testing

@testable import CpayValue

/// Keys of rows, numbered.
@Suite struct KeyTableTests {
  private static let layout = ColumnLayout(
    ["a", "b"].map { ColumnLayout.Column($0, .any, isRequired: false) })
  private static let fields: [KeyField] = [.text(0), .integer(1)]

  private static func rows(_ lines: [String]) throws -> Batch {
    var scanner = RowScanner(layout)
    return try scanner.lines(Array(lines.joined(separator: "\n").utf8), from: 1)
  }

  /// The values of a row as a column of texts and one of whole numbers have them.
  private static func values(_ row: Row) -> [Value] {
    [row.text(0).map(Value.string) ?? .null, row.integer(1).map(Value.int) ?? .null]
  }

  private static func numbers(of rows: Batch, in table: inout KeyTable) -> [Int32] {
    var numbers: [Int32] = []
    table.add(rows, by: fields, to: &numbers) { index, key in
      for value in values(rows[index]) { key.add(value) }
    }
    return numbers
  }

  private static func found(of rows: Batch, in table: inout KeyTable) -> [Int32] {
    var numbers: [Int32] = []
    table.find(rows, by: fields, to: &numbers) { index, key in
      for value in values(rows[index]) { key.add(value) }
    }
    return numbers
  }

  @Test func `gives rows the same number exactly where their values are equal`() throws {
    var random = SeededGenerator(seed: 7)
    let texts = [
      #""""#, #""a""#, #""b""#, #""\u0061""#, "null", "1", "[]", "true", #""12345678""#, #""é""#,
      #""\u00e9""#, "\"\(String(repeating: "x", count: 62))\"",
      "\"\(String(repeating: "x", count: 63))\"", "\"\(String(repeating: "x", count: 300))\"",
    ]
    let integers = ["0", "-0", "1", "-1", "9223372036854775807", "null", "1.0", #""1""#]
    var table = KeyTable()
    var known: [String: Int32] = [:]
    for _ in 0..<20 {
      var lines: [String] = []
      for _ in 0..<100 {
        let (a, b) = (random.pick(texts), random.pick(integers))
        lines.append(random.once(in: 9) ? "{\"b\":\(b)}" : "{\"a\":\(a),\"b\":\(b)}")
      }
      let rows = try Self.rows(lines)
      let numbers = Self.numbers(of: rows, in: &table)
      #expect(numbers.count == rows.count)
      for (index, number) in numbers.enumerated() {
        var writer = JSONWriter()
        writer.value(.list(Self.values(rows[index])))
        let key = String(decoding: writer.bytes, as: UTF8.self)
        #expect(number == known[key] ?? Int32(known.count), "\(key)")
        known[key] = number
      }
      #expect(Self.found(of: rows, in: &table) == numbers)
    }
    #expect(table.count == known.count)
  }

  @Test func `takes codes of currencies for the same in letters of either case, and no other text`()
    throws
  {
    let rows = try Self.rows(
      ["EUR", "eur", "Eur", "usd", "euro", "EURO", "e1r", "E1R", "\\u0045UR", ""].map {
        "{\"a\":\"\($0)\"}"
      } + ["{}", "{\"a\":null}"])
    var (table, numbers) = (KeyTable(), [Int32]())
    table.add(rows, by: [.currency(0)], to: &numbers) { index, key in
      key.add(.string((rows[index].text(0) ?? "").lowercased()))
    }
    #expect(numbers == [0, 0, 0, 1, 2, 3, 4, 5, 0, 6, 7, 7])
  }

  @Test func `finds the rows in which a key is missing`() throws {
    let rows = try Self.rows(
      [#"{"a":"x","b":1}"#, #"{"a":null,"b":"1"}"#, #"{"b":2}"#, #"{"a":3}"#, #"{"a":"\u0078"}"#])
    func lacking(_ field: KeyField) -> [Int] {
      var (found, next): ([Int], Int) = ([], 0)
      while let index = rows.firstRow(from: next, lacking: field) {
        found.append(index)
        next = index + 1
      }
      return found
    }
    #expect(lacking(.text(0)) == [1, 2, 3])
    #expect(lacking(.currency(0)) == [1, 2, 3])
    #expect(lacking(.integer(1)) == [1, 3, 4])
  }

  @Test func `finds none that were not added`() throws {
    var table = KeyTable()
    let (some, others) = (
      try Self.rows([#"{"a":"x","b":1}"#]), try Self.rows([#"{"a":"x","b":2}"#, "{}"])
    )
    #expect(Self.found(of: some, in: &table) == [-1])
    #expect(Self.numbers(of: some, in: &table) == [0])
    #expect(Self.found(of: others, in: &table) == [-1, -1])
    #expect(table.count == 1)
  }

  @Test func `keeps the numbers of the rows before one that cannot be read`() throws {
    struct Failure: Error {}
    let rows = try Self.rows([#"{"a":"x"}"#, #"{"a":"\u0078"}"#, #"{"a":"y"}"#])
    var (table, numbers) = (KeyTable(), [Int32]())
    #expect(throws: Failure.self) {
      try table.add(rows, by: Self.fields, to: &numbers) { (_, _) throws(Failure) in
        throw Failure()
      }
    }
    #expect(numbers == [0])
  }

  @Test(arguments: [
    "key %", "%", "1%", "dp_000%", "ord000%", "customer_00000%", "a rather long key, number %",
  ])
  func `takes many keys`(of form: String) throws {
    let keys = (0..<5000).map { form.replacing("%", with: String(10_000 + $0)) }
    let rows = try Self.rows(keys.enumerated().map { "{\"a\":\"\($1)\",\"b\":\($0)}" })
    var table = KeyTable()
    #expect(Self.numbers(of: rows, in: &table).elementsEqual(0..<5000))
    #expect(Self.numbers(of: rows, in: &table).elementsEqual(0..<5000))
    #expect(!table.isGuarded)
  }

  @Test func `tells apart keys that were made to fall together`() throws {
    var texts: [String] = []
    var number = 0
    while texts.count < 200 {
      number += 1
      var key = RowKey()
      key.add(.string("\(number)"))
      key.add(.null)
      let bytes = key.bytes
      let hash = KeyTable.kept(of: bytes.span.hash(of: 0..<bytes.count, after: 0))
      if KeyTable.slot(of: hash, among: 512) == 0 { texts.append("\(number)") }
    }
    let rows = try Self.rows(texts.map { "{\"a\":\"\($0)\"}" })
    var table = KeyTable()
    #expect(Self.numbers(of: rows, in: &table).elementsEqual(0..<200))
    #expect(table.isGuarded)
    #expect(Self.found(of: rows, in: &table).elementsEqual(0..<200))
    let others = try Self.rows([#"{"a":"no number"}"#])
    #expect(Self.found(of: others, in: &table) == [-1])
    #expect(Self.numbers(of: others, in: &table) == [200])
  }

  @Test func `tells the texts and whole numbers that a key was written of`() {
    for seed in UInt64(1)...300 {
      var random = SeededGenerator(seed: seed)
      var (key, wanted): (RowKey, [RowKey.Part]) = (RowKey(), [])
      for _ in 0..<random.below(4) {
        switch random.below(3) {
        case 0:
          key.add(.null)
          wanted.append(.missing)
        case 1:
          let number = Int64(bitPattern: random.next()) >> random.below(64)
          key.add(.int(number))
          wanted.append(.integer(number))
        default:
          let text = random.text() + String(repeating: "x", count: random.below(100))
          key.add(.string(text))
          wanted.append(.text(text))
        }
      }
      #expect(RowKey.parts(key.bytes[...]) == wanted)
      key.add(.bool(true))
      #expect(RowKey.parts(key.bytes[...]) == nil)
    }
  }
}
