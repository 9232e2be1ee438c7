import CpayTestSupport
import Testing

@testable import CpayShell

@Suite struct FramePainterTests {
  private func view(
    _ text: String, cursor: Int? = nil, ghost: String = "", right: String = "",
    below: [String] = []
  ) -> EditorView {
    var view = EditorView()
    view.prompt = CharacterCell.cells("cpay> ", .plain)
    view.continuation = CharacterCell.cells("....> ", .hint)
    view.text = EditedText(text)
    if let cursor { view.text.cursor = cursor }
    view.ghost = ghost
    view.right = CharacterCell.cells(right, .hint)
    view.below = below.map { CharacterCell.cells($0, .hint) }
    return view
  }

  /// The screen of one view, its cursor as `‸`.
  private func screen(_ view: EditorView, _ rows: Int, _ columns: Int) -> [String] {
    let size = ScreenSize(rows: rows, columns: columns)
    var (painter, terminal) = (FramePainter(usesColour: false), TerminalModel(size))
    painter.begin(size)
    terminal.write(painter.draw(view.frame(width: columns)))
    return marked(terminal)
  }

  private func marked(_ terminal: TerminalModel) -> [String] {
    var screen = terminal.screen
    var cells = terminal.rows[terminal.row]
    cells.insert("‸", at: terminal.column)
    screen[terminal.row] = cells.joined()
    while screen[terminal.row].last == " " { screen[terminal.row].removeLast() }
    while screen.last == "" { screen.removeLast() }
    return screen
  }

  @Test func `wraps at the width and gives the cursor a row of its own`() {
    #expect(screen(view("abc"), 4, 10) == ["cpay> abc‸"])
    #expect(screen(view("abcd"), 4, 10) == ["cpay> abcd", "‸"])
    #expect(screen(view("abcdef", cursor: 4), 4, 10) == ["cpay> abcd", "‸ef"])
    #expect(screen(view("abc漢"), 4, 10) == ["cpay> abc", "漢‸"])
    #expect(screen(view("abc漢", cursor: 3), 4, 10) == ["cpay> abc", "‸漢"])
  }

  @Test func `shows lines behind a continuation, and controls by name`() {
    #expect(screen(view("a |\nb"), 4, 20) == ["cpay> a |", "....> b‸"])
    #expect(screen(view("a\u{1b}b\u{202e}"), 4, 20) == ["cpay> a^[b<U+202E>‸"])
    #expect(screen(view("a\tb"), 4, 20) == ["cpay> a b‸"])
    #expect(screen(view("\u{202e}"), 4, 10) == ["cpay> <U+2", "02E>‸"])
  }

  @Test func `shows what is proposed and told, where there is room`() {
    #expect(
      screen(view("di", ghost: "sputes", right: "rows"), 4, 30)
        == ["cpay> di‸sputes" + String(repeating: " ", count: 11) + "rows"])
    #expect(
      screen(view("di", ghost: "sputes\n| x", right: "rows<dispute>"), 4, 24)
        == ["cpay> di‸sputes …"])
    #expect(screen(view("di", below: ["one", "two"]), 4, 24) == ["cpay> di‸", "one", "two"])
  }

  @Test func `shows of a tall text the part with the cursor`() {
    let text = (1...9).map { "line \($0)" }.joined(separator: "\n")
    #expect(screen(view(text), 3, 20) == ["....> line 7", "....> line 8", "....> line 9‸"])
    #expect(
      screen(view(text, cursor: 0), 3, 20) == ["cpay> ‸line 1", "....> line 2", "....> line 3"])
    #expect(
      screen(view(text, below: ["menu"]), 3, 20)
        == ["....> line 8", "....> line 9‸", "menu"])
  }

  @Test func `leaves a tall text whole above when it ends`() {
    let size = ScreenSize(rows: 3, columns: 20)
    var (painter, terminal) = (FramePainter(usesColour: false), TerminalModel(size))
    let text = (1...5).map { "line \($0)" }.joined(separator: "\n")
    painter.begin(size)
    terminal.write(painter.draw(view(text).frame(width: 20)))
    terminal.write(painter.finish(view(text).frame(width: 20)))
    #expect(terminal.screen == ["....> line 4", "....> line 5", ""])
    #expect(terminal.scrolled == 3)
    #expect(terminal.showsCursor)
  }

  @Test func `echoes a character with nothing but itself`() {
    var painter = FramePainter(usesColour: false)
    painter.begin(ScreenSize())
    _ = painter.draw(view("dispute").frame(width: 80))
    #expect(painter.draw(view("disputes").frame(width: 80)) == Array("s".utf8))
    #expect(painter.draw(view("disputes").frame(width: 80)).isEmpty)
  }

  @Test func `echoes what is typed only where nothing else moves`() {
    func echo(_ typed: String, behind view: EditorView, _ columns: Int = 20) -> String? {
      var painter = FramePainter(usesColour: false)
      painter.begin(ScreenSize(rows: 4, columns: columns))
      _ = painter.draw(view.frame(width: columns))
      return painter.echo(typed.unicodeScalars).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(echo("s", behind: view("dispute")) == "s")
    #expect(echo("s |", behind: view("dispute")) == "s |")
    #expect(echo("s", behind: view("dispute", ghost: "d by")) == "s")
    #expect(echo("s", behind: view("di", right: "rows<x>")) == "s")
    #expect(echo("spu", behind: view("di", right: "rows<x>")) == nil)
    #expect(echo("s", behind: view("dispute", ghost: "漢")) == nil)
    #expect(echo("é", behind: view("dispute")) == nil)
    #expect(echo("\n", behind: view("dispute")) == nil)
    #expect(echo("cd", behind: view("ab"), 10) == nil)
    #expect(echo("c", behind: view("ab"), 10) == "c")
    #expect(echo("e", behind: view("abcd"), 10) == nil)
    var empty = FramePainter(usesColour: false)
    #expect(empty.echo("a".unicodeScalars) == nil)
  }

  @Test func `colours what follows keys that could not be echoed`() {
    func drawn(typing typed: String) -> [UInt8] {
      var painter = FramePainter(usesColour: true)
      painter.begin(ScreenSize(rows: 4, columns: 20))
      var view = view("take 1")
      view.marks = [Mark(range: 5..<6, shade: .number)]
      _ = painter.draw(view.frame(width: 20))
      #expect(painter.echo(typed.unicodeScalars) == nil)
      view.text = EditedText("take 12")
      view.marks = [Mark(range: 5..<7, shade: .number)]
      return painter.draw(view.frame(width: 20))
    }
    #expect(drawn(typing: "2\n") == drawn(typing: "\n"))
  }

  static let classes: [[String]] = [
    ["a", "b ", "foo", "| ", "\n", "\t", "\u{1b}"], ["é", "ñ ", "ü", "a", "ß\n"],
    ["漢", "字", "日本 ", "한글", "a", "\n"], ["😀", "🎉 ", "a", "👍🏽", "👨‍👩‍👧", "❤️", "🇫🇷", "\n"],
    ["e\u{301}", "n\u{303}", "a\u{308}\u{304}", "x ", "\u{301}"],
  ]

  @Test(arguments: classes)
  func `what is drawn step by step is what is drawn at once`(_ pieces: [String]) {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<60 {
      let size = ScreenSize(
        rows: Int.random(in: 1...9, using: &random), columns: Int.random(in: 9...31, using: &random)
      )
      var (painter, terminal) = (FramePainter(usesColour: false), TerminalModel(size))
      painter.begin(size)
      var text = EditedText()
      for step in 0..<40 {
        change(&text, pieces, &random)
        if text.isAtEnd {
          let typed = ["a", " ", "7", "| w"].randomElement(using: &random) ?? ""
          if let echo = painter.echo(typed.unicodeScalars) {
            terminal.write(echo)
            text.scalars += Array(typed.unicodeScalars)
            text.cursor = text.scalars.count
          }
        }
        let isPlain = Bool.random(using: &random)
        let view = view(
          text.string, cursor: text.cursor, ghost: isPlain ? "" : "gh\(pieces[0])",
          right: isPlain ? "rows" : "", below: step % 7 == 3 ? ["menu 1", "menu 2"] : [])
        let frame = view.frame(width: size.columns)
        terminal.write(painter.draw(frame))
        let fresh = screen(view, size.rows, size.columns)
        guard frame.rows.count <= size.rows else {
          // Which part of a tall text is shown depends on what was shown before.
          continue
        }
        let shown = marked(terminal)
        #expect(Array(shown.suffix(fresh.count)) == fresh, "\(text) on \(size)")
        if shown.suffix(fresh.count) != fresh[...] { return }
      }
    }
  }

  private func change(
    _ text: inout EditedText, _ pieces: [String], _ random: inout SeededGenerator
  ) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<6:
      let piece = Array(pieces.randomElement(using: &random).map(\.unicodeScalars) ?? .init())
      text.scalars.insert(contentsOf: piece, at: text.cursor)
      text.cursor += piece.count
    case 6: text.cursor = text.before
    case 7: text.cursor = text.after
    case 8:
      let start = text.before
      text.scalars.removeSubrange(start..<text.cursor)
      text.cursor = start
    default: text.cursor = Int.random(in: 0...text.scalars.count, using: &random)
    }
    text.cursor = text.snapped(text.cursor)
  }
}
