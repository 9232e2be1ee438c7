import CpayModel
import CpaySyntax
import CpayValue

/// The words of what can be wrong with types.
extension Diagnostic {
  static func notACondition(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E301", "a condition must be true or false; this is \(type.name)", at: range,
      advice: "compare it, for example with `==`")
  }

  static func mismatch(
    _ left: ValueType, _ right: ValueType, _ text: String, at range: Range<Int>
  ) -> Diagnostic {
    let advice: String? =
      switch (left, right) {
      case (.money, .string): "write an amount of money: `\(text.filter(\.isNumber))eur`"
      case (.money, .decimal): "write an amount of money: `\(text)eur`"
      case (.timestamp, .int): "a date is written with all its digits: `2024-02-07`"
      case (.timestamp, .duration): "a time lies that long from now: `now + \(text)`"
      case (.timestamp, .string): "a time has no quotes: `2024-02-07` or `2024-02-07T09:00Z`"
      case (.string, .money): "convert the text: `money(…)`"
      case (.int, .string), (.decimal, .string), (.string, .int), (.string, .decimal):
        "convert one side: `int(…)`, `decimal(…)` or `string(…)`"
      default: nil
      }
    return Diagnostic("E302", "\(left.name) against \(right.name)", at: range, advice: advice)
  }

  static func wrongType(
    _ found: ValueType, wanted: ValueType, at range: Range<Int>, in source: Source? = nil
  ) -> Diagnostic {
    Diagnostic(
      "E302", "\(wanted.name) is wanted here; this is \(found.name)", at: range, in: source)
  }

  static func noOrder(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E302", "\(type.name) is not more or less than another", at: range,
      advice: "compare with `==`, `!=` or `in`")
  }

  static func noCalculation(
    _ sign: String, _ left: ValueType, _ right: ValueType, at range: Range<Int>
  ) -> Diagnostic {
    if sign == "+", left.isText || right.isText {
      return Diagnostic(
        "E302", "`+` does not join texts", at: range, advice: #"write one text: "{a} {b}""#)
    }
    return Diagnostic(
      "E302",
      left == right && sign == "-"
        ? "`-` stands before a number, an amount or a duration only"
        : "`\(sign)` does not work on \(left.name) and \(right.name)", at: range,
      advice: sign == "-" && left == right ? "to sort from large to small, write `desc`" : nil)
  }

  static func mayBeMissing(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E303", "`\(text)` may be missing", at: range,
      advice: "keep the rows that have it: `where \(text) != null`")
  }

  static func pipelineAsValue(_ name: String, _ type: PipelineType, at range: Range<Int>)
    -> Diagnostic
  {
    Diagnostic("E304", "`$\(name)` is \(type.name), not a single value", at: range)
  }

  static func columnNeedsName(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E305", "a new column needs a name", at: range, advice: "write `name=(…)`")
  }

  static func repeatedColumn(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E306", "the column `\(name)` occurs twice", at: range, advice: "name one `other=…`")
  }

  static func notSortable(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E307", "rows cannot be ordered by \(type.name)", at: range)
  }

  static func notGroupable(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E307", "rows cannot be grouped by \(type.name)", at: range)
  }

  static func notDrawable(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E307", "a chart draws numbers, amounts and durations; this is \(type.name)", at: range)
  }

  static func listWanted(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E308", "`in` needs a list", at: range, advice: "write `in [\(text)]`")
  }

  static func cannotContain(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E309", "a text or a list contains something; this is \(type.name)", at: range)
  }

  static func mixedCurrencies(
    _ function: AggregateFunction, _ text: String, _ currency: String, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E310", "`\(text)` may add different currencies", at: range,
      advice: "add `\(currency)` to `by=`, or filter first: `where \(currency) == eur`")
  }

  static func shadows(_ name: String, _ rows: RowType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E311", "`\(name)` is a field of the \(rows.subject?.name ?? "row") itself", at: range,
      advice: "give the column another name")
  }

  static func joinClash(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E311", "both sides have a column `\(name)`", at: range,
      advice: "rename one before: `select …, other=\(name)`")
  }

  static func aggregateOutside(_ function: AggregateFunction, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E312", "`\(function.rawValue)` sums up many rows", at: range,
      advice: function == .count
        ? "it stands in `summarize`, or counts a variable: `count($rows)`"
        : "it stands in `summarize`")
  }

  static func aggregateInside(_ function: AggregateFunction, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E312", "`\(function.rawValue)` cannot stand inside another of its kind", at: range)
  }

  static func noAggregate(
    _ function: AggregateFunction, _ type: ValueType, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic("E302", "`\(function.rawValue)` does not work on \(type.name)", at: range)
  }

  static func noFunction(
    _ function: Function, _ types: [ValueType], at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E302",
      "`\(function.rawValue)` does not work on \(types.map(\.name).joined(separator: " and "))",
      at: range, advice: function == .money ? "write \(function.usage)" : nil)
  }

  static func noElements(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E302", "\(type.name) has no elements", at: range)
  }

  static func notWritable(_ type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E302", "\(type.name) cannot stand in a text", at: range)
  }

  static func holeMayBeMissing(
    _ text: String, _ type: ValueType, at range: Range<Int>
  ) -> Diagnostic {
    let value = type.isText ? text : "string(\(text))"
    return Diagnostic(
      "E303", "`\(text)` may be missing", at: range,
      advice: "say what stands in its place: `{\(value) ?? \"none\"}`")
  }

  static func rowsAsValue(_ type: PipelineType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E304", "this is \(type.name), not a single value", at: range,
      advice: "end it in a value, as `| count` does")
  }

  static func patternWanted(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E313", "`matches` takes a pattern in quotes", at: range)
  }

  static func badPattern(_ reason: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E313", "this pattern is wrong: \(reason)", at: range)
  }
}
