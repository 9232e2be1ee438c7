import CpayModel
import CpaySyntax
import CpayValue

/// The words of what can be wrong with places.
extension Diagnostic {
  // MARK: Places

  static func planInExpression(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E406", "a plan cannot stand in an expression", at: range)
  }

  static func writeInExpression(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E406", "an expression cannot write", at: range, advice: "make it a statement")
  }

  static func outputInside(_ command: CommandDeclaration, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E407", "`\(command.name)` ends a statement of its own", at: range,
      advice: "keep the rows with `let`, then write `$name | \(command.name) …`")
  }

  static func notAllowedByHost(_ command: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E402", "no program may `\(command)` here", at: range)
  }

  static func cannotFollow(
    _ command: CommandDeclaration, _ type: PipelineType, at range: Range<Int>
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
    case (.written, _):
      Diagnostic("E401", "nothing is handed on here", at: range, advice: "put it before the output")
    case (.chart, _):
      Diagnostic("E401", "a chart is not rows", at: range, advice: "it can only be saved")
    case (.rows, .effect):
      Diagnostic(
        "E401", "rows are not a plan", at: range,
        advice: "make a plan first with `draft`, `submit` or `close`")
    default:
      Diagnostic("E401", "`\(command.name)` cannot follow \(type.name)", at: range)
    }
  }

  static func noSourceFirst(
    _ command: CommandDeclaration, operand: String?, at range: Range<Int>
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

  static func unknownAllowance(
    _ name: String, _ allowable: [String], at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E402", "`\(name)` needs no allowance", at: range,
      advice: "what needs one is \(allowable.joined(separator: " and "))")
  }

  static func writeWithoutSubject(
    _ command: CommandDeclaration, _ rows: RowType, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E404",
      "`\(command.name)` writes to disputes; these are \(rows.subject?.plural ?? "rows without one")",
      at: range,
      advice: rows.subject == nil
        ? "read them with `schema=dispute`, or give their ids: `disputes ids=…`" : nil)
  }

  static func writeOnFile(
    _ command: CommandDeclaration, _ rows: String?, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      "E408",
      "`\(command.name)` rests on what the API says now; these disputes are what a file says",
      at: range,
      advice: "ask for them: `disputes ids=\(rows ?? "$rows") | … | \(command.name) …`")
  }

  static func explainsNothing(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E405", "`explain` shows a pipeline that begins with a source", at: range)
  }

  // MARK: Evidence files

  static func unreadableFile(_ path: String, _ reason: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E501", "cannot read \(path): \(reason)", at: range)
  }

  static func unwritableFile(_ path: String, _ reason: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E501", "cannot write \(path): \(reason)", at: range)
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

  static func fileNotHere(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E208", "a file means nothing here", at: range)
  }

  // MARK: Warnings

  static func unknownColumns(_ file: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "W130", "the columns of `\(file)` are not known yet; their names are checked when it is run",
      at: range)
  }

  static func neverTrue(_ text: String, _ reason: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("W120", "`\(text)` is never true here: \(reason)", at: range)
  }
}
