import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// The lists that help shows: all words of a kind, each with what it is.
enum HelpList: String, CaseIterable {
  case commands
  case functions
  case types
  case statements
  case operators
  case values
  case resources
  case fields
  case codes
  case keys
  case vi
  case topics

  /// The list called so; nil where there is none.
  static func named(_ name: String) -> HelpList? { HelpList(rawValue: name) }

  /// What it lists, in a few words.
  var summary: String {
    switch self {
    case .commands: "the commands"
    case .functions: "the functions, and those that sum up many rows"
    case .types: "the types of values"
    case .statements: "what a statement begins with"
    case .operators: "what stands between and before values"
    case .values: "the values that are words, and how others are written"
    case .resources: "the objects of the API"
    case .fields: "the fields of disputes"
    case .codes: "the codes of messages"
    case .keys: "the keys of the line editor"
    case .vi: "the keys of the line editor with `editing: vi` in `config.yaml`"
    case .topics: "this list"
    }
  }

  /// The list, with a heading.
  var lines: [HangingLine] { [HangingLine(summary)] + HangingLine.table(rows) }

  /// The words, each with what it is.
  var rows: [[String]] {
    switch self {
    case .commands: CommandCatalog.standard.commands.map { [$0.name, $0.summary] }
    case .functions:
      Function.allCases.map { [$0.usage, $0.summary] }
        + AggregateFunction.allCases.map { [$0.usage, $0.summary + ", in `summarize`"] }
    case .types: HelpList.words(.type) + HelpTopic.enums.map { [$0.typeName, "one of its words"] }
    case .statements: HelpList.words(.statement)
    case .operators: HelpList.words(.operator)
    case .values: HelpList.words(.value)
    case .resources: Resource.served.map { [$0.name, $0.doc] }
    case .fields: Resource.dispute.fields.map { [$0.name, $0.type.typeName, $0.doc] }
    case .codes: DiagnosticCodes.all.map { [$0.rawValue, $0.guide.title] }
    case .keys: KeyMap.described(.emacs) + [["help vi", "the keys with `editing: vi`"]]
    case .vi: ViLetters.described + KeyMap.described(.vi)
    case .topics:
      HelpList.allCases.map { [$0.rawValue, $0.summary] }
        + HelpSubject.all.map { [$0.names[0], $0.summary] }
    }
  }

  private static func words(_ kind: LanguageWord.Kind) -> [[String]] {
    LanguageWord.all.filter { $0.kind == kind }.map { [$0.names[0], $0.usage] }
  }
}
