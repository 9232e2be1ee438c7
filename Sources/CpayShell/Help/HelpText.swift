import CpayLanguage
import CpayRuntime

extension OutputStream {
  /// The columns that help is broken at.
  var helpWidth: Int { isTerminal ? width() : 160 }
}

/// The commands in one line each, from the catalog.
enum HelpText {
  static var commands: [HangingLine] {
    let commands = CommandCatalog.standard.commands
    let width = commands.map(\.name.utf8.count).max() ?? 0
    return commands.map { command in
      let name = DisplayText(command.name).padded(to: width)
      let arguments = command.arguments.compactMap(\.name).map { "\($0)=" }.joined(separator: " ")
      let summary = command.summary + (arguments.isEmpty ? "" : " (\(arguments))")
      return HangingLine("\(name)  \(summary)", hang: width + 2)
    }
  }
}
