import CSystemCalls
import CpayClient
import Glibc

/// The program that shows long results a screen at a time: what `CPAY_PAGER` says, the person's
/// settings or `PAGER`, the first that does, or `less`.
struct Pager: Sendable {
  private let command: String
  private let variables: [String: String]

  /// Nil where none is wanted: where the command is empty or `cat`, and on a terminal that cannot go
  /// back.
  init?(_ variables: [String: String], setting: String? = nil) {
    let command =
      (variables["CPAY_PAGER"] ?? setting ?? variables["PAGER"] ?? "less").trimmed
    guard !command.isEmpty, command != "cat", !ColorChoice.isDumb(variables) else { return nil }
    self.command = command
    // It sees no key. As far as nobody says otherwise it ends where one screen is enough or Ctrl-C is
    // typed, and leaves what it showed on the screen; colours it shows in any case. What is typed for
    // the next prompt runs no command in it and writes no file.
    let less = [
      "LESS": variables["LESS"].map { "-R \($0)" } ?? "FRXK",
      "LESSSECURE": variables["LESSSECURE"] ?? "1",
    ]
    self.variables = variables.merging(less) { $1 }
      .filter { !KeyPattern.occurs(in: $0.value) }
  }

  /// Whether a text of so many lines wants one on that terminal.
  func wants(_ lines: Int, on descriptor: Int32) -> Bool {
    let rows = Int(cpay_terminal_size(descriptor).rows)
    return rows > 0 && lines >= rows
  }

  /// Shows a text on a terminal until the person has seen enough, or `check` says to stop; false where
  /// the program cannot be run.
  ///
  /// Ctrl-C meanwhile is for the program alone, which may go on after it. Ctrl-Z is a key of the
  /// program like any other: were this process stopped alone, as `less` has it where it runs no
  /// commands, two would read the terminal.
  func show<Stop: Error>(
    _ text: String, on descriptor: Int32, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> Bool {
    let terminal = TerminalState(descriptor)
    terminal?.leaveOutStopping()
    let words = ["/bin/sh", "-c", command]
    let reader = unsafe cpay_start_reader(
      nulTerminated(words), Int32(words.count),
      nulTerminated(variables.map { "\($0.key)=\($0.value)" }), Int32(variables.count), descriptor)
    guard reader.process > 0 else {
      terminal?.restore()
      return false
    }
    let interrupts = DeafToInterrupts()
    defer { interrupts.end() }
    var ending: Int32 = -1
    var stop: Stop?
    do throws(Stop) {
      try Pager.send(Array(text.utf8), to: reader.input, check)
      close(reader.input)
      while ending < 0 {
        try check()
        ending = cpay_end_of(reader.process, 50)
      }
    } catch {
      stop = error
      if ending < 0 {
        close(reader.input)
        kill(reader.process, SIGTERM)
        ending = cpay_end_of(reader.process, 2000)
      }
    }
    terminal?.restore()
    if let stop { throw stop }
    // The shell's words for a program that is not there, or that cannot be run.
    return ending != 126 && ending != 127
  }

  /// Writes bytes as fast as they are read; one that reads no more has seen enough.
  private static func send<Stop: Error>(
    _ bytes: [UInt8], to input: Int32, _ check: () throws(Stop) -> Void
  ) throws(Stop) {
    var offset = 0
    while offset < bytes.count {
      try check()
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(input, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
      }
      if written > 0 {
        offset += written
      } else if errno == EAGAIN {
        var ready = pollfd(fd: input, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&ready, 1, 50)
      } else if errno != EINTR {
        return
      }
    }
  }

  private func nulTerminated(_ texts: [String]) -> [CChar] {
    texts.flatMap { $0.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0] } + [0]
  }
}

/// How a terminal behaves, to be put back.
private struct TerminalState {
  private let descriptor: Int32
  private let settings: termios

  /// Nil for what is no terminal.
  init?(_ descriptor: Int32) {
    var settings = termios()
    guard unsafe tcgetattr(descriptor, &settings) == 0 else { return nil }
    (self.descriptor, self.settings) = (descriptor, settings)
  }

  /// Has Ctrl-Z typed rather than obeyed.
  func leaveOutStopping() {
    var settings = settings
    // VSUSP of Linux; 0 is no key at all.
    settings.c_cc.10 = 0
    _ = unsafe tcsetattr(descriptor, TCSADRAIN, &settings)
  }

  func restore() {
    var settings = settings
    _ = unsafe tcsetattr(descriptor, TCSADRAIN, &settings)
  }
}

/// Ctrl-C does nothing to this process until ``end()``.
private struct DeafToInterrupts {
  private let before: sigaction

  init() {
    var before = sigaction()
    _ = unsafe sigaction(SIGINT, nil, &before)
    self.before = before
    _ = signal(SIGINT, SIG_IGN)
  }

  func end() {
    var before = before
    _ = unsafe sigaction(SIGINT, &before, nil)
  }
}
