import CLibEdit
import CSystemCalls
import Glibc

/// Line editing at a terminal, with emacs keys, drawn by libedit.
///
/// libedit keeps its own history only for Ctrl-R, and only of entries short enough for its fixed
/// buffers; Up and Down walk a history of ours, which neither cuts nor loses. Keys are read by us a
/// byte at a time, so that what is typed ahead stays for the next program that reads the terminal.
@safe
package final class LibEditLineEditor: LineEditor {
  private let handle: OpaquePointer
  private let search: OpaquePointer?
  private let input: Int32
  private let output: Int32
  /// The two ends of the pipe that SIGWINCH writes to.
  private let resized = cpay_open_pipe()
  private var history = HistoryCursor()
  private var decoder = ScalarDecoder()
  private var typed: [Unicode.Scalar] = []
  private var wasInterrupted = false
  private var size = cpay_size()
  private var prompt: UnsafeMutableBufferPointer<wchar_t>

  /// An editor on two descriptors of one terminal, which it does not close.
  ///
  /// Nil when either is no terminal or no UTF-8 locale exists; libedit would corrupt memory or text.
  package init?(input: Int32, output: Int32, terminalType: String) {
    // libedit reads the locale when it is opened, and does not look again.
    guard cpay_use_utf8_locale() == 0, cpay_is_terminal(input) == 1, cpay_is_terminal(output) == 1,
      let handle = unsafe cpay_el_open("cpay", input, output, output)
    else { return nil }
    unsafe self.handle = handle
    self.input = input
    self.output = output
    unsafe search = cpay_el_open_history(handle, Int32(HistoryCursor.limit))
    unsafe prompt = .allocate(capacity: 1)
    unsafe prompt.initialize(repeating: 0)
    configure(terminalType)
  }

  deinit {
    _ = cpay_unwatch_signal(SIGWINCH, resized.write_fd)
    unsafe cpay_el_close(handle)
    if let search = unsafe search { unsafe cpay_el_close_history(search) }
    unsafe prompt.deallocate()
    close(resized.read_fd)
    close(resized.write_fd)
  }

  package func readLine(prompt: String) -> LineInput {
    _ = fflush(nil)
    setPrompt(prompt)
    history.restart()
    wasInterrupted = false
    size = cpay_terminal_size(output)
    _ = cpay_watch_signal(SIGWINCH, resized.write_fd)
    _ = cpay_begin_editing(input)
    defer { cpay_end_editing() }
    unsafe cpay_el_prepare_terminal(handle)

    var count: Int32 = 0
    guard let start = unsafe el_wgets(handle, &count) else {
      unsafe cpay_el_write(handle, "\r\n")
      return .endOfInput
    }
    if wasInterrupted { return .interrupted }
    var line = unsafe text(UnsafeBufferPointer(start: start, count: Int(count)))
    if line.unicodeScalars.last == "\n" { line.unicodeScalars.removeLast() }
    return .line(line)
  }

  package var hasInputWaiting: Bool { PlainLineReader.isInputWaiting(input) }

  package func remember(_ entry: String) {
    history.remember(entry)
    guard let search = unsafe search, entry.unicodeScalars.count <= longestSearched else { return }
    _ = unsafe cpay_el_enter_history(search, wide(entry))
  }

  // MARK: Set-up

  private func configure(_ terminalType: String) {
    unsafe cpay_el_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
    unsafe cpay_el_leave_signals(handle)
    unsafe cpay_el_set_terminal(handle, terminalType)
    unsafe cpay_el_use_emacs(handle)
    unsafe cpay_el_set_prompt(handle, { unsafe LibEditLineEditor.of($0)?.prompt.baseAddress }, 1)
    unsafe cpay_el_set_reader(handle) { handle, character in
      guard let scalar = unsafe LibEditLineEditor.of(handle)?.nextScalar() else { return 0 }
      unsafe character?.pointee = wchar_t(scalar.value)
      return 1
    }
    unsafe cpay_el_add_command(handle, "cpay-interrupt", "Drop the line") { handle, _ in
      unsafe LibEditLineEditor.of(handle)?.interrupt() ?? UInt8(CC_ERROR)
    }
    unsafe cpay_el_add_command(handle, "cpay-previous", "The entry before") { handle, _ in
      unsafe LibEditLineEditor.of(handle)?.showPrevious() ?? UInt8(CC_ERROR)
    }
    unsafe cpay_el_add_command(handle, "cpay-next", "The entry after") { handle, _ in
      unsafe LibEditLineEditor.of(handle)?.showNext() ?? UInt8(CC_ERROR)
    }
    for (key, command) in LibEditKeys.bound { unsafe cpay_el_bind(handle, key, command) }
    for key in LibEditKeys.unbound { unsafe cpay_el_unbind(handle, key) }
    // Ctrl-C and Ctrl-S are keys here; without -inlcr a program run next would misread type-ahead.
    for mode in ["-isig", "-ixon", "-inlcr"] { unsafe cpay_el_set_mode(handle, mode) }

    // Ctrl-R checks its room only once and then writes past the end of the line's buffer, so the
    // buffer is made larger than any entry and pattern it can show.
    unsafe el_winsertstr(handle, wide(String(repeating: " ", count: 8 * longestSearched)))
    unsafe el_deletestr(handle, Int32(8 * longestSearched))
  }

  /// Shows `text` next, its colours bracketed so that libedit gives them no width.
  private func setPrompt(_ text: String) {
    let shown = wide(bracketingColours(text))
    unsafe prompt.deallocate()
    unsafe prompt = .allocate(capacity: shown.count)
    _ = unsafe prompt.initialize(from: shown)
  }

  private static func of(_ handle: OpaquePointer?) -> LibEditLineEditor? {
    guard let client = unsafe cpay_el_client(handle) else { return nil }
    return unsafe Unmanaged<LibEditLineEditor>.fromOpaque(client).takeUnretainedValue()
  }

  // MARK: Keys

  /// The next scalar typed, nil when the terminal is gone; redraws when its size changes meanwhile.
  private func nextScalar() -> Unicode.Scalar? {
    if wasInterrupted { return "\n" }
    while typed.isEmpty {
      guard let byte = nextByte() else { return nil }
      typed = decoder.decode(byte)
    }
    let scalar = typed.removeFirst()
    switch scalar.value {
    // libedit has commands on these, which nobody types in UTF-8.
    case 0x80..<0xa0: return "\u{fffd}"
    // Searching cuts a longer line; Ctrl-G only beeps.
    case 0x12, 0x13: return currentLine.unicodeScalars.count > longestKept ? "\u{7}" : scalar
    default: return scalar
    }
  }

  private func nextByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      var ready = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: resized.read_fd, events: Int16(POLLIN), revents: 0),
      ]
      if unsafe poll(&ready, 2, -1) < 0, errno != EINTR { return nil }
      if ready[1].revents != 0 {
        while unsafe Glibc.read(resized.read_fd, &byte, 1) == 1 {}
        redrawIfResized()
      }
      guard ready[0].revents != 0 else { continue }
      let count = unsafe Glibc.read(input, &byte, 1)
      if count == 1 { return byte }
      if count == 0 || errno != EINTR && errno != EAGAIN { return nil }
    }
  }

  private func redrawIfResized() {
    let now = cpay_terminal_size(output)
    guard now.rows != size.rows || now.columns != size.columns else { return }
    size = now
    unsafe el_resize(handle)
    unsafe cpay_el_write(handle, "\r\u{1b}[J")
    unsafe cpay_el_refresh(handle)
  }

  // MARK: Commands

  /// Marks the line and has the next key be Enter, which moves below a line of several rows.
  private func interrupt() -> UInt8 {
    wasInterrupted = true
    moveToEnd()
    unsafe el_winsertstr(handle, wide("^C"))
    return UInt8(CC_REFRESH)
  }

  private func showPrevious() -> UInt8 {
    guard let entry = history.previous(leaving: currentLine) else { return UInt8(CC_ERROR) }
    replaceLine(entry)
    return UInt8(CC_REFRESH)
  }

  private func showNext() -> UInt8 {
    guard let entry = history.next() else { return UInt8(CC_ERROR) }
    replaceLine(entry)
    return UInt8(CC_REFRESH)
  }

  private var currentLine: String {
    guard let line = unsafe el_wline(handle), let start = unsafe line.pointee.buffer else {
      return ""
    }
    let count = unsafe line.pointee.lastchar - start
    return unsafe text(UnsafeBufferPointer(start: start, count: count))
  }

  private func replaceLine(_ text: String) {
    let length = moveToEnd()
    unsafe el_deletestr(handle, length)
    unsafe el_winsertstr(handle, wide(text))
  }

  /// Puts the cursor after the line's last character; the line's length.
  @discardableResult private func moveToEnd() -> Int32 {
    guard let line = unsafe el_wline(handle) else { return 0 }
    let length = unsafe Int32(clamping: line.pointee.lastchar - line.pointee.buffer)
    unsafe el_cursor(handle, length)
    return length
  }
}

/// libedit saves at most this many characters of a line when it searches.
private let longestKept = 1000
/// With the pattern and libedit's mark after it, an entry this long still fits `longestKept`.
private let longestSearched = 768

private func text(_ characters: UnsafeBufferPointer<wchar_t>) -> String {
  var text = String.UnicodeScalarView()
  for index in characters.indices {
    text.append(unsafe Unicode.Scalar(UInt32(bitPattern: characters[index])) ?? "\u{fffd}")
  }
  return String(text)
}

/// The text for C, where a NUL would end it: shown as U+FFFD.
private func wide(_ text: String) -> [wchar_t] {
  text.unicodeScalars.map { $0 == "\0" ? 0xfffd : wchar_t($0.value) } + [0]
}
