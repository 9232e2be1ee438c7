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
    let scalars = character.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first,
      let plain = CharacterCell(typed: scalar, shade)
    {
      self = plain
      return
    }
    self.shade = shade
    text = String(character)
    let width = CharacterWidth(character)
    // A mark by itself has a cell of its own.
    columns = max(width.columns, 1)
    widest = max(columns, width.widest)
  }

  private init(blank shade: Shade) {
    (text, columns, widest, self.shade) = (" ", 1, 1, shade)
  }

  /// What is shown of a printable ASCII character; nil for any other.
  init?(typed scalar: Unicode.Scalar, _ shade: Shade) {
    guard (0x20..<0x7f).contains(scalar.value) else { return nil }
    (text, columns, widest, self.shade) = (String(Character(scalar)), 1, 1, shade)
  }

  /// Whether it is a letter or a digit, of which words are made.
  var isWordPart: Bool { text.first.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }

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
