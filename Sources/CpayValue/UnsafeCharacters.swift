extension Unicode.Scalar {
  /// Whether the scalar shows no sign of its own but acts on what stands around it, or hides.
  ///
  /// This is the one table of such characters: none may stand in a program as it is, and none is
  /// printed as it is, in any format or at a terminal. A text keeps them: a program writes them as
  /// `\u{…}`, JSON as `\u…`, and a person reads their number. Line ends, tabs and a byte order mark
  /// at the start of a file have rules of their own where they may stand.
  ///
  /// It holds the controls, the separators of lines and paragraphs, what Unicode lets a reader
  /// ignore (`Default_Ignorable_Code_Point`), and the format characters (`Cf`) that are no signs in
  /// themselves. Joiners and non-joiners are among them although Persian and Indic names use them:
  /// two names that differ in one of them only look the same.
  public var isUnsafeToPrint: Bool {
    if value < 0x7f { return value < 0x20 }
    return switch value {
    // Controls: they move the cursor, erase, colour, ring, and speak to the terminal.
    case 0x7f..<0xa0: true
    // The soft hyphen and the combining grapheme joiner: nothing to see within a word.
    case 0xad, 0x34f: true
    // Marks, overrides and isolates that change the direction of writing: what is read is not what
    // is there. Among them the zero-width space and joiners, and the line separators.
    case 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f: true
    // Fillers of Hangul and vowels of Khmer: letters that are blank.
    case 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0: true
    // Selectors of variants, which can carry whole messages unseen; one has its place, see
    // `isUnsafeToPrint(after:)`.
    case 0x180b...0x180f, 0xfe00...0xfe0f: true
    // The byte order mark, and notes between lines.
    case 0xfeff, 0xfff0...0xfffb: true
    // Controls that arrange hieroglyphs, shorthand and music.
    case 0x13430...0x1343f, 0x1bca0...0x1bca3, 0x1d173...0x1d17a: true
    // Tags and further selectors: an alphabet that nobody sees.
    case 0xe0000...0xe0fff: true
    default: false
    }
  }

  /// The same for a scalar that follows another in a text.
  ///
  /// The selectors of text and emoji style are a part of the emoji before them, `❤️`, and are safe
  /// there: once, and not behind a digit, `#` or `*`, where they would be a difference unseen.
  public func isUnsafeToPrint(after previous: Unicode.Scalar?) -> Bool {
    guard isEmojiStyle, let previous else { return isUnsafeToPrint }
    return previous.isASCII || !previous.properties.isEmoji
  }

  /// Whether the scalar says in which style the emoji before it is drawn.
  var isEmojiStyle: Bool { value == 0xfe0e || value == 0xfe0f }
}

extension StringProtocol {
  /// Whether no character of the text is unsafe to print where it stands.
  public var isSafeToPrint: Bool {
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      if scalar.isUnsafeToPrint(after: previous) { return false }
      previous = scalar
    }
    return true
  }
}

/// Whether the bytes, which are UTF-8, are one line in which every character may be printed as it
/// is: what ``Swift/StringProtocol/isSafeToPrint`` says, without making a text of any row.
func isPrintable(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  var rest = range
  while let index = bytes.firstNotASCIISign(in: rest) {
    if isUnsafe(bytes, range, index) { return false }
    rest = index + 1..<range.upperBound
  }
  return true
}

/// Whether the byte, which is no sign of ASCII, makes the text unsafe.
///
/// By itself, so that the walk above keeps nothing but its place.
@inline(never)
private func isUnsafe(_ bytes: Span<UInt8>, _ range: Range<Int>, _ index: Int) -> Bool {
  let byte = bytes[index]
  guard byte > 0x7f else { return true }
  guard beginsUnsafe(byte), let scalar = scalar(bytes, index..<range.upperBound) else {
    return false
  }
  return scalar.isUnsafeToPrint(after: scalarBefore(bytes, range.lowerBound..<index))
}

/// Whether a scalar of the table may begin with that byte: all other bytes are passed without
/// decoding.
private func beginsUnsafe(_ byte: UInt8) -> Bool {
  switch byte {
  case 0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf0, 0xf3: true
  default: false
  }
}

/// The scalar that the bytes begin with; nil where they are cut or begin within one.
private func scalar(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Unicode.Scalar? {
  guard let start = range.first else { return nil }
  let first = bytes[start]
  if first < 0x80 { return Unicode.Scalar(first) }
  let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  guard first >= 0xc0, length <= range.count else { return nil }
  var value = UInt32(first) & (length == 2 ? 0x1f : length == 3 ? 0x0f : 0x07)
  for offset in 1..<length { value = value << 6 | UInt32(bytes[start + offset] & 0x3f) }
  return Unicode.Scalar(value)
}

/// The scalar that the bytes end with.
private func scalarBefore(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Unicode.Scalar? {
  var start = range.upperBound - 1
  while start > range.lowerBound, bytes[start] & 0xc0 == 0x80 { start -= 1 }
  return start < range.lowerBound ? nil : scalar(bytes, start..<range.upperBound)
}
