import CpayLanguage
import CpayTestSupport
import CpayValue

/// Rows of chance for the comparison with jq and for the laws; a seed repeats them.
struct GeneratedRows {
  /// The rows as the variable `$rows`.
  let set: RowSet
  /// The same rows, one JSON text each.
  let json: [String]

  /// Columns that may be missing and columns that may not, of each kind a condition can use.
  private static let fields = [
    RowType.Field(name: "id", type: FieldType(.string)),
    RowType.Field(name: "a", type: FieldType(.int, isNullable: true)),
    RowType.Field(name: "b", type: FieldType(.int, isNullable: true)),
    RowType.Field(name: "c", type: FieldType(.int)),
    RowType.Field(name: "s", type: FieldType(.string, isNullable: true)),
    RowType.Field(name: "t", type: FieldType(.string)),
    RowType.Field(name: "on", type: FieldType(.bool, isNullable: true)),
    RowType.Field(name: "m", type: FieldType(.map, isNullable: true)),
    RowType.Field(name: "l", type: FieldType(.list(.int), isNullable: true)),
  ]

  /// Texts of one to four bytes a letter, and two that only look alike.
  static let texts = [
    "", "a", "b", "ab", "abc", "B", "zz", "10", "9", "é", "e\u{301}", "ж", "木", "木a", "🌳",
  ]

  /// Some texts, each with a number, and a row without a text: for joins.
  static let ranks: (set: RowSet?, json: [String]) = {
    let json =
      texts.prefix(9).enumerated().map { "{\"s\":\"\($1)\",\"rank\":\($0)}" } + ["{\"rank\":99}"]
    let fields = [
      RowType.Field(name: "s", type: FieldType(.string, isNullable: true)),
      RowType.Field(name: "rank", type: FieldType(.int)),
    ]
    return (RowSet("ranks", fields, json), json)
  }()

  /// Some `count` rows.
  init?(_ count: Int, seed: Int) {
    var random = SeededGenerator(seed: seed)
    json = (0..<count).map { GeneratedRows.row($0, &random) }
    guard let set = RowSet("rows", GeneratedRows.fields, json) else { return nil }
    self.set = set
  }

  private static func row(_ index: Int, _ random: inout SeededGenerator) -> String {
    var members = ["\"id\":\"r\(index)\"", "\"c\":\(number(&random))", "\"t\":\(text(&random))"]
    for name in ["a", "b"] { add(name, number(&random), to: &members, &random) }
    add("s", text(&random), to: &members, &random)
    add("on", random.once(in: 2) ? "true" : "false", to: &members, &random)
    var entries: [String] = []
    for name in ["k", "l"] { add(name, text(&random), to: &entries, &random) }
    add("m", "{" + entries.joined(separator: ",") + "}", to: &members, &random)
    let list = (0..<random.below(4)).map { _ in number(&random) }
    add("l", "[" + list.joined(separator: ",") + "]", to: &members, &random)
    return "{" + members.joined(separator: ",") + "}"
  }

  /// Adds a member, or null, or nothing.
  private static func add(
    _ name: String, _ value: String, to members: inout [String], _ random: inout SeededGenerator
  ) {
    switch random.below(8) {
    case 0: members.append("\"\(name)\":null")
    case 1: break
    default: members.append("\"\(name)\":\(value)")
    }
  }

  /// Small numbers, so that some are equal.
  private static func number(_ random: inout SeededGenerator) -> String {
    String(random.once(in: 8) ? random.below(2000) - 1000 : random.below(9) - 4)
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    "\"" + random.pick(texts) + "\""
  }
}
