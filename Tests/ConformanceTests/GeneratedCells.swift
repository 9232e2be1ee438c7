import CpayLanguage
import CpayTestSupport
import CpayValue

/// A file of cells made by chance, as people and their programs write them.
struct GeneratedCells {
  let bytes: [UInt8]
  let separator: CellSeparator
  let columns: [String]
  /// What `read` is told of it.
  let arguments: String
  /// How DuckDB reads it.
  let duckdb: String
  /// What the rows say, one JSON text each: `k` and `t` as they are, `n` in hundredths, and the moment
  /// of `t` as `utc`.
  private(set) var json: [String] = []

  /// A file called `name` of columns `k`, ids, `n`, numbers, `t`, days, and some texts; with
  /// `isUnique` no id occurs twice, and with `hasTimes` times are written in all their forms.
  init(
    _ name: String, _ generator: inout SeededGenerator, isUnique: Bool = false,
    hasTimes: Bool = false
  ) {
    let separator = generator.pick(CellSeparator.allCases)
    let lineEnd = generator.pick(["\n", "\r\n"])
    // Without a word about the sign it is a point, and no number has groups.
    let signs: [DecimalSign?] = separator == .comma ? [nil, .point] : [nil, .point, .comma]
    let sign = generator.pick(signs)
    let columns = ["k", "n", "t"] + (0..<generator.below(4)).map { "\(isUnique ? "y" : "x")\($0)" }
    var text = generator.once(in: 3) ? "\u{feff}" : ""
    text += columns.joined(separator: separator.rawValue) + lineEnd
    for row in 0..<generator.below(40) {
      let id = isUnique ? row : generator.below(40)
      let key = generator.once(in: 6) ? "" : "ch_\(id)"
      let number = generator.once(in: 6) ? nil : GeneratedCells.number(&generator, sign)
      let time = generator.once(in: 6) ? nil : GeneratedCells.time(&generator, hasTimes)
      let cells = [key, number?.text ?? "", time?.text ?? ""]
      let members: [(name: String, json: String?)] = [
        ("k", key.isEmpty ? nil : "\"\(key)\""), ("n", number.map { String($0.hundredths) }),
        ("t", time.map { "\"\($0.text)\"" }), ("utc", time.map { "\"\($0.utc)\"" }),
      ]
      let object = members.map { "\"\($0.name)\":\($0.json ?? "null")" }
      json.append("{" + object.joined(separator: ",") + "}")
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
      + (sign.map { " decimal=\"\($0.rawValue)\"" } ?? "")
    duckdb =
      "read_csv('\(name)', delim='\(separator.rawValue)', quote='\"', escape='\"', header=true,"
      + " all_varchar=true, nullstr='', allow_quoted_nulls=false, auto_detect=false, columns={"
      + columns.map { "'\($0)': 'VARCHAR'" }.joined(separator: ", ") + "})"
    (self.separator, self.columns, self.sign) = (separator, columns, sign)
  }

  /// What stands before the decimals of its numbers, where `read` is told.
  let sign: DecimalSign?

  /// The column of numbers as DuckDB calculates with it.
  var number: String {
    let digits = { (sign: DecimalSign) in "regexp_replace(n, '[^-0-9\(sign.rawValue)]', '', 'g')" }
    let text = sign.map { "replace(\(digits($0)), '\($0.rawValue)', '.')" } ?? "n"
    return "CAST(\(text) AS DECIMAL(18, 2))"
  }

  /// A number as it is written with a sign, and in hundredths.
  private static func number(
    _ generator: inout SeededGenerator, _ sign: DecimalSign?
  ) -> (text: String, hundredths: Int) {
    let (whole, cents) = (generator.below(3_000_000), generator.below(100))
    let minus = generator.once(in: 4) ? "-" : ""
    let hundredths = (minus.isEmpty ? 1 : -1) * (whole * 100 + cents)
    let decimals = cents < 10 ? "0\(cents)" : "\(cents)"
    guard let sign else { return ("\(minus)\(whole).\(decimals)", hundredths) }
    let blanks = [" ", "'", "\u{a0}", "\u{202f}", "\u{2009}", "’"]
    let group = generator.pick(blanks + (sign == .comma ? [".", "."] : []))
    var digits = String(whole)
    if generator.once(in: 2) {
      var place = digits.count - 3
      while place > 0 {
        digits.insert(contentsOf: group, at: digits.index(digits.startIndex, offsetBy: place))
        place -= 3
      }
    }
    return ("\(minus)\(digits)\(sign.rawValue)\(decimals)", hundredths)
  }

  /// A day, or a moment in one of the forms that files have, and the same in UTC.
  private static func time(
    _ generator: inout SeededGenerator, _ hasTimes: Bool
  ) -> (text: String, utc: String) {
    let day = "2024-0\(1 + generator.below(9))-1\(generator.below(9))"
    if !hasTimes || generator.once(in: 3) { return (day, "\(day)T00:00:00Z") }
    let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let (hour, minute, second) = (5 + generator.below(12), generator.below(60), generator.below(60))
    let (hours, isHalf) = (generator.below(5), generator.once(in: 4))
    // Kept within the day, however far the zone is.
    let offset = (generator.once(in: 2) ? -60 : 60) * hours + (isHalf ? 30 : 0)
    let local = hour * 60 + minute + offset
    let utc = "\(day)T\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))Z"
    let clock = { (minutes: Int) in
      "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60)):\(twoDigits(second))"
    }
    let zone =
      (offset < 0 ? "-" : "+") + twoDigits(abs(offset) / 60) + generator.pick([":", ""])
      + twoDigits(abs(offset) % 60)
    switch generator.below(4) {
    case 0: return ("\(day) \(clock(hour * 60 + minute))", utc)
    case 1: return (utc, utc)
    case 2: return ("\(day)T\(clock(hour * 60 + minute)).25Z", utc)
    default: return ("\(day)\(generator.pick(["T", " "]))\(clock(local))\(zone)", utc)
    }
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
