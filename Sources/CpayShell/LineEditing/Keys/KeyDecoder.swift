/// Turns the bytes that a terminal sends into keys.
///
/// Knows the sequences of xterm, rxvt, the Linux console, tmux and kitty. A sequence that it does
/// not know is swallowed whole, however long: it is a key without a meaning and no text.
struct KeyDecoder {
  private var state = State.ground
  private var scalars = ScalarDecoder()
  /// Whether Alt, or an Escape before, goes with what is being read.
  private var isAlt = false
  private var parameters: [UInt8] = []
  private var pasted: [UInt8] = []
  /// Whether a paste that has not ended has brought nothing for a while.
  private var isStalled = false

  private enum State {
    case ground
    /// Behind an Escape.
    case escape
    /// Behind `ESC [`.
    case sequence
    /// Behind `ESC [ [`, where the Linux console has its function keys.
    case consoleKey
    /// Behind `ESC O`.
    case applicationKey
    /// Behind `ESC ]` and the like, which is a key, or begins a report.
    case reportStart(UInt8)
    /// In a report, up to its end.
    case report(endsAtBackslash: Bool)
    /// In the place of a mouse, so many bytes before its end.
    case mouse(Int)
    case paste
  }

  /// How long the bytes that are missing may take.
  enum Patience: Hashable, Sendable {
    /// Nothing is missing.
    case none
    /// What was read is a key by itself, too.
    case short
    /// What was read is nothing that a person types.
    case long
  }

  /// Whether what comes next belongs to a text being pasted.
  var isPasting: Bool { if case .paste = state { true } else { false } }

  /// How long to wait for the next byte before ``giveUp()``.
  var patience: Patience {
    switch state {
    case .ground: .none
    case .escape, .reportStart: .short
    case .sequence, .applicationKey: parameters.isEmpty ? .short : .long
    case .consoleKey, .report, .mouse: .long
    // However long it takes: what is pasted never becomes keys, among them Enter.
    case .paste: isStalled ? .none : .long
    }
  }

  /// The keys that `byte` completes: none inside a sequence, two when it also ends a bad one.
  mutating func take(_ byte: UInt8) -> [Key] {
    switch state {
    case .ground: return character(byte)
    case .escape: return behindEscape(byte)
    case .sequence: return behindBracket(byte)
    case .consoleKey: return end(.ignored)
    case .applicationKey:
      if isParameter(byte) { return collect(byte) }
      return isFinal(byte) ? end(applicationKey(byte)) : restart(byte)
    case .reportStart(let first):
      if beginsReport(first, byte) {
        state = .report(endsAtBackslash: false)
        return []
      }
      return end(.alt(Unicode.Scalar(first))) + take(byte)
    case .report(let endsAtBackslash):
      if byte == 0x07 || byte == 0x03 || (endsAtBackslash && byte == UInt8(ascii: "\\")) {
        return end(.ignored)
      }
      state = .report(endsAtBackslash: byte == escape)
      return []
    case .mouse(let left):
      state = .mouse(left - 1)
      return left > 1 ? [] : end(.ignored)
    case .paste:
      // Nobody types into a paste, but to be rid of one whose end is lost.
      let isGivenUp = isStalled && byte == 0x03
      isStalled = false
      if isGivenUp { pasted = [] }
      return isGivenUp ? end(.character("\u{3}")) : paste(byte)
    }
  }

  /// The keys that the bytes read so far are, when no more come.
  mutating func giveUp() -> [Key] {
    switch state {
    case .ground: return []
    case .escape:
      isAlt = false
      return end(.character("\u{1b}"))
    case .reportStart(let first): return end(.alt(Unicode.Scalar(first)))
    case .sequence where parameters.isEmpty: return end(.alt("["))
    case .applicationKey where parameters.isEmpty: return end(.alt("O"))
    case .sequence, .applicationKey, .consoleKey, .report, .mouse: return end(.ignored)
    case .paste:
      isStalled = true
      return []
    }
  }

  // MARK: The states

  private mutating func character(_ byte: UInt8) -> [Key] {
    if byte == escape, !scalars.isInside {
      state = .escape
      return []
    }
    let found = scalars.decode(byte).map { isAlt ? Key.alt($0) : .character($0) }
    if !scalars.isInside { isAlt = false }
    guard found.last == .character("\u{1b}") || found.last == .alt("\u{1b}") else { return found }
    state = .escape
    return found.dropLast()
  }

  private mutating func behindEscape(_ byte: UInt8) -> [Key] {
    parameters = []
    switch byte {
    case escape:
      // Alt with a key that is a sequence itself, or two Escapes.
      isAlt = true
      return []
    case UInt8(ascii: "["): state = .sequence
    case UInt8(ascii: "O"): state = .applicationKey
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): state = .reportStart(byte)
    default:
      state = .ground
      isAlt = true
      return character(byte)
    }
    return []
  }

  private mutating func behindBracket(_ byte: UInt8) -> [Key] {
    // rxvt ends the sequence of a key with Shift by a sign that elsewhere only leads to an end.
    let isShifted = byte == UInt8(ascii: "$") && parameters.allSatisfy(isDigit)
    switch byte {
    case UInt8(ascii: "[") where parameters.isEmpty: state = .consoleKey
    case UInt8(ascii: "M") where parameters.isEmpty: state = .mouse(3)
    case UInt8(ascii: "~") where parameters == Array("200".utf8):
      state = .paste
      pasted = []
    case _ where isFinal(byte) || isShifted && !parameters.isEmpty: return end(sequence(byte))
    case 0x20..<0x40: return collect(byte)
    default: return restart(byte)
    }
    return []
  }

  private mutating func collect(_ byte: UInt8) -> [Key] {
    // Whatever is longer is swallowed, and what it says need not be kept for that.
    if parameters.count < 64 { parameters.append(byte) }
    return []
  }

  private mutating func end(_ key: Key) -> [Key] {
    let isAlt = isAlt
    (state, self.isAlt, parameters) = (.ground, false, [])
    return [isAlt ? key.withAlt : key]
  }

  /// A sequence broken off by a byte that begins something else.
  private mutating func restart(_ byte: UInt8) -> [Key] {
    end(.ignored) + take(byte)
  }

  // MARK: Pasted text

  private mutating func paste(_ byte: UInt8) -> [Key] {
    pasted.append(byte)
    let end = KeyDecoder.pasteEnd
    guard byte == UInt8(ascii: "~"), pasted.suffix(end.count).elementsEqual(end) else { return [] }
    pasted.removeLast(end.count)
    return endPaste()
  }

  private mutating func endPaste() -> [Key] {
    let text = String(decoding: pasted, as: UTF8.self)
    pasted = []
    var lines = String.UnicodeScalarView()
    var isBehindReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\r" { lines.append("\n") }
      if scalar != "\r", scalar != "\n" || !isBehindReturn { lines.append(scalar) }
      isBehindReturn = scalar == "\r"
    }
    isAlt = false
    return end(.paste(String(lines)))
  }

  private static let pasteEnd = Array("\u{1b}[201~".utf8)

  // MARK: Sequences

  private func sequence(_ final: UInt8) -> Key {
    let numbers = numbers
    let modifiers = modifiers(numbers.dropFirst().first)
    switch final {
    case UInt8(ascii: "~"):
      if numbers.first == 27, numbers.count == 3 {
        return written(numbers[2], modifiers)
      }
      return numbered(numbers.first ?? 0, modifiers)
    // rxvt: Ctrl, Shift, and both.
    case UInt8(ascii: "^"): return numbered(numbers.first ?? 0, .control)
    case UInt8(ascii: "$"): return numbered(numbers.first ?? 0, .shift)
    case UInt8(ascii: "@"): return numbered(numbers.first ?? 0, [.control, .shift])
    case UInt8(ascii: "a")...UInt8(ascii: "d") where parameters.isEmpty:
      return named(final - 0x20, .shift)
    case UInt8(ascii: "u"): return written(numbers.first ?? 0, modifiers)
    case UInt8(ascii: "Z"): return .named(.tab, .shift)
    default: return parameters.allSatisfy(isParameter) ? named(final, modifiers) : .ignored
    }
  }

  private func applicationKey(_ final: UInt8) -> Key {
    switch final {
    // rxvt has Ctrl in small letters.
    case UInt8(ascii: "a")...UInt8(ascii: "d"): return named(final - 0x20, .control)
    case UInt8(ascii: "M"): return .named(.enter, [])
    // The keys of a number pad.
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      return .character(Unicode.Scalar(final - 0x40))
    default: return named(final, modifiers(numbers.last))
    }
  }

  private func named(_ final: UInt8, _ modifiers: Key.Modifiers) -> Key {
    let names: [UInt8: Key.Name] = [
      UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
      UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    ]
    return names[final].map { .named($0, modifiers) } ?? .ignored
  }

  private func numbered(_ number: Int, _ modifiers: Key.Modifiers) -> Key {
    let names: [Int: Key.Name] = [
      1: .home, 7: .home, 4: .end, 8: .end, 3: .delete, 5: .pageUp, 6: .pageDown,
    ]
    return names[number].map { .named($0, modifiers) } ?? .ignored
  }

  /// A key that is told by its character's number, as kitty and xterm do where a control would not
  /// tell Shift or Ctrl.
  private func written(_ number: Int, _ modifiers: Key.Modifiers) -> Key {
    switch number {
    case 13, 57414: return .named(.enter, modifiers)
    case 9: return modifiers.isEmpty ? .character("\t") : .named(.tab, modifiers)
    case 8, 127: return .named(.backspace, modifiers)
    // The private numbers are keys without a character, such as F13 and the modifiers themselves.
    case 0xe000..<0xf900: return .ignored
    default: break
    }
    guard var scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else { return .ignored }
    if modifiers.contains(.control) {
      guard (0x40..<0x80).contains(number) else { return .ignored }
      scalar = Unicode.Scalar(UInt8(number & 0x1f))
    }
    return modifiers.contains(.alt) ? .alt(scalar) : .character(scalar)
  }

  /// The numbers between the semicolons; those behind a colon are left out.
  private var numbers: [Int] {
    let text = String(decoding: parameters, as: UTF8.self)
    return text.split(separator: ";", omittingEmptySubsequences: false).map { part in
      Int(part.prefix { $0 != ":" }) ?? 0
    }
  }

  private func modifiers(_ number: Int?) -> Key.Modifiers {
    guard let number, (2...256).contains(number) else { return [] }
    return Key.Modifiers(rawValue: number - 1).intersection([.shift, .alt, .control])
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30..<0x3a).contains(byte) }
  private func isParameter(_ byte: UInt8) -> Bool { isDigit(byte) || byte == 0x3a || byte == 0x3b }
  private func isFinal(_ byte: UInt8) -> Bool { (0x40..<0x7f).contains(byte) }

  /// Whether `byte` goes on with a report rather than being the key after Alt with `first`.
  private func beginsReport(_ first: UInt8, _ byte: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "]"): isDigit(byte)
    case UInt8(ascii: "P"): isDigit(byte) || ">+$!=".utf8.contains(byte)
    default: byte == UInt8(ascii: "G")
    }
  }
}

private let escape: UInt8 = 0x1b
