import CpayModel
import CpaySyntax
import CpayValue

/// The words of everything that can be wrong with what a program means.
extension Diagnostic {
  /// "did you mean" with its fix, when some candidate is near.
  private static func advice(
    _ name: String, among candidates: some Sequence<String>, at range: Range<Int>,
    otherwise: String?
  ) -> (advice: String?, fix: Fix?) {
    guard let near = Suggestion.nearest(to: name, among: candidates) else {
      return (otherwise, nil)
    }
    return ("did you mean `\(near)`?", Fix(range, near))
  }

  // MARK: Literals

  static func numberTooLarge(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E020", "this number does not fit 64 bits", at: range)
  }

  static func noMinorUnit(_ currency: Currency, minorDigits: Int, at range: Range<Int>)
    -> Diagnostic
  {
    let message =
      minorDigits == 0
      ? "\(currency.code) has no minor unit"
      : "\(currency.code) has \(minorDigits) digits after the point"
    return Diagnostic("E021", message, at: range)
  }

  static func unknownUnit(_ unit: String, number: String, at range: Range<Int>) -> Diagnostic {
    switch unit {
    case "min", "mins", "minutes", "minute":
      Diagnostic(
        "E022", "minutes are m", at: range, advice: "write `\(number)m`",
        fix: Fix(range, "\(number)m"))
    case "month", "months", "mo", "y", "year", "years":
      Diagnostic(
        "E022", "months and years have no fixed length", at: range,
        advice: "count days, `30d`, or weeks, `4w`")
    case _ where Currency(unit.lowercased())?.minorDigits != nil:
      Diagnostic(
        "E022", "currencies are written in lower case", at: range,
        advice: "write `\(number)\(unit.lowercased())`",
        fix: Fix(range, number + unit.lowercased()))
    default:
      Diagnostic(
        "E022", "`\(unit)` is neither a currency nor a unit of time", at: range,
        advice: "currencies are like `1000eur`; time is s, m, h, d, w")
    }
  }

  static func fractionOfUnit(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E023", "a duration is a whole number of its unit", at: range,
      advice: "use a smaller unit: `90m` for an hour and a half")
  }

  static func noSuchTime(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E024", "`\(text)` is not a date or time", at: range,
      advice: "write `2024-02-07` or `2024-02-07T09:00Z`")
  }

  static func decimal(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E025", "a number with a fraction needs a currency", at: range,
      advice: "write `\(text)eur`")
  }

  static func unknownEdition(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E026", "there is no edition \(text) of cpay", at: range, advice: "this is edition 1",
      fix: Fix(range, "1"))
  }

  // MARK: Names

  static func unknownCommand(
    _ name: String, catalog: CommandCatalog, isFirst: Bool, scope: Scope, at range: Range<Int>
  ) -> Diagnostic {
    if scope.variables[name] != nil {
      return Diagnostic(
        "E101", "no command `\(name)`", at: range, advice: "the variable is `$\(name)`",
        fix: Fix(range, "$\(name)"))
    }
    if let meant = synonyms[name.lowercased()], catalog.signature(meant) != nil {
      return Diagnostic(
        "E101", "no command `\(name)`", at: range, advice: "here it is `\(meant)`",
        fix: Fix(range, meant))
    }
    let names = catalog.signatures.map(\.name)
    let fitting = catalog.signatures.filter { ($0.kind == .source) == isFirst }.map(\.name)
    let (advice, fix) = advice(
      name, among: fitting + names, at: range,
      otherwise: "the commands here are \(fitting.joined(separator: ", "))")
    return Diagnostic("E101", "no command `\(name)`", at: range, advice: advice, fix: fix)
  }

  /// What other tools call our commands.
  private static let synonyms = [
    "limit": "take", "head": "take", "first": "take", "top": "take", "filter": "where",
    "grep": "where", "order": "sort", "orderby": "sort", "order_by": "sort", "project": "select",
    "fields": "select", "columns": "select", "map": "select", "length": "count", "wc": "count",
    "accept": "close", "refund": "close", "send": "apply", "run": "apply", "list": "disputes",
    "get": "dispute", "show": "dispute",
  ]

  static func unknownArgument(
    _ name: String, of command: CommandSignature, at range: Range<Int>
  ) -> Diagnostic {
    let names = command.arguments.map(\.name)
    let otherwise =
      names.isEmpty ? "it takes none" : "it takes \(names.map { "\($0)=" }.joined(separator: ", "))"
    let (advice, fix) = advice(name, among: names, at: range, otherwise: otherwise)
    return Diagnostic(
      "E102", "`\(command.name)` has no argument `\(name)`", at: range, advice: advice, fix: fix)
  }

  static func repeatedArgument(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E103", "`\(name)` is given twice", at: range)
  }

  static func missingOperand(
    _ command: CommandSignature, _ what: String, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic("E103", "`\(command.name)` needs \(what)", at: range)
  }

  /// Words that belong to other languages, and what is written here.
  private static func foreignWord(_ word: String, after before: String) -> String? {
    if Currency(word.lowercased())?.minorDigits != nil {
      return "write an amount as one word: `1000\(word.lowercased())`"
    }
    if Currency(before.lowercased())?.minorDigits != nil {
      return "write an amount as one word: `\(word)\(before.lowercased())`"
    }
    switch word.lowercased() {
    case "s", "m", "h", "d", "w": return "write a duration as one word: `2\(word.lowercased())`"
    case "is": return "compare with `== null` or `!= null`"
    case "like": return "text is compared with `==`"
    case "between": return "write two comparisons joined with `and`"
    case "desc", "asc": return "write `\(word.lowercased())`"
    case "as": return "name a column with `name=…`"
    default: return nil
    }
  }

  static func extraOperand(
    _ command: CommandSignature, _ text: String, after before: String, at range: Range<Int>
  ) -> Diagnostic {
    let takes =
      switch command.positional {
      case .none:
        command.arguments.isEmpty
          ? "takes nothing"
          : "takes \(command.arguments.map { "\($0.name)=" }.joined(separator: ", "))"
      case .condition: "takes one condition; join two with `and`"
      case .count: "takes one number"
      case .id: "takes one id"
      case .columns, .sortKeys: "takes fields, separated by commas"
      }
    return Diagnostic(
      "E103", "`\(command.name)` \(takes)", at: range, advice: foreignWord(text, after: before))
  }

  static func unknownField(_ name: String, of row: RowType, at range: Range<Int>) -> Diagnostic {
    let names = row.fields.map(\.name)
    let (advice, fix) = advice(
      name, among: names, at: range,
      otherwise: "the fields are \(names.joined(separator: ", "))")
    return Diagnostic(
      "E104", "no field `\(name)` on \(row.name)", at: range, advice: advice, fix: fix)
  }

  static func unknownMember(_ name: String, of type: EnumType, at range: Range<Int>) -> Diagnostic {
    let members = type.members.map(\.name)
    let list = "\(type.plural) are \(members.joined(separator: ", "))"
    guard let near = Suggestion.nearest(to: name, among: members) else {
      return Diagnostic("E105", "`\(name)` is not a \(type.name)", at: range, advice: list)
    }
    return Diagnostic(
      "E105", "`\(name)` is not a \(type.name)", at: range,
      advice: "did you mean `\(near)`? \(list)", fix: Fix(range, near))
  }

  static func memberOfOther(
    _ name: String, other: EnumType, wanted: EnumType, at range: Range<Int>
  ) -> Diagnostic {
    let members = wanted.members.map(\.name).joined(separator: ", ")
    return Diagnostic(
      "E105", "`\(name)` is a \(other.name), not a \(wanted.name)", at: range,
      advice: "\(wanted.plural) are \(members)")
  }

  static func unknownKey(
    _ name: String, of type: RecordType, at range: Range<Int>, in source: Source? = nil
  ) -> Diagnostic {
    let names = type.keys.map(\.name)
    let (advice, fix) = advice(
      name, among: names, at: range, otherwise: "the keys are \(names.joined(separator: ", "))")
    return Diagnostic(
      "E106", "no key `\(name)` in \(type.name)", at: range, advice: advice,
      fix: source == nil ? fix : nil, in: source)
  }

  static func unquotedText(_ text: String, of row: RowType?, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E104", "no field `\(text)` on \(row?.name ?? "anything here")", at: range,
      advice: "text has quotes: `\"\(text)\"`", fix: Fix(range, "\"\(text)\""))
  }

  static func unknownName(_ name: String, isCommand: Bool, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E107", "no field or variable `\(name)` here", at: range,
      advice: isCommand ? "a pipeline in an expression is `$(\(name))`" : nil)
  }

  static func unknownVariable(_ name: String, scope: Scope, at range: Range<Int>) -> Diagnostic {
    if name == "_" {
      return Diagnostic(
        "E108", "there is no last result to go on from", at: range,
        advice: "begin with a source, such as `disputes`")
    }
    let near = Suggestion.nearest(to: name, among: scope.variables.keys.sorted())
    return Diagnostic(
      "E108", "no variable `$\(name)`", at: range, advice: near.map { "did you mean `$\($0)`?" },
      fix: near.map { Fix(range, "$\($0)") })
  }

  static func ambiguousName(_ name: String, of type: EnumType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E109", "`\(name)` is both a field and a \(type.name)", at: range,
      advice: "write \"\(name)\" for the \(type.name)")
  }

  static func variableTaken(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E110", "`$\(name)` is defined twice", at: range, advice: "give the second another name")
  }

  // MARK: Arguments

  static func conditionOnSource(_ command: CommandSignature, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E201", "`\(command.name)` takes no condition", at: range,
      advice: "put it after `| where`")
  }

  static func argumentToWhere(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E202", "`=` gives an argument", at: range, advice: "compare with `==`")
  }

  static func notAFilter(
    _ name: String, of resource: Resource, value: String, at range: Range<Int>
  ) -> Diagnostic {
    let filters = resource.fields.filter(\.isServerFilter).map(\.name)
    let list = "it filters by \(filters.joined(separator: ", "))"
    let (advice, fix) =
      resource.field(name) == nil
      ? advice(name, among: filters, at: range, otherwise: list)
      : ("\(list); try `| where \(name) == \(value)`", nil)
    return Diagnostic(
      "E203", "the API does not filter \(resource.plural) by `\(name)`", at: range,
      advice: advice, fix: fix)
  }

  static func notAnID(
    _ text: String, prefix: String, of resource: String, at range: Range<Int>,
    in source: Source? = nil
  ) -> Diagnostic {
    Diagnostic(
      "E204", "`\(text)` is not the id of a \(resource)", at: range,
      advice: "its ids begin with \(prefix)", in: source)
  }

  static func wrongChoice(_ text: String, _ choices: [String], at range: Range<Int>) -> Diagnostic {
    let (advice, fix) = advice(
      text, among: choices, at: range, otherwise: "write \(choices.joined(separator: " or "))")
    return Diagnostic(
      "E205", "`\(text)` is not one of \(choices.joined(separator: ", "))", at: range,
      advice: advice, fix: fix)
  }

  static func notACount(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E206", "a whole number, 0 or more, is wanted here", at: range)
  }

  static func wordNeedsParentheses(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E207", "`\(text)` is not one name or value", at: range,
      advice: "put a longer expression in parentheses")
  }

  // MARK: Types

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
      case (.timestamp, .duration): "a time lies that long from now: `now + \(text)`"
      case (.timestamp, .string): "a time has no quotes: `2024-02-07` or `2024-02-07T09:00Z`"
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
    Diagnostic(
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

  // MARK: Places

  static func cannotFollow(
    _ command: CommandSignature, _ type: PipelineType, at range: Range<Int>
  ) -> Diagnostic {
    switch (type, command.kind) {
    case (_, .source):
      Diagnostic(
        "E403", "`\(command.name)` begins a pipeline", at: range,
        advice: "put it first, or end the statement before it")
    case (.plan, .filter), (.plan, .end):
      Diagnostic(
        "E401", "a plan is not rows", at: range,
        advice: "filter before the write; a plan goes into `apply`")
    case (.plan, .write):
      Diagnostic("E401", "a plan is not rows", at: range, advice: "one pipeline makes one plan")
    case (.rows, .effect):
      Diagnostic(
        "E401", "rows are not a plan", at: range,
        advice: "make a plan first with `draft`, `submit` or `close`")
    default:
      Diagnostic("E401", "`\(command.name)` cannot follow \(type.name)", at: range)
    }
  }

  static func noSourceFirst(
    _ command: CommandSignature, operand: String?, at range: Range<Int>
  ) -> Diagnostic {
    let source =
      operand.flatMap { Resource.dispute.isID($0) ? "dispute \($0)" : nil }
      ?? (command.kind == .write ? "dispute dp_…" : "disputes")
    return Diagnostic(
      "E403", "`\(command.name)` does not begin a pipeline", at: range,
      advice: "begin with what it works on: `\(source) | \(command.name) …`")
  }

  static func notAllowed(_ command: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E402", "this program may not `\(command)`", at: range,
      advice: "put `allow \(command)` at its top")
  }

  static func unknownAllowance(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E402", "`\(name)` needs no allowance", at: range,
      advice: "what needs one is submit and close")
  }

  static func writeWithoutSubject(
    _ command: CommandSignature, _ resource: Resource, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E404", "`\(command.name)` writes to disputes; these are \(resource.plural)", at: range)
  }

  static func explainsNothing(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E405", "`explain` shows a pipeline that begins with a source", at: range)
  }

  // MARK: Evidence files

  static func unreadableFile(_ path: String, _ reason: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E501", "cannot read \(path): \(reason)", at: range)
  }

  static func malformedFile(_ reason: String, at offset: Int, in source: Source) -> Diagnostic {
    Diagnostic(
      "E502", "not valid JSON: \(reason)", at: offset..<min(offset + 1, source.bytes.count),
      in: source)
  }

  static func wrongFileValue(
    _ wanted: String, found: String, at range: Range<Int>, in source: Source
  ) -> Diagnostic {
    Diagnostic("E502", "\(wanted) is wanted here; this is \(found)", at: range, in: source)
  }

  static func noEvidence(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E503", "there is no evidence in it", at: range)
  }

  static func uploadNotHere(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E013", "uploading a file from a plan is not understood by this version of cpay", at: range,
      advice: "give the id of a file that is there already: `file_…`")
  }

  static func fileNotHere(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E208", "a file means nothing here", at: range)
  }

  // MARK: Warnings

  static func neverTrue(_ text: String, _ reason: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("W120", "`\(text)` is never true here: \(reason)", at: range)
  }
}
