package import CpayLanguage
import CpayValue

/// Writes the cells of csv and tsv: quoted only where needed, lines ended by LF.
///
/// RFC 4180 ends lines with CR LF; every reader of today takes LF, and so do the tools of a shell.
package struct CellWriter: Sendable {
  /// What stands between two cells.
  let separator: UInt8
  /// The signs of ASCII that make a cell need quotes, a bit each; in csv what other files of that
  /// name have between cells, too, so that ours show by themselves what separates theirs.
  private let quotedSigns: UInt128
  /// Whether texts that a spreadsheet would read as a formula get a `'` before them.
  let isGuarded: Bool
  /// The cells that got one.
  private(set) var guardedCount = 0

  /// A writer of cells between those separators.
  package init(separator: CellSeparator, isGuarded: Bool) {
    (self.separator, self.isGuarded) = (separator.byte, isGuarded)
    let separators = separator == .comma ? CellSeparator.allCases : [separator]
    quotedSigns = (separators.map(\.byte) + Array("\"\n\r".utf8)).reduce(0) { $0 | 1 << $1 }
  }

  /// A text from outside.
  package mutating func text(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
    let isQuoted = needsQuotes(text)
    if isQuoted { bytes.append(quote) }
    if isGuarded, FormulaStart.begins(text) {
      bytes.append(UInt8(ascii: "'"))
      guardedCount += 1
    }
    if isQuoted {
      for byte in text {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
      }
      bytes.append(quote)
    } else {
      bytes.append(contentsOf: text)
    }
  }

  /// Whether a text cannot stand as it is: an empty one would read as missing, and a byte order
  /// mark or `sep=` at the start of a file as none of the text.
  private func needsQuotes(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first else { return true }
    if first == TextStart.byteOrderMark[0], TextStart.markLength(text) > 0 { return true }
    if SeparatorLine.begins(text) { return true }
    return text.contains { $0 < 0x80 && quotedSigns >> $0 & 1 == 1 }
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }
}

/// What a spreadsheet reads as a formula.
enum FormulaStart {
  /// Whether a text begins one: with a sign, blanks before it or not, or with a TAB or CR.
  ///
  /// A plain number with its sign is none.
  static func begins(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    // What nearly all texts begin with, told by one byte.
    if isLetterOrDigit(first) { return false }
    if first == UInt8(ascii: "\t") || first == UInt8(ascii: "\r") { return true }
    let rest = text[(blankEnd(text))...]
    guard let sign = rest.first else { return false }
    switch sign {
    case UInt8(ascii: "="), UInt8(ascii: "@"): return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isPlainNumber(rest.dropFirst())
    default: return wideSigns.contains { rest.starts(with: $0) }
    }
  }

  /// The full-width and small forms of the four signs.
  private static let wideSigns = [
    "＝", "＋", "－", "＠", "\u{fe66}", "\u{fe62}", "\u{fe63}", "\u{fe6b}",
  ]
  .map { Array($0.utf8) }

  /// Blanks of more than one byte: no-break, of typesetters, ideographic, and of no width.
  private static let wideBlanks =
    ([0xa0, 0x1680, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff] + Array(0x2000...0x200b))
    .compactMap { Unicode.Scalar(UInt32($0)).map { Array(String($0).utf8) } }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || isDigit(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Where the blanks and line ends at the start have passed.
  private static func blankEnd<Text: Collection<UInt8>>(_ text: Text) -> Text.Index {
    var index = text.startIndex
    while index < text.endIndex {
      let rest = text[index...]
      if text[index] == 0x20 || (0x09...0x0d).contains(text[index]) {
        index = text.index(after: index)
      } else if text[index] > 0x7f, let blank = wideBlanks.first(where: { rest.starts(with: $0) }) {
        index = text.index(index, offsetBy: blank.count)
      } else {
        break
      }
    }
    return index
  }

  /// Whether digits follow, with a point or commas between them and perhaps an exponent, and
  /// nothing else but blanks.
  private static func isPlainNumber(_ text: some Collection<UInt8>) -> Bool {
    var rest = Array(text)[...]
    while rest.last == 0x20 { rest.removeLast() }
    if let exponent = rest.lastIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      var digits = rest[(exponent + 1)...]
      if digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-") {
        digits.removeFirst()
      }
      guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return false }
      rest = rest[..<exponent]
    }
    guard let last = rest.last, isDigit(last) else { return false }
    let signs = rest.filter { !isDigit($0) }
    guard signs.allSatisfy({ $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }) else {
      return false
    }
    let groups = rest.split(omittingEmptySubsequences: false) { !isDigit($0) }
    // One sign stands before decimals, `-.5`, or a thousand.
    guard signs.count > 1, let first = groups.first, let end = groups.last else { return true }
    // Of several, all but the last are of one kind, each before three digits, and so is the last
    // where it is of that kind too: a number of a version, `-5.0.0`, is none.
    let isGroup = { (group: ArraySlice<UInt8>) in group.count == 3 }
    return (1...3).contains(first.count) && Set(signs.dropLast()).count == 1
      && groups.dropFirst().dropLast().allSatisfy(isGroup)
      && (signs.last != signs.first || isGroup(end))
  }
}
