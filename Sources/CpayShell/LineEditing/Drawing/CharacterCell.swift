import CSystemCalls

/// What is shown of one character, in one style.
struct CharacterCell: Hashable, Sendable {
  /// The text to send; safe for a terminal.
  let text: String
  /// The columns it is given.
  let columns: Int
  /// The columns that some terminal may give it; where that is another number, whoever draws says
  /// where the next cell stands.
  let widest: Int
  let shade: Shade

  /// Whether all terminals agree on the width.
  var isCertain: Bool { widest == columns }

  /// What is shown of a character that is safe.
  private init(_ character: Character, _ shade: Shade) {
    self.shade = shade
    let scalars = character.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first, (0x20..<0x7f).contains(scalar.value) {
      (text, columns, widest) = (String(character), 1, 1)
      return
    }
    text = String(character)
    columns = character.columns
    widest = max(columns, DisplayText(text).width)
  }

  private init(blank shade: Shade) {
    (text, columns, widest, self.shade) = (" ", 1, 1, shade)
  }

  /// A blank.
  static func blank(_ shade: Shade = .plain) -> CharacterCell { CharacterCell(blank: shade) }

  /// The cells of a text on one line.
  static func cells(_ text: String, _ shade: Shade) -> [CharacterCell] {
    text.flatMap { character in
      character == "\n" || character == "\t" ? [.blank(shade)] : cells(of: character, shade)
    }
  }

  /// What is shown of a character; what is unsafe in it by its name, such as ^[ or <U+202E>.
  static func cells(of character: Character, _ shade: Shade) -> [CharacterCell] {
    let text = String(character)
    let shown = DisplayText(text).string
    // A name may be cut anywhere, and on a narrow screen has to.
    return shown == text
      ? [CharacterCell(character, shade)] : shown.map { CharacterCell($0, shade) }
  }
}

extension [CharacterCell] {
  /// The columns of all.
  var columns: Int { reduce(0) { $0 + $1.columns } }

  /// As many as fit, with `…` where some were cut.
  func fitting(_ width: Int) -> [CharacterCell] {
    guard columns > width else { return self }
    var kept: [CharacterCell] = []
    var used = 1
    for cell in self {
      used += cell.columns
      if used > width { break }
      kept.append(cell)
    }
    let mark = CharacterCell.cells("…", kept.last?.shade ?? first?.shade ?? .plain)
    return width > 0 ? kept + mark : []
  }
}

extension Character {
  /// The columns that a terminal gives the character, as most now do: a picture made of several is
  /// two wide.
  fileprivate var columns: Int {
    let scalars = unicodeScalars
    guard let first = scalars.first else { return 0 }
    let width = { (scalar: Unicode.Scalar) -> Int in
      let width = Int(cpay_display_width(scalar.value))
      return width >= 0 ? width : scalar.properties.isEmojiPresentation ? 2 : 1
    }
    if scalars.count == 1 { return Swift.max(width(first), 1) }
    let isPicture = scalars.contains { scalar in
      scalar.value == 0xfe0f && first.properties.isEmoji || scalar.value == 0x200d
        || scalar.properties.isEmojiModifier || (0x1f1e6...0x1f1ff).contains(scalar.value)
    }
    return isPicture ? 2 : Swift.max(scalars.reduce(0) { $0 + width($1) }, 1)
  }
}
