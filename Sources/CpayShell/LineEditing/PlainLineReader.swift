import CSystemCalls
import CpayLanguage
import Glibc

/// Reads lines from a descriptor without drawing anything but the prompt.
///
/// At a terminal the system's own line editing stays on, with its limit of 4,095 bytes a line.
/// Ctrl-C would be a signal to the process there; instead it is made to end the line, as a newline
/// does, and is then found as the last byte of what was read. A task that is cancelled while it
/// reads is interrupted, too.
package final class PlainLineReader: LineEditor {
  private let input: Int32
  private let output: Int32?
  private let isTerminal: Bool
  private var unread: ArraySlice<UInt8> = []
  /// What was typed before what is still to be read, and is read a line at a time.
  private var typedBefore: ArraySlice<UInt8> = []
  /// Whether what is typed is shown.
  var echoes = true

  /// A reader of `input`, which it does not close; without `promptsTo` no prompt is shown.
  package init(input: Int32, promptsTo output: Int32? = nil) {
    self.input = input
    self.output = output
    isTerminal = cpay_is_terminal(input) == 1
  }

  package func readLine(_ prompt: Prompt, helpedBy help: TypingHelp = .none) -> LineInput {
    answer(to: prompt.text)
  }

  /// The line typed after a text that asks for it, and once more when the process has been stopped and
  /// goes on.
  func answer(to question: String) -> LineInput {
    let found = isTerminal ? interruptible() : nil
    defer { if let found { restore(found) } }
    let continued = isTerminal ? SignalWatch(SIGCONT) : nil
    func ask() {
      if let output { Self.write(question, to: output) }
    }
    ask()

    var line: [UInt8] = []
    while true {
      if let end = unread.firstIndex(where: { $0 == newline || isTerminal && $0 == interrupt }) {
        line += unread[..<end]
        let isInterrupt = unread[end] == interrupt && isTerminal
        unread = unread[(end + 1)...]
        if isInterrupt, let output { Self.write("\n", to: output) }
        return isInterrupt ? .interrupted : .line(String(decoding: line, as: UTF8.self))
      }
      line += unread
      unread = []
      if let end = typedBefore.firstIndex(of: newline) ?? typedBefore.indices.last {
        unread = typedBefore[...end]
        typedBefore = typedBefore[(end + 1)...]
        continue
      }
      let piece = chunk {
        guard continued?.take() == true else { return }
        // What was typed before is not to be seen any more, and its shell may have set the terminal.
        if found != nil { setTerminal() }
        tcflush(input, TCIFLUSH)
        line = []
        ask()
      }
      switch piece {
      case .success(let bytes) where !bytes.isEmpty: unread = bytes[...]
      case .failure(.interrupted): return .interrupted
      case .success, .failure:
        return line.isEmpty ? .endOfInput : .line(String(decoding: line, as: UTF8.self))
      }
    }
  }

  package func giveBack(_ bytes: [UInt8]) { typedBefore += bytes }

  package func forgetTyped() { (unread, typedBefore) = ([], []) }

  package func remember(_ entry: String) {}

  package var hasInputWaiting: Bool {
    if !unread.isEmpty { return true }
    guard let first = typedBefore.first(where: { $0 != UInt8(ascii: " ") }) else {
      return Self.isInputWaiting(input)
    }
    return first == UInt8(ascii: "|")
  }

  /// Whether something can be read without waiting longer than a paste takes to go on.
  static func isInputWaiting(_ input: Int32) -> Bool {
    var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&ready, 1, 15) > 0 && ready.revents & Int16(POLLIN) != 0
  }

  /// Some bytes of the input; none at its end.
  ///
  /// While there are none `look` is called now and then.
  private func chunk(_ look: () -> Void) -> Result<[UInt8], FileFailure> {
    Result { () throws(FileFailure) in
      try readPiece(input, upTo: 65_536) {
        look()
        return Task.isCancelled
      }
    }
  }

  /// Makes Ctrl-C end the line instead of the process; the settings found, to be put back.
  private func interruptible() -> termios? {
    var found = termios()
    guard unsafe tcgetattr(input, &found) == 0 else { return nil }
    _ = cpay_begin_editing(input)
    setTerminal()
    return found
  }

  private func setTerminal() {
    var settings = termios()
    guard unsafe tcgetattr(input, &settings) == 0 else { return }
    settings.c_cc.0 = 0
    settings.c_cc.11 = interrupt
    if !echoes { settings.c_lflag &= ~tcflag_t(ECHO) }
    _ = unsafe tcsetattr(input, TCSANOW, &settings)
  }

  private func restore(_ found: termios) {
    var settings = found
    _ = unsafe tcsetattr(input, TCSANOW, &settings)
    cpay_end_editing()
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = ArraySlice(text.utf8)
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return }
      bytes = bytes.dropFirst(written)
    }
  }
}

private let newline = UInt8(ascii: "\n")
/// Ctrl-C.
private let interrupt: UInt8 = 3
