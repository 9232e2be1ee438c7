import CpayLanguage
import CpayRuntime

/// The commands in one line each, from the catalog.
enum HelpText {
  static var commands: [String] {
    let signatures = CommandCatalog.standard.signatures
    let width = signatures.map(\.name.utf8.count).max() ?? 0
    return signatures.map { signature in
      let name = DisplayText(signature.name).padded(to: width)
      let arguments = signature.arguments.map { "\($0.name)=" }.joined(separator: " ")
      return "\(name)  \(signature.summary)" + (arguments.isEmpty ? "" : " (\(arguments))")
    }
  }
}
