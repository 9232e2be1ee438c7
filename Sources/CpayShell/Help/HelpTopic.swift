import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// What there is to say of one word of the language: a command, a function, a type, or a
/// diagnostic's code.
struct HelpTopic {
  /// The lines of help, which are never empty.
  let lines: [String]

  /// Help on `name`; nil for what is none of these.
  init?(_ name: String) {
    var parts: [[String]] = []
    if let command = CommandCatalog.standard.command(name) {
      parts.append(HelpTopic.command(command))
    }
    if let function = Function(rawValue: name) {
      parts.append([function.usage, "  " + function.summary])
    }
    if let function = AggregateFunction(rawValue: name) {
      parts.append([function.usage + ", in `summarize`", "  " + function.summary])
    }
    if case .enumeration(let type)? = ValueType.named[name] {
      parts.append(["\(name) is one of"] + HelpTopic.table(type.members.map { [$0.name, $0.doc] }))
    }
    if let code = DiagnosticCodes.named(name) { parts.append(HelpTopic.code(code)) }
    guard !parts.isEmpty else { return nil }
    lines = Array(parts.joined(separator: [""]))
  }

  /// What to say of a word there is no help on.
  static func missing(_ name: String) -> String {
    let names =
      CommandCatalog.standard.commands.map(\.name) + Function.allCases.map(\.rawValue)
      + AggregateFunction.allCases.map(\.rawValue) + ValueType.named.keys.sorted()
    let near = Suggestion.nearest(to: name, among: names).map { "; did you mean \($0)?" }
    return "there is no help on \(name)"
      + (near ?? "; there is on each command, function, type and code, such as where or E104")
  }

  private static func command(_ command: CommandDeclaration) -> [String] {
    var lines = [command.usage, "  " + command.summary, ""]
    lines += table([
      ["takes", command.takes], ["gives", command.gives], ["effect", command.reach],
    ])
    if !command.arguments.isEmpty {
      lines += [""] + table(command.arguments.map { ["\($0.name ?? "")=", $0.doc] })
    }
    if case .objects(let resource) = command.yield, command.kind == .source {
      lines += ["", "fields"]
      lines += table(resource.fields.map { [$0.name, $0.type.typeName, $0.doc] })
    }
    return lines + ["", "examples"] + command.examples.map { "  " + $0 }
  }

  private static func code(_ code: any DiagnosticCode) -> [String] {
    let guide = code.guide
    var lines = ["\(code.rawValue)  \(guide.title)"]
    lines += WrappedText.lines(guide.meaning, width: 80, indent: 2)
    for (label, program) in [("refused", guide.example), ("instead", guide.instead)] {
      guard let program else { continue }
      let word = code.severity == .warning && label == "refused" ? "remarked on" : label
      lines += ["", word] + program.split(separator: "\n").map { "  " + $0 }
    }
    return lines
  }

  /// Cells in columns, the last of them as long as it is.
  private static func table(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { DisplayText($0[column]).width }.max() ?? 0
    }
    return rows.map { row in
      "  "
        + row.enumerated().map { column, cell in
          column == row.count - 1 ? cell : DisplayText(cell).padded(to: widths[column])
        }.joined(separator: "  ")
    }
  }
}
