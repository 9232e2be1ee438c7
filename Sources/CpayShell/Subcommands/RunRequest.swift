/// A program that a command line names, and how it is to be run.
struct RunRequest: Sendable {
  /// Where the program is.
  let origin: Origin
  /// What of the line is no option: a file, and values of the program's parameters.
  let words: [String]
  let options: SessionOptions
  /// Whether lines typed are remembered.
  let keepsHistory: Bool

  enum Origin: Hashable, Sendable {
    /// The text itself.
    case text(String)
    /// The path of a file.
    case file(String)
    /// Standard input, or a person at a terminal.
    case input
  }
}

extension RunRequest {
  /// What the parser made of a line.
  init(_ command: CpayCommand.Run) {
    origin = command.text.map { .text($0) } ?? command.file.map { .file($0) } ?? .input
    words = command.words
    keepsHistory = !command.private
    var options = SessionOptions()
    options.connection = command.connection.options
    options.consent = command.consent.options
    options.format = command.shape.format
    options.progress = command.sending.progress
    options.waitsForOthers = command.sending.wait
    options.arguments = command.parameters
    options.diagnosticsAsJSON = command.diagnostics == .json
    self.options = options
  }

  /// What a line without options comes to, such as `cpay`, `cpay FILE` and `cpay -c TEXT`.
  ///
  /// Nil for any other.
  init?(bare arguments: [String]) {
    switch arguments.count {
    case 0: (origin, words) = (.input, [])
    case 1 where !arguments[0].hasPrefix("-") && !CpayCommand.names.contains(arguments[0]):
      (origin, words) = (.file(arguments[0]), arguments)
    case 2 where arguments[0] == "-c": (origin, words) = (.text(arguments[1]), [])
    default: return nil
    }
    (options, keepsHistory) = (SessionOptions(), true)
  }
}
