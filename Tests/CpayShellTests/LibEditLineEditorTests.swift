import CpayTestSupport
import Glibc
import Testing

@testable import CpayShell

private let up = "\u{1b}[A"
private let down = "\u{1b}[B"

extension TerminalTests {
  /// Editing and history keys, typed at a terminal of the test's own.
  @Suite struct LibEditLineEditorTests {
    private func rig(remembering entries: String...) throws -> LineEditorRig {
      let rig = try LineEditorRig(.libEdit)
      for entry in entries { rig.editor.remember(entry) }
      return rig
    }

    @Test func `inserts at the cursor after Ctrl-B`() throws {
      let rig = try rig()
      #expect(try rig.read(typing: "helo\u{2}l\r") == .line("hello"))
      #expect(try rig.read(typing: "漢é😀\u{2}\u{2}字\r") == .line("漢字é😀"))
    }

    @Test func `edits with emacs keys`() throws {
      let rig = try rig()
      let home = "\u{1}"
      #expect(try rig.read(typing: "disputes\(home)x\r") == .line("xdisputes"))
      #expect(try rig.read(typing: "one two\u{17}three\r") == .line("one three"))
      #expect(try rig.read(typing: "cut this\u{1}\u{b}put \u{19}\r") == .line("put cut this"))
      #expect(try rig.read(typing: "abc\u{1b}[H\u{1b}[3~\r") == .line("bc"))
    }

    @Test func `walks the history with Up and Down and keeps the line being typed`() throws {
      let rig = try rig(remembering: "first", "second")
      #expect(try rig.read(typing: up + "\r") == .line("second"))
      #expect(try rig.read(typing: up + up + "\r") == .line("first"))
      #expect(try rig.read(typing: up + up + up + "!\r") == .line("first!"))
      #expect(try rig.read(typing: "draft" + up + up + down + down + "s\r") == .line("drafts"))
      #expect(try rig.read(typing: "\u{10}\u{10}\u{e}\r") == .line("second"))
    }

    @Test func `walks to what was remembered last`() throws {
      let rig = try rig()
      #expect(try rig.read(typing: up + "x\r") == .line("x"))
      rig.editor.remember("take 1")
      rig.editor.remember("take 1")
      rig.editor.remember("")
      #expect(try rig.read(typing: up + up + "\r") == .line("take 1"))
    }

    @Test func `recalls entries with several lines, wide characters and NUL`() throws {
      let rig = try rig(remembering: "a\0b", "disputes\n| take 1", "名前 😀")
      #expect(try rig.read(typing: up + "\r") == .line("名前 😀"))
      #expect(try rig.read(typing: up + up + "\r") == .line("disputes\n| take 1"))
      #expect(try rig.read(typing: up + up + up + "\r") == .line("a\u{fffd}b"))
    }

    @Test func `keeps a long draft whole while walking`() throws {
      let rig = try rig(remembering: "short")
      let draft = String(repeating: "0123456789", count: 500)
      #expect(try rig.read(typing: draft + up + down + "\r") == .line(draft))
    }

    @Test func `searches with Ctrl-R and Ctrl-S`() throws {
      let rig = try rig(remembering: "disputes | take 1", "submit dp_1", "refunds")
      #expect(try rig.read(typing: "\u{12}dis\r") == .line("disputes | take 1"))
      #expect(try rig.read(typing: "\u{12}d\u{12}\u{13}\r") == .line("refunds"))
      #expect(try rig.read(typing: "draft\u{12}sub\u{7}s\r") == .line("drafts"))
    }

    @Test func `a search that finds nothing runs nothing`() throws {
      let rig = try rig(remembering: "disputes")
      #expect(try rig.read(typing: "\u{12}diz\r\u{3}") == .interrupted)
    }

    @Test func `gives up the line at Ctrl-C during a search`() throws {
      let rig = try rig(remembering: "disputes")
      #expect(try rig.read(typing: "\u{12}dis\u{3}") == .interrupted)
      #expect(try rig.read(typing: "x\r") == .line("x"))
    }

    @Test func `searches with long patterns, drafts and entries without losing text`() throws {
      let long = String(repeating: "abcdefghij", count: 200)
      let rig = try rig(remembering: long)
      #expect(try rig.read(typing: long + "\u{12}\r") == .line(long))
      #expect(try rig.read(typing: "\u{12}" + long.prefix(100) + "\r") == .line(long))
    }

    @Test func `shows ^C below which the next prompt starts`() throws {
      let rig = try rig()
      let long = String(repeating: "x", count: 200)
      let input = try rig.read {
        rig.pty.type(long + "\u{1}\u{3}")
      }
      #expect(input == .interrupted)
      #expect(rig.pty.shows("^C\u{1b}[0m"))
    }

    @Test func `deletes at Ctrl-D inside a line`() throws {
      let rig = try rig()
      #expect(try rig.read(typing: "ab\u{1}\u{4}\r") == .line("b"))
    }

    @Test func `draws the line again when the terminal changes size`() throws {
      let rig = try rig()
      let input = try rig.read {
        rig.pty.type("disputes")
        #expect(rig.pty.shows("disputes"))
        rig.pty.forgetDrawn()
        rig.pty.resize(rows: 20, columns: 40)
        kill(getpid(), SIGWINCH)
        #expect(rig.pty.shows("cpay[1]> disputes"))
        rig.pty.type("!\r")
      }
      #expect(input == .line("disputes!"))
    }

    @Test func `takes back a word, what was deleted and a paste each in one step`() throws {
      let rig = try rig()
      let undo = "\u{1f}"
      let redo = "\u{1b}/"
      #expect(try rig.read(typing: "one two\(undo)\r") == .line("one "))
      #expect(try rig.read(typing: "one two\(undo)\(undo)\(redo)\r") == .line("one "))
      #expect(try rig.read(typing: "one two\u{7f}\u{7f}\u{7f}\(undo)\r") == .line("one two"))
      #expect(try rig.read(typing: "a\(paste("b c\rd"))\(undo)\r") == .line("a"))
      #expect(try rig.read(typing: "a\(paste("b c\rd"))\(undo)\(redo)\r") == .line("ab c\nd"))
      #expect(try rig.read(typing: "a b\(undo)x\(redo)\r") == .line("a x"))
    }

    private func paste(_ text: String) -> String { "\u{1b}[200~\(text)\u{1b}[201~" }

    @Test func `a pasted newline runs nothing`() throws {
      let rig = try rig()
      let input = try rig.read {
        rig.pty.type(paste("dispute dp_1\r| close\r\u{4}\n"))
        #expect(rig.pty.shows("| close"))
        rig.pty.type("!\r")
      }
      #expect(input == .line("dispute dp_1\n| close\n\u{4}\n!"))
    }

    @Test func `edits several lines as one text`() throws {
      let partial = TypingHelp(isPartial: { $0.hasSuffix("|") })
      let rig = try LineEditorRig(.libEdit, help: partial)
      #expect(try rig.read(typing: "disputes |\rcount\r") == .line("disputes |\ncount"))
      #expect(try rig.read(typing: "ab |\rcd\(up)x\(down)y\r") == .line("abx |\ncdy"))
      #expect(try rig.read(typing: "a\u{1b}\rb\r") == .line("a\nb"))
      #expect(try rig.read(typing: "ab\u{1b}\rcd\u{1}\u{b}\u{b}\u{7f}\r") == .line("ab"))
      #expect(try rig.read(typing: "ab\u{1b}\rcd\u{15}e\r") == .line("ab\ne"))
    }

    @Test func `what was cut comes back with Ctrl-Y`() throws {
      let rig = try rig()
      #expect(try rig.read(typing: "one two\u{1b}\u{7f}\u{1}\u{19} \r") == .line("two one "))
      #expect(try rig.read(typing: "one two\u{1}\u{1b}d\u{5}\u{19}\r") == .line(" twoone"))
    }

    @Test func `edits with the keys of vi`() throws {
      let rig = try LineEditorRig(.libEdit, keys: .vi)
      for entry in ["first", "second"] { rig.editor.remember(entry) }
      let escape = "\u{1b}"
      #expect(try rig.read(typing: "hello\(escape)0x\r") == .line("ello"))
      #expect(try rig.read(typing: "one two\(escape)bcwthree\r") == .line("one three"))
      #expect(try rig.read(typing: "\(escape)kk\r") == .line("first"))
      #expect(try rig.read(typing: "\(escape)$ax\r") == .line("x"))
      #expect(try rig.read(typing: "ab cd\(escape)dbu\r") == .line("ab cd"))
      #expect(try rig.read(typing: "ab\u{1b}[D\u{1b}[Dx\r") == .line("xab"))
      // A key that is no character, where one is looked for, is that key's end and no other's.
      #expect(try rig.read(typing: "ab\(escape)f\r\u{3}") == .interrupted)
      #expect(try rig.read(typing: "ab\(escape)f\u{7f}iz\r") == .line("azb"))
    }

    @Test func `writes above the line what comes meanwhile`() throws {
      let rig = try rig()
      let stream = rig.editor.above(.descriptor(rig.pty.terminal))
      let input = try rig.read {
        rig.pty.type("disp")
        #expect(rig.pty.shows("disp"))
        rig.pty.forgetDrawn()
        stream.line("note: half")
        #expect(rig.pty.shows("note: half\r\n"))
        #expect(rig.pty.shows("disp"))
        rig.pty.type("utes\r")
      }
      #expect(input == .line("disputes"))
      stream.line("at once")
      #expect(rig.pty.shows("at once"))
    }

    @Test func `keys are answered however long checking them takes`() throws {
      let slow = TypingHelp(verdict: { text, _ in
        let end = ContinuousClock.now + .milliseconds(8)
        while ContinuousClock.now < end {}
        return TypingHelp.Verdict(note: "\(text.utf8.count)")
      })
      let rig = try LineEditorRig(.libEdit, help: slow)
      let input = try rig.read {
        for number in 1...30 {
          rig.pty.type("x")
          #expect(rig.pty.shows("[0;2m\(number)\u{1b}"))
        }
        rig.pty.type("\r")
      }
      #expect(input == .line(String(repeating: "x", count: 30)))
    }

    @Test func `takes what is proposed where that was seen, and only there`() throws {
      let rig = try rig(remembering: "disputes | count")
      #expect(try rig.read(typing: "disp\u{1b}[F!\r") == .line("disp!"))
      let input = try rig.read {
        rig.pty.type("disp")
        #expect(rig.pty.shows("[0;2mutes | count"))
        rig.pty.type("\u{1b}[1;3C\u{1b}[C\r")
      }
      #expect(input == .line("disputes"))
      let other = try rig.read {
        rig.pty.type("disp")
        #expect(rig.pty.shows("[0;2mutes | count"))
        rig.pty.type("x\u{1b}[C\r")
      }
      #expect(other == .line("dispx"))
    }

    @Test func `is not offered without a terminal`() throws {
      let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
      defer { close(null) }
      #expect(LibEditLineEditor(input: null, output: null) == nil)
      #expect(
        lineEditor(input: null, output: null, variables: ["TERM": "xterm"]) is PlainLineReader)
    }

    @Test(arguments: [nil, "", "dumb", "emacs"])
    func `is not offered at a terminal that cannot move its cursor`(type: String?) throws {
      let pty = try Pty()
      let variables = type.map { ["TERM": $0] } ?? [:]
      let editor = lineEditor(input: pty.terminal, output: pty.terminal, variables: variables)
      #expect(editor is PlainLineReader)
    }

    @Test func `is offered at a terminal`() throws {
      let pty = try Pty()
      let editor = lineEditor(
        input: pty.terminal, output: pty.terminal, variables: ["TERM": "xterm"])
      #expect(editor is LibEditLineEditor)
    }

    @Test func `survives any keys`() throws {
      let rig = try rig(
        remembering: "disputes | take 1", "名前\n😀", String(repeating: "x", count: 700))
      var random = SeededGenerator(seed: 7)
      for _ in 0..<300 {
        let keys = (0..<Int.random(in: 1...60, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }.filter { !ending.contains($0) }
        // The end of a paste or of a report, Ctrl-G for a quoted key, a menu or a search, and only
        // then the Ctrl-C that is one.
        let end = Array("\u{1b}[201~\u{7}\u{7}\u{7}\u{7}\u{3}".utf8)
        #expect(try rig.read(typing: keys + end) == .interrupted)
      }
    }
  }
}

/// Keys that end a line, after which the terminal itself would act on the rest, as it stops at
/// Ctrl-S; and Ctrl-Z, which stops whoever runs the test.
private let ending: [UInt8] = [0x03, 0x04, 0x0a, 0x0d, 0x13, 0x1a]
