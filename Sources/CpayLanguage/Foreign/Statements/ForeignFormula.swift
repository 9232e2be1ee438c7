import CpayModel
import CpaySyntax

/// A formula of a spreadsheet over the columns of rows: `=COUNTIF(status,"won")`.
struct ForeignFormula {
  /// The stages that find the same.
  private(set) var stages: [[ForeignWord]]

  private enum Kind {
    case count, sum, average, least, most
  }

  private static let kinds: [String: (kind: Kind, hasValues: Bool, valuesComeLast: Bool)] = [
    "sum": (.sum, true, false), "average": (.average, true, false), "min": (.least, true, false),
    "max": (.most, true, false), "count": (.count, true, false), "counta": (.count, true, false),
    "countif": (.count, false, false), "countifs": (.count, false, false),
    "sumif": (.sum, true, true), "sumifs": (.sum, true, false),
    "averageif": (.average, true, true), "averageifs": (.average, true, false),
  ]

  /// What the words find behind `=`, or behind the name of a function that only sheets have; nil for
  /// what is none, or is about cells.
  init?(_ words: [ForeignWord], _ maker: inout ForeignStages) {
    let hasSign = words.first == "="
    let words = Array(words.dropFirst(hasSign ? 1 : 0))
    guard words.count > 2, words[1] == "(", words[1].isGlued,
      words.end(ofBracketAt: 1) == words.count
    else { return nil }
    let name = words[0].lower
    let arguments = [ForeignWord](words[1...]).unbracketed.elements
    guard !arguments.isEmpty else { return nil }
    switch name {
    case "filter" where hasSign && arguments.count == 2 && ForeignFormula.isRows(arguments[0]):
      stages = [foreignWords("where") + maker.condition(arguments[1])]
      return
    case "unique"
    where hasSign && arguments.count == 1 && maker.names.isField(arguments[0][0].text):
      stages = [
        foreignWords("select") + arguments[0].beginning(glued: false), foreignWords("uniq"),
      ]
      return
    case "sort" where hasSign && arguments.count > 1 && ForeignFormula.isRows(arguments[0]):
      let isDown = arguments.count == 3 && arguments[2].map(\.text) == ["-", "1"]
      guard let sort = maker.sorted(arguments[1], order: isDown ? "desc" : nil) else { return nil }
      stages = sort
      return
    default: break
    }
    guard let (kind, hasValues, valuesComeLast) = ForeignFormula.kinds[name],
      hasSign || name.hasSuffix("if") || name.hasSuffix("ifs")
    else { return nil }
    var pairs = arguments
    var values: [ForeignWord] = []
    if name.hasSuffix("if"), arguments.count == 1 {
      // countif(status == won)
      pairs = []
      stages = [foreignWords("where") + maker.condition(arguments[0])]
    } else {
      stages = []
    }
    if hasValues, !pairs.isEmpty {
      values = valuesComeLast ? pairs.removeLast() : pairs.removeFirst()
    }
    guard pairs.count.isMultiple(of: 2) else { return nil }
    let tests = stride(from: 0, to: pairs.count, by: 2).map {
      maker.condition(ForeignFormula.test(pairs[$0], pairs[$0 + 1]))
    }
    if !tests.isEmpty {
      stages.append(
        foreignWords("where") + Array(tests.joined(separator: [ForeignWord("and")])))
    }
    let isColumn = values.count == 1 && maker.names.isField(values[0].text)
    guard hasValues else {
      stages.append(foreignWords("count"))
      return
    }
    guard kind != .count || ForeignFormula.isRows(values) || isColumn else { return nil }
    if kind == .count, !isColumn || !maker.names.mayBeMissing(values[0].text) {
      stages.append(foreignWords("count"))
      return
    }
    guard isColumn else { return nil }
    let function: String =
      switch kind {
      case .count: "count"
      case .sum: "sum"
      case .average: "avg"
      case .least: "min"
      case .most: "max"
      }
    let call = [
      ForeignWord(function), ForeignWord("(").glued, values[0].glued, ForeignWord(")").glued,
    ]
    guard let summary = maker.summary(call, "summarize") else { return nil }
    stages += summary
  }

  private static func isRows(_ words: [ForeignWord]) -> Bool {
    words.count == 1 && ForeignNames.resource(words[0].text) != nil
  }

  /// A column and what it is to be: `won`, `">1000"`.
  private static func test(_ column: [ForeignWord], _ value: [ForeignWord]) -> [ForeignWord] {
    let said = value.count == 1 ? value[0].saying : nil
    let inside = said.map { [ForeignWord](reading: $0) } ?? []
    guard let sign = inside.first, ["<", ">", "<=", ">=", "<>", "="].contains(sign.text) else {
      return column + foreignWords("==") + value.beginning(glued: false)
    }
    return column + inside.beginning(glued: false)
  }
}
