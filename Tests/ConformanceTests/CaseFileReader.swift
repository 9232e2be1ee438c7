import CpayLanguage
import CpayModel
import CpayValue

/// Reads the cases of a file.
///
/// A block begins with one of the words `suite`, `file`, `rows` and `case`; blank lines
/// and those that begin with `#` mean nothing. A case is its name, perhaps a `file` in JSON quotes,
/// the program, what must come of it, and perhaps `why`. A program `= x` is the expression `x`.
struct CaseFileReader {
  private let lines: [String]
  private var index = 0
  private var suite = ""
  private var file = ""
  private var rows: [RowSet] = []
  private(set) var cases: [ConformanceCase] = []
  /// What is wrong with the file, each with its line.
  private(set) var problems: [String] = []

  private static let outcomes = ["keeps", "gives", "refused", "stops"]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while index < lines.count { block() }
  }

  private mutating func block() {
    let (word, rest) = next().firstWord
    switch word {
    case "": break
    case "suite": (suite, file) = (rest, "")
    case "file": file = rest
    case "rows": rowSet(rest)
    case "case": conformanceCase(rest)
    default: problem("`\(word)` begins no block")
    }
  }

  private mutating func next() -> String {
    let line = lines[index]
    index += 1
    return line.hasPrefix("#") ? "" : line
  }

  private mutating func problem(_ what: String) {
    problems.append("line \(index): \(what)")
  }

  // MARK: Rows

  private mutating func rowSet(_ header: String) {
    guard let colon = header.firstIndex(of: ":") else { return problem("rows need their columns") }
    var fields: [RowType.Field] = []
    for column in header[header.index(after: colon)...].split(separator: ",") {
      let words = column.split(separator: " ")
      guard words.count == 2, let type = FieldType(name: words[1]) else {
        return problem("`\(column)` is no column")
      }
      fields.append(RowType.Field(name: String(words[0]), type: type))
    }
    var json: [String] = []
    while index < lines.count, lines[index].hasPrefix("{") { json.append(next()) }
    let name = String(header[..<colon])
    guard let set = RowSet(name, fields, json) else { return problem("a row of \(name) is wrong") }
    rows.removeAll { $0.name == name }
    rows.append(set)
  }

  // MARK: Cases

  private mutating func conformanceCase(_ name: String) {
    if suite.isEmpty || file.isEmpty || name.isEmpty {
      problem("the case does not name its source")
    }
    var data: [UInt8]?
    if index < lines.count, case ("file", let quoted) = lines[index].firstWord {
      index += 1
      guard let text = (try? JSONReader.read(Array(quoted.utf8)))?.string else {
        return problem("the file is no JSON text")
      }
      data = Array(text.utf8)
    }
    var program: [String] = []
    while index < lines.count, !CaseFileReader.outcomes.contains(lines[index].firstWord.word) {
      let line = next()
      guard !line.isEmpty else { return problem("nothing is said to come of `\(name)`") }
      program.append(line)
    }
    let isExpression = program.first?.hasPrefix("= ") ?? false
    guard index < lines.count, let expectation = expectation(ofExpression: isExpression) else {
      return problem("what must come of `\(name)` cannot be read")
    }
    if index < lines.count, lines[index].firstWord.word == "why" { index += 1 }
    let text = program.joined(separator: "\n")
    let expression = isExpression ? String(text.dropFirst(2)) : nil
    cases.append(
      ConformanceCase(
        source: "\(suite), \(file): \(name)",
        program: expression.map { Engine.expressionProgram($0) } ?? text, expression: expression,
        expectation: expectation, rows: rows, data: data))
  }

  private mutating func expectation(
    ofExpression isExpression: Bool
  ) -> ConformanceCase.Expectation? {
    let (word, rest) = next().firstWord
    switch word {
    case "keeps":
      return .keeps(rest == "nothing" ? [] : rest.split(separator: " ").map(String.init))
    case "refused": return .refused(rest.isEmpty ? nil : rest)
    case "stops": return .stops(rest)
    default:
      if rest == "nothing" { return .gives([]) }
      var json = rest.isEmpty ? [] : [rest]
      while index < lines.count, lines[index].hasPrefix("{") { json.append(next()) }
      let lines = json.compactMap { CanonicalJSON.text(Array($0.utf8)) }
      guard lines.count == json.count else { return nil }
      return .gives(isExpression ? lines.map { Engine.expressionRow($0) } : lines)
    }
  }
}

extension String {
  /// The word before the first blank, and what stands behind it.
  fileprivate var firstWord: (word: String, rest: String) {
    guard let blank = firstIndex(of: " ") else { return (self, "") }
    return (String(self[..<blank]), String(self[index(after: blank)...]))
  }
}

extension FieldType {
  /// The type written `name`, as `int?` or `list<string>`.
  init?(name: Substring) {
    let isNullable = name.hasSuffix("?")
    let bare = isNullable ? name.dropLast() : name
    if bare.hasPrefix("list<"), bare.hasSuffix(">") {
      guard let element = FieldType(name: bare.dropFirst(5).dropLast()) else { return nil }
      self.init(.list(element.type), isNullable: isNullable)
      return
    }
    let types: [String: ValueType] = [
      "bool": .bool, "int": .int, "string": .string, "timestamp": .timestamp,
      "duration": .duration, "money": .money, "map": .map, "decimal": .decimal,
    ]
    let status = Resource.dispute.field("status")?.type.type
    guard let type = bare == "dispute_status" ? status : types[String(bare)] else { return nil }
    self.init(type, isNullable: isNullable)
  }
}
