import CpayTestSupport
import FoundationEssentials
import Glibc
import Testing

@testable import CpayShell

extension TerminalTests {
  /// Sessions at a terminal that others have written, compared cell by cell with what is written in
  /// `Screens`.
  @Suite struct ScreenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Screens").path

    static let scenes: [ScreenScene] =
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".screens") }.sorted().flatMap { name in
        let bytes = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
        return ScreenScene.scenes(String(decoding: bytes, as: UTF8.self), file: name)
      }

    @Test func `there are sixty scenes at least`() {
      #expect(ScreenTests.scenes.count >= 60)
    }

    @Test(arguments: scenes)
    func `shows what is written`(_ scene: ScreenScene) throws {
      let tmux = try Tmux(
        columns: scene.columns, rows: scene.rows, scene.arguments, environment: scene.environment,
        files: scene.files)
      try #require(try tmux.wait { try tmux.screen().rows.contains { $0.hasSuffix(">") } })
      try tmux.press(["C-l"])
      for step in scene.steps { try take(step, scene, tmux) }
    }

    /// A session with nothing typed, which was started in bash.
    private struct SessionInBash {
      let tmux: Tmux

      init(rows: Int) throws {
        tmux = try Tmux(
          columns: 60, rows: rows, ["--norc", "--noprofile", "-i"], environment: ["PS1": "$ "],
          program: "bash")
        try #require(try shows("$ ‸"))
        try tmux.type("clear; \(ChildProcess.executable.path()) --sandbox --seed docs --private")
        try tmux.press(["Enter"])
        try #require(try shows("sandbox> ‸"))
      }

      /// Waits until the screen ends in those rows.
      func shows(_ rows: String...) throws -> Bool {
        try tmux.wait { try tmux.screen().marked.suffix(rows.count) == rows[...] }
      }
    }

    @Test func `Ctrl-Z stops it, and its shell goes on with the line`() throws {
      let session = try SessionInBash(rows: 12)
      let tmux = session.tmux
      try tmux.type("disp")
      try #require(try session.shows("sandbox> disp‸"))
      try tmux.press(["C-z"])
      #expect(try tmux.wait { try tmux.screen().rows.contains { $0.contains("Stopped") } })
      #expect(try session.shows("$ ‸"))
      try tmux.type("fg")
      try tmux.press(["Enter"])
      #expect(try session.shows("sandbox> disp‸"))
      try tmux.type("utes | count")
      #expect(try session.shows("sandbox> disputes | count‸                         int, read"))
      try tmux.press(["C-a", "C-k"])
      #expect(try session.shows("sandbox> ‸"))
      try tmux.press(["C-d"])
      #expect(try session.shows("$ ‸"))
    }

    @Test func `Ctrl-Z leaves nobody beside the pager who reads the terminal`() throws {
      let session = try SessionInBash(rows: 6)
      let tmux = session.tmux
      try tmux.type("charges | select id")
      try tmux.press(["Enter"])
      try #require(try session.shows("ch_3", ":‸"))
      try tmux.press(["C-z", "Space"])
      #expect(try session.shows("(7 rows)", ":‸"))
      try tmux.press(["q"])
      #expect(try session.shows("(7 rows)", "sandbox> ‸"))
      // Its own line is stopped as before.
      try tmux.press(["C-z"])
      #expect(try session.shows("$ ‸"))
      try tmux.type("fg")
      try tmux.press(["Enter"])
      #expect(try session.shows("sandbox> ‸"))
    }

    @Test func `a question that was stopped is asked again`() throws {
      let session = try SessionInBash(rows: 20)
      let tmux = session.tmux
      try tmux.type("dispute dp_a1 | close")
      try tmux.press(["Enter"])
      try #require(try session.shows("type 1 to close, Enter to leave it: ‸"))
      try tmux.type("1")
      try #require(try session.shows("type 1 to close, Enter to leave it: 1‸"))
      try tmux.press(["C-z"])
      try #require(try session.shows("$ ‸"))
      try tmux.type("clear; fg")
      try tmux.press(["Enter"])
      try #require(try session.shows("type 1 to close, Enter to leave it: ‸"))
      // What stood behind the question before is no answer to it.
      try tmux.press(["Enter"])
      #expect(try session.shows("sandbox> ‸"))
      #expect(try tmux.screen().rows.contains { $0.contains("not confirmed") })
    }

    @Test func `lines typed while a program runs are programs of their own`() throws {
      let tmux = try Tmux(
        columns: 100, rows: 60,
        [
          "--sandbox", "--seed", "docs", "--private", "--rate", "2", "--apply", "--max", "3",
        ])
      try #require(try tmux.wait { try tmux.screen().rows.contains { $0.hasSuffix(">") } })
      try tmux.press(["C-l"])
      try tmux.type("disputes ids=[dp_a1, dp_c3, dp_d4] | close")
      try tmux.press(["Enter"])
      // What comes right behind a line was pasted with it; here the program runs, and sends.
      try #require(try tmux.wait { try tmux.screen().rows.contains { $0.contains("digest") } })
      try tmux.type("40 + 1")
      try tmux.press(["Enter"])
      try tmux.type("nope")
      try tmux.press(["Enter"])
      try tmux.type("40 + 2")
      try tmux.press(["Enter"])
      try tmux.type("dis")
      var rows: [String] = []
      let haveRun = try tmux.wait {
        rows = try tmux.screen().rows
        return ["41", "42"].allSatisfy(rows.contains) && rows.contains { $0.hasPrefix("E10") }
          && rows.last?.hasPrefix("sandbox> dis") == true
      }
      #expect(haveRun, "\(rows.joined(separator: "\n"))")
    }

    private func take(_ step: ScreenScene.Step, _ scene: ScreenScene, _ tmux: Tmux) throws {
      switch step {
      case .type(let text): try tmux.type(text)
      case .press(let keys): try tmux.press(keys)
      case .send(let text): try tmux.send(Array(text.utf8))
      case .paste(let text): try tmux.paste(text)
      case .resize(let columns, let rows): try tmux.resize(columns: columns, rows: rows)
      case .signal(let name):
        let number: Int32 =
          ["TERM": SIGTERM, "HUP": SIGHUP, "SEGV": SIGSEGV, "ILL": SIGILL][name] ?? 0
        kill(try tmux.process().id, number)
      case .screen(let rows):
        var shown = Tmux.Screen(rows: [], row: 0, column: 0)
        let isEqual = try tmux.wait {
          shown = try tmux.screen()
          return shown == Tmux.Screen(rows, cursor: shown)
        }
        #expect(isEqual, "\(scene) shows\n\(shown.marked.joined(separator: "\n"))")
      case .looks(let text):
        var shown = ""
        let holds = try tmux.wait {
          shown = try tmux.styledScreen()
          return shown.contains(text)
        }
        #expect(holds, "\(scene) looks\n\(shown.debugDescription)")
      case .ended: #expect(try tmux.wait { try tmux.process().hasEnded })
      }
    }
  }
}
