import ArgumentParser

extension CpayCommand {
  /// The words that stand behind `cpay` and `cpay help`.
  static let names = Set(configuration.subcommands.map { $0._commandName } + ["help"])

  /// The options of `run`, whose names no parameter of a program may have.
  static let optionNames: Set<String> = [
    "sandbox", "seed", "trace", "apply", "max", "approve", "format", "diagnostics", "private",
    "help", "version", "quiet", "color", "progress", "profile", "rehearse", "fault", "rate",
    "wait", "no-pager",
  ]
}
