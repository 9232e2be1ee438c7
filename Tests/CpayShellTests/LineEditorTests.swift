import CpayShell
import Testing

private typealias Device = LineEditorRig.Device

extension TerminalTests {
  /// What every line editor does, run against each.
  @Suite struct LineEditorTests {
    @Test(arguments: Device.allCases)
    fileprivate func `gives a line without its newline`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      #expect(try rig.read(typing: "disputes" + rig.enter) == .line("disputes"))
      #expect(try rig.read(typing: rig.enter) == .line(""))
      #expect(try rig.read(typing: "take 3" + rig.enter) == .line("take 3"))
    }

    @Test(arguments: Device.allCases)
    fileprivate func `gives lines typed ahead in order`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      #expect(try rig.read(typing: "one\ntwo\nthree\n") == .line("one"))
      #expect(try rig.read(typing: []) == .line("two"))
      #expect(try rig.read(typing: []) == .line("three"))
    }

    @Test(arguments: Device.allCases)
    fileprivate func `reads UTF-8`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      let text = "é 漢 😀 e\u{301} ÿ"
      #expect(try rig.read(typing: text + rig.enter) == .line(text))
    }

    @Test(arguments: Device.allCases)
    fileprivate func `gives U+FFFD for bytes that are no UTF-8`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      let bytes: [UInt8] = [0x61, 0xff, 0x62, 0xc3, 0x63, 0xe6, 0xbc, 0x64, 0x0a]
      #expect(try rig.read(typing: bytes) == .line("a\u{fffd}b\u{fffd}c\u{fffd}d"))
    }

    @Test(arguments: Device.allCases)
    fileprivate func `keeps what follows a NUL`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      guard case .line(let line) = try rig.read(typing: "a\0b" + rig.enter) else {
        Issue.record("no line")
        return
      }
      #expect(line.filter { $0 != "\0" } == "ab")
    }

    @Test(arguments: Device.unlimited)
    fileprivate func `gives a line of 1 MiB whole`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      let text = String(repeating: "0123456789abcdef", count: 1 << 16)
      let input = try rig.read(typing: text + "\n")
      #expect(input == .line(text), "\(text.utf8.count) bytes")
    }

    @Test(arguments: Device.terminals)
    fileprivate func `drops the line at Ctrl-C and reads on`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      #expect(try rig.read(typing: "submit dp_1\u{3}") == .interrupted)
      #expect(try rig.read(typing: "\u{3}") == .interrupted)
      #expect(try rig.read(typing: "disputes\r") == .line("disputes"))
    }

    @Test(arguments: Device.allCases)
    fileprivate func `ends at Ctrl-D on an empty line or the end of the file`(
      _ device: Device
    ) throws {
      let rig = try LineEditorRig(device)
      #expect(try rig.read(typing: "disputes" + rig.enter) == .line("disputes"))
      #expect(try rig.readEnd() == .endOfInput)
    }

    @Test(arguments: Device.terminals)
    fileprivate func `ends when the terminal goes away`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      #expect(try rig.read { rig.pty.hangUp() } == .endOfInput)
    }

    @Test(arguments: Device.terminals)
    fileprivate func `leaves the terminal as it was found`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      let found = rig.pty.settings
      let outcomes: [(String, LineInput)] = [
        ("disputes\r", .line("disputes")), ("disp\u{3}", .interrupted), ("\u{4}", .endOfInput),
      ]
      for (keys, expected) in outcomes {
        let input = try rig.read {
          #expect(rig.pty.settings != found)
          rig.pty.type(keys)
        }
        #expect(input == expected)
        #expect(rig.pty.settings == found)
      }
    }

    @Test(arguments: Device.terminals)
    fileprivate func `shows a prompt that is not ASCII`(_ device: Device) throws {
      let rig = try LineEditorRig(device)
      let input = try rig.read(prompt: "caffè 漢") {
        #expect(rig.pty.shows("caffè 漢[1]> "))
        rig.pty.type("x\r")
      }
      #expect(input == .line("x"))
    }
  }
}
