import CpayLanguage
import Testing

@testable import CpayShell

@Suite struct CompletionMenuTests {
  private func candidates(_ words: [String], meaning: String = "") -> [Completion.Candidate] {
    words.map { Completion.Candidate($0, 0..<2, .command, meaning: meaning) }
  }

  private func texts(_ rows: [[CharacterCell]]) -> [String] {
    rows.map { $0.map(\.text).joined() }
  }

  @Test func `lists words with what they mean, as far as there is room`() {
    let menu = CompletionMenu(
      candidates(["take", "tak漢"], meaning: "the first rows of all"), before: EditedText("ta"))
    #expect(
      texts(menu.rows(in: ScreenSize(rows: 8, columns: 40)))
        == ["take   the first rows of all", "tak漢  the first rows of all"])
    #expect(
      texts(menu.rows(in: ScreenSize(rows: 8, columns: 20)))
        == ["take   the first r…", "tak漢  the first r…"])
  }

  @Test(arguments: [1, 2, 3, 5, 9, 24])
  func `fits any screen, says how many there are, and always shows the chosen one`(rows: Int) {
    for columns in [2, 5, 20, 80] {
      let size = ScreenSize(rows: rows, columns: columns)
      for meaning in ["", "what it means"] {
        let words = (0..<40).map { "word\($0)" }
        var menu = CompletionMenu(candidates(words, meaning: meaning), before: EditedText("wo"))
        for _ in 0..<41 {
          menu.step(1)
          let shown = menu.rows(in: size)
          #expect(shown.count <= max(1, rows - 2) && shown.count >= 1)
          #expect(shown.allSatisfy { $0.columns < columns || columns == 2 })
          #expect(shown.contains { row in row.contains { $0.shade == .chosen } })
        }
        if meaning != "", rows > 3, columns > 20 {
          #expect(texts(menu.rows(in: size)).last?.hasSuffix("of 40") == true)
        }
      }
    }
  }

  @Test func `goes round in both directions`() {
    var menu = CompletionMenu(candidates(["take", "tail"]), before: EditedText("ta"))
    #expect(menu.text.string == "ta")
    menu.step(1)
    #expect(menu.text.string == "take")
    menu.step(1)
    menu.step(1)
    #expect(menu.text.string == "take")
    menu.step(-1)
    #expect(menu.text.string == "tail")
    #expect(menu.finalText.string == "tail ")
    var other = CompletionMenu(candidates(["take", "tail"]), before: EditedText("ta"))
    other.step(-1)
    #expect(other.text.string == "tail")
  }

  @Test func `finds what all have in common`() {
    let text = EditedText("ta")
    #expect(CompletionMenu.common(candidates(["take", "takes"]), in: text)?.string == "take")
    #expect(CompletionMenu.common(candidates(["take", "tail"]), in: text) == nil)
    #expect(CompletionMenu.common([], in: text) == nil)
  }

  @Test func `puts a blank behind a whole word at the end, and nowhere else`() {
    let apply = { (text: String, kind: Completion.Kind, line: EditedText) in
      Completion.Candidate(text, 0..<2, kind).applied(to: line, isFinal: true).string
    }
    #expect(apply("take", .command, EditedText("ta")) == "take ")
    #expect(apply("status=", .argument, EditedText("st")) == "status=")
    #expect(apply("@a/", .file, EditedText("@a")) == "@a/")
    #expect(apply("@a.csv", .file, EditedText("@a")) == "@a.csv ")
    #expect(
      apply("take", .command, EditedText(Array("ta 5".unicodeScalars), cursor: 2)) == "take 5")
  }
}
