import CpayClient
import CpayLedger
import CpayRuntime
import CpayTestSupport
import CpayValue
import FoundationEssentials
import Testing

@testable import CpayShell

/// `cpay ledger`: forgetting with consent, and moving so that nothing is forgotten.
@Suite struct TendLedgerTests {
  @Test func `texts are forgotten once someone has agreed to their number`() async throws {
    try await ShowRunsTests.withRun { (world) async throws in
      let late = ["ledger", "forget", "--before", "2100-01-01"]
      func forget(_ more: String...) async -> CommandRig.Run {
        await world.rig.cpay(late + more, input: [], environment: world.account)
      }
      for words in [[], ["--apply"], ["--apply", "--max", "2"]] {
        let asked = await world.rig.cpay(late + words, input: [], environment: world.account)
        #expect(asked.status == 10 && asked.output == "")
        #expect(asked.errors.contains("3 rows of 1 run that ended before 2100-01-01 00:00Z"))
        #expect(asked.errors.contains("nothing was forgotten"))
      }
      let early = await world.cpay("ledger", "forget", "--before", "2001-01-01")
      #expect(early.status == 0 && early.errors.contains("no run that ended before"))
      let wrong = await world.cpay("ledger", "forget", "--before", "yesterday")
      #expect(wrong.status == 64 && wrong.errors.contains("2026-01-31"))
      let done = await forget("--apply", "--max", "3")
      #expect(done.status == 0 && done.errors.contains("3 rows forgotten"), "\(done.errors)")
      #expect(await forget().status == 0)
      #expect(await world.cpay("ledger", "check").errors == "the ledger is whole\n")
      let name = try await world.run()
      let shown = await world.cpay("runs", "show", name)
      #expect(shown.output.contains(#""outcome":"refused""#))
      #expect(shown.output.contains(#""reason":null"#))
      let resumed = await world.cpay("resume", name)
      #expect(resumed.status == 3, "\(resumed.errors)")
      #expect(resumed.errors.contains("nothing of \(name) is open"))
      let again = await world.rig.cpay(
        ["-c", CommandLineTests.ownersLine, "--apply", "--max", "10"], input: [],
        environment: world.account)
      #expect(!again.output.contains(#""outcome":"applied""#), "\(again.output)")
    }
  }

  // MARK: Moving

  /// A rig with a run on an account, whose ledger is that of a profile, or cpay's own.
  struct World {
    let rig: CommandRig
    let key: [String: String]
    /// The options that log in to the account.
    let login: [String]
    let old: String
    var new: String { rig.folder.path + "/new" }

    func cpay(_ arguments: String...) async -> CommandRig.Run {
      await rig.cpay(arguments, input: [], environment: key)
    }

    func move() async -> CommandRig.Run { await cpay("ledger", "move", "new/") }

    /// Tries to act on a dispute that a run has acted on before, or on another.
    func close(_ dispute: String = "dp_a1") async -> CommandRig.Run {
      await cpay("--apply", "--max", "1", "-c", "dispute \(dispute) | close")
    }

    /// Exactly one ledger is found, the one in the new folder, and it knows what was sent.
    func requireMoved() async throws {
      #expect(FileStatus(old + "/ledger.sqlite") == nil)
      #expect(FileStatus(new + "/ledger.sqlite")?.permissions == 0o600)
      #expect(FileStatus(new + "/" + Ledger.movingMark) == nil)
      let again = await close()
      #expect(again.status == 3, "\(again.errors)")
      let other = await close("dp_b2")
      #expect(other.status == 0, "\(other.errors)")
      let ledger = try Ledger(folder: new, clock: Connection.systemTime)
      #expect(try ledger.runs().count == 2)
      #expect(try ledger.flaws() == [])
      #expect(FileStatus(old + "/ledger.sqlite") == nil)
    }
  }

  /// `ledger` is that of the profile `first`; nil for cpay's own, without any profile.
  private static func withRun(
    in ledger: String?, _ body: (World) async throws -> Void
  ) async throws {
    try await LedgerPlaceTests.withRun(ledger: ledger) { (rig, key, login) async throws in
      let own = rig.folder.path + "/state/cpay"
      try await body(
        World(
          rig: rig, key: key, login: login, old: ledger.map { rig.folder.path + "/" + $0 } ?? own))
    }
  }

  @Test(arguments: [nil, "mine"])
  func `a ledger moves with all that names it`(ledger: String?) async throws {
    try await Self.withRun(in: ledger) { (world) async throws in
      let moved = await world.move()
      #expect(moved.status == 0, "\(moved.errors)")
      #expect(moved.errors.contains("the ledger is in \(world.new) now"))
      try await world.requireMoved()
      if ledger != nil {
        let profile = try #require(world.rig.folder.read("config/cpay/profiles/first.yaml"))
        #expect(profile.contains("ledger: ") && profile.contains("/new"))
      }
      let again = await world.cpay("ledger", "move", world.new)
      #expect(again.status == 64, "\(again.errors)")
      // Looking finds it, too, and makes none where there was one.
      let listed = await world.cpay("runs")
      #expect(listed.output.split(separator: "\n").count == 2, "\(listed.errors)")
      #expect(FileStatus(world.old + "/ledger.sqlite") == nil)
    }
  }

  @Test func `a ledger moves to no folder that has one, and not while a run is open`() async throws
  {
    try await Self.withRun(in: "mine") { (world) async throws in
      let same = await world.cpay("ledger", "move", "mine")
      #expect(same.status == 64 && same.errors.contains("already"))
      _ = try Ledger(folder: world.rig.folder.path + "/other", clock: Connection.systemTime)
      let taken = await world.cpay("ledger", "move", "other")
      #expect(taken.status == 64 && taken.errors.contains("there is a ledger in"))
      do {
        let ledger = try Ledger(folder: world.old, clock: Connection.systemTime)
        let run = try #require(try ledger.runs().first?.name)
        _ = try await ledger.reopen(RunID(run))
        let held = await world.move()
        #expect(held.status == 73, "\(held.errors)")
      }
      let open = await world.move()
      #expect(open.status == 1 && open.errors.contains("cpay runs close run_"), "\(open.errors)")
      #expect(FileStatus(world.new) == nil)
    }
  }

  /// Where a move was cut short.
  enum Moment: CaseIterable {
    case beforeTheCopy
    case inTheCopy
    case beforeTheNote
    case behindTheNote
    case behindTheRemoval
  }

  @Test(arguments: Moment.allCases, [nil, "mine"])
  func `a move that was cut short forgets nothing, and goes on`(
    moment: Moment, ledger: String?
  ) async throws {
    try await Self.withRun(in: ledger) { (world) async throws in
      try Self.leave(moment, in: world)
      // Either the old one is found, or nothing is sent.
      let between = await world.close()
      #expect(between.status != 0, "\(between.errors)")
      if [.behindTheNote, .behindTheRemoval].contains(moment) {
        #expect(between.errors.contains("cpay ledger move"), "\(between.errors)")
      } else {
        #expect(between.status == 3, "\(between.errors)")
      }
      let moved = await world.move()
      #expect(moved.status == 0, "\(moved.errors)")
      try await world.requireMoved()
    }
  }

  /// Puts the files as a process that died there would have left them.
  private static func leave(_ moment: Moment, in world: World) throws {
    let (folder, mark) = (world.rig.folder, "new/" + Ledger.movingMark)
    try folder.write(world.old, to: mark)
    try folder.makePrivate("new", mark)
    if moment == .beforeTheCopy { return }
    if moment == .inTheCopy {
      try folder.write("half", to: "new/ledger.sqlite")
      return try folder.makePrivate("new/ledger.sqlite")
    }
    let ledger = try Ledger(folder: world.old, clock: Connection.systemTime)
    try ledger.alone { try ledger.copy(to: world.new) }
    if moment == .beforeTheNote { return }
    try LedgerPlaces(stateFolder: folder.path + "/state/cpay")
      .move(from: world.old, to: world.new, ledger.accounts())
    if moment == .behindTheRemoval {
      if FileStatus(folder.path + "/config/cpay/profiles/first.yaml") != nil {
        try ProfileStore.required(["XDG_CONFIG_HOME": folder.path + "/config"])
          .setLedger(world.new, of: "first")
      }
      try Ledger.remove(in: world.old)
    }
  }

  @Test func `a profile that names another folder is told how to move the ledger there`()
    async throws
  {
    try await Self.withRun(in: "mine") { (world) async throws in
      let path = "config/cpay/profiles/first.yaml"
      let profile = try #require(world.rig.folder.read(path))
      try world.rig.folder.write(profile.replacing("/mine", with: "/new"), to: path)
      let refused = await world.cpay("--profile", "first", "-c", "disputes | count")
      #expect(refused.status == 64)
      #expect(refused.errors.contains("cpay ledger move \(world.new) --profile NAME"))
    }
  }
}
