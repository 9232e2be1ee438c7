import Testing

@testable import CpayValue

/// Tests of fields, on a row and on a batch.
@Suite struct FieldTestTests {
  private static let layout = ColumnLayout(
    ["n", "t", "c"].map { ColumnLayout.Column($0, .any, isRequired: false) })

  private static func rows(_ text: String) throws -> Batch {
    var scanner = RowScanner(layout)
    return try scanner.lines(Array(text.utf8), from: 1)
  }

  private static let rows = """
    {"n":5,"t":"a","c":"eur"}
    {"n":-9223372036854775808,"t":"\\u0061","c":"usd"}
    {"n":9223372036854775807,"t":"ab","c":"e\\u0075r"}
    {"n":"5","t":7}
    {"n":null,"t":null,"c":null}
    {}
    {"n":5.0,"t":[],"c":"EUR"}
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let test: FieldTest
    /// A letter for each row: yes, no, unknown.
    let truths: String
    var testDescription: String { "\(test)" }

    init(_ test: FieldTest, _ truths: String) { (self.test, self.truths) = (test, truths) }
  }

  @Test(arguments: [
    Case(.null(0, isWanted: true), "nnnnyyn"), Case(.null(0, isWanted: false), "yyyynny"),
    Case(.text(1, oneOf: [Array("a".utf8)], isWanted: true), "yynnnnn"),
    Case(.text(1, oneOf: [Array("a".utf8)], isWanted: false), "nnyyyyy"),
    Case(.text(1, oneOf: [Array("ab".utf8), Array("a".utf8)], isWanted: true), "yyynnnn"),
    Case(.text(1, oneOf: [], isWanted: true), "nnnnnnn"),
    Case(.integer(0, IntegerTest(5...5, missing: .no)), "ynnnnnn"),
    Case(.integer(0, IntegerTest(5...5, isInside: false, missing: .yes)), "nyyyyyy"),
    Case(.integer(0, IntegerTest(Int64.min...4, missing: .unknown)), "nynuuuu"),
    Case(.integer(0, IntegerTest(Int64.min...5, isInside: false, missing: .unknown)), "nnyuuuu"),
    Case(.integer(0, IntegerTest(nil, missing: .unknown)), "nnnuuuu"),
    Case(
      .amount(
        0, IntegerTest(5...9, missing: .unknown), currency: 2, code: Array("eur".utf8),
        otherwise: .unknown), "yunuuuu"),
    Case(
      .amount(
        0, IntegerTest(5...5, isInside: false, missing: .yes), currency: 2,
        code: Array("eur".utf8), otherwise: .yes), "nyyyyyy"),
  ])
  func `is the same of a row and of a batch`(value: Case) throws {
    let rows = try Self.rows(Self.rows)
    let letters: [Truth: Character] = [.yes: "y", .no: "n", .unknown: "u"]
    let each = (0..<rows.count).map { value.test.truth(rows[$0]) }
    #expect(String(each.compactMap { letters[$0] }) == value.truths)
    #expect(rows.truths([value.test]) == each)
    let some = rows.reordered([6, 0, 3])
    #expect(some.truths([value.test]) == [each[6], each[0], each[3]])
  }

  @Test func `several hold where all do, and are unknown where none says no`() throws {
    let rows = try Self.rows(Self.rows)
    let tests: [FieldTest] = [
      .integer(0, IntegerTest(0...Int64.max, missing: .unknown)), .null(2, isWanted: false),
    ]
    let expected: [Truth] = [.yes, .no, .yes, .no, .no, .no, .unknown]
    #expect(rows.truths(tests) == expected)
    #expect(rows.truths([]) == Array(repeating: .yes, count: 7))
    #expect(rows.filter(expected).count == 2)
  }

  @Test func `tells words by their prefix and bytes, at every length`() {
    let form = WordForm(prefix: Array("dp_".utf8), longest: 64)
    for length in 0...70 {
      let word = Array("dp_".utf8) + Array(repeating: UInt8(ascii: "Z"), count: length)
      #expect(form.holds(word[...]) == (1...64).contains(length))
      #expect(!form.holds(word.dropFirst()))
      for place in stride(from: 3, to: word.count, by: 1) {
        for byte in Array("-/ é@`[{:^".utf8) + [0, 0x7f] {
          var wrong = word
          wrong[place] = byte
          #expect(!form.holds(wrong[...]))
        }
      }
    }
    // What stands behind the word is none of it.
    let text = Array("dp_abc/../dp_0123456789abcdef".utf8)
    #expect(form.holds(text[..<6]) && !form.holds(text[..<7]))
  }

  @Test func `finds the first row whose id has another form`() throws {
    let rows = try Self.rows(
      """
      {"t":"dp_1"}
      {"t":"dp_0123456789012345678901234567890123456789"}
      {"t":"dp_\\u0031"}
      {"t":"dp_x/y"}
      {"t":5}
      {"t":"dp_2"}
      """)
    let form = WordForm(prefix: Array("dp_".utf8), longest: 64)
    let found = (0...6).map { rows.firstRow(from: $0, whereTextAt: 1, isNot: form) }
    #expect(found == [2, 2, 2, 3, 4, nil, nil])
  }

  @Test func `finds the first row whose text is none of those, at every length`() throws {
    let texts = [
      "", "e", "eu", "eur", "eurx", "eureureu", "eureureur", "eureureureureureur", "é", "eureure",
    ]
    let lines = texts.map { "{\"t\":\"\($0)\"}" } + [#"{"t":"\u0065ur"}"#, "{}", "{\"t\":5}"]
    let rows = try Self.rows(lines.joined(separator: "\n"))
    let held: [String?] = texts + ["eur", nil, nil]
    for wanted in [[], ["eur"], ["eur", "eureureu", ""], ["e", "eureureur"], ["é", "eurx"]] {
      let others = held.indices.filter { held[$0].map { !wanted.contains($0) } ?? true }
      let found = held.indices.map {
        rows.firstRow(from: $0, whereTextAt: 1, isNoneOf: wanted.map { Array($0.utf8) })
      }
      #expect(found == held.indices.map { start in others.first { $0 >= start } }, "\(wanted)")
    }
  }
}
