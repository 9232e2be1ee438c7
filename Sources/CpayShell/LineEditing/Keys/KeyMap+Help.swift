extension KeyMap {
  /// What each key does, those that do the same in one row: the keys, then what they do.
  static func described(_ keys: EditingKeys) -> [[String]] {
    let map = KeyMap(keys: keys)
    var rows: [(action: String, keys: [String])] = []
    for (name, key) in pressed {
      let command = map.command(for: key)
      // An Escape and a letter are two keys of vi.
      if keys == .vi, case .alt = key, case .engine = command { continue }
      guard let action = command.summary else { continue }
      if let place = rows.firstIndex(where: { $0.action == action }) {
        rows[place].keys.append(name)
      } else {
        rows.append((action, [name]))
      }
    }
    return rows.map { [$0.keys.joined(separator: ", "), $0.action] }
  }

  /// The keys there are, as people call them.
  private static let pressed: [(name: String, key: Key)] = {
    let names: [(String, Key.Name)] = [
      ("Enter", .enter), ("Tab", .tab), ("Left", .left), ("Right", .right), ("Up", .up),
      ("Down", .down),
      ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Del", .delete),
      ("Backspace", .backspace),
    ]
    let modifiers: [(String, Key.Modifiers)] = [("", []), ("Shift-", .shift), ("Alt-", .alt)]
    let named = names.flatMap { name, key in
      modifiers.map { ($0 + name, Key.named(key, $1)) }
    }.filter { name, _ in !name.hasPrefix("Shift-") || name == "Shift-Tab" }
      // Few terminals get that one: it changes windows.
      .filter { $0.0 != "Alt-Tab" }
    let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map(Unicode.Scalar.init) + ["_"]
    let controls = letters.map { letter in
      ("Ctrl-\(letter)", Key.character(Unicode.Scalar(UInt8(letter.value & 0x1f))))
    }
    let alts = Array("abcdefghijklmnopqrstuvwxyz<>/".unicodeScalars).map {
      ("Alt-\($0)", Key.alt($0))
    }
    return named + controls + alts
  }()
}

extension KeyMap.Command {
  /// What it does, in a few words; nil for nothing.
  fileprivate var summary: String? {
    switch self {
    case .act(let action): action.summary
    case .engine(let scalars): KeyMap.Command.engineSummaries[scalars.map { String($0) }.joined()]
    case .search(.older): "search what was typed"
    case .search(.newer): "search forwards again"
    case .complete(backwards: false): "complete, and the next proposal"
    case .complete(backwards: true): "the proposal before"
    case .quote: "type the next key as it is"
    case .nothing: nil
    }
  }

  private static let engineSummaries = [
    "\u{14}": "swap two characters", "\u{15}": "cut the text before the cursor",
    "\u{17}": "cut the word before the cursor",
    "\u{1b}c": "write the word with a capital", "\u{1b}l": "write the word in small letters",
    "\u{1b}u": "write the word in capitals",
  ]
}

extension EditorAction {
  /// What it does, in a few words; nil for what no key is for by itself.
  fileprivate var summary: String? {
    switch self {
    case .accept: "run the program, or go on in the next line where it is not whole"
    case .newline: "go on in the next line"
    case .insert, .replace, .move: nil
    case .left: "one character to the left"
    case .right: "one character to the right, or take the hint"
    case .wordLeft: "one word to the left"
    case .wordRight: "one word to the right"
    case .up: "the line above, or what was typed before"
    case .down: "the line below, or what was typed after"
    case .lineStart: "the start of the line"
    case .lineEnd: "the end of the line"
    case .textStart: "the start of the text"
    case .textEnd: "the end of the text"
    case .deleteBackward: "delete the character before the cursor"
    case .deleteForward: "delete the character behind the cursor"
    case .deleteOrEnd: "delete the character behind the cursor; leave where the line is empty"
    case .cut(.lineStart): "cut the line before the cursor"
    case .cut(.lineEnd): "cut the line behind the cursor"
    case .cut(.blank): "cut back to a blank"
    case .cut(.wordStart): "cut the word before the cursor"
    case .cut(.wordEnd): "cut the word behind the cursor"
    case .putBack: "put back what was cut"
    case .olderEntry: "what was typed before"
    case .newerEntry: "what was typed after"
    case .undo: "undo"
    case .redo: "redo"
    case .clearScreen: "clear the screen"
    case .interrupt: "drop the line, or stop what runs"
    case .suspend: "stop the shell, to go on with `fg`"
    }
  }
}
