import CLibEdit
import CSystemCalls
import Glibc

/// libedit as the part that edits: it keeps the line, and knows the commands of Emacs and vi.
///
/// It shows nothing, since what it writes goes nowhere, and reads nothing by itself: keys come from
/// ``next``. What it has no command for is sent as ``actionKey``, at which it calls ``act``; only
/// there may the line be changed.
@safe
final class LibEditEngine {
  /// Stands for a key that is no character; nobody types it in UTF-8.
  static let actionKey: Unicode.Scalar = "\u{80}"
  /// Takes back among the commands of vi what was undone, where Ctrl-R searches while inserting.
  static let redoKey: Unicode.Scalar = "\u{83}"

  /// The next character; nil at the end of the input.
  var next: () -> Unicode.Scalar? = { nil }
  /// Does what a key stands for; whether the line goes on.
  var act: (Unicode.Scalar) -> Bool = { _ in true }

  private let handle: OpaquePointer

  /// An engine for a line that is typed at a terminal.
  ///
  /// Nil where there is no UTF-8 locale; libedit would corrupt memory or text.
  init?(input: Int32, output: Int32, keys: EditingKeys) {
    // libedit reads the locale when it is opened, and does not look again.
    guard cpay_use_utf8_locale() == 0, let handle = unsafe cpay_el_open("cpay", input, output)
    else { return nil }
    unsafe self.handle = handle
    unsafe cpay_el_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
    unsafe cpay_el_leave_signals(handle)
    unsafe cpay_el_set_terminal(handle, "dumb")
    unsafe cpay_el_use_keys(handle, keys == .vi ? 1 : 0)
    unsafe cpay_el_set_reader(handle) { handle, character in
      guard let scalar = unsafe LibEditEngine.of(handle)?.next() else { return 0 }
      unsafe character?.pointee = wchar_t(scalar.value)
      return 1
    }
    unsafe cpay_el_add_command(handle, "cpay-act", "What libedit has no command for") {
      unsafe LibEditEngine.act($0, Unicode.Scalar($1))
    }
    unsafe cpay_el_add_command(handle, "cpay-redo", "Take back what was undone") { handle, _ in
      unsafe LibEditEngine.act(handle, LibEditEngine.redoKey)
    }
    bind(keys)
    // Ctrl-C and Ctrl-S are keys here; without -inlcr a program run next would misread type-ahead.
    // A return and a line feed are to be told apart.
    for mode in ["-isig", "-ixon", "-inlcr", "-icrnl"] { unsafe cpay_el_set_mode(handle, mode) }
  }

  deinit {
    unsafe cpay_el_close(handle)
  }

  private func bind(_ keys: EditingKeys) {
    unsafe cpay_el_bind(handle, "\\200", "cpay-act")
    guard keys == .vi else { return }
    unsafe cpay_el_bind(handle, "^W", "ed-delete-prev-word")
    unsafe cpay_el_bind_in_commands(handle, "\\200", "cpay-act")
    // Else an Escape would wait for the key behind it.
    unsafe cpay_el_bind(handle, "\\e", "vi-command-mode")
    unsafe cpay_el_bind_in_commands(handle, "\\e", "ed-ignore")
    unsafe cpay_el_bind(handle, "^R", "cpay-act")
    unsafe cpay_el_bind_in_commands(handle, "^R", "cpay-redo")
    for key in ["j", "k", "u", "/", "?"] {
      unsafe cpay_el_bind_in_commands(handle, key, "cpay-act")
    }
    // These want libedit's own history or prompt, or another editor.
    for key in [":", "n", "N", "J", "K", "G", "U", "+", "\\055", "v", "_", "@", "#"] {
      unsafe cpay_el_bind_in_commands(handle, key, "ed-ignore")
    }
  }

  private static func of(_ handle: OpaquePointer?) -> LibEditEngine? {
    guard let client = unsafe cpay_el_client(handle) else { return nil }
    return unsafe Unmanaged<LibEditEngine>.fromOpaque(client).takeUnretainedValue()
  }

  private static func act(_ handle: OpaquePointer?, _ key: Unicode.Scalar?) -> UInt8 {
    guard let engine = unsafe of(handle), let key else { return UInt8(CC_ERROR) }
    return UInt8(engine.act(key) ? CC_REFRESH : CC_NEWLINE)
  }

  // MARK: A line

  /// Sets the terminal to give every key at once.
  func prepareTerminal() { unsafe cpay_el_prepare_terminal(handle) }

  /// Sets the terminal back.
  func leaveTerminal() { unsafe cpay_el_leave_terminal(handle) }

  /// Takes keys until ``act`` ends the line, or a command of libedit's own or the input does; the
  /// text where such a command did.
  func edit() -> EditedText? {
    var count: Int32 = 0
    guard let start = unsafe el_wgets(handle, &count) else { return nil }
    let characters = unsafe UnsafeBufferPointer(start: start, count: Int(count))
    return EditedText(unsafe LibEditEngine.scalars(characters), cursor: 0)
  }

  /// The line and the cursor in it.
  var text: EditedText {
    guard let line = unsafe el_wline(handle), let start = unsafe line.pointee.buffer else {
      return EditedText()
    }
    let count = unsafe line.pointee.lastchar - start
    let characters = unsafe UnsafeBufferPointer(start: start, count: max(0, count))
    return EditedText(
      unsafe LibEditEngine.scalars(characters), cursor: unsafe line.pointee.cursor - start)
  }

  /// The length of the line.
  var count: Int {
    guard let line = unsafe el_wline(handle) else { return 0 }
    return unsafe line.pointee.lastchar - line.pointee.buffer
  }

  /// Puts the cursor back into the line: behind `$` of vi in an empty one it stands before it, and
  /// what is typed next would be written there.
  func keepCursorInside() {
    guard let line = unsafe el_wline(handle) else { return }
    let (cursor, end) = unsafe (
      line.pointee.cursor - line.pointee.buffer, line.pointee.lastchar - line.pointee.buffer
    )
    if cursor < 0 { unsafe el_cursor(handle, Int32(clamping: -cursor)) }
    if cursor > end { unsafe el_cursor(handle, Int32(clamping: end - cursor)) }
  }

  /// Puts the cursor at a place of the line.
  func move(to place: Int) {
    let distance = place - text.cursor
    if distance != 0 { unsafe el_cursor(handle, Int32(clamping: distance)) }
  }

  /// Puts a text at the cursor, which goes behind it.
  func insert(_ scalars: some Sequence<Unicode.Scalar>) {
    // A NUL would end it.
    let characters = scalars.map { $0 == "\0" ? 0xfffd : wchar_t($0.value) }
    if !characters.isEmpty { _ = unsafe el_winsertstr(handle, characters + [0]) }
  }

  /// Takes out what lies between two places, and leaves the cursor there.
  func delete(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    move(to: range.upperBound)
    unsafe el_deletestr(handle, Int32(clamping: range.count))
  }

  /// Puts another line in the place of the one there is.
  func replace(with text: EditedText) {
    delete(0..<count)
    insert(text.scalars)
    move(to: text.cursor)
  }

  private static func scalars(
    _ characters: UnsafeBufferPointer<wchar_t>
  ) -> [Unicode.Scalar] {
    unsafe characters.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{fffd}" }
  }
}
