import CpayLanguage

/// A subject that is larger than a word: what a shell sees of cpay, and how writes go.
struct HelpSubject: Sendable {
  /// The names that help finds it by, the usual one first.
  let names: [String]
  /// What it is about, in a few words.
  let summary: String
  /// What there is to say.
  let lines: [HangingLine]

  private init(_ names: [String], _ summary: String, _ lines: [HangingLine]) {
    (self.names, self.summary) = (names, summary)
    self.lines = [HangingLine(summary)] + lines
  }

  /// The subject called so; nil where there is none.
  static func named(_ name: String) -> HelpSubject? { all.first { $0.names.contains(name) } }

  /// All of them, in the order of help.
  static let all: [HelpSubject] = [
    HelpSubject(
      ["exit codes", "exit", "status codes"], "what the calling shell sees of how a program ended",
      HangingLine.table(
        ExitStatus.allCases.sorted { $0.code < $1.code }.map { [String($0.code), $0.meaning] })
        + [
          .prose(
            "A program that ends in several ways has the most serious: 4, 74, 73, 77, 130, 5, 1, 3, 10, 0."
          )
        ]),
    HelpSubject(
      ["environment", "variables of the environment"],
      "the variables of the environment that are read",
      HangingLine.table([
        ["CASAPAY_API_KEY", "the key of a test account, where no profile is used"],
        ["CASAPAY_API_BASE", "the server that key is for"],
        ["CPAY_PROFILE", "the profile to use; never a live one"],
        ["XDG_CONFIG_HOME", "where profiles and settings lie, else ~/.config"],
        ["XDG_STATE_HOME", "where ledger and history lie, else ~/.local/state"],
        ["NO_COLOR", "shows no colours"],
      ]) + [.prose("`cpay config explain` shows which of them hold.")]),
    HelpSubject(
      ["formats", "format"], "the formats that results are shown, saved and read in",
      HangingLine.table(
        OutputFormat.allCases.map { format in
          [
            format.rawValue, format.endings.map { "." + $0 }.joined(separator: " "),
            "for " + format.purpose,
          ]
        }) + [
          .prose(
            "`as FORMAT` shows, `save @FILE` goes by the ending, `read @FILE` reads all but table, yaml and md."
          )
        ]),
    HelpSubject(
      ["batch", "runs", "resume"], "how many writes are sent, and what becomes of each",
      [
        .prose(
          "A plan is sent row by row in the order of deadlines, the first alone until it is applied. Each row is written to the ledger before it is sent, and ends in one of six outcomes: `help outcome`."
        ),
        .prose(
          "What stopped goes on with `cpay resume RUN`, or `:resume RUN` in a session; `cpay runs` lists the runs, `cpay runs show RUN` the rows of one."
        ),
        .prose(
          "`apply parallel=N` bounds the requests in flight, `on_error=stop` stops at the first row that fails."
        ),
      ]),
    HelpSubject(
      ["files", "file names", "paths", "@"], "how a program names files",
      HangingLine.table([
        [
          "@lease.json",
          "a path; relative to the program's folder, or in a session to the working folder",
        ],
        [#"@"my file.csv""#, "in quotes where there is a blank in it"],
        [#"@"evidence/{id}.json""#, "with a value of the row put in"],
        ["@~/x.csv", "in the home folder"], ["@-", "standard input"],
      ]) + [
        .prose(
          "`evidence=@FILE.json` is read and checked before the first request; a document such as `receipt: @scan.pdf` is uploaded when the plan is applied."
        )
      ]),
    HelpSubject(
      ["consent", "approval", "confirm"], "what a write needs to be sent",
      HangingLine.table([
        ["at a terminal", "the number of disputes, typed below the preview; Enter leaves it"],
        ["--apply --max N", "sends at most N rows, or with `apply max=N` in the program"],
        ["--approve DIGEST", "sends exactly the plan with that digest"],
        ["none of these", "nothing is sent, and the plan is shown: exit code 10"],
      ]) + [.prose("A saved program also names its final writes: `help allow`.")]),
    HelpSubject(
      ["accounts", "profiles", "profile"], "which account is asked",
      HangingLine.table([
        ["cpay --sandbox", "a server of its own inside the process, with nothing real in it"],
        ["cpay login NAME", "stores the key of an account as the profile NAME"],
        ["--profile NAME", "uses it for one command; a live one is used no other way"],
        [":account NAME", "goes over to it in a session; variables and results are dropped"],
      ])),
  ]
}
