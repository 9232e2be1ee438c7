/// A key that was pressed, or what a terminal sends as if one were.
enum Key: Hashable, Sendable {
  /// A character; Ctrl-A is U+0001.
  case character(Unicode.Scalar)
  /// A character with Alt.
  case alt(Unicode.Scalar)
  /// A key that stands for no character.
  case named(Name, Modifiers)
  /// A text that was pasted.
  case paste(String)
  /// A key without a meaning here, or a report that nobody asked for.
  case ignored

  /// The keys that have a meaning; F1 and the like have none.
  enum Name: Hashable, Sendable {
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    case delete
    case backspace
    case tab
    case enter
  }

  /// The keys held down meanwhile, as terminals count them.
  struct Modifiers: OptionSet, Hashable, Sendable {
    let rawValue: Int
    static let shift = Modifiers(rawValue: 1)
    static let alt = Modifiers(rawValue: 2)
    static let control = Modifiers(rawValue: 4)
  }

  /// Whether it is a character that may be text.
  var isCharacter: Bool {
    if case .character(let scalar) = self {
      scalar.value >= 0x20 && scalar != "\u{7f}"
    } else {
      false
    }
  }

  /// The key with Alt held down, too.
  var withAlt: Key {
    switch self {
    case .character(let scalar): .alt(scalar)
    case .named(let name, let modifiers): .named(name, modifiers.union(.alt))
    case .alt, .paste, .ignored: self
    }
  }
}
