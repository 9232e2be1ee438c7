import CpayTestSupport
import Foundation
import Testing

@testable import CpayShell

extension TerminalTests {
  /// The built program at a terminal, as a person has it.
  @Suite struct TerminalSessionTests {
    /// `cpay` with a terminal on all three streams.
    final class Session {
      let terminal: Pty
      private let process = Process()

      init(
        _ arguments: [String], account: [String] = ["--sandbox", "--seed", "docs"],
        typedAhead: String = "", environment: [String: String] = [:]
      ) throws {
        let folder = try TemporaryDirectory(["lease.json": CommandLineTests.lease])
        terminal = try Pty()
        if !typedAhead.isEmpty { terminal.type(typedAhead) }
        process.executableURL = ChildProcess.executable
        process.arguments = account + arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = [
          "XDG_STATE_HOME": folder.path + "/state", "TERM": "xterm",
        ].merging(environment) { $1 }
        let handle = FileHandle(fileDescriptor: terminal.terminal, closeOnDealloc: false)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        self.folder = folder
      }

      private let folder: TemporaryDirectory

      /// The exit status, once everything drawn has been taken in.
      func status() -> Int32? {
        terminal.wait { !process.isRunning } ? process.terminationStatus : nil
      }

      func signal(_ number: Int32) { kill(process.processIdentifier, number) }

      deinit { if process.isRunning { process.terminate() } }
    }

    @Test(arguments: [
      ("\n", "not confirmed", 10), ("y\n", "not confirmed", 10), ("3\n", "3 applied", 0),
    ])
    func `the one-liner asks for the number of disputes`(
      _ typed: String, _ says: String, _ status: Int32
    ) throws {
      let session = try Session(["-c", CommandLineTests.ownersLine])
      #expect(session.terminal.shows("type 3 to submit, Enter to leave it: "))
      session.terminal.type(typed)
      #expect(session.terminal.shows(says))
      #expect(session.status() == status)
    }

    @Test func `what was typed before the question is no answer to it`() throws {
      let session = try Session(["-c", CommandLineTests.ownersLine], typedAhead: "3\n")
      #expect(session.terminal.shows("type 3 to submit, Enter to leave it: "))
      session.terminal.type("\n")
      #expect(session.terminal.shows("not confirmed"))
      #expect(session.status() == 10)
    }

    @Test func `lines typed while a program runs wait, and answer no question`() throws {
      // Whoever types late answers the question, which says nothing; then there is more time.
      for seconds in [1, 5, 25] {
        let session = try Session(["--fault", "GET /v1/disputes/dp_a1:slow-head=\(seconds)"])
        #expect(session.terminal.shows("sandbox> "))
        session.terminal.type("6 * 6; dispute dp_a1 | close\r")
        try #require(session.terminal.shows("36\r\n"))
        session.terminal.type("1\n6 * 7\nlet n = 123")
        if session.terminal.hasDrawn("type 1 to close") { continue }
        #expect(session.terminal.shows("type 1 to close, Enter to leave it: "))
        session.terminal.type("\n")
        #expect(session.terminal.shows("nothing was sent; not confirmed"))
        #expect(session.terminal.shows("42\r\n"))
        // The line that was begun is gone on with.
        session.terminal.type("000\r$n\r")
        #expect(session.terminal.shows("123000\r\n"))
        session.terminal.type(":quit\r")
        #expect(session.status() == 0)
        return
      }
      Issue.record("nothing was typed before the question")
    }

    @Test func `a line that begins with | goes on from the line typed before it`() throws {
      let session = try Session(["--fault", "GET /v1/disputes/dp_a1:slow-head=1"])
      #expect(session.terminal.shows("sandbox> "))
      session.terminal.type("6 * 6; dispute dp_a1\r")
      try #require(session.terminal.shows("36\r\n"))
      session.terminal.type(
        "let p = disputes ids=[dp_b2] | select id, charge\n| select charge\n$p\n")
      #expect(session.terminal.shows("ch_2\r\n"))
      #expect(!session.terminal.hasDrawn("dp_b2  "))
      session.terminal.type(":quit\r")
      #expect(session.status() == 0)
    }

    @Test func `Ctrl-C ends a request, and the wait for another`() throws {
      let faults = [
        ("GET /v1/disputes:hang", "36\r\n"), ("GET /v1/disputes:status=503", " 503 "),
      ]
      for (fault, sign) in faults {
        let session = try Session(["--trace", "--fault", fault])
        #expect(session.terminal.shows("sandbox> "))
        session.terminal.type("6 * 6; disputes\r")
        #expect(session.terminal.shows(sign))
        session.terminal.forgetDrawn()
        session.signal(SIGINT)
        #expect(session.terminal.shows("cpay: interrupted\r\n"))
        session.terminal.type("6 * 7\r")
        #expect(session.terminal.shows("42\r\n"))
        session.terminal.type(":quit\r")
        #expect(session.status() == 0)
      }
    }

    @Test func `Ctrl-C at the question is no consent`() throws {
      let session = try Session(["-c", CommandLineTests.ownersLine])
      #expect(session.terminal.shows("type 3 to submit, Enter to leave it: "))
      session.terminal.type("3\u{3}")
      #expect(session.terminal.shows("nothing was sent; interrupted"))
      #expect(session.status() == 130)
    }

    @Test func `Ctrl-C ends no session, whatever moment it meets`() throws {
      let session = try Session([])
      #expect(session.terminal.shows("sandbox> "))
      for round in 1...20 {
        session.terminal.forgetDrawn()
        session.terminal.type("disputes | count\r")
        session.signal(SIGINT)
        try #require(
          session.terminal.wait {
            session.terminal.hasDrawn("\n8\r") || session.terminal.hasDrawn("interrupted")
          }, "round \(round)")
        try #require(session.terminal.wait { session.terminal.settings[2] & UInt32(ICANON) == 0 })
      }
      session.terminal.type("\u{3}6 * 7\r")
      #expect(session.terminal.shows("42\r\n"))
      session.terminal.type(":quit\r")
      #expect(session.status() == 0)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal at the question ends the process, and but for Ctrl-C at the prompt`(
      signal: Int32
    ) throws {
      for arguments in [["-c", CommandLineTests.ownersLine], []]
      where signal != SIGINT || !arguments.isEmpty {
        let session = try Session(arguments)
        #expect(
          session.terminal.shows(arguments.isEmpty ? "sandbox> " : "Enter to leave it: "))
        session.signal(signal)
        #expect(session.status() == 130)
      }
    }

    @Test func `a pasted program means what it means in a file`() throws {
      let session = try Session([])
      #expect(session.terminal.shows("sandbox> "))
      session.terminal.type(
        """
        let due =\r  disputes\r  | where status in [needs_response, warning_needs_response]\r\
          | where evidence_due_by < now + 48h\r$due | count\r
        """)
      #expect(session.terminal.shows("\n3\r\n"))
      session.terminal.type("| take 1 |\r")
      #expect(session.terminal.shows(".......> "))
      session.terminal.type("\u{3}")
      session.terminal.type("dispute dp_a1 | close\r")
      #expect(session.terminal.shows("type 1 to close, Enter to leave it: "))
      session.terminal.type("1\n")
      #expect(session.terminal.shows("1 applied"))
      session.terminal.type(":quit\r")
      #expect(session.status() == 0)
    }

    @Test func `a question mark behind a name, or :help before it, explains it`() throws {
      let session = try Session([])
      #expect(session.terminal.shows("sandbox> "))
      session.terminal.type("skip?\r")
      #expect(session.terminal.shows("pass over the first rows"))
      session.terminal.type(":help E011\r")
      #expect(session.terminal.shows("comparisons do not chain"))
      session.terminal.type("nothing?\r")
      #expect(session.terminal.shows("there is no help on nothing"))
      session.terminal.type(":quit\r")
      #expect(session.status() == 0)
    }

    @Test func `without a key a session runs what asks for nothing`() throws {
      let session = try Session([], account: [])
      #expect(session.terminal.shows("no account"))
      #expect(session.terminal.shows("cpay> "))
      session.terminal.type("let n = 6 * 7; $n\r")
      #expect(session.terminal.shows("42"))
      session.terminal.type("explain disputes | take 5\r")
      #expect(session.terminal.shows("sent as a limit"))
      session.terminal.type("disputes\r")
      #expect(session.terminal.shows("no API key: set CASAPAY_API_KEY"))
      session.terminal.type("$n + 1\r")
      #expect(session.terminal.shows("43"))
      session.terminal.type(":quit\r")
      #expect(session.status() == 0)
    }

    @Test func `four sessions keep every line that is typed in them`() async throws {
      let folder = try TemporaryDirectory()
      let sessions = try (0..<4).map { _ in
        try Session([], environment: ["XDG_STATE_HOME": folder.path])
      }
      for session in sessions { #expect(session.terminal.shows("sandbox> ")) }
      for number in 0..<25 {
        for (index, session) in sessions.enumerated() {
          session.terminal.forgetDrawn()
          session.terminal.type("\(1000 * (index + 1) + number) + 0\r")
        }
        for (index, session) in sessions.enumerated() {
          #expect(session.terminal.shows("\(1000 * (index + 1) + number)\r\n"))
          #expect(session.terminal.shows("sandbox> "))
        }
      }
      for session in sessions {
        session.terminal.type(":quit\r")
        #expect(session.status() == 0)
      }
      let entries = try HistoryFile(path: folder.path + "/cpay/history").load()
      for index in 1...4 {
        let own = entries.filter { $0.text.hasPrefix("\(index)0") }
        #expect(own.map(\.text) == (0..<25).map { "\(1000 * index + $0) + 0" })
        #expect(Set(own.map(\.session)).count == 1)
        #expect(own.allSatisfy { $0.account == "sandbox docs" && $0.mode == "sandbox" })
      }
      #expect(Set(entries.map(\.session)).count == 4)
    }

    @Test func `a blank before it, or --private, keeps a line out of the history`() throws {
      let folder = try TemporaryDirectory()
      for arguments in [[], ["--private"]] {
        let session = try Session(arguments, environment: ["XDG_STATE_HOME": folder.path])
        #expect(session.terminal.shows("sandbox> "))
        session.terminal.forgetDrawn()
        session.terminal.type(arguments.isEmpty ? " 1 + 1\r" : "2 + 2\r")
        #expect(session.terminal.shows(arguments.isEmpty ? "2\r\n" : "4\r\n"))
        // Between two lines the terminal takes Ctrl-D for itself.
        #expect(session.terminal.shows("\u{1b}[?2004h"))
        session.terminal.type("\u{4}")
        #expect(session.status() == 0)
      }
      #expect(folder.read("cpay/history") ?? "" == "")
    }

    @Test(arguments: [SIGSEGV, SIGILL, SIGABRT, SIGTERM, SIGHUP])
    func `whatever ends a session leaves the terminal as it was found`(signal: Int32) throws {
      let session = try Session([])
      #expect(session.terminal.shows("sandbox> "))
      let found = try Pty().settings
      #expect(session.terminal.settings != found)
      session.terminal.forgetDrawn()
      session.signal(signal)
      #expect(session.status() != nil)
      #expect(session.terminal.settings == found)
      #expect(session.terminal.hasDrawn("\u{1b}[?25h\u{1b}[?2004l"))
    }
  }
}

typealias TerminalSessionTests = TerminalTests.TerminalSessionTests
