import CpayLanguage
import CpayRuntime

/// The commands in one line each, from the catalog.
enum HelpText {
  static var commands: [String] {
    let commands = CommandCatalog.standard.commands
    let width = commands.map(\.name.utf8.count).max() ?? 0
    return commands.map { command in
      let name = DisplayText(command.name).padded(to: width)
      let arguments = command.arguments.compactMap(\.name).map { "\($0)=" }.joined(separator: " ")
      return "\(name)  \(command.summary)" + (arguments.isEmpty ? "" : " (\(arguments))")
    }
  }
}
