import Dispatch

/// Where lines are read: on a thread of its own, since an editor blocks the one it is called on.
///
/// Not checked by the compiler: the editor is used on `queue` only, which does one thing at a time.
final class EditorThread: @unchecked Sendable {
  private let editor: any LineEditor
  private let queue = DispatchQueue(label: "line editor")

  init(_ editor: any LineEditor) {
    self.editor = editor
  }

  /// The next line, read while other tasks go on.
  func readLine(_ prompt: Prompt, helpedBy help: TypingHelp) async -> LineInput {
    await alone { $0.readLine(prompt, helpedBy: help) }
  }

  /// Whether more was typed or pasted than has been read.
  func hasInputWaiting() async -> Bool { await alone { $0.hasInputWaiting } }

  /// Adds entries that Up and Ctrl-R reach, the newest last.
  func remember(_ entries: [String]) async {
    await alone { editor in
      for entry in entries { editor.remember(entry) }
    }
  }

  /// Has these bytes read first, which were typed before.
  func giveBack(_ bytes: [UInt8]) async {
    await alone { $0.giveBack(bytes) }
  }

  /// Drops what was typed and has not been read.
  func forgetTyped() async { await alone { $0.forgetTyped() } }

  private func alone<Result: Sendable>(
    _ work: @escaping @Sendable (any LineEditor) -> Result
  ) async -> Result {
    await withCheckedContinuation { continuation in
      queue.async { [self] in continuation.resume(returning: work(editor)) }
    }
  }
}
