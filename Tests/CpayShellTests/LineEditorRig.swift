import Glibc
import Synchronization
import Testing

@testable import CpayShell

/// A line editor and whoever types at it.
final class LineEditorRig {
  enum Device: CaseIterable, Sendable {
    case libEdit
    case plainAtTerminal
    case plainFromPipe

    static let terminals: [Device] = [.libEdit, .plainAtTerminal]
    /// The system's own line editing takes no more than 4,095 bytes.
    static let unlimited: [Device] = [.libEdit, .plainFromPipe]
  }

  let pty: Pty
  let editor: any LineEditor
  private let device: Device
  private let help: TypingHelp
  private var reads = 0
  private var pipe: [Int32] = [-1, -1]

  init(_ device: Device, keys: EditingKeys = .emacs, help: TypingHelp = .none) throws {
    self.device = device
    self.help = help
    pty = try Pty()
    switch device {
    case .libEdit:
      editor = try #require(
        LibEditLineEditor(input: pty.terminal, output: pty.terminal, keys: keys))
    case .plainAtTerminal:
      editor = PlainLineReader(input: pty.terminal, promptsTo: pty.terminal)
    case .plainFromPipe:
      try #require(unsafe Glibc.pipe(&pipe) == 0)
      editor = PlainLineReader(input: pipe[0])
    }
  }

  deinit {
    for end in pipe where end >= 0 { close(end) }
  }

  /// What one read gives while `keys` are typed, all after the prompt is there.
  func read(typing keys: String, prompt: String = "cpay") throws -> LineInput {
    try read(typing: Array(keys.utf8), prompt: prompt)
  }

  func read(typing keys: [UInt8], prompt: String = "cpay") throws -> LineInput {
    try read(prompt: prompt) {
      switch device {
      case .plainFromPipe: _ = unsafe write(pipe[1], keys, keys.count)
      case .libEdit, .plainAtTerminal: pty.type(keys)
      }
    }
  }

  /// What one read gives while `steps` are done, which type, look and resize.
  ///
  /// Each prompt has a number of its own, since what an earlier read drew may arrive late.
  func read(prompt: String = "cpay", steps: () throws -> Void) throws -> LineInput {
    pty.forgetDrawn()
    reads += 1
    let mark = "[\(reads)]> "
    let reading = Reading(editor: editor, prompt: Prompt(prompt + "[\(reads)]"), help: help)
    let thread = Thread { reading.run() }
    if device != .plainFromPipe { try #require(pty.shows(mark)) }
    try steps()
    try #require(pty.wait { reading.result != nil })
    thread.join()
    return try #require(reading.result)
  }

  /// What a read gives at the end of the input.
  func readEnd() throws -> LineInput {
    if device != .plainFromPipe { return try read(typing: "\u{4}") }
    close(pipe[1])
    pipe[1] = -1
    return try read(typing: [])
  }

  /// The key that ends a line.
  var enter: String { device == .plainFromPipe ? "\n" : "\r" }
}

/// One read on a thread of its own.
///
/// The editor is not for two threads at a time; the test starts one read and joins its thread
/// before it touches the editor again.
private final class Reading: @unchecked Sendable {
  private let editor: any LineEditor
  private let prompt: Prompt
  private let help: TypingHelp
  private let outcome = Mutex<LineInput?>(nil)

  init(editor: any LineEditor, prompt: Prompt, help: TypingHelp) {
    self.editor = editor
    self.prompt = prompt
    self.help = help
  }

  func run() {
    let input = editor.readLine(prompt, helpedBy: help)
    outcome.withLock { $0 = input }
  }

  var result: LineInput? { outcome.withLock { $0 } }
}

/// A thread that may block, which the threads of tasks may not.
@safe
final class Thread {
  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, work)
  }

  func join() { pthread_join(thread, nil) }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// The suites that read from a terminal; a process edits at one terminal at a time.
@Suite(.serialized) enum TerminalTests {}
