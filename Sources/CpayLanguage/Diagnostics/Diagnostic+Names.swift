import CpayModel
import CpaySyntax
import CpayValue

/// The words of what can be wrong with names.
extension Diagnostic {
  /// "did you mean" with its fix, when some candidate is near.
  static func advice(
    _ name: String, among candidates: some Sequence<String>, at range: Range<Int>,
    otherwise: String?
  ) -> (advice: String?, fix: Fix?) {
    guard let near = Suggestion.nearest(to: name, among: candidates) else {
      return (otherwise, nil)
    }
    return ("did you mean `\(near)`?", Fix(range, near))
  }

  static func unknownCommand(
    _ name: String, catalog: CommandCatalog, isFirst: Bool, scope: Scope, at range: Range<Int>
  ) -> Diagnostic {
    if scope.variables[name] != nil {
      return Diagnostic(
        "E101", "no command `\(name)`", at: range, advice: "the variable is `$\(name)`",
        fix: Fix(range, "$\(name)"))
    }
    if let meant = synonyms[name.lowercased()], catalog.command(meant) != nil {
      return Diagnostic(
        "E101", "no command `\(name)`", at: range, advice: "here it is `\(meant)`",
        fix: Fix(range, meant))
    }
    let names = catalog.commands.map(\.name) + scope.definitionNames
    let fitting = catalog.commands.filter { ($0.kind == .source) == isFirst }.map(\.name)
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
    _ name: String, of command: CommandDeclaration, at range: Range<Int>
  ) -> Diagnostic {
    let names = command.arguments.compactMap(\.name)
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
    _ command: CommandDeclaration, _ what: String, at range: Range<Int>
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
    case "like": return #"compare with a pattern: `matches "a*"`"#
    case "between": return "write two comparisons joined with `and`"
    case "desc", "asc": return "write `\(word.lowercased())`"
    case "as": return "name a column with `name=…`"
    default: return nil
    }
  }

  static func extraOperand(
    _ command: CommandDeclaration, _ text: String, after before: String, at range: Range<Int>
  ) -> Diagnostic {
    let names = command.arguments.compactMap(\.name)
    let takes =
      command.operand?.takes
      ?? (names.isEmpty
        ? "takes nothing" : "takes \(names.map { "\($0)=" }.joined(separator: ", "))")
    return Diagnostic(
      "E103", "`\(command.name)` \(takes)", at: range, advice: foreignWord(text, after: before))
  }

  static func unknownField(_ name: String, of row: RowType, at range: Range<Int>) -> Diagnostic {
    let names = row.fields.map(\.name)
    let (advice, fix) = advice(
      name, among: names, at: range,
      otherwise: names.isEmpty
        ? "in a summary, fields stand inside `sum(…)` and its like, or in `by=`"
        : "the fields are \(names.joined(separator: ", "))")
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
    let isMember = Resource.served.flatMap(\.fields).contains { field in
      if case .enumeration(let type) = field.type.type {
        type.index(of: name) != nil
      } else {
        false
      }
    }
    return Diagnostic(
      "E107", "no field or variable `\(name)` here", at: range,
      advice: isCommand
        ? "a pipeline in an expression is `$(\(name))`"
        : isMember ? "a text has quotes: `\"\(name)\"`" : nil)
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
      "E110", "`\(name)` is defined twice", at: range, advice: "give the second another name")
  }

  static func reservedParameter(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E111", "`--\(name)` is an option of cpay's own", at: range,
      advice: "give the parameter another name")
  }

  static func unknownFunction(_ name: String, at range: Range<Int>) -> Diagnostic {
    let names = Function.allCases.map(\.rawValue) + AggregateFunction.allCases.map(\.rawValue)
    let (advice, fix) = advice(
      name, among: names, at: range,
      otherwise: "the functions are \(names.joined(separator: ", "))")
    return Diagnostic("E112", "no function `\(name)`", at: range, advice: advice, fix: fix)
  }

  static func wrongArity(_ name: String, _ usage: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E113", "`\(name)` takes other values", at: range, advice: "write \(usage)")
  }

  static func noPart(_ name: String, of type: ValueType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E104", "no field `\(name)` on \(type.name)", at: range,
      advice: type == .money ? "money has minor and currency" : nil)
  }

  static func objectHasNoKeys(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E104", "an object of no fixed keys cannot be looked into", at: range,
      advice: "show it whole, or read the object itself by its id")
  }

  static func fieldNameWanted(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E114", "the name of a field in quotes is wanted here", at: range)
  }

  static func columnNameWanted(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E114", "the name of a column is wanted here", at: range)
  }

  static func otherNotHere(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E115", "`other(\"…\")` stands beside a status, a reason or their like", at: range,
      advice: "compare one with it: `status == other(\"on_hold\")`")
  }

  static func memberIsKnown(_ name: String, of type: EnumType, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E115", "`\(name)` is a \(type.name) that is known", at: range, advice: "write `\(name)`",
      fix: Fix(range, name))
  }
}
