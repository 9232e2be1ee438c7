import ArgumentParser

/// A command of the command line, and what it does.
///
/// Its options stand in ``CpayCommand``'s table; what it does, beside what does it.
protocol Subcommand: ParsableCommand {
  /// Runs it to the end.
  func run(in tool: CommandLineTool) async -> ExitStatus
}

/// A command that shows results, in a shape that may be chosen.
protocol ShapedSubcommand: Subcommand {
  var shape: FormatGroup { get }
}
