extension LibEditLineEditor {
  /// Does something to the line; whether it goes on.
  func carryOut(_ action: EditorAction) -> Bool {
    let text = engine.text
    let goal = column
    column = nil
    if case .cut = action {} else { cutText.end() }
    switch action {
    case .accept: return accept(text)
    case .newline: engine.insert(["\n"])
    case .insert(let inserted): engine.insert(inserted.unicodeScalars)
    case .replace(let other): engine.replace(with: other)
    case .move(let place): engine.move(to: place)
    case .left: engine.move(to: text.before)
    case .right: goRight(text, text.after, proposed(behind: text))
    case .wordLeft: engine.move(to: text.wordStart)
    case .wordRight: goRight(text, text.wordEnd, firstWord(of: proposed(behind: text)))
    case .up: goUp(text, goal ?? text.column)
    case .down: goDown(text, goal ?? text.column)
    case .lineStart: engine.move(to: text.lineStart)
    case .lineEnd: goRight(text, text.lineEnd, proposed(behind: text))
    case .textStart: engine.move(to: 0)
    case .textEnd:
      goRight(
        text, text.scalars.count, proposed(behind: text))
    case .deleteBackward: engine.delete(text.before..<text.cursor)
    case .deleteForward: engine.delete(text.cursor..<text.after)
    case .deleteOrEnd:
      if text.scalars.isEmpty { return end(.endOfInput) }
      engine.delete(text.cursor..<text.after)
    case .cut(let reach): cut(text, text.end(of: reach))
    case .putBack: engine.insert(cutText.scalars)
    case .olderEntry: showOlder(text)
    case .newerEntry: showNewer(text)
    case .undo: show(undo.undo())
    case .redo: show(undo.redo())
    case .clearScreen: write(painter.clear())
    case .interrupt: return interrupt(text)
    case .suspend: suspend()
    }
    return true
  }

  /// Goes to a place, or takes what is proposed where there is no further one.
  private func goRight(_ text: EditedText, _ place: Int, _ proposed: String) {
    if text.isAtEnd { engine.insert(proposed.unicodeScalars) } else { engine.move(to: place) }
  }

  /// Cuts what lies between the cursor and a place.
  private func cut(_ text: EditedText, _ end: Int) {
    let range = min(text.cursor, end)..<max(text.cursor, end)
    cutText.add(text.scalars[range], isBeforeCursor: end < text.cursor)
    engine.delete(range)
  }

  /// What is proposed, where it has been seen: keys may come faster than it is shown.
  private func proposed(behind text: EditedText) -> String {
    text.string == ghost.text ? ghost.continuation : ""
  }

  private func firstWord(of proposed: String) -> String {
    let text = EditedText(Array(proposed.unicodeScalars), cursor: 0)
    return EditedText(text.scalars, cursor: text.wordEnd).head
  }

  // MARK: The ends of a line

  private func accept(_ text: EditedText) -> Bool {
    if help.isPartial(text.string) {
      engine.insert(["\n"])
      return true
    }
    finish(text)
    return false
  }

  /// Shows the line for good, as what was asked for.
  func finish(_ text: EditedText) {
    outcome = .line(text.string)
    leave(text)
  }

  private func interrupt(_ text: EditedText) -> Bool {
    outcome = .interrupted
    leave(text, mark: "^C")
    return false
  }

  private func end(_ input: LineInput) -> Bool {
    outcome = input
    leave(engine.text)
    return false
  }

  private func leave(_ text: EditedText, mark: String = "") {
    mode = .typing
    var view = view(of: text)
    (view.ghost, view.remark, view.right, view.below) = (mark, "", [], [])
    write(painter.finish(view.frame(width: painter.size.columns)))
  }

  // MARK: History

  private func goUp(_ text: EditedText, _ goal: Int) {
    guard let above = text.above(goal), !isWalking(text) else { return showOlder(text) }
    engine.move(to: above)
    column = goal
  }

  private func goDown(_ text: EditedText, _ goal: Int) {
    guard let below = text.below(goal), !isWalking(text) else { return showNewer(text) }
    engine.move(to: below)
    column = goal
  }

  /// Whether the entry shown was not touched, so that the walk goes on.
  private func isWalking(_ text: EditedText) -> Bool {
    text.isAtEnd && history.shows(text.string)
  }

  private func showOlder(_ text: EditedText) {
    show(history.previous(leaving: text.string).map { EditedText($0) })
  }

  private func showNewer(_ text: EditedText) {
    show(history.next(leaving: text.string).map { EditedText($0) })
  }

  private func show(_ text: EditedText?) {
    if let text { engine.replace(with: text) }
  }
}
