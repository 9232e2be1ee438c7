import CpayModel
import CpaySyntax
import CpayValue

/// The words of what can be wrong with arguments.
extension Diagnostic {
  static func conditionOnSource(_ command: CommandDeclaration, at range: Range<Int>) -> Diagnostic {
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

  static func notACount(atLeast minimum: Int64, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E206", "a whole number, \(minimum) or more, is wanted here", at: range)
  }

  static func wordNeedsParentheses(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E207", "`\(text)` is not one name or value", at: range,
      advice: "put a longer expression in parentheses")
  }

  static func assignmentWanted(
    _ command: CommandDeclaration, _ value: Syntax, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E209", "`\(command.name)` takes `name=value`", at: range,
      advice: value.isCondition ? "put a condition after `| where`" : "give it a name: `name=(…)`")
  }

  static func fileNeedsSign(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E210", "a file is written with `@`", at: range, advice: "write `@\(text)`",
      fix: Fix(range, "@\(text)"))
  }

  static func unknownEnding(_ path: String, _ endings: [String], at range: Range<Int>) -> Diagnostic
  {
    Diagnostic(
      "E211", "the name of a file to save says its format", at: range,
      advice: "end it in .\(endings.joined(separator: ", ."))")
  }

  static func notConstant(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E212", "a request may not be made here", at: range, advice: "put it into a `let` first")
  }

  static func rowsWanted(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E213", "rows are wanted here", at: range,
      advice: "name them with `let`, or write a pipeline as `$(…)`")
  }

  static func notAReference(_ text: String, _ rows: RowType?, at range: Range<Int>) -> Diagnostic {
    let names = (rows?.fields ?? []).filter { field in
      if case .id(_, let name) = field.type.type { name != rows?.name } else { false }
    }.map(\.name)
    return Diagnostic(
      "E214", "`\(text)` does not name another object", at: range,
      advice: rows?.isMade == true || names.isEmpty
        ? "expand before the columns are changed"
        : "\(names.joined(separator: " or ")) can be expanded")
  }

  static func noIDColumn(
    _ resource: Resource, _ rows: RowType, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E216", "these rows have no column `id` with ids of \(resource.plural)", at: range,
      advice: rows.fields.first { $0.type.type.fits(resource.idType) && $0.type.type != .open }
        .map { "rename the column that holds them: `select id=\($0.name)`" }
        ?? "give a list of ids, a file, or rows with such a column")
  }

  static func missingWithoutIDs(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E215", "`missing=` goes with `ids=`", at: range)
  }

  static func filterBesideIDs(_ name: String, value: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E215", "`ids=` stands by itself", at: range,
      advice: "put the rest behind it: `| where \(name) == \(value)`")
  }

  static func oneValueWanted(
    _ name: String, _ type: ValueType, _ list: String, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E302", "\(type.name) is wanted here; this is a list", at: range,
      advice: "for several, `| where \(name) in \(list)`")
  }
}
