import ArgumentParser

/// Whose disputes are worked on.
extension CpayCommand {
  struct Login: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "login",
      abstract: "Keep a key under a name, once it has been seen to work.",
      discussion: """
        The key is asked for, and not shown. Elsewhere it comes from a file, a descriptor, a \
        command or a variable; never from the command line.
        """)

    @Argument(help: ArgumentHelp("The profile's name: a-z, 0-9 and -.", valueName: "name"))
    var name: String

    @Flag(help: "The key is a live key: real money moves. The name is typed once more.")
    var live = false

    @Flag(help: "Put this in the place of a profile that is there.")
    var replace = false

    @Option(
      help: ArgumentHelp("The server; CasaPay's own by default.", valueName: "url"))
    var origin: String?

    @Option(help: ArgumentHelp("Take the key from this private file, once.", valueName: "file"))
    var keyFile: String?

    @Option(help: ArgumentHelp("Take the key from an open descriptor, once.", valueName: "n"))
    var keyFd: Int?

    @Option(
      help: ArgumentHelp(
        "Ask this program for the key each time: \"pass show casapay\"; no shell is between.",
        valueName: "command"))
    var keyCommand: String?

    @Option(help: ArgumentHelp("Take the key from this variable each time.", valueName: "name"))
    var keyEnv: String?

    @Option(help: ArgumentHelp("Writes a second that the account allows.", valueName: "n"))
    var limit: Int?

    @Option(help: "Whether the server keeps idempotency keys for a day: yes or no.")
    var keepsKeys: YesOrNo?

    @Option(help: ArgumentHelp("The folder of the ledger.", valueName: "folder"))
    var ledger: String?

    @Option(help: ArgumentHelp("A proxy: http://host:port.", valueName: "url"))
    var proxy: String?

    @Option(
      help: ArgumentHelp("Certificates to trust besides the system's, in PEM.", valueName: "file"))
    var caFile: String?

    enum YesOrNo: String, ExpressibleByArgument, CaseIterable {
      case yes
      case no
    }

    mutating func validate() throws {
      let sources = [keyFile, keyFd.map(String.init), keyCommand, keyEnv].compactMap(\.self)
      if sources.count > 1 {
        throw ValidationError(
          "--key-file, --key-fd, --key-command and --key-env exclude each other")
      }
      if let keyFd, !(0...1_000_000).contains(keyFd) {
        throw ValidationError("--key-fd is the number of an open descriptor")
      }
      if let limit, !Profile.limits.contains(limit) {
        throw ValidationError("--limit is from 1 to 1000")
      }
    }
  }

  struct Logout: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "logout", abstract: "Take a profile away, and the key that cpay keeps for it.")

    @OptionGroup var profile: ProfileGroup
  }

  struct Profiles: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "profiles", abstract: "The profiles there are, and which is used.",
      subcommands: offered.map { $0 }, defaultSubcommand: List.self)

    private static let offered: [any Subcommand.Type] = [List.self, Use.self]

    struct List: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The profiles, by name.")
    }

    struct Use: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Make a test profile the one that is used by default.")

      @OptionGroup var profile: ProfileGroup
    }
  }

  struct Config: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "config", abstract: "The settings that hold.", subcommands: offered.map { $0 },
      defaultSubcommand: Explain.self)

    private static let offered: [any Subcommand.Type] = [Explain.self]

    struct Explain: Subcommand {
      static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Each setting, where it comes from, and what it was chosen over.")

      @OptionGroup var connection: ConnectionGroup
    }
  }
}
