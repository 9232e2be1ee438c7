import CpayLanguage
import Testing

@testable import CpayShell

extension TerminalTests {
  /// What the help names, the editor does: each key of both lists is typed, as terminals send it.
  @Suite struct HelpKeysTests {
    /// A key of a list.
    struct NamedKey: Sendable, CustomTestStringConvertible {
      let name: String
      let keys: EditingKeys
      var testDescription: String { "\(name) (\(keys))" }

      /// Those of a list, but for the one that stops the shell, and whoever runs the test with it: that
      /// is typed in ``ScreenTests``.
      static func listed(_ list: HelpList, _ keys: EditingKeys) -> [NamedKey] {
        let names: [String] = list.rows.flatMap { $0[0].split(separator: ", ").map(String.init) }
        return names.filter { $0 != "Ctrl-Z" && !$0.hasPrefix("help ") }
          .map { NamedKey(name: $0, keys: keys) }
      }
    }

    /// What is typed before and behind a key, and what comes of it.
    private struct Use {
      let typed: String
      let line: String

      init(_ typed: String, _ line: String) { (self.typed, self.line) = (typed, line) }
    }

    private static let (escape, home, newline): (String, String, String) = (
      "\u{1b}", "\u{1b}[H", "\u{1b}\r"
    )
    private static let (start, left, undo) = ("\u{1b}[1;3H", "\u{1b}[D", "\u{1f}")

    /// Uses of a key that do not end the line.
    ///
    /// `K` is the key; what was typed before is "first", then "second".
    private static func uses(_ key: NamedKey) -> [Use] {
      let common: [([String], [Use])] = [
        (["Alt-Enter"], [Use("oneKtwo", "one\ntwo")]),
        (["Tab", "Ctrl-I"], [Use("alKx", "alonx"), Use("alKKx", "alonex")]),
        (["Shift-Tab"], [Use("al\t\t\tKx", "alonex")]),
        (["Left", "Ctrl-B"], [Use("abKc", "acb")]),
        (["Alt-Left", "Alt-b"], [Use("one twoKx", "one xtwo")]),
        (["Right", "Ctrl-F"], [Use("ab\(home)Kx", "axb")]),
        (["Alt-Right", "Alt-f"], [Use("one two\(home)Kx", "onex two")]),
        (["Up", "Ctrl-P"], [Use("KKx", "firstx"), Use("ab\(newline)cdKx", "abx\ncd")]),
        (
          ["Alt-Up", "PgUp", "Alt-PgUp", "Alt-p"],
          [Use("KKx", "firstx"), Use("fKx", "firstx")]
        ),
        (
          ["Down", "Ctrl-N"],
          [Use("\u{10}\u{10}Kx", "secondx"), Use("ab\(newline)cd\(start)Kx", "ab\nxcd")]
        ),
        (
          ["Alt-Down", "PgDn", "Alt-PgDn", "Alt-n"],
          [Use("\u{10}\u{10}Kx", "secondx"), Use("\u{10}\u{10}KKc", "c")]
        ),
        (["Home", "Ctrl-A"], [Use("ab\(newline)cdKx", "ab\nxcd")]),
        (["Alt-Home", "Alt-<"], [Use("ab\(newline)cdKx", "xab\ncd")]),
        (["End", "Ctrl-E"], [Use("ab\(newline)cd\(start)Kx", "abx\ncd")]),
        (["Alt-End", "Alt->"], [Use("ab\(newline)cd\(start)Kx", "ab\ncdx")]),
        (["Backspace", "Ctrl-H"], [Use("abcKx", "abx")]),
        (["Ctrl-D"], [Use("ab\(home)K", "b")]),
        (["Ctrl-L"], [Use("abKc", "abc")]),
        (["Ctrl-S"], [Use("\u{12}s\u{12}K\(left)x", "xsecond")]),
        (["Ctrl-V"], [Use("aK\tb", "a\tb")]),
        (["Ctrl-_"], [Use("one twoK", "one ")]),
      ]
      let emacs: [([String], [Use])] = [
        (["Del"], [Use("ab\(home)K\u{19}", "b")]),
        (["Alt-Del", "Alt-d"], [Use("one two\(home)Kx\u{19}", "xone two")]),
        (["Alt-Backspace"], [Use("one two-threeKx\u{19}", "one two-xthree")]),
        (["Ctrl-K"], [Use("ab\(newline)cd\(start)Kx\u{19}", "xab\ncd")]),
        (["Ctrl-R"], [Use("Kfir\(left)x", "xfirst")]),
        (["Ctrl-T"], [Use("abcK", "acb")]),
        (["Ctrl-U"], [Use("ab\(newline)cd\(left)Kx\u{19}", "ab\nxcd")]),
        (["Ctrl-W"], [Use("one two-threeKx\u{19}", "one xtwo-three")]),
        (["Ctrl-Y"], [Use("one\u{15}KK", "oneone")]),
        (["Alt-c"], [Use("one\(home)K", "One")]),
        (["Alt-l"], [Use("ONE\(home)K", "one")]),
        (["Alt-u"], [Use("one\(home)K", "ONE")]),
        (["Alt-z", "Alt-/"], [Use("one two\(undo)K", "one two")]),
      ]
      let vi: [([String], [Use])] = [
        (["Del", "Alt-Del"], [Use("ab\(home)K", "b")]),
        (["Alt-Backspace", "Ctrl-W"], [Use("one twoKx", "one x")]),
        (["Ctrl-U"], [Use("oneKx", "x"), Use("ab\(newline)cdKx", "x")]),
        (["Esc"], [Use("abKx", "a"), Use("abKKx", "a")]),
        (["i"], [Use("ab\(escape)Kx", "axb")]),
        (["a"], [Use("ab\(escape)Kx", "abx")]),
        (["I"], [Use("ab\(escape)Kx", "xab"), Use("ab\(newline)cd\(escape)Kx", "xab\ncd")]),
        (["A"], [Use("ab\(escape)0Kx", "abx"), Use("ab\(newline)cd\(escape)0Kx", "ab\ncdx")]),
        (["h"], [Use("abc\(escape)Kx", "ac")]),
        (["l"], [Use("abc\(escape)0Kx", "ac")]),
        (["w"], [Use("one two\(escape)0Kx", "one wo")]),
        (["b"], [Use("one two\(escape)Kx", "one wo")]),
        (["e"], [Use("one two\(escape)0Kx", "on two")]),
        (["0"], [Use("abc\(escape)Kx", "bc"), Use("ab\(newline)cd\(escape)Kx", "b\ncd")]),
        (["$"], [Use("abc\(escape)0Kx", "ab"), Use("ab\(newline)cd\(escape)0Kx", "ab\nc")]),
        (["x"], [Use("abc\(escape)hK", "ac")]),
        (["X"], [Use("abc\(escape)K", "ac")]),
        (["d"], [Use("one two\(escape)0Kwix", "xtwo")]),
        (["c"], [Use("one two\(escape)Kbx", "one xo")]),
        (["D"], [Use("abc\(escape)hK", "a"), Use("ab\(newline)cd\(escape)0lK", "a")]),
        (["C"], [Use("abc\(escape)hKx", "ax")]),
        (["p"], [Use("abc\(escape)0xK", "bac")]),
        (["P"], [Use("abc\(escape)0xlK", "bac")]),
        (["r"], [Use("abc\(escape)0Kx", "xbc")]),
        (["k"], [Use("\(escape)KKAx", "firstx"), Use("ab\(newline)cd\(escape)Kx", "a\ncd")]),
        (["j"], [Use("\(escape)kkKAx", "secondx"), Use("ab\(newline)cd\(escape)kKx", "ab\nc")]),
        (["/", "?"], [Use("\(escape)Kfir\rAx", "firstx")]),
        (["u"], [Use("ab\(escape)xK", "ab")]),
        (["Ctrl-R"], [Use("ab\(escape)xuK", "a"), Use("Kfir\(left)x", "xfirst")]),
      ]
      let table = common + (key.keys == .vi ? vi : emacs)
      return table.first { $0.0.contains(key.name) }?.1 ?? []
    }

    /// What a terminal sends for a key of that name.
    private static func sent(_ name: String) -> String {
      let named = [
        "Enter": "\r", "Tab": "\t", "Shift-Tab": "\(escape)[Z", "Esc": escape,
        "Backspace": "\u{7f}",
        "Left": "\(escape)[D", "Right": "\(escape)[C", "Up": "\(escape)[A", "Down": "\(escape)[B",
        "Home": "\(escape)[H", "End": "\(escape)[F", "PgUp": "\(escape)[5~",
        "PgDn": "\(escape)[6~", "Del": "\(escape)[3~",
      ]
      if let bytes = named[name] { return bytes }
      if name.hasPrefix("Ctrl-"), let letter = name.utf8.last {
        return String(UnicodeScalar(letter & 0x1f))
      }
      guard name.hasPrefix("Alt-") else { return name }
      let plain = sent(String(name.dropFirst(4)))
      guard plain.hasPrefix(escape) else { return escape + plain }
      // xterm's number for Alt stands before the sign that ends a sequence.
      return plain.hasSuffix("~")
        ? plain.dropLast() + ";3~" : "\(escape)[1;3\(plain.suffix(1))"
    }

    private static func rig(_ keys: EditingKeys) throws -> LineEditorRig {
      var help = TypingHelp.none
      help.candidates = { text, byte in
        text.hasPrefix("al")
          ? ["alone", "along"].map { Completion.Candidate($0, 0..<byte, .command) } : []
      }
      let rig = try LineEditorRig(.libEdit, keys: keys, help: help)
      for entry in ["first", "second"] { rig.editor.remember(entry) }
      return rig
    }

    @Test(arguments: NamedKey.listed(.keys, .emacs) + NamedKey.listed(.vi, .vi))
    func `what the help names, the editor does`(_ key: NamedKey) throws {
      let rig = try Self.rig(key.keys)
      let sent = Self.sent(key.name)
      switch key.name {
      case "Enter", "Ctrl-J", "Ctrl-M":
        #expect(try rig.read(typing: "one" + sent) == .line("one"))
        return
      case "Ctrl-C":
        #expect(try rig.read(typing: "one" + sent) == .interrupted)
        return
      case "Ctrl-D": #expect(try rig.read(typing: sent) == .endOfInput)
      case "Ctrl-L":
        let input = try rig.read {
          rig.pty.type("ab" + sent)
          #expect(rig.pty.shows("\(Self.escape)[2J"))
          rig.pty.type("\r")
        }
        #expect(input == .line("ab"))
      default: break
      }
      let uses = Self.uses(key)
      #expect(!uses.isEmpty)
      for use in uses {
        let typed = use.typed.split(separator: "K", omittingEmptySubsequences: false)
          .joined(separator: sent)
        #expect(try rig.read(typing: typed + "\r") == .line(use.line), "\(use.typed)")
      }
    }
  }
}
