import CpayShell
import CpayTestSupport
import Glibc
import Testing

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

    @Test func `searches with Ctrl-R`() throws {
      let rig = try rig(remembering: "disputes | take 1", "submit dp_1", "refunds")
      let found = try rig.read {
        rig.pty.type("\u{12}dis")
        #expect(rig.pty.shows("bck:"))
        rig.pty.type("\r")
      }
      #expect(found == .line("disputes | take 1"))
    }

    @Test func `drops the search and the line at Ctrl-C`() throws {
      let rig = try rig(remembering: "disputes")
      #expect(try rig.read(typing: "\u{12}dis\u{3}") == .interrupted)
      #expect(try rig.read(typing: "x\r") == .line("x"))
    }

    @Test func `searches with long patterns, drafts and entries without losing text`() throws {
      let long = String(repeating: "abcdefghij", count: 200)
      let rig = try rig(remembering: long, String(long.prefix(768)))
      #expect(try rig.read(typing: long + "\u{12}\r") == .line(long))
      let pattern = String(repeating: "j", count: 60)
      #expect(try rig.read(typing: "\u{12}" + long.prefix(100) + "\r") != .endOfInput)
      #expect(try rig.read(typing: "\u{12}abc" + pattern + "\u{7}\u{7}\u{3}") == .interrupted)
      #expect(try rig.read(typing: "done\r") == .line("done"))
    }

    @Test func `shows ^C below which the next prompt starts`() throws {
      let rig = try rig()
      let long = String(repeating: "x", count: 200)
      let input = try rig.read {
        rig.pty.type(long + "\u{1}\u{3}")
      }
      #expect(input == .interrupted)
      #expect(rig.pty.shows("^C\r\n"))
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

    @Test func `is not offered without a terminal`() throws {
      let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
      defer { close(null) }
      #expect(LibEditLineEditor(input: null, output: null, terminalType: "xterm") == nil)
      #expect(lineEditor(input: null, output: null, terminalType: "xterm") is PlainLineReader)
    }

    @Test(arguments: [nil, "", "dumb", "emacs"])
    func `is not offered at a terminal that cannot move its cursor`(type: String?) throws {
      let pty = try Pty()
      let editor = lineEditor(input: pty.terminal, output: pty.terminal, terminalType: type)
      #expect(editor is PlainLineReader)
    }

    @Test func `is offered at a terminal`() throws {
      let pty = try Pty()
      let editor = lineEditor(input: pty.terminal, output: pty.terminal, terminalType: "xterm")
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
        // Two Ctrl-G for a quoted key or a sequence not yet complete.
        #expect(try rig.read(typing: keys + [0x07, 0x07, 0x03]) == .interrupted)
      }
    }
  }
}

/// Keys that end a line, after which the terminal itself would act on the rest: Ctrl-S stops it.
private let ending: [UInt8] = [0x03, 0x04, 0x0a, 0x0d, 0x13]
