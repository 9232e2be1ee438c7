import ArgumentParser

/// A sandbox for other programs.
extension CpayCommand {
  struct Sandbox: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "sandbox", abstract: "Serve a sandbox on this machine until interrupted.")

    @Option(help: ArgumentHelp("The port; a free one by default.", valueName: "n"))
    var port = 0

    @Option(help: ArgumentHelp("demo, demo:N, docs, or a file of objects.", valueName: "seed"))
    var seed: String?

    @Option(help: ArgumentHelp("Keep the data in this file.", valueName: "file"))
    var db: String?

    @Option(
      help: ArgumentHelp("`real`, or the moment at which time stands still.", valueName: "time"))
    var clock: String?

    @Option(
      help: ArgumentHelp(
        "What goes wrong: POST /v1/disputes/*:reset:once:after.", valueName: "rule"))
    var fault: [String] = []

    @Option(
      help: ArgumentHelp("Requests a second that one key may make.", valueName: "n"))
    var rate: Int?

    @Option(
      help: ArgumentHelp("Requests that one key may have under way at once.", valueName: "n"))
    var atOnce: Int?

    @Option(
      help: ArgumentHelp(
        "Keys to let in, one a line; permissions follow an rk_ key.", valueName: "file"))
    var keyFile: String?

    @Flag(help: "Fill it with live data, which a live key of its own opens.")
    var live = false

    @Option(
      help: ArgumentHelp(
        "The address to listen on, instead of this machine's own.", valueName: "address"))
    var bind: String?

    @Option(
      help: ArgumentHelp(
        "How the sandbox behaves where the API is silent.", valueName: "name=value"))
    var assume: [String] = []

    @Flag(help: "List what is assumed of the API, and stop.")
    var assumptions = false

    mutating func validate() throws {
      try requireRate("--rate", rate)
      try requireRate("--at-once", atOnce)
    }
  }
}
