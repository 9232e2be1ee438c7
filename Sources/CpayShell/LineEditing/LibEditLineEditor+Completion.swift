extension LibEditLineEditor {
  /// Puts in what may stand at the cursor, as far as that is one thing, and proposes the rest.
  func complete(backwards: Bool) {
    let text = engine.text
    if text.scalars.isEmpty, let mended = help.mended {
      return perform(.replace(EditedText(mended)))
    }
    let candidates = help.candidates(text.string, text.head.utf8.count)
    guard let only = candidates.first else { return }
    if candidates.count == 1 {
      return put(only.applied(to: text, isFinal: true), withoutBlank: only.applied(to: text))
    }
    let common = CompletionMenu.common(candidates, in: text)
    if let common { perform(.replace(common)) }
    let start = common ?? text
    // What is to be replaced has become longer with what was put in.
    let proposed = common == nil ? candidates : help.candidates(start.string, start.head.utf8.count)
    guard proposed.count > 1 else { return }
    var menu = CompletionMenu(proposed, before: start, typed: text)
    if backwards { menu.step(-1) }
    mode = .choosing(menu)
    perform(.replace(menu.text))
  }

  /// Puts in the line with what was taken, and remembers that its blank was not typed.
  private func put(_ line: EditedText, withoutBlank: EditedText) {
    spaced = line == withoutBlank ? nil : line
    perform(.replace(line))
  }

  /// Takes out the blank that came with a candidate, where a sign follows that stands beside it.
  func closeUp(before key: Key) {
    defer { spaced = nil }
    guard case .character(let sign) = key, [",", ")", "]", "}"].contains(sign),
      spaced == engine.text
    else { return }
    perform(.deleteBackward)
  }

  /// Goes on with a choice; false for a key that ends it and is still to be done.
  func choose(from menu: CompletionMenu, _ key: Key) -> Bool {
    var menu = menu
    switch key {
    case .character("\t"), .character("\u{e}"), .named(.down, _), .named(.right, _): menu.step(1)
    case .named(.tab, _), .character("\u{10}"), .named(.up, _), .named(.left, _): menu.step(-1)
    case .named(.pageDown, _): menu.step(10)
    case .named(.pageUp, _): menu.step(-10)
    case .character("\r"), .character("\n"):
      mode = .typing
      guard menu.chosen != nil else { return false }
      put(menu.finalText, withoutBlank: menu.text)
      return true
    case .character("\u{1b}"), .character("\u{7}"):
      mode = .typing
      perform(.replace(menu.typed))
      return true
    case .ignored: return true
    default:
      mode = .typing
      return false
    }
    mode = .choosing(menu)
    perform(.replace(menu.text))
    return true
  }
}
