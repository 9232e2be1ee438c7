extension CpayCommand {
  /// The options of `run`, whose names no parameter of a program may have.
  static let optionNames: Set<String> = [
    "sandbox", "seed", "trace", "apply", "max", "approve", "format", "diagnostics", "private",
    "help", "version", "quiet", "color", "progress", "profile",
  ]
}
