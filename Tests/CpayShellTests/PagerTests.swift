import Glibc
import Testing

@testable import CpayShell

extension TerminalTests {
  /// Long results go through the program that `PAGER` names, and the terminal is as it was afterwards.
  @Suite struct PagerTests {
    private static func pager(_ command: String) throws -> Pager {
      // As cpay does when it starts.
      signal(SIGPIPE, SIG_IGN)
      return try #require(Pager(["PAGER": command, "TERM": "xterm", "PATH": "/usr/bin:/bin"]))
    }

    private struct Stop: Error {}

    @Test func `shows what it is given, as the program says`() throws {
      let pty = try Pty()
      let isShown = try Self.pager("sed s/^/page:/").show("one\ntwo\n", on: pty.terminal) {}
      #expect(isShown)
      #expect(pty.shows("page:one") && pty.shows("page:two"))
    }

    @Test func `a program that ends before it has read all has seen enough`() throws {
      let pty = try Pty()
      let long = String(repeating: "a line of some length\n", count: 100_000)
      let isShown = try Self.pager("head -n 1").show(long, on: pty.terminal) {}
      #expect(isShown)
      #expect(pty.shows("a line of some length"))
    }

    @Test(arguments: ["no-such-program-here", "/dev/null"])
    func `a program that cannot be run shows nothing`(command: String) throws {
      let pty = try Pty()
      let isShown = try Self.pager(command).show("one\n", on: pty.terminal) {}
      #expect(!isShown)
    }

    @Test func `whoever asks to stop is back at once, the terminal in order`() throws {
      let pty = try Pty()
      var before = termios()
      _ = unsafe tcgetattr(pty.terminal, &before)
      var checks = 0
      // It turns echo off, and would wait for as long as a person does.
      let pager = try Self.pager(
        "stty -echo < /dev/fd/1; cat; while :; do read x < /dev/fd/1; done")
      #expect(throws: Stop.self) {
        _ = try pager.show("one\n", on: pty.terminal) { () throws(Stop) in
          checks += 1
          if checks > 3 { throw Stop() }
        }
      }
      var after = termios()
      _ = unsafe tcgetattr(pty.terminal, &after)
      #expect(before.c_lflag == after.c_lflag)
    }

    @Test func `the strongest name of a program is taken`() throws {
      let pty = try Pty()
      func shown(_ variables: [String: String], setting: String?) throws -> Bool {
        let fixed = ["TERM": "xterm", "PATH": "/usr/bin:/bin"]
        let pager = try #require(Pager(fixed.merging(variables) { $1 }, setting: setting))
        return pager.show("", on: pty.terminal) {}
      }
      #expect(try shown(["PAGER": "echo weakest"], setting: nil))
      #expect(pty.shows("weakest"))
      #expect(try shown(["PAGER": "echo weakest"], setting: "echo setting"))
      #expect(pty.shows("setting"))
      #expect(try shown(["CPAY_PAGER": "echo strongest"], setting: "echo setting"))
      #expect(pty.shows("strongest"))
      let none = ["TERM": "xterm", "CPAY_PAGER": "", "PAGER": "less"]
      #expect(Pager(none, setting: "less") == nil)
      #expect(Pager(["TERM": "xterm", "PAGER": "less"], setting: "cat") == nil)
    }

    @Test func `less runs no command and writes no file, unless it is told that it may`() throws {
      let pty = try Pty()
      let variables = ["TERM": "xterm", "PATH": "/usr/bin:/bin", "PAGER": "env"]
      for (own, shown) in [([:], "LESSSECURE=1"), (["LESSSECURE": "0"], "LESSSECURE=0")] {
        let pager = try #require(Pager(variables.merging(own) { $1 }))
        #expect(pager.show("", on: pty.terminal) {})
        #expect(pty.shows(shown))
      }
    }

    @Test func `less shows colours, whatever else it is told`() throws {
      let pty = try Pty()
      let variables = ["TERM": "xterm", "PATH": "/usr/bin:/bin"]
      for own in [nil, "FX", "-F -X", "-i -F"] {
        let pager = try #require(Pager(variables.merging(own.map { ["LESS": $0] } ?? [:]) { $1 }))
        pty.forgetDrawn()
        #expect(pager.show("\u{1b}[1mbold\u{1b}[0m\n", on: pty.terminal) {})
        #expect(pty.shows("\u{1b}[1mbold"))
      }
    }

    @Test func `is wanted at a terminal that is too short for the text, and nowhere else`() throws {
      let pty = try Pty()
      let pager = try Self.pager("less")
      #expect(pager.wants(24, on: pty.terminal) && !pager.wants(23, on: pty.terminal))
      let variables = ["TERM": "xterm"]
      #expect(Pager(variables) != nil)
      for (name, value) in [("PAGER", ""), ("PAGER", "cat"), ("TERM", "dumb")] {
        #expect(Pager(variables.merging([name: value]) { $1 }) == nil)
      }
    }
  }
}
