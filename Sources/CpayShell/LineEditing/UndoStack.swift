/// The states of a line that one can go back to, and forward again.
///
/// A step is a word with the blanks behind it, characters deleted one after another, or whatever
/// else one key did, such as a paste.
struct UndoStack {
  private var past: [EditedText] = []
  private var future: [EditedText] = []
  private var last = EditedText()
  private var group = Group.none

  /// What the keys of one step have in common.
  private enum Group {
    case none
    case word
    case blanks
    case deletion
  }

  /// Begins with a line.
  mutating func begin(_ text: EditedText) { self = UndoStack(last: text) }

  init(last: EditedText = EditedText()) {
    self.last = last
  }

  /// Takes note of what a key has made of the line.
  mutating func observe(_ now: EditedText, after key: Key) {
    guard now.scalars != last.scalars else {
      if now.cursor != last.cursor { group = .none }
      last = now
      return
    }
    let next = group(of: key, now)
    let goesOn =
      switch (group, next) {
      case (.word, .word), (.word, .blanks), (.blanks, .blanks), (.deletion, .deletion): true
      default: false
      }
    if !goesOn { past.append(last) }
    (future, last, group) = ([], now, next)
  }

  private func group(of key: Key, _ now: EditedText) -> Group {
    switch key {
    case .character(let scalar)
    where now.scalars.count == last.scalars.count + 1 && now.cursor == last.cursor + 1
      && now.scalars[last.cursor] == scalar:
      scalar.properties.isWhitespace ? .blanks : .word
    case .character("\u{7f}"), .character("\u{8}"), .named(.delete, _), .named(.backspace, _):
      .deletion
    default: .none
    }
  }

  /// The state before the last step; nil where there is none.
  mutating func undo() -> EditedText? { step(from: \.past, to: \.future) }

  /// The state that was undone last; nil where there is none.
  mutating func redo() -> EditedText? { step(from: \.future, to: \.past) }

  private mutating func step(
    from source: WritableKeyPath<UndoStack, [EditedText]>,
    to target: WritableKeyPath<UndoStack, [EditedText]>
  ) -> EditedText? {
    guard let state = self[keyPath: source].popLast() else { return nil }
    self[keyPath: target].append(last)
    (last, group) = (state, .none)
    return state
  }
}
