import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct RowScannerTests {
  static let layout = ColumnLayout([
    ColumnLayout.Column("id", .string, isRequired: true),
    ColumnLayout.Column("amount", .integer, isRequired: true),
    ColumnLayout.Column("note", .string, isRequired: false),
    ColumnLayout.Column("meta", .object, isRequired: false),
    ColumnLayout.Column("extra", .any, isRequired: false),
  ])

  struct Object: Sendable, CustomTestStringConvertible {
    let json: String
    let isRow: Bool

    init(_ json: String, _ isRow: Bool) {
      self.json = json
      self.isRow = isRow
    }

    var testDescription: String { json }
  }

  @Test(arguments: [
    Object(#"{"id":"a","amount":1}"#, true),
    Object(#" { "amount" : 1 , "id" : "a" } "#, true),
    Object(#"{"id":"a","amount":1,"note":null,"meta":null,"extra":null}"#, true),
    Object(#"{"id":"a","amount":-9223372036854775808,"extra":9223372036854775808}"#, true),
    Object(#"{"id":"a","amount":1,"extra":[1,{"a":[]}],"meta":{"a":"b"}}"#, true),
    Object(#"{"id":"","amount":-0,"what":{"id":1},"id2":2}"#, true),
    Object(#"{"\u0069d":"a","amount":1}"#, true),
    Object(#"{"id":"a"}"#, false),
    Object(#"{"amount":1}"#, false),
    Object(#"{"id":null,"amount":1}"#, false),
    Object(#"{"id":"a","amount":null}"#, false),
    Object(#"{"id":1,"amount":1}"#, false),
    Object(#"{"id":["a"],"amount":1}"#, false),
    Object(#"{"id":"a","amount":"1"}"#, false),
    Object(#"{"id":"a","amount":1.0}"#, false),
    Object(#"{"id":"a","amount":1e3}"#, false),
    Object(#"{"id":"a","amount":9223372036854775808}"#, false),
    Object(#"{"id":"a","amount":-9223372036854775809}"#, false),
    Object(#"{"id":"a","amount":01}"#, false),
    Object(#"{"id":"a","amount":true}"#, false),
    Object(#"{"id":"a","amount":1,"note":2}"#, false),
    Object(#"{"id":"a","amount":1,"note":true}"#, false),
    Object(#"{"id":"a","amount":1,"meta":"x"}"#, false),
    Object(#"{"id":"a","amount":1,"meta":[]}"#, false),
    Object(#"{"id":"a","amount":1,"id":"b"}"#, false),
    Object(#"{"id":"a","amount":1,"\u0069d":"b"}"#, false),
    Object(#"{"note":null,"id":"a","amount":1,"note":"x"}"#, false),
    Object(#"{"id":"a","amount":1,}"#, false),
    Object(#"{"id":"a","amount":1}{}"#, false),
    Object(#"[{"id":"a","amount":1}]"#, false),
    Object(#"{}"#, false),
    Object(#""#, false),
  ])
  func `takes objects that fit the columns`(object: Object) {
    var scanner = RowScanner(Self.layout)
    let row = try? scanner.object(Array(object.json.utf8))
    #expect((row != nil) == object.isRow)
    #expect(row == nil || row?.count == 1)
  }

  @Test(arguments: [
    Object(#"{"object":"list","data":[],"has_more":false}"#, true),
    Object(#"{"has_more":true,"data":[{"id":"a","amount":1}],"url":"/v1"}"#, true),
    Object(#"{"data":[],"has_more":false,"data2":{"data":[1]}}"#, true),
    Object(#"{}"#, false),
    Object(#"{"data":[]}"#, false),
    Object(#"{"has_more":false}"#, false),
    Object(#"{"data":[],"has_more":null}"#, false),
    Object(#"{"data":[],"has_more":"true"}"#, false),
    Object(#"{"data":[],"has_more":1}"#, false),
    Object(#"{"data":{},"has_more":false}"#, false),
    Object(#"{"data":null,"has_more":false}"#, false),
    Object(#"{"data":[1],"has_more":false}"#, false),
    Object(#"{"data":[{}],"has_more":false}"#, false),
    Object(#"{"data":[,],"has_more":false}"#, false),
    Object(#"{"data":[{"id":"a","amount":1},],"has_more":false}"#, false),
    Object(#"{"data":[],"has_more":false,"data":[]}"#, false),
    Object(#"{"data":[],"has_more":false,"has_more":true}"#, false),
    Object(#"{"data":[],"has_more":false,"d\u0061ta":[]}"#, false),
    Object(#"{"data":[],"has_more":false}]"#, false),
    Object(#"{"data":[],"has_more":false"#, false),
    Object(#"[]"#, false),
    Object("\u{feff}{\"data\":[],\"has_more\":false}", false),
  ])
  func `takes list answers only`(object: Object) {
    var scanner = RowScanner(Self.layout)
    #expect(((try? scanner.page(Array(object.json.utf8))) != nil) == object.isRow)
  }

  @Test func `reads fields of every kind`() throws {
    let json = #"{"id":"d\u0070_1","amount":-12,"meta":{"a":"\n"},"extra":[1, 2],"more":0}"#
    var scanner = RowScanner(Self.layout)
    let row = try scanner.object(Array(json.utf8))[0]
    #expect(row.text(0) == "dp_1")
    #expect(row.textEquals(0, Array("dp_1".utf8)) == true)
    #expect(row.textEquals(0, Array("dp_2".utf8)) == false)
    #expect(row.json(0).map(Array.init) == Array(#""d\u0070_1""#.utf8))
    #expect(row.integer(1) == -12)
    #expect(row.text(1) == nil)
    #expect(row.isNull(2))
    #expect(row.text(2) == nil)
    #expect(row.textEquals(2, []) == nil)
    #expect(row.json(2) == nil)
    #expect(row.node(2) == nil)
    #expect(row.node(3)?["a"]?.string == "\n")
    #expect(row.json(4).map(Array.init) == Array("[1, 2]".utf8))
    #expect(row.integer(4) == nil)
    #expect(Array(row.bytes) == Array(json.utf8))
  }

  @Test(
    arguments: [
      (#""eur""#, "eur"), (#""\u0065ur""#, "eur"), (#""EUR""#, nil), (#""""#, nil), ("null", nil),
    ] as [(String, String?)])
  func `reads currencies`(json: String, code: String?) throws {
    var scanner = RowScanner(
      ColumnLayout([ColumnLayout.Column("currency", .string, isRequired: false)]))
    let row = try scanner.object(Array("{\"currency\":\(json)}".utf8))[0]
    #expect(row.currency(0)?.code == code)
  }

  @Test func `predicts no column wrongly when the order of keys changes`() throws {
    let json = #"""
      {"data":[{"id":"a","amount":1,"x":0},{"amount":2,"id":"b"},{"x":1,"y":2,"amount":3,"id":"c"},
      {"id":"d","amount":4,"x":0},{"note":"n","x":1,"id":"e","amount":5}],"has_more":true}
      """#
    var scanner = RowScanner(Self.layout)
    let page = try scanner.page(Array(json.utf8))
    #expect(page.hasMore)
    #expect((0..<5).map { page.rows[$0].text(0) } == ["a", "b", "c", "d", "e"])
    #expect((0..<5).map { page.rows[$0].integer(1) } == [1, 2, 3, 4, 5])
  }

  @Test func `reads keys past the ones it predicts`() throws {
    let unknown = (0..<200).map { "\"k\($0)\":\($0)," }.joined()
    var scanner = RowScanner(Self.layout)
    for _ in 0..<2 {
      let row = try scanner.object(Array("{\(unknown)\"id\":\"a\",\"amount\":7}".utf8))[0]
      #expect(row.integer(1) == 7)
    }
  }

  @Test func `limits nesting`() throws {
    func object(_ depth: Int) -> [UInt8] {
      let open = String(repeating: "[", count: depth)
      let close = String(repeating: "]", count: depth)
      return Array("{\"id\":\"a\",\"amount\":1,\"extra\":\(open)\(close)}".utf8)
    }
    var scanner = RowScanner(Self.layout)
    _ = try scanner.object(object(127))
    #expect(throws: JSONError.self) { try scanner.object(object(128)) }
    #expect(throws: JSONError.self) { try scanner.object(object(1_000_000)) }
  }

  @Test func `agrees with the reader on random pages and their mutations`() {
    var (accepted, refused) = (0, 0)
    for seed in UInt64(1)...1500 {
      var generator = SeededGenerator(seed: seed)
      let page = Array(generator.page().utf8)
      var pages = [page]
      for _ in 0..<22 { pages.append(generator.mutated(page, alphabet: jsonAlphabet)) }
      for page in pages {
        if let reason = disagreement(page) {
          Issue.record("seed \(seed): \(reason) in \(String(decoding: page, as: UTF8.self))")
        }
        var scanner = RowScanner(Self.layout)
        if (try? scanner.page(page)) == nil { refused += 1 } else { accepted += 1 }
      }
    }
    #expect(accepted > 2500)
    #expect(refused > 2500)
  }

  /// How the scanner and the reader differ about a page; nil where they agree.
  private func disagreement(_ bytes: [UInt8]) -> String? {
    var scanner = RowScanner(Self.layout)
    let scanned: RowScanner.Page?
    do {
      scanned = try scanner.page(bytes)
    } catch {
      guard (0...bytes.count).contains(error.offset) else { return "stops at \(error.offset)" }
      scanned = nil
    }
    let node: JSONNode
    do {
      node = try JSONReader.read(bytes)
    } catch {
      // A key that no column has may occur twice.
      return scanned == nil || error.reason.hasSuffix("occurs twice") ? nil : "\(error.reason)"
    }
    guard case .array(let objects) = node["data"]?.content, let hasMore = node["has_more"]?.bool,
      objects.allSatisfy(fits)
    else { return scanned == nil ? nil : "a page that does not fit is taken" }
    guard let scanned else { return "a page that fits is refused" }
    guard scanned.hasMore == hasMore, scanned.rows.count == objects.count else { return "its size" }
    for (index, object) in objects.enumerated() {
      if let reason = difference(scanned.rows[index], object) { return "row \(index): \(reason)" }
    }
    return nil
  }

  private func fits(_ object: JSONNode) -> Bool {
    guard case .object = object.content else { return false }
    return Self.layout.columns.allSatisfy { column in
      switch (object[column.name]?.content, column.form) {
      case (nil, _), (.null, _): !column.isRequired
      case (.string, .string), (.object, .object), (_, .any): true
      case (.number(let text), .integer): Int64(text) != nil
      default: false
      }
    }
  }

  private func difference(_ row: Row, _ object: JSONNode) -> String? {
    for (slot, column) in Self.layout.columns.enumerated() {
      let member = object[column.name]
      let isNull = member.map { $0.content == .null } ?? true
      guard row.isNull(slot) == isNull else { return "\(column.name) is null" }
      guard row.integer(slot) == member?.integer else { return "\(column.name) as a number" }
      let (text, expected) = (row.text(slot), member?.string)
      guard text.map({ Array($0.utf8) }) == expected.map({ Array($0.utf8) }) else {
        return "\(column.name) as text"
      }
      if let expected, row.textEquals(slot, Array(expected.utf8)) != true { return "text equality" }
      switch (row.node(slot), member) {
      case (nil, nil): break
      case (let node?, let member?) where areSame(node, member): break
      default: return "\(column.name) as a node"
      }
    }
    var writer = JSONWriter()
    row.write(to: &writer)
    guard let printed = try? JSONReader.read(writer.bytes), areSame(printed, object) else {
      return "as printed"
    }
    let text = String(decoding: writer.bytes, as: UTF8.self)
    return text.isSafeToPrint ? nil : "printed unsafely"
  }
}

extension SeededGenerator {
  /// A list answer whose objects mostly fit ``RowScannerTests/layout``.
  fileprivate mutating func page() -> String {
    let rows = (0..<below(4)).map { _ in object() }
    var members = [
      (name: "object", json: "\"list\""), (name: "data", json: "[\(rows.joined(separator: ","))]"),
      (name: "has_more", json: once(in: 2) ? "true" : "false"),
    ]
    if once(in: 3) { members.append((name: "u" + text(), json: spelled(node(depth: 2)))) }
    members.shuffle(using: &self)
    return spelled(members)
  }

  private mutating func object() -> String {
    var members = [
      (name: "id", json: spelled(JSONNode(.string(text()), range: 0..<0))),
      (name: "amount", json: String(Int64(bitPattern: next()) >> below(64))),
    ]
    if once(in: 2) { members.append((name: "note", json: once(in: 4) ? "null" : "\"n\"")) }
    if once(in: 2) { members.append((name: "meta", json: "{\"k\":\(spelled(node(depth: 1)))}")) }
    if once(in: 2) { members.append((name: "extra", json: spelled(node(depth: 2)))) }
    for index in 0..<below(3) {
      members.append((name: "u\(index)" + text(), json: spelled(node(depth: 2))))
    }
    if once(in: 24) { members[below(members.count)].json = spelled(node(depth: 1)) }
    if once(in: 32) { members.remove(at: below(members.count)) }
    members.shuffle(using: &self)
    return spelled(members)
  }
}

/// Rows that do not fit their layout, where that is borne.
@Suite struct MisfitTests {
  private static let layout = ColumnLayout([
    ColumnLayout.Column("id", .string, isRequired: true),
    ColumnLayout.Column("n", .integer, isRequired: true),
    ColumnLayout.Column("in", .object, isRequired: false),
  ])

  @Test func `a row that does not fit spoils no other`() throws {
    let rows = [
      #"{"id":"a","n":1,"in":{}}"#, #"{"id":"b","n":"1","in":{}}"#, #"{"id":5,"n":1.5,"in":[]}"#,
      #"{"n":null,"in":"x"}"#, #"{"id":true,"n":99999999999999999999}"#, #"{"id":"c","n":-2}"#,
    ]
    let page = Array(#"{"data":[\#(rows.joined(separator: ","))],"has_more":false}"#.utf8)
    var scanner = RowScanner(Self.layout, keepsMisfits: true)
    let found = try scanner.page(page).rows
    #expect(found.count == rows.count)
    #expect(scanner.misfits == [1, 2, 3, 4])
    #expect((0..<found.count).map { found[$0].text(0) } == ["a", "b", nil, nil, nil, "c"])
    #expect((0..<found.count).map { found[$0].integer(1) } == [1, nil, nil, nil, nil, -2])
    for (index, row) in rows.enumerated() {
      #expect(String(decoding: found[index].bytes, as: UTF8.self) == row)
    }
    #expect(try scanner.object(Array(rows[0].utf8)).count == 1)
    #expect(scanner.misfits == [])
    var strict = RowScanner(Self.layout)
    #expect(throws: JSONError.self) { try strict.page(page) }
  }

  @Test(arguments: [#"{"id":5"#, #"{"id":nul}"#, #"{"id":"a" "n":1}"#, #"{"id":1,"id":2}"#, "[1"])
  func `what is no JSON is none, however it is read`(text: String) {
    var scanner = RowScanner(Self.layout, keepsMisfits: true)
    #expect(throws: JSONError.self) { try scanner.object(Array(text.utf8)) }
  }
}
