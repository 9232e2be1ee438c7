/// What the keys do.
///
/// Every key is here, or does nothing: none is left to become a text.
struct KeyMap {
  let keys: EditingKeys

  /// What to do about a key.
  enum Command: Hashable, Sendable {
    case act(EditorAction)
    /// Hands these to libedit.
    case engine([Unicode.Scalar])
    case search(HistorySearch.Direction)
    /// Proposes what may stand at the cursor.
    case complete(backwards: Bool)
    /// Takes the next key for a character.
    case quote
    case nothing
  }

  func command(for key: Key) -> Command {
    switch key {
    case .character(let scalar): character(scalar)
    case .alt(let scalar): keys == .vi ? alt(inVi: scalar) : alt(scalar)
    case .named(let name, let modifiers): named(name, modifiers)
    case .paste(let text): .act(.insert(text))
    case .ignored: .nothing
    }
  }

  private func character(_ scalar: Unicode.Scalar) -> Command {
    if let command = KeyMap.common[scalar] { return command }
    if keys == .emacs, let command = KeyMap.emacs[scalar] { return command }
    if keys == .vi, KeyMap.vi.contains(scalar) { return .engine([scalar]) }
    switch scalar.value {
    case 0..<0x20: return .nothing
    case 0x7f..<0xa0: return .engine(["\u{fffd}"])
    default: return .engine([scalar])
    }
  }

  /// The controls that do the same with either keys.
  private static let common: [Unicode.Scalar: Command] =
    [
      control("C"): .act(.interrupt), control("D"): .act(.deleteOrEnd),
      control("H"): .act(.deleteBackward), control("I"): .complete(backwards: false),
      control("J"): .act(.accept), control("L"): .act(.clearScreen),
      control("M"): .act(.accept), control("N"): .act(.down), control("P"): .act(.up),
      control("S"): .search(.newer), control("V"): .quote, control("Z"): .act(.suspend),
      control("_"): .act(.undo), "\u{7f}": .act(.deleteBackward),
    ]

  private static let emacs: [Unicode.Scalar: Command] =
    [
      control("A"): .act(.lineStart), control("B"): .act(.left), control("E"): .act(.lineEnd),
      control("F"): .act(.right), control("K"): .act(.cut(.lineEnd)), control("R"): .search(.older),
      control("T"): .engine([control("T")]), control("U"): .act(.cut(.lineStart)),
      control("W"): .act(.cut(.blank)), control("Y"): .act(.putBack),
    ]

  /// The controls that libedit takes for vi.
  private static let vi: [Unicode.Scalar] = [control("R"), control("U"), control("W"), "\u{1b}"]

  private func alt(_ scalar: Unicode.Scalar) -> Command {
    switch scalar {
    case "c", "l", "u", "0"..."9": .engine(["\u{1b}", scalar])
    case "b": .act(.wordLeft)
    case "f": .act(.wordRight)
    case "d": .act(.cut(.wordEnd))
    case "\u{7f}", "\u{8}": .act(.cut(.wordStart))
    case "\r", "\n": .act(.newline)
    case "/", "_", "z": .act(.redo)
    case "p": .act(.olderEntry)
    case "n": .act(.newerEntry)
    case control("C"): .act(.interrupt)
    case "<": .act(.textStart)
    case ">": .act(.textEnd)
    default: .nothing
    }
  }

  /// An Escape and a key typed at once are two keys of vi.
  private func alt(inVi scalar: Unicode.Scalar) -> Command {
    switch character(scalar) {
    case .engine(let scalars): .engine(["\u{1b}"] + scalars)
    case .act(.accept): .act(.newline)
    case .act(.interrupt): .act(.interrupt)
    case .act(.deleteBackward): named(.backspace, .alt)
    default: .nothing
    }
  }

  private func named(_ name: Key.Name, _ modifiers: Key.Modifiers) -> Command {
    let isFar = !modifiers.isDisjoint(with: [.alt, .control])
    switch name {
    case .up: return .act(isFar ? .olderEntry : .up)
    case .down: return .act(isFar ? .newerEntry : .down)
    case .left: return .act(isFar ? .wordLeft : .left)
    case .right: return .act(isFar ? .wordRight : .right)
    case .home: return .act(isFar ? .textStart : .lineStart)
    case .end: return .act(isFar ? .textEnd : .lineEnd)
    case .pageUp: return .act(.olderEntry)
    case .pageDown: return .act(.newerEntry)
    case .delete: return .act(isFar && keys == .emacs ? .cut(.wordEnd) : .deleteForward)
    case .backspace:
      guard isFar else { return .act(.deleteBackward) }
      return keys == .vi ? .engine([control("W")]) : .act(.cut(.wordStart))
    case .tab: return .complete(backwards: modifiers.contains(.shift))
    case .enter: return .act(modifiers.isEmpty ? .accept : .newline)
    }
  }
}

/// The character that a letter is with Ctrl.
private func control(_ letter: Unicode.Scalar) -> Unicode.Scalar {
  Unicode.Scalar(UInt8(letter.value & 0x1f))
}
