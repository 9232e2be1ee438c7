import ArgumentParser

extension CpayCommand {
  /// The command that a command line asks for.
  ///
  /// The parser reflects on every command that it is shown, which takes longer than all else at the
  /// start. So the one that a line names is shown alone, as if it were the root; what is no such line
  /// is parsed from the root, which knows what to say of it.
  static func command(of arguments: [String]) throws -> any ParsableCommand {
    if let command = lone(arguments) { return command }
    return try parseAsRoot(arguments)
  }

  /// What the line comes to for the command that it names; nil where more than one has to be asked.
  static func lone(_ arguments: [String]) -> (any Subcommand)? {
    let first = arguments.first ?? ""
    // Both are the root's own; the second is taken from anywhere.
    guard first != "help", first != "--", !arguments.contains("--version") else { return nil }
    guard let named = offered.first(where: { $0._commandName == first }) else {
      return try? Run.parseAsRoot(arguments) as? any Subcommand
    }
    guard named.configuration.subcommands.isEmpty else { return nil }
    return try? named.parseAsRoot(Array(arguments.dropFirst())) as? any Subcommand
  }
}
