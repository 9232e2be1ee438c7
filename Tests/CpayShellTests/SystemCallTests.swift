import CSystemCalls
import Glibc
import Testing

extension TerminalTests {
  @Suite struct SystemCallTests {
    @Test(arguments: [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT])
    func `ends a crash with one line and status 70`(signal: Int32) async throws {
      let result = try await #require(
        processExitsWith: .exitCode(70), observing: [\.standardErrorContent]
      ) { [signal] in
        cpay_install_crash_handlers()
        endBy(signal)
      }
      let said = String(decoding: result.standardErrorContent, as: UTF8.self)
      #expect(said == "cpay: internal error (signal \(signal)); what was recorded is kept\n")
    }

    @Test func `a mapped file that somebody cuts short is an input error, and no crash`()
      async throws
    {
      let result = try await #require(
        processExitsWith: .exitCode(74), observing: [\.standardErrorContent]
      ) {
        cpay_install_crash_handlers()
        let file = unsafe tmpfile()
        let descriptor = unsafe fileno(file)
        guard ftruncate(descriptor, 4096) == 0,
          let page = unsafe mmap(nil, 4096, PROT_READ, MAP_SHARED, descriptor, 0),
          unsafe page != MAP_FAILED, ftruncate(descriptor, 0) == 0
        else { exit(1) }
        exit(Int32(unsafe page.load(as: UInt8.self)))
      }
      let said = String(decoding: result.standardErrorContent, as: UTF8.self)
      #expect(said.hasPrefix("cpay: a file of the ledger was cut short"), "\(said)")
    }

    @Test func `still ends by the signals that end a process`() async {
      await #expect(processExitsWith: .signal(SIGTERM)) {
        cpay_install_crash_handlers()
        endBy(SIGTERM)
      }
    }

    @Test func `hardens the process`() async {
      await #expect(processExitsWith: .exitCode(0)) {
        guard cpay_harden() == 0 else { exit(1) }
        var limit = rlimit(rlim_cur: 1, rlim_max: 1)
        guard unsafe getrlimit(__rlimit_resource_t(4), &limit) == 0, limit.rlim_max == 0 else {
          exit(2)
        }
        guard umask(0) == 0o077 else { exit(3) }
        kill(getpid(), SIGPIPE)
        kill(getpid(), SIGXFSZ)
        exit(0)
      }
    }

    @Test func `hears signals that whoever started it had blocked`() async {
      await #expect(processExitsWith: .signal(SIGTERM)) {
        var all = sigset_t()
        _ = unsafe sigfillset(&all)
        _ = unsafe pthread_sigmask(SIG_SETMASK, &all, nil)
        guard cpay_harden() == 0 else { exit(1) }
        kill(getpid(), SIGTERM)
        pause()
        exit(2)
      }
    }

    @Test func `leaves a hang-up ignored that was`() async {
      await #expect(processExitsWith: .exitCode(0)) {
        _ = signal(SIGHUP, SIG_IGN)
        let pipe = cpay_open_pipe()
        guard cpay_watch_signal(SIGHUP, pipe.write_fd) == 0 else { exit(1) }
        kill(getpid(), SIGHUP)
        var byte: UInt8 = 0
        guard unsafe read(pipe.read_fd, &byte, 1) == -1 else { exit(2) }
        _ = cpay_unwatch_signal(SIGHUP, pipe.write_fd)
        kill(getpid(), SIGHUP)
        exit(0)
      }
    }

    @Test func `puts back the settings that the terminal had`() throws {
      let pty = try Pty()
      let found = pty.settings
      #expect(cpay_begin_editing(pty.terminal) == 0)
      pty.makeRaw()
      #expect(pty.settings != found)
      cpay_restore_terminal()
      #expect(pty.settings == found)
      pty.makeRaw()
      let raw = pty.settings
      cpay_end_editing()
      cpay_restore_terminal()
      #expect(pty.settings == raw)
    }

    @Test func `tells terminals and their size`() throws {
      let pty = try Pty()
      pty.resize(rows: 30, columns: 100)
      let size = cpay_terminal_size(pty.terminal)
      #expect(cpay_is_terminal(pty.terminal) == 1)
      #expect((size.rows, size.columns) == (30, 100))
      #expect(cpay_is_terminal(-1) == 0)
      #expect(cpay_terminal_size(-1).columns == 0)
    }

    @Test func `writes a watched signal to its pipe`() {
      let pipe = cpay_open_pipe()
      defer {
        close(pipe.read_fd)
        close(pipe.write_fd)
      }
      var byte: UInt8 = 0
      #expect(cpay_watch_signal(SIGUSR2, pipe.write_fd) == 0)
      kill(getpid(), SIGUSR2)
      var ready = pollfd(fd: pipe.read_fd, events: Int16(POLLIN), revents: 0)
      #expect(unsafe poll(&ready, 1, 10_000) == 1)
      #expect(unsafe read(pipe.read_fd, &byte, 1) == 1)
      #expect(Int32(byte) == SIGUSR2)
      #expect(unsafe read(pipe.read_fd, &byte, 1) == -1)
      #expect(cpay_unwatch_signal(SIGUSR2, pipe.write_fd) == 0)
    }

    @Test(arguments: [-1, 0, SIGKILL, 65, .max] as [Int32])
    func `refuses to watch what cannot be caught`(signal: Int32) {
      #expect(cpay_watch_signal(signal, 1) == -1)
    }

    @Test(
      arguments: [("a", 1), ("é", 1), ("漢", 2), ("😀", 2), ("\u{301}", 0)] as [(Character, Int32)])
    func `knows display widths`(character: Character, width: Int32) {
      let value = character.unicodeScalars.first?.value ?? 0
      #expect(cpay_display_width(value) == width)
    }
  }
}

/// Sends a signal to the whole process, since threads of tasks block most of them, and waits.
private func endBy(_ signal: Int32) {
  kill(getpid(), signal)
  while true { pause() }
}
