import ArgumentParser
import CpayModel

/// What the ledger remembers.
extension CpayCommand {
  struct Runs: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "runs", abstract: "Show what the ledger remembers.",
      subcommands: offered.map { $0 },
      defaultSubcommand: List.self)

    private static let offered: [any Subcommand.Type] = [
      List.self, Show.self, Export.self, Report.self, Close.self, Settle.self, Check.self,
    ]

    struct List: ShapedSubcommand {
      static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The runs, the newest first.")

      @OptionGroup var ledger: LedgerGroup
      @OptionGroup var shape: FormatGroup
    }

    struct Show: ShapedSubcommand {
      static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What one run was, what became of each of its rows, and how.")

      @OptionGroup var named: RunGroup
      @OptionGroup var shape: FormatGroup
    }

    struct Export: ShapedSubcommand {
      static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "The outcomes of one run, as the program that sent it showed them.",
        discussion: """
          cpay runs export run_3f9a --outcome refused --format csv > refused.csv
          cpay -c 'disputes ids=@refused.csv'
          """)

      @OptionGroup var named: RunGroup

      @Option(help: "Only rows of this outcome; may be given again.")
      var outcome: [OutcomeKind] = []

      @OptionGroup var shape: FormatGroup
    }

    struct Report: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "What one run came to, in figures and pictures.")

      @OptionGroup var named: RunGroup

      @Option(
        help: ArgumentHelp(
          "Write one page with all of it, which needs nothing else.", valueName: "file"))
      var html: String?
    }

    struct Close: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Give a run up: what was not sent never is, and its disputes are free.")

      @OptionGroup var named: RunGroup
    }

    struct Check: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "check", abstract: "The same as `cpay ledger check`.", shouldDisplay: false)

      @OptionGroup var ledger: LedgerGroup
    }

    struct Settle: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Say what became of a row that is unknown, after looking.")

      @Argument(help: RunGroup.help, completion: RunGroup.completion)
      var run: String

      @Argument(help: ArgumentHelp("The dispute.", valueName: "id"))
      var dispute: String

      @Argument(help: "applied or not-applied.")
      var verdict: Verdict

      @OptionGroup var ledger: LedgerGroup

      enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case applied
        case notApplied = "not-applied"
      }
    }
  }

  struct TendLedger: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "ledger", abstract: "Check the ledger, move it, or forget old texts in it.",
      subcommands: offered.map { $0 }, defaultSubcommand: Check.self)

    private static let offered: [any Subcommand.Type] = [Check.self, Forget.self, Move.self]

    struct Check: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "check", abstract: "See whether the ledger is whole and as it was written.")

      @OptionGroup var ledger: LedgerGroup
    }

    struct Forget: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Forget what was planned and sent in runs that ended before a date.",
        discussion: """
          Evidence, and disputes as they were seen, go for good. Outcomes, messages, keys and \
          digests stay, so that nothing is sent twice. Runs in which something is open stay whole.
          """)

      @Option(help: ArgumentHelp("2026-01-31, or a moment.", valueName: "date"))
      var before: String

      @Flag(help: "Consent beforehand, within a bound.")
      var apply = false

      @Option(help: ArgumentHelp("The largest number of rows to forget.", valueName: "n"))
      var max: Int?

      @OptionGroup var ledger: LedgerGroup

      mutating func validate() throws {
        try requireBound(max)
      }
    }

    struct Move: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move the ledger to another folder, with every note of where it is.")

      @Argument(help: ArgumentHelp("The folder, which has no ledger yet.", valueName: "folder"))
      var folder: String

      @OptionGroup var ledger: LedgerGroup
    }
  }
}
