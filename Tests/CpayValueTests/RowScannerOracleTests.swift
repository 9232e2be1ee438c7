import CpayTestSupport
import Foundation
import Testing

@testable import CpayValue

/// The scanner of blocks against one that goes byte by byte, and against Foundation.
@Suite struct RowScannerOracleTests {
  private static let layout = RowScannerTests.layout

  /// How two scanners differ about a text that holds one object; nil where they agree.
  private static func difference(
    _ bytes: [UInt8], _ scanner: inout RowScanner, keepsMisfits: Bool
  ) -> String? {
    let oracle = Result { () throws(JSONError) in
      try ByteRows(layout: layout, keepsMisfits: keepsMisfits).object(bytes)
    }
    let found = Result { () throws(JSONError) in try scanner.object(bytes) }
    switch (oracle, found) {
    case (.failure(let wanted), .failure(let error)):
      return wanted == error ? nil : "\(error) for \(wanted)"
    case (.failure(let wanted), .success): return "takes what is refused: \(wanted)"
    case (.success, .failure(let error)): return "refuses what is taken: \(error)"
    case (.success(let wanted), .success(let rows)):
      let row = ByteRows.Found(
        range: rows.storage.rows[0].range, fields: rows.storage.fields.map(\.told),
        isPrintable: rows[0].isPrintable, hasOtherKeys: rows[0].hasOtherKeys,
        isMisfit: scanner.misfits == [0])
      return wanted == row ? nil : "\(row) for \(wanted)"
    }
  }

  @Test(arguments: [false, true])
  func `reads every object as one that goes byte by byte does`(keepsMisfits: Bool) {
    var accepted = 0
    // What rows before had is remembered, and must not show in what is found.
    var scanner = RowScanner(Self.layout, keepsMisfits: keepsMisfits)
    for seed in UInt64(1)...2000 {
      var generator = SeededGenerator(seed: seed)
      let object = Array(generator.rowObject().utf8)
      for turn in 0..<10 {
        let bytes =
          turn == 0 ? object : generator.mutated(object, alphabet: jsonAlphabet)
        if let difference = Self.difference(bytes, &scanner, keepsMisfits: keepsMisfits) {
          Issue.record(
            "seed \(seed), turn \(turn): \(difference) in \(String(decoding: bytes, as: UTF8.self))"
          )
          return
        }
        if (try? scanner.object(bytes)) != nil { accepted += 1 }
      }
    }
    #expect(accepted > 2000)
  }

  @Test func `reads many rows of one text as each by itself`() throws {
    var accepted = 0
    for seed in UInt64(1)...400 {
      var generator = SeededGenerator(seed: seed)
      let style = generator.below(3)
      var lines: [[UInt8]] = []
      for _ in 0..<12 { lines.append(Array(generator.streamedRow(style: style).utf8)) }
      if generator.once(in: 2) {
        let place = generator.below(lines.count)
        lines[place] = generator.mutated(lines[place], alphabet: Array("{}[]:,\"\\-.e0 tfn".utf8))
      }
      let bytes = Array(lines.joined(separator: "\n".utf8))
      var wanted: [ByteRows.Found] = []
      var start = 0
      for line in lines {
        let text = Array(repeating: UInt8(ascii: " "), count: start) + line
        start += line.count + 1
        let row = try? ByteRows(layout: Self.layout, keepsMisfits: false).object(text)
        if let row { wanted.append(row) }
      }
      let isWhole = wanted.count == lines.count
      var scanner = RowScanner(Self.layout)
      let rows = try? scanner.lines(bytes, from: 1)
      #expect((rows != nil) == isWhole, "seed \(seed)")
      guard let rows, isWhole else { continue }
      accepted += 1
      let width = Self.layout.columns.count
      let found = (0..<rows.count).map { place in
        ByteRows.Found(
          range: rows.storage.rows[place].range,
          fields: rows.storage.fields[place * width..<(place + 1) * width].map(\.told),
          isPrintable: rows[place].isPrintable, hasOtherKeys: rows[place].hasOtherKeys)
      }
      #expect(found == wanted, "seed \(seed)")
    }
    #expect(accepted > 80)
  }

  @Test(
    arguments: [
      #","amount":1,"note":"0123456789abcdef0123456789abcdef","id":"a"}"#,
      #"{"id":"a"{"amount":1,"note":"0123456789abcdef0123456789abcdef"}"#,
      #"{"amount":1{"id":"a","note":"0123456789abcdef0123456789abcdef"}"#,
      #"{,"amount":1,"note":"0123456789abcdef0123456789abcdef","id":"a"}"#,
      #"{"id":"a","amount":1,"note":"0123456789abcdef0123456789abcdef","#,
      #""amount":1,"note":"0123456789abcdef0123456789abcdef","id":"a"}"#,
    ])
  func `takes no key for a first or later one, wherever it stood before`(text: String) throws {
    let note = #""note":"0123456789abcdef0123456789abcdef""#
    let rows = [
      #"{"id":"a","amount":1,\#(note)}"#, #"{"amount":1,"id":"a",\#(note)}"#,
      #"{\#(note),"amount":1,"id":"a"}"#,
    ]
    var scanner = RowScanner(Self.layout)
    var looking = RowScanner.looking()
    for row in rows + rows {
      _ = try scanner.object(Array(row.utf8))
      _ = try looking.object(Array(row.utf8))
      #expect(
        Self.difference(Array(text.utf8), &scanner, keepsMisfits: false) == nil)
      #expect(throws: JSONError.self) { try looking.object(Array(text.utf8)) }
    }
  }

  @Test func `takes no brace behind a value, also where more keys came than are kept`() throws {
    var scanner = RowScanner(Self.layout)
    let row = Array(#"{"id":"a","amount":1,"note":"0123456789abcdef0123456789abcdef"}"#.utf8)
    _ = try scanner.object(row)
    for number in 0..<100 {
      let other = "{\"other\(number)\":\"\","
      _ = try scanner.object(Array(other.utf8) + row.dropFirst())
      let wrong = Array(other.utf8.dropLast()) + row
      #expect(Self.difference(wrong, &scanner, keepsMisfits: false) == nil)
    }
  }

  @Test func `looks at every object as one that goes byte by byte reads it`() {
    var accepted = 0
    for seed in UInt64(1)...1000 {
      var generator = SeededGenerator(seed: seed)
      let object = Array(generator.rowObject().utf8)
      var looking = RowScanner.looking()
      for turn in 0..<8 {
        let bytes = turn < 2 ? object : generator.mutated(object, alphabet: jsonAlphabet)
        let wanted = Result { () throws(JSONError) in
          _ = try ByteRows(layout: ColumnLayout([]), keepsMisfits: false).object(bytes)
        }
        do throws(JSONError) {
          _ = try looking.object(bytes)
          accepted += 1
          if case .failure(let error) = wanted {
            Issue.record("seed \(seed): \(error) in \(String(decoding: bytes, as: UTF8.self))")
          }
        } catch {
          // Which of two values a column has cannot be told.
          if error.reason.hasSuffix("occurs twice") { continue }
          if case .failure(error) = wanted { continue }
          Issue.record(
            "seed \(seed): \(error) for \(wanted) in \(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
    #expect(accepted > 2000)
  }

  @Test func `finds a fault at every place of a block`() {
    let text = Array(
      #"{"id":"dp_0123456789abcdef0123456789abcdef","amount":1234567,"note":"é\n0123456789"}"#.utf8)
    var scanner = RowScanner(Self.layout)
    for place in text.indices {
      for byte in [0, 0x0a, 0x1f, 0x22, 0x5c, 0x7f, 0x80, 0xc3, 0xff, 0x20, 0x2c, 0x7d] as [UInt8] {
        var bytes = text
        bytes[place] = byte
        if let difference = Self.difference(bytes, &scanner, keepsMisfits: false) {
          Issue.record("\(byte) at \(place): \(difference)")
        }
      }
      let cut = Array(text[..<place])
      if let difference = Self.difference(cut, &scanner, keepsMisfits: false) {
        Issue.record("cut at \(place): \(difference)")
      }
    }
  }

  @Test func `takes what Foundation takes, but for a key twice`() throws {
    let layout = ColumnLayout([])
    var scanner = RowScanner(layout)
    var (accepted, refused) = (0, 0)
    for seed in UInt64(1)...1000 {
      var generator = SeededGenerator(seed: seed)
      let object = Array(generator.rowObject().utf8)
      for turn in 0..<4 {
        let bytes = turn == 0 ? object : generator.mutated(object, alphabet: jsonAlphabet)
        let isTaken = (try? scanner.object(bytes)) != nil
        let value = try? JSONSerialization.jsonObject(with: Data(bytes))
        // Foundation bears what RFC 8259 does not: numbers past a double, other Unicode forms.
        if isTaken, value as? [String: Any] == nil, !Self.hasLongNumber(bytes) {
          Issue.record("only we take \(String(decoding: bytes, as: UTF8.self))")
        }
        if isTaken { accepted += 1 } else { refused += 1 }
      }
    }
    #expect(accepted > 500)
    #expect(refused > 500)
  }

  /// Whether a text may hold a number that is out of the range of a double, which Foundation refuses.
  private static func hasLongNumber(_ bytes: [UInt8]) -> Bool {
    bytes.contains(UInt8(ascii: "e")) || bytes.contains(UInt8(ascii: "E"))
  }
}

extension SeededGenerator {
  /// A row of a stream whose rows are alike, in one of three ways to write JSON: most have the same
  /// keys in the same order, some of them long, and values as most are.
  fileprivate mutating func streamedRow(style: Int) -> String {
    var members = [
      (name: "id", json: "\"\(String(repeating: "x", count: 1 + below(40)))\""),
      (
        name: "a_key_that_fills_two_of_the_words_",
        json: "\"\(String(repeating: "y", count: below(9)))\""
      ),
      (name: "amount", json: once(in: 8) ? String(Int64(bitPattern: next())) : "\(below(100_000))"),
      (
        name: "meta",
        json: once(in: 4) ? "{}" : #"{"a":"b","c":[1,{"d":null}],"e":"\#(below(10))"}"#
      ),
      (name: "extra_of_thirty_bytes_or_so_", json: "[true,\(below(9)),-1.5e3]"),
      (name: "note", json: once(in: 4) ? "null" : #""\u00e9 \#(below(100))""#),
      (name: "k", json: "false"),
    ]
    if once(in: 6) { members.remove(at: 1 + below(members.count - 1)) }
    if once(in: 8) { members.swapAt(below(members.count), below(members.count)) }
    if once(in: 200) { members.append((name: "id", json: "\"twice\"")) }
    let (comma, colon) = [(",", ":"), (", ", ": "), (" , ", " :  ")][style]
    return "{" + members.map { "\"\($0.name)\"\(colon)\($0.json)" }.joined(separator: comma) + "}"
  }

  /// An object that mostly fits the layout, its keys in an order that often is the usual one.
  fileprivate mutating func rowObject() -> String {
    var members = [
      (name: "id", json: "\"\(String(repeating: "x", count: below(40)))\""),
      (name: "amount", json: String(Int64(bitPattern: next()) >> below(64))),
    ]
    if once(in: 2) { members.append((name: "note", json: once(in: 4) ? "null" : "\"n\"")) }
    if once(in: 2) { members.append((name: "meta", json: "{\"k\":\(spelled(node(depth: 1)))}")) }
    if once(in: 2) { members.append((name: "extra", json: spelled(node(depth: 2)))) }
    if once(in: 3) { members.append((name: "other", json: spelled(node(depth: 1)))) }
    if once(in: 24) { members[below(members.count)].json = spelled(node(depth: 1)) }
    if once(in: 4) { members.shuffle(using: &self) }
    if once(in: 2) { return spelled(members) }
    return "{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
  }
}
