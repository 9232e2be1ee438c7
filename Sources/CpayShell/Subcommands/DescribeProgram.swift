import ArgumentParser
import CpayLanguage
import CpayRuntime

/// `cpay FILE --help`: the parameters of a saved program.
struct DescribeProgram {
  private let program: CommandLineTool
  private let path: String

  /// What describes the file whose help the command line asks for; nil where it does not.
  init?(_ program: CommandLineTool) {
    let isHelp = { (word: String) in word == "--help" || word == "-h" }
    guard program.arguments.contains(where: isHelp), program.arguments.first != "---completion",
      let command = try? CpayCommand.parseAsRoot(program.arguments.filter { !isHelp($0) }),
      let path = (command as? CpayCommand.Run)?.file
    else { return nil }
    self.program = program
    self.path = path
  }

  func callAsFunction() -> ExitStatus {
    guard let source = program.source(path) else { return .usage }
    let parameters = Checker.parameters(of: source, .forCommandLine)
    let words = parameters.map { parameter in
      let word = "--\(parameter.name)=\(parameter.placeholder)"
      return parameter.fallback == nil ? word : "[\(word)]"
    }
    let name = DisplayText(path).string
    program.output.line((["usage: cpay \(name)"] + words).joined(separator: " "))
    program.output.line("")
    if parameters.isEmpty { program.output.line("  it takes no parameters") }
    for line in ProgramArguments.help(parameters) { program.output.line(line) }
    program.output.line("")
    program.output.line("`cpay help run` shows the options that every program has")
    return .success
  }
}

extension CheckContext {
  /// What the parameters of a program are looked at with, before it is run or even whole.
  static var forCommandLine: CheckContext {
    CheckContext(
      catalog: .standard, needsAllowance: false,
      files: { _ in .failure(FileFailure("no files are read here")) })
  }
}
