import CSystemCalls
import CpayTestSupport
import Foundation
import Glibc
import Testing

@testable import CpayShell

extension TerminalTests {
  /// What is drawn step by step, at a terminal whose size changes meanwhile, is what is drawn at once.
  ///
  /// `CPAY_FUZZ` is the number of sessions for each class of text, or the name of one session, as
  /// failures have it: `accented 17`. One for each class without.
  @Suite struct ScreenFuzzTests {
    static let wanted = ProcessInfo.processInfo.environment["CPAY_FUZZ"] ?? "1"

    /// Texts by what terminals have to know of them.
    ///
    /// Flags, skin tones and signs that are made pictures by U+FE0F are left out: terminals dispute their
    /// width.
    static let classes: [(name: String, pieces: [String])] = [
      ("ascii", ["a", "b ", "foo", "| ", "$v ", "{", "12 "]),
      ("accented", ["é", "ñ ", "ü", "ß", "a ", "ŵ"]),
      ("wide", ["漢", "字 ", "日本", "한글 ", "a"]),
      ("emoji", ["😀", "🎉 ", "🚀x", "a", "b "]),
      ("combining", ["e\u{301}", "n\u{303}o ", "a\u{308}", "x "]),
    ]

    static let runs = classes.indices.flatMap { place in
      (0..<(Int(wanted) ?? 1000)).map { Run(place: place, seed: UInt64($0)) }
    }.filter { Int(wanted) != nil || $0.description == wanted }

    struct Run: CustomStringConvertible, Sendable {
      let place: Int
      let seed: UInt64
      var description: String { "\(ScreenFuzzTests.classes[place].name) \(seed)" }
    }

    @Test(arguments: runs)
    func `draws the same in steps and at once`(_ run: Run) throws {
      var random = SeededGenerator(seed: run.seed &* 31 &+ UInt64(run.place))
      var (columns, rows) = (Int.random(in: 16...40, using: &random), 10)
      let tmux = try Tmux(
        columns: columns, rows: rows, ["--sandbox", "--seed", "docs", "--private"])
      try #require(try tmux.wait { try tmux.screen().rows.contains { $0.hasSuffix(">") } })
      try tmux.press(["C-l"])
      var done: [String] = []
      for round in 0..<4 {
        for _ in 0..<Int.random(in: 3...8, using: &random) {
          let step = try act(tmux, run, &random)
          done.append(step)
        }
        if Bool.random(using: &random) {
          columns = Int.random(in: 14...50, using: &random)
          rows = Int.random(in: 6...14, using: &random)
          try tmux.resize(columns: columns, rows: rows)
          done.append("<\(columns)x\(rows)>")
          _ = try mark("s\(round)q", tmux, "\(run) \(done)")
        }
        let before = try mark("m\(round)q", tmux, "\(run) \(done)")
        let start = before.rows.lastIndex { $0.hasPrefix("sandbox>") } ?? 0
        let block = Tmux.Screen(
          rows: Array(before.rows.dropFirst(start)), row: before.row - start, column: before.column)
        try tmux.press(["C-l"])
        var after = before
        let isEqual = try tmux.wait {
          after = try tmux.screen()
          return after == block
        }
        #expect(
          isEqual,
          """
          \(run) \(done)
          in steps \(block.marked)
          at once \(after.marked)
          """)
        if !isEqual { return }
      }
    }

    /// Types a mark at the end of the text; the screen once all is drawn.
    ///
    /// What is typed is shown at once. That the cursor goes back over it is drawn when all keys before
    /// are done and the size has been looked at.
    private func mark(
      _ mark: String, _ tmux: Tmux, _ done: @autoclosure () -> String
    ) throws -> Tmux.Screen {
      var screen = Tmux.Screen(rows: [], row: 0, column: 0)
      func shows(_ marked: String) throws {
        let isShown = try tmux.wait {
          screen = try tmux.screen()
          return screen.marked.joined().contains(marked)
        }
        try #require(isShown, "\(done()) shows no \(marked) but \(screen.marked)")
      }
      try tmux.send(Array("\u{1b}[1;5F\(mark)".utf8))
      try tmux.press(["Left"])
      try shows(mark.dropLast() + "‸" + mark.suffix(1))
      try tmux.press(["Right"])
      try shows(mark + "‸")
      return screen
    }

    /// Presses a key or types a text; what it was.
    private func act(
      _ tmux: Tmux, _ run: Run, _ random: inout SeededGenerator
    ) throws -> String {
      let pieces = ScreenFuzzTests.classes[run.place].pieces
      guard Int.random(in: 0..<10, using: &random) < 6 else {
        let keys = [
          "Left", "Right", "Home", "End", "BSpace", "DC", "M-b", "M-f", "C-w", "C-k", "C-y", "C-u",
          "Up", "Down", "M-Enter", "C-_", "M-/", "C-t",
        ]
        let key = keys.randomElement(using: &random) ?? "Left"
        try tmux.press([key])
        return key
      }
      let text = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      try tmux.type(text)
      return text
    }
  }
}
