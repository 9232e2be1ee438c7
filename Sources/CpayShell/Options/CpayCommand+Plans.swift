import ArgumentParser

/// Plans that wait, and runs that are gone on with.
extension CpayCommand {
  struct Apply: ShapedSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "apply",
      abstract:
        "Send a plan that `save @NAME.plan` wrote: once, and only to the account it is for.",
      discussion: """
        The plan is shown first, and nothing is sent without consent: typed at a terminal, or \
        given beforehand with --apply and a bound, or with --approve and the plan's digest.

        Each dispute is read again before it is sent, and the plan's documents are to be as they \
        were. A plan waits 15 minutes; one that was applied says which run it became.
        """)

    @Argument(
      help: ArgumentHelp("The plan's file.", valueName: "file.plan"),
      completion: .file(extensions: ["plan"]))
    var plan: String

    @OptionGroup var account: AccountGroup
    @OptionGroup var consent: ConsentGroup
    @OptionGroup var shape: FormatGroup
    @OptionGroup var sending: SendingGroup
  }

  struct Resume: ShapedSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "resume",
      abstract: "Go on with a run that ended early: look at what may have been sent, send the rest."
    )

    @Argument(help: RunGroup.help, completion: RunGroup.completion)
    var run: String

    @OptionGroup var account: AccountGroup

    @Flag(help: "Consent again beforehand, within a bound.")
    var apply = false

    @Option(help: ArgumentHelp("The largest number of disputes to go on with.", valueName: "n"))
    var max: Int?

    @OptionGroup var shape: FormatGroup
    @OptionGroup var sending: SendingGroup

    mutating func validate() throws {
      try requireBound(max)
    }
  }
}
