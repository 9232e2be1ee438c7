import Testing

@testable import CpayShell

@Suite struct KeyDecoderTests {
  /// The keys of bytes that come all at once.
  private func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    return text.utf8.flatMap { decoder.take($0) } + decoder.giveUp()
  }

  @Test(
    arguments: [
      ("a", [.character("a")]), ("é😀", [.character("é"), .character("😀")]),
      ("\u{1}", [.character("\u{1}")]), ("\u{1b}", [.character("\u{1b}")]),
      ("\u{1b}\u{1b}", [.character("\u{1b}")]), ("\u{1b}b", [.alt("b")]),
      ("\u{1b}é", [.alt("é")]), ("\u{1b}\r", [.alt("\r")]), ("\u{1b}[", [.alt("[")]),
      ("\u{1b}O", [.alt("O")]), ("\u{1b}]", [.alt("]")]),
      ("\u{1b}Px", [.alt("P"), .character("x")]),
    ] as [(String, [Key])])
  func `reads characters`(bytes: String, expected: [Key]) {
    #expect(keys(bytes) == expected)
  }

  @Test(
    arguments: [
      // xterm, in both modes, tmux and the Linux console.
      ("[A", .up, []), ("OA", .up, []), ("[H", .home, []), ("OH", .home, []),
      ("[1~", .home, []), ("[7~", .home, []), ("[F", .end, []), ("OF", .end, []),
      ("[4~", .end, []), ("[8~", .end, []), ("[3~", .delete, []), ("[5~", .pageUp, []),
      ("[6~", .pageDown, []), ("[Z", .tab, .shift), ("OM", .enter, []),
      // With other keys held down.
      ("[1;5C", .right, .control), ("[1;3D", .left, .alt), ("[1;2A", .up, .shift),
      ("[1;6B", .down, [.control, .shift]), ("[1;9C", .right, []), ("[3;5~", .delete, .control),
      ("[1;5H", .home, .control), ("O5D", .left, .control), ("O1;5F", .end, .control),
      ("\u{1b}[A", .up, .alt), ("\u{1b}OC", .right, .alt),
      // rxvt.
      ("[a", .up, .shift), ("Od", .left, .control), ("[7^", .home, .control),
      ("[8$", .end, .shift), ("[3@", .delete, [.control, .shift]),
      // kitty, and xterm where it tells other keys apart.
      ("[13;2u", .enter, .shift), ("[27;5;13~", .enter, .control), ("[127;3u", .backspace, .alt),
      ("[9;2u", .tab, .shift), ("[57414u", .enter, []),
    ] as [(String, Key.Name, Key.Modifiers)])
  func `knows the keys that have a name`(
    sequence: String, name: Key.Name, modifiers: Key.Modifiers
  ) {
    #expect(keys("\u{1b}" + sequence + "x") == [.named(name, modifiers), .character("x")])
  }

  @Test(
    arguments: [
      ("[99;5u", [.character("\u{3}")]), ("[97u", [.character("a")]), ("[98;3u", [.alt("b")]),
      ("[27u", [.character("\u{1b}")]), ("[97:65;2u", [.character("a")]), ("Op", [.character("0")]),
    ] as [(String, [Key])])
  func `knows characters that are told by their number`(sequence: String, expected: [Key]) {
    #expect(keys("\u{1b}" + sequence) == expected)
  }

  static let reports =
    (1...24).filter { ![1, 3, 4, 5, 6, 7, 8].contains($0) }.map { "[\($0)~" } + [
      "OP", "OQ", "OR", "OS", "[1;5P", "[15;2~", "[24;8~", "[25~", "[29~", "[34~", "[[A", "[[E",
      "[2~", "[E", "[I", "[O", "[M !!", "[<0;12;3M", "[<0;12;3m", "[32;10;10M", "[12;40R",
      "[?62;22c", "[>0;276;0c", "[?2026;2$y", "[200;1;2x", "]11;rgb:0000/0000/0000\u{7}",
      "]11;rgb:0000/0000/0000\u{1b}\\", "P>|tmux 3.3a\u{1b}\\", "_Gi=1;OK\u{1b}\\", "[57358u",
      "[57441;5u", "[1;2", "[" + String(repeating: "1;", count: 5_000) + "R",
      "[" + String(repeating: "9", count: 40) + "~",
    ]

  @Test(arguments: reports)
  func `swallows whole what means nothing`(_ report: String) {
    #expect(keys("\u{1b}" + report) == [.ignored])
    if report != "[1;2" {
      #expect(keys("\u{1b}" + report + "x") == [.ignored, .character("x")])
    }
  }

  @Test func `a key of its own breaks a sequence off`() {
    #expect(keys("\u{1b}[1;\u{3}") == [.ignored, .character("\u{3}")])
    #expect(keys("\u{1b}[1;\u{1b}[A") == [.ignored, .named(.up, [])])
    #expect(keys("\u{1b}[1;é") == [.ignored, .character("é")])
    #expect(keys("\u{1b}O\u{3}") == [.ignored, .character("\u{3}")])
    #expect(keys("\u{1b}]1\u{3}x") == [.ignored, .character("x")])
  }

  @Test(
    arguments: [
      ("a\rb", "a\nb"), ("a\r\nb\n", "a\nb\n"), ("\n\r\r\n", "\n\n\n"), ("", ""),
      ("\u{1b}[A\u{3}~", "\u{1b}[A\u{3}~"), ("é漢😀", "é漢😀"),
    ])
  func `gives a paste as one text with newlines`(pasted: String, text: String) {
    #expect(
      keys("x\u{1b}[200~\(pasted)\u{1b}[201~y")
        == [.character("x"), .paste(text), .character("y")])
  }

  @Test func `a paste that stalls goes on, and without its end only Ctrl-C ends it`() {
    var decoder = KeyDecoder()
    func take(_ text: String) -> [Key] { text.utf8.flatMap { decoder.take($0) } }
    #expect(take("\u{1b}[200~a\r") == [])
    #expect(decoder.patience == .long && decoder.giveUp() == [])
    #expect(decoder.patience == .none && decoder.isPasting)
    #expect(take("b\u{3}\r") == [], "a Ctrl-C within is pasted")
    #expect(take("\u{1b}[201~\r") == [.paste("a\nb\u{3}\n"), .character("\r")])
    #expect(take("\u{1b}[200~a\r") == [])
    #expect(decoder.giveUp() == [])
    #expect(take("\u{3}x") == [.character("\u{3}"), .character("x")])
  }

  @Test func `waits only where something is missing`() {
    var decoder = KeyDecoder()
    #expect(decoder.patience == .none)
    _ = decoder.take(0x1b)
    #expect(decoder.patience == .short)
    _ = decoder.take(UInt8(ascii: "["))
    #expect(decoder.patience == .short)
    _ = decoder.take(UInt8(ascii: "1"))
    #expect(decoder.patience == .long)
    _ = decoder.take(UInt8(ascii: "~"))
    #expect(decoder.patience == .none)
  }
}
