extension LibEditLineEditor {
  /// Shows a character before libedit has it, where it goes behind the text that is shown.
  ///
  /// Should libedit make something else of it, ``echo()`` or the next frame show that.
  func echoAhead(_ byte: UInt8) {
    guard case .typing = mode, keyMap.keys == .emacs, 0x20...0x7e ~= byte, !isOutdated,
      drawn.isAtEnd, drawn.cursor < longestEchoed,
      let bytes = painter.echo([Unicode.Scalar(byte)])
    else { return }
    write(bytes)
    drawn = EditedText(drawn.scalars + [Unicode.Scalar(byte)], cursor: drawn.cursor + 1)
    isAhead = true
  }

  /// Shows what was typed at the end of the text at once, before anything is found out about it;
  /// whether that is how it is shown.
  func echo() -> Bool {
    defer { isAhead = false }
    guard case .typing = mode, engine.count <= longestEchoed else { return false }
    let text = engine.text
    if isAhead, text == drawn {
      isOutdated = false
      return true
    }
    guard text.isAtEnd, drawn.isAtEnd, text.scalars.count > drawn.scalars.count,
      text.scalars.starts(with: drawn.scalars),
      let bytes = painter.echo(text.scalars[drawn.scalars.count...])
    else { return false }
    write(bytes)
    (drawn, isOutdated) = (text, false)
    return true
  }

  /// Shows what there is: the text at once, unless it has been echoed, and what checking tells of it
  /// when no key waits.
  func present(isEchoed: Bool) {
    let text = engine.text
    let string = text.string
    if verdict.text == string { return draw(text) }
    if text.scalars.count > longestChecked {
      verdict = (string, TypingHelp.Verdict())
      return draw(text)
    }
    if !isEchoed {
      draw(text, checking: 0)
      if isReady(.zero) { return }
    }
    let found = help.verdict(string, text.head.utf8.count)
    verdict = (string, found)
    draw(text)
  }

  /// Draws a text; of the entries that may be proposed, so many are checked at most.
  private func draw(_ text: EditedText, checking most: Int = mostChecked) {
    let view = view(of: text, checking: most)
    ghost = (view.text.string, view.ghost)
    (drawn, isOutdated) = (text, false)
    write(painter.draw(view.frame(width: painter.size.columns)))
  }

  /// What is to be seen of a text.
  func view(of text: EditedText, checking most: Int = 0) -> EditorView {
    let string = text.string
    var view = EditorView()
    view.text = text
    view.prompt = CharacterCell.cells(prompt.text, prompt.isWarning ? .warning : .plain)
    view.continuation = CharacterCell.cells(prompt.continuation, .hint)
    if text.scalars.count <= longestChecked {
      view.marks = Mark.merged(help.words(string), marksStillTrue(of: string))
    }
    switch mode {
    case .searching(let search, _, _):
      view.prompt += CharacterCell.cells(label(of: search), .plain)
      if let range = search.range, search.match == string {
        view.marks = [Mark(range: range, shade: .chosen)]
      }
    case .choosing(let menu):
      view.below = menu.rows(in: painter.size)
    case .typing:
      if text.isAtEnd { view.ghost = proposal(behind: string, checking: most) }
      if string.isEmpty, let mended = help.mended {
        (view.ghost, view.remark) = (mended, "  (Tab takes it)")
      }
      view.right = CharacterCell.cells(verdict.1.note, .hint)
    }
    return view
  }

  /// What goes on with a text in the newest entry that would be accepted now; so many of the entries
  /// that begin so and have not been looked at are checked at most, and no older one is proposed.
  private func proposal(behind text: String, checking most: Int) -> String {
    var left = most
    let found = history.continuation(of: text) { entry -> Bool? in
      if let known = accepted[entry] { return known }
      if entry.utf8.count > longestEchoed { return false }
      if left == 0 { return nil }
      left -= 1
      let isAccepted = help.isAccepted(entry)
      accepted[entry] = isAccepted
      return isAccepted
    }
    return found ?? ""
  }

  /// What was told of the part that has not been changed since.
  private func marksStillTrue(of string: String) -> [Mark] {
    if verdict.text == string { return verdict.1.marks }
    let common = zip(verdict.text.utf8, string.utf8).prefix { $0 == $1 }.count
    return verdict.1.marks.filter { $0.range.upperBound < common }
  }
}

/// A longer text is shown when no more keys wait, since each takes a look at all of it.
private let longestEchoed = 1 << 12

/// How many entries are checked between two keys, at most.
private let mostChecked = 8

/// A longer text is neither checked nor coloured while it is typed.
private let longestChecked = 1 << 14
