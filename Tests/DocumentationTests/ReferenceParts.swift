import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// The parts of the reference that follow from the code.
enum ReferenceParts {
  /// The lines of a part; none for a name that nothing derives.
  static func lines(_ name: String) -> [String] {
    let words = name.split(separator: " ").map(String.init)
    switch (words[0], words.count > 1 ? words[1] : "") {
    case ("command", let name):
      return CommandCatalog.standard.command(name).map(command) ?? []
    case ("fields", let name): return all.first { $0.name == name }.map(fields) ?? []
    case ("functions", _):
      return table(
        ["function", "result"], Function.allCases.map { ["`\($0.usage)`", $0.summary] })
    case ("aggregates", _):
      return table(
        ["aggregate", "result"],
        AggregateFunction.allCases.map { ["`\($0.usage)`", $0.summary] })
    case ("enums", _): return enums
    case ("formats", _):
      return table(
        ["format", "for", "rows that no stage has changed"],
        OutputFormat.allCases.map { ["`\($0.rawValue)`", $0.purpose, $0.unchangedRows] })
    case ("codes", _): return DiagnosticCodes.all.flatMap(code)
    default: return []
    }
  }

  /// The names of all parts there should be.
  static var names: [String] {
    CommandCatalog.standard.commands.map { "command \($0.name)" }
      + all.map { "fields \($0.name)" } + ["functions", "aggregates", "enums", "formats", "codes"]
  }

  private static var all: [Resource] { Resource.served + [.outcome] }

  // MARK: Parts

  private static func command(_ command: CommandDeclaration) -> [String] {
    var lines = ["```", command.usage, "```", ""]
    lines += [sentence(command.summary), ""]
    lines += table(
      ["takes", "gives", "effect"], [[command.takes, command.gives, command.reach]])
    if !command.arguments.isEmpty {
      lines += [""]
      lines += table(
        ["argument", "meaning"],
        command.arguments.map { argument in
          ["`\(argument.name ?? "")=`\(argument.isRequired ? ", needed" : "")", argument.doc]
        })
    }
    for example in command.examples { lines += ["", "```cpayt", "cpay> " + example, "```"] }
    return lines
  }

  private static func fields(_ resource: Resource) -> [String] {
    let rows = resource.fields.map { field in
      [
        "`\(field.name)`", "`\(field.type.typeName)`",
        field.doc + (field.isServerFilter ? "; the API filters by it" : ""),
      ]
    }
    let records = resource.fields.compactMap { field -> (String, RecordType)? in
      if case .record(let type) = field.type.type { (field.name, type) } else { nil }
    }
    return table(["field", "type", "meaning"], rows)
      + records.flatMap { name, type in
        [""]
          + table(
            ["key of `\(name)`", "type", "meaning"],
            type.keys.map { ["`\($0.name)`", "`\($0.type.typeName)`", $0.doc] })
      }
  }

  private static var enums: [String] {
    var seen: Set<String> = []
    return all.flatMap(\.fields).flatMap { field -> [String] in
      guard case .enumeration(let type) = field.type.type, seen.insert(type.name).inserted else {
        return []
      }
      return ["### \(type.typeName)", ""]
        + table(["member", "meaning"], type.members.map { ["`\($0.name)`", $0.doc] }) + [""]
    }
  }

  private static func code(_ code: any DiagnosticCode) -> [String] {
    let guide = code.guide
    var lines = ["### \(code.rawValue): \(guide.title)", "", guide.meaning, ""]
    if let example = guide.example {
      let typed = example.split(separator: "\n").enumerated().map { index, line in
        (index == 0 ? "cpay> " : "....> ") + line
      }
      lines += ["```cpayt"] + typed + ["```", ""]
    }
    if let instead = guide.instead { lines += ["Instead:", "", "```cpay", instead, "```", ""] }
    return lines
  }

  // MARK: Markdown

  private static func table(_ heading: [String], _ rows: [[String]]) -> [String] {
    [line(heading), "|" + String(repeating: "---|", count: heading.count)] + rows.map(line)
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}
