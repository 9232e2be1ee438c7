import CpayShell
import Testing

extension TerminalTests {
  @Suite struct PlainLineReaderTests {
    @Test func `gives the last line of a file that ends without a newline`() throws {
      let rig = try LineEditorRig(.plainFromPipe)
      #expect(try rig.read(typing: "one\ntwo") == .line("one"))
      let last = try rig.readEnd()
      #expect(last == .line("two"))
      #expect(try rig.read(typing: []) == .endOfInput)
    }

    @Test func `takes Ctrl-C and NUL in a file as text`() throws {
      let rig = try LineEditorRig(.plainFromPipe)
      #expect(try rig.read(typing: "a\u{3}b\0c\r\n") == .line("a\u{3}b\0c\r"))
    }

    @Test func `shows no prompt without a place for it`() throws {
      let rig = try LineEditorRig(.plainFromPipe)
      #expect(try rig.read(typing: "x\n", prompt: "never> ") == .line("x"))
      #expect(rig.pty.drawnCount == 0)
    }
  }
}
