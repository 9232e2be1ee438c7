internal import CpayValue

/// Text that can be shown at a terminal: on one line, and with nothing that moves the cursor,
/// reorders the line, changes colours or hides.
///
/// Everything that came from outside goes through here: values, file names, messages of servers.
/// What is unsafe stays readable: controls as `^[`, all else as `<U+202E>`.
package struct DisplayText: Hashable, Sendable {
  /// The text to show.
  package let string: String
  /// The columns it takes at a terminal.
  package let width: Int

  /// The text, made safe.
  package init(_ text: some StringProtocol) {
    var safe = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    var isASCII = true
    for scalar in text.unicodeScalars {
      if scalar.isShownAsItself(after: previous) {
        safe.append(scalar)
        isASCII = isASCII && scalar.isASCII
      } else {
        safe.append(contentsOf: scalar.visibleName.unicodeScalars)
      }
      previous = scalar
    }
    string = String(safe)
    width =
      isASCII ? string.utf8.count : string.reduce(0) { $0 + CharacterWidth($1).columns }
  }

  /// Bytes as text, made safe; what is no UTF-8 is shown as U+FFFD.
  package init(decoding bytes: some Collection<UInt8>) {
    self.init(String(decoding: bytes, as: UTF8.self))
  }

  private init(safe string: String, width: Int) {
    self.string = string
    self.width = width
  }

  /// The side of a column that its texts stand at.
  package enum Alignment: Sendable {
    case left
    case right
  }

  /// The text with blanks added up to `columns`; a wider text stays as it is.
  package func padded(to columns: Int, _ alignment: Alignment = .left) -> String {
    let blanks = String(repeating: " ", count: columns > width ? columns - width : 0)
    return alignment == .left ? string + blanks : blanks + string
  }

  /// The text in at most `columns`, with `…` where it was cut; that mark alone in less than two.
  package func truncated(to columns: Int) -> DisplayText {
    if width <= columns { return self }
    let (end, used) = DisplayText.head(of: string[...], columns: max(0, columns) - 1)
    return DisplayText(safe: string[..<end] + "…", width: used + 1)
  }

  /// The text in pieces of at most `columns` each, one piece at least.
  ///
  /// What is shown as one character stays whole, even where it is wider than `columns`.
  package func wrapped(to columns: Int) -> [DisplayText] {
    if width <= columns { return [self] }
    var pieces: [DisplayText] = []
    var rest = string[...]
    while !rest.isEmpty {
      var (end, used) = DisplayText.head(of: rest, columns: columns)
      if end == rest.startIndex { (end, used) = DisplayText.first(of: rest) }
      pieces.append(DisplayText(safe: String(rest[..<end]), width: used))
      rest = rest[end...]
    }
    return pieces
  }

  /// Where the first character ends, and its columns.
  private static func first(of text: Substring) -> (end: String.Index, width: Int) {
    guard let character = text.first else { return (text.endIndex, 0) }
    return (text.index(after: text.startIndex), CharacterWidth(character).columns)
  }

  /// Where as many whole characters end as fit `columns`, and what they take.
  private static func head(of text: Substring, columns: Int) -> (end: String.Index, width: Int) {
    var (end, used) = (text.startIndex, 0)
    while end < text.endIndex {
      let next = used + CharacterWidth(text[end]).columns
      if next > columns { break }
      used = next
      end = text.index(after: end)
    }
    return (end, used)
  }
}

extension Unicode.Scalar {
  fileprivate func isShownAsItself(after previous: Unicode.Scalar?) -> Bool {
    if (0x20..<0x7f).contains(value) { return true }
    if isUnsafeToPrint(after: previous) { return false }
    switch properties.generalCategory {
    case .unassigned, .privateUse, .surrogate, .control: return false
    // A mark would join whatever the tool printed before it.
    case .nonspacingMark, .enclosingMark: return previous != nil
    default: return columns > 0 || previous != nil
    }
  }

  /// Caret notation for the controls of ASCII, the number for all others.
  var visibleName: String {
    if value < 0x20 || value == 0x7f {
      return "^" + String(Unicode.Scalar(UInt8(value ^ 0x40)))
    }
    let hex = String(value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex + ">"
  }
}
