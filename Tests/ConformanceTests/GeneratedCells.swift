import CpayLanguage
import CpayTestSupport

/// A file of cells made by chance, as people and their programs write them.
struct GeneratedCells {
  let bytes: [UInt8]
  let separator: CellSeparator
  let columns: [String]
  /// What `read` is told of it.
  let arguments: String
  /// How DuckDB reads it.
  let duckdb: String

  /// A file called `name` of columns `k`, ids, `n`, numbers, `t`, times, and some texts; with
  /// `isUnique` no id occurs twice.
  init(_ name: String, _ generator: inout SeededGenerator, isUnique: Bool = false) {
    let separator = generator.pick(CellSeparator.allCases)
    let lineEnd = generator.pick(["\n", "\r\n"])
    let hasComma = separator != .comma && generator.once(in: 2)
    let columns = ["k", "n", "t"] + (0..<generator.below(4)).map { "\(isUnique ? "y" : "x")\($0)" }
    var text = generator.once(in: 3) ? "\u{feff}" : ""
    text += columns.joined(separator: separator.rawValue) + lineEnd
    for row in 0..<generator.below(40) {
      let id = isUnique ? row : generator.below(40)
      let cells = [
        generator.once(in: 6) ? "" : "ch_\(id)",
        generator.once(in: 6) ? "" : GeneratedCells.number(&generator, hasComma),
        generator.once(in: 6) ? "" : "2024-0\(1 + generator.below(9))-1\(generator.below(9))",
      ]
      let texts = columns.dropFirst(3).map { _ in GeneratedCells.text(&generator, separator) }
      text += (cells + texts).joined(separator: separator.rawValue) + lineEnd
      // In several columns an empty line is no row.
      if generator.once(in: 12) { text += lineEnd }
    }
    if generator.once(in: 4) { text.unicodeScalars.removeLast(lineEnd.unicodeScalars.count) }
    bytes = Array(text.utf8)
    let literal = separator == .tab ? #""\t""# : "\"\(separator.rawValue)\""
    arguments =
      (generator.once(in: 3) ? " separator=\(literal)" : "")
      + (hasComma ? #" decimal=",""# : "")
    duckdb =
      "read_csv('\(name)', delim='\(separator.rawValue)', quote='\"', escape='\"', header=true,"
      + " all_varchar=true, nullstr='', allow_quoted_nulls=false, auto_detect=false, columns={"
      + columns.map { "'\($0)': 'VARCHAR'" }.joined(separator: ", ") + "})"
    (self.separator, self.columns, hasDecimalComma) = (separator, columns, hasComma)
  }

  /// Whether its numbers have a comma before their decimals.
  let hasDecimalComma: Bool

  /// The column of numbers as DuckDB calculates with it.
  var number: String {
    let text = hasDecimalComma ? "replace(replace(n, '.', ''), ',', '.')" : "n"
    return "CAST(\(text) AS DECIMAL(18, 2))"
  }

  private static func number(_ generator: inout SeededGenerator, _ hasComma: Bool) -> String {
    let (whole, cents) = (generator.below(3_000_000), generator.below(100))
    let sign = generator.once(in: 4) ? "-" : ""
    let decimals = cents < 10 ? "0\(cents)" : "\(cents)"
    guard hasComma else { return "\(sign)\(whole).\(decimals)" }
    var digits = String(whole)
    if generator.once(in: 2) {
      var place = digits.count - 3
      while place > 0 {
        digits.insert(".", at: digits.index(digits.startIndex, offsetBy: place))
        place -= 3
      }
    }
    return "\(sign)\(digits),\(decimals)"
  }

  /// A cell: nothing, a word, or signs of all kinds in quotes.
  private static func text(
    _ generator: inout SeededGenerator, _ separator: CellSeparator
  ) -> String {
    switch generator.below(5) {
    case 0: return ""
    case 1: return "\"\""
    case 2: return generator.pick(["x", " a ", "é", "=1", "-5.00", "0", "null", "'", "a\\b", "#"])
    default:
      let signs = [",", ";", "\t", "|", "\"\"", "\n", "\r\n", "a", " ", "ü", "=", "sep=;"]
      return "\"" + (0..<generator.below(6)).map { _ in generator.pick(signs) }.joined() + "\""
    }
  }
}
