import CSystemCalls
import Glibc

/// Line editing at a terminal: keys come in, libedit edits, and what there is to see is drawn here,
/// before each wait for a key.
///
/// Keys are read a byte at a time, so that what is typed ahead stays for the next program that reads
/// the terminal.
package final class LibEditLineEditor: LineEditor {
  let engine: LibEditEngine
  let keyMap: KeyMap
  private let input: Int32
  let output: Int32
  /// The two ends of the pipe that signals and notices write to.
  private let wake = cpay_open_pipe()
  private let notices: NoticeQueue
  var painter: FramePainter

  private var decoder = KeyDecoder()
  private var typed: [Key] = []
  /// Bytes that were read with the end of a paste, or of a line.
  private var unread: ArraySlice<UInt8> = []
  /// Bytes that were typed before what is still to be read.
  private var typedBefore: ArraySlice<UInt8> = []
  /// Whether a return was what came last.
  private var isBehindReturn = false
  /// What libedit is to be given next.
  private var scalars: [Unicode.Scalar] = []
  /// What it is to call for, an action for each of its keys.
  private var actions: [EditorAction] = []
  private var isQuoting = false
  /// The line as completion left it with a blank at its end, before anything else was done.
  var spaced: EditedText?

  var mode = Mode.typing
  var prompt = Prompt("")
  var help = TypingHelp.none
  var outcome: LineInput?
  var history = HistoryCursor()
  var undo = UndoStack()
  /// What the keys of Emacs have cut; those of vi leave that to libedit.
  var cutText = CutText()
  private var lastKey = Key.ignored
  /// What checking has told, and the text it is about.
  var verdict = (text: "", TypingHelp.Verdict())
  /// The text that is shown.
  var drawn = EditedText()
  /// Whether a key has been taken since, so that there may be another.
  var isOutdated = false
  /// Whether the last of it is shown before libedit has it.
  var isAhead = false
  /// What is proposed behind a text, as it was shown.
  var ghost = (text: "", continuation: "")
  /// Whether an entry would be accepted at this prompt, of those that have been looked at.
  var accepted: [String: Bool] = [:]
  /// The column that going up and down keeps, past shorter lines, too.
  var column: Int?
  private var restUntil = ContinuousClock.now

  /// What keys are for.
  enum Mode {
    case typing
    /// For a pattern; `before` comes back when it is given up. Enter runs what was found, or only
    /// fetches it.
    case searching(HistorySearch, before: EditedText, isFetching: Bool)
    /// For choosing one of several.
    case choosing(CompletionMenu)
  }

  /// An editor on two descriptors of one terminal, which it does not close.
  ///
  /// Nil when either is no terminal or no UTF-8 locale exists.
  package init?(input: Int32, output: Int32, keys: EditingKeys = .emacs, usesColour: Bool = true) {
    guard cpay_is_terminal(input) == 1, cpay_is_terminal(output) == 1,
      let engine = LibEditEngine(input: input, output: output, keys: keys)
    else { return nil }
    self.engine = engine
    self.input = input
    self.output = output
    keyMap = KeyMap(keys: keys)
    notices = NoticeQueue(wake: wake.write_fd)
    painter = FramePainter(usesColour: usesColour)
    engine.next = { [unowned self] in nextScalar() }
    engine.act = { [unowned self] in act($0) }
  }

  deinit {
    for signal in [SIGWINCH, SIGCONT] { _ = cpay_unwatch_signal(signal, wake.write_fd) }
    close(wake.read_fd)
    close(wake.write_fd)
  }

  package func readLine(_ prompt: Prompt, helpedBy help: TypingHelp = .none) -> LineInput {
    _ = fflush(nil)
    (self.prompt, self.help, outcome, mode) = (prompt, help, nil, .typing)
    (actions, scalars, isQuoting, lastKey) = ([], [], false, .ignored)
    spaced = nil
    (ghost, accepted, column) = (("", ""), [:], nil)
    verdict = ("", TypingHelp.Verdict())
    history.restart()
    undo.begin(EditedText())
    cutText.end()
    painter.begin(ScreenSize(of: output))
    for signal in [SIGWINCH, SIGCONT] { _ = cpay_watch_signal(signal, wake.write_fd) }
    beginTerminal()
    notices.beginEditing()
    let text = engine.edit()
    let rest = notices.endEditing()
    if outcome == nil, let text { finish(text) }
    endTerminal()
    for write in rest { write() }
    return outcome ?? .endOfInput
  }

  package var hasInputWaiting: Bool {
    endLine()
    if !unread.isEmpty { return true }
    // Lines that were typed run one after the other, but for those that go on from the one before.
    guard let first = typedBefore.first(where: { $0 != UInt8(ascii: " ") }) else {
      return PlainLineReader.isInputWaiting(input)
    }
    return first == UInt8(ascii: "|")
  }

  package func giveBack(_ bytes: [UInt8]) { typedBefore += bytes }

  package func forgetTyped() { (typedBefore, unread) = ([], []) }

  package func remember(_ entry: String) { history.remember(entry) }

  package func above(_ stream: OutputStream) -> OutputStream {
    let number = notices.stream()
    return stream.passing { [notices] bytes, write in notices.write(bytes, of: number, by: write) }
  }

  // MARK: The terminal

  private func beginTerminal() {
    _ = cpay_begin_editing(input)
    engine.prepareTerminal()
    cpay_begin_drawing(output)
    write(Array("\u{1b}[?2004h".utf8))
  }

  private func endTerminal() {
    write(Array("\u{1b}[?2004l".utf8))
    engine.leaveTerminal()
    cpay_end_editing()
  }

  func write(_ bytes: [UInt8]) {
    if !bytes.isEmpty { _ = writeAll(bytes, to: output) }
  }

  /// Stops the process as its shell's own Ctrl-Z would, and goes on where it was.
  func suspend() {
    write(painter.erase())
    endTerminal()
    kill(0, SIGTSTP)
    // It may take a moment to stop; where nobody could continue it the signal means nothing.
    var ready = pollfd(fd: wake.read_fd, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&ready, 1, 500)
    beginTerminal()
    painter.begin(ScreenSize(of: output))
  }

  /// Does what a signal, or somebody who writes, is waiting for.
  private func answerWake() {
    var signals = [UInt8](repeating: 0, count: 64)
    let count = unsafe Glibc.read(wake.read_fd, &signals, signals.count)
    if signals.prefix(max(0, count)).contains(UInt8(SIGCONT)) {
      // Whoever had the terminal meanwhile has left it in their own state, and the cursor elsewhere.
      engine.leaveTerminal()
      engine.prepareTerminal()
      write(Array("\r\u{1b}[?2004h".utf8))
      painter.begin(ScreenSize(of: output))
    }
    followSize()
    let waiting = notices.take()
    guard !waiting.isEmpty else { return }
    write(painter.erase())
    for write in waiting { write() }
  }

  /// Takes note of another size; the signal that tells of it may come after keys that are typed
  /// behind it.
  private func followSize() {
    let size = ScreenSize(of: output)
    guard size != painter.size else { return }
    let row = painter.isShowing ? cursorRow() : nil
    write(painter.resize(to: size, cursorRow: row))
  }

  /// The row of the cursor, which the terminal is asked for; nil where it does not say so at once.
  private func cursorRow() -> Int? {
    write(Array("\u{1b}[6n".utf8))
    var found: [UInt8] = []
    let end = ContinuousClock.now + .milliseconds(100)
    defer { if typedBefore.isEmpty { unread += found } else { typedBefore += found } }
    while true {
      let rest = ContinuousClock.now.duration(to: end)
      guard rest > .zero, isReady(rest) else { return nil }
      var piece = [UInt8](repeating: 0, count: 256)
      let count = unsafe Glibc.read(input, &piece, piece.count)
      guard count > 0 else { return nil }
      found += piece[..<count]
      guard let report = CursorReport(in: found) else { continue }
      // Keys may have come before it.
      found.removeSubrange(report.range)
      return report.row
    }
  }

  // MARK: Keys

  /// The next character for libedit, nil at the end of the input or of the line.
  private func nextScalar() -> Unicode.Scalar? {
    // `f` and `t` of vi take the key behind them for a character, and call for no action.
    if scalars.isEmpty { actions = [] }
    while scalars.isEmpty {
      engine.keepCursorInside()
      guard outcome == nil, let key = nextKey() else { return nil }
      if case .typing = mode { keepForUndo() }
      lastKey = key
      take(key)
    }
    return scalars.removeFirst()
  }

  /// Takes note of the line for Undo, but for each character typed of a long one.
  private func keepForUndo() {
    guard engine.count < longestUndone || !lastKey.isCharacter else { return }
    undo.observe(engine.text, after: lastKey)
  }

  private func nextKey() -> Key? {
    while typed.isEmpty {
      switch nextByte() {
      case .byte(let byte):
        if byte == UInt8(ascii: "\n"), isBehindReturn {
          isBehindReturn = false
          continue
        }
        typed = decoder.take(byte)
        isBehindReturn = typed == [.character("\r")]
      case .silence: typed = decoder.giveUp()
      case .wake: answerWake()
      case .end: return nil
      }
    }
    return typed.removeFirst()
  }

  /// Drops a line feed that is what comes next behind a return: both are one end of a line, as texts
  /// have it that are pasted from other systems.
  private func endLine() {
    guard isBehindReturn else { return }
    if unread.isEmpty, typedBefore.isEmpty, PlainLineReader.isInputWaiting(input) {
      var byte: UInt8 = 0
      if unsafe Glibc.read(input, &byte, 1) == 1 { unread = [byte] }
    }
    guard (unread.first ?? typedBefore.first) == UInt8(ascii: "\n") else { return }
    isBehindReturn = false
    if unread.isEmpty { typedBefore.removeFirst() } else { unread.removeFirst() }
  }

  private enum Arrival {
    case byte(UInt8)
    case wake
    /// Nothing came in that time.
    case silence
    case end
  }

  /// The next byte; what there is to see is shown before a wait that nothing ends but a key.
  private func nextByte() -> Arrival {
    switch decoder.patience {
    case .short: return nextByte(within: .milliseconds(100))
    case .long: return nextByte(within: .seconds(2))
    case .none:
      let isEchoed = echo()
      // Whoever draws the terminal may need this very core to show it.
      let arrival = nextByte(within: isEchoed ? .milliseconds(1) : .zero)
      guard case .silence = arrival else { return arrival }
      presentWhenRested(isEchoed: isEchoed)
      let next = nextByte(within: nil)
      if case .byte(let byte) = next, !decoder.isPasting { echoAhead(byte) }
      return next
    }
  }

  private func nextByte(within patience: Duration?) -> Arrival {
    if let byte = unread.popFirst() ?? typedBefore.popFirst() { return .byte(byte) }
    var ready = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.read_fd, events: Int16(POLLIN), revents: 0),
    ]
    let time = patience.map { Int32($0 / .milliseconds(1)) } ?? -1
    let count = unsafe poll(&ready, 2, time)
    if count == 0 { return .silence }
    if count < 0 { return errno == EINTR ? .wake : .end }
    if ready[1].revents != 0 { return .wake }
    // Inside a paste nothing is for anybody else.
    var bytes = [UInt8](repeating: 0, count: decoder.isPasting ? 4096 : 1)
    let length = unsafe Glibc.read(input, &bytes, bytes.count)
    if length > 0 {
      unread = bytes[1..<length]
      return .byte(bytes[0])
    }
    return length < 0 && (errno == EINTR || errno == EAGAIN) ? .wake : .end
  }

  func isReady(_ time: Duration) -> Bool {
    var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&ready, 1, Int32(time / .milliseconds(1))) > 0
  }

  /// Shows what there is, unless showing a long text takes so long that keys would wait for it.
  private func presentWhenRested(isEchoed: Bool) {
    let rest = ContinuousClock.now.duration(to: restUntil)
    if rest > .zero, isReady(rest + .milliseconds(1)) { return }
    followSize()
    let start = ContinuousClock.now
    present(isEchoed: isEchoed)
    let time = start.duration(to: .now)
    if time > .milliseconds(5) { restUntil = .now + time * 4 }
  }

  // MARK: What they do

  private func take(_ key: Key) {
    isOutdated = true
    if isQuoting {
      isQuoting = false
      if case .character(let scalar) = key {
        perform(.insert(scalar == "\r" ? "\n" : String(scalar)))
      }
      return
    }
    switch mode {
    case .typing: closeUp(before: key)
    case .searching(let search, let before, let isFetching):
      if continueSearch(search, before, isFetching: isFetching, key) { return }
      undo.observe(engine.text, after: .ignored)
    case .choosing(let menu):
      if choose(from: menu, key) { return }
      // What was chosen is a step of its own.
      undo.observe(engine.text, after: .ignored)
    }
    run(keyMap.command(for: key))
  }

  private func run(_ command: KeyMap.Command) {
    switch command {
    case .act(let action): perform(action)
    case .engine(let keys):
      cutText.end()
      scalars += keys
    case .search(let direction): search(direction, isFetching: false)
    case .complete(let backwards): complete(backwards: backwards)
    case .quote: isQuoting = true
    case .nothing: break
    }
  }

  /// Has libedit call for an action.
  func perform(_ action: EditorAction) {
    actions.append(action)
    scalars.append(LibEditEngine.actionKey)
  }

  /// Does what libedit has called for; whether the line goes on.
  private func act(_ key: Unicode.Scalar) -> Bool {
    switch key {
    case LibEditEngine.actionKey:
      return actions.isEmpty ? true : carryOut(actions.removeFirst())
    case LibEditEngine.redoKey: return carryOut(.redo)
    case "k": return carryOut(.up)
    case "j": return carryOut(.down)
    case "u": return carryOut(.undo)
    default:
      search(.older, isFetching: true)
      return true
    }
  }
}

/// Of a longer line each character typed is no step for Undo.
private let longestUndone = 1 << 12
