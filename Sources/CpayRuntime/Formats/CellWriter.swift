/// Writes the cells of csv and tsv: quoted only where needed, lines ended by LF.
///
/// RFC 4180 ends lines with CR LF; every reader of today takes LF, and so do the tools of a shell.
struct CellWriter: Sendable {
  /// What stands between two cells: a comma or a tab.
  let separator: UInt8
  /// Whether texts that a spreadsheet would read as a formula get a `'` before them.
  let isGuarded: Bool

  /// A text from outside.
  func text(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
    let isQuoted = needsQuotes(text)
    if isQuoted { bytes.append(quote) }
    if isGuarded, FormulaStart.begins(text) { bytes.append(UInt8(ascii: "'")) }
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

  /// A number, a time or a word of ours, in which nothing needs quotes.
  func plain(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Whether a text cannot stand as it is: an empty one would read as missing, and a byte order
  /// mark at the start of a file as none of the text.
  private func needsQuotes(_ text: some Collection<UInt8>) -> Bool {
    if text.isEmpty || text.starts(with: [0xef, 0xbb, 0xbf]) { return true }
    return text.contains {
      $0 == separator || $0 == quote || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }
}

/// The signs that make a spreadsheet read a cell as a formula.
enum FormulaStart {
  static func begins(_ text: some Collection<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      true
    // The full-width forms of the four signs.
    case 0xef: fullWidth.contains { text.starts(with: $0) }
    default: false
    }
  }

  private static let fullWidth = ["＝", "＋", "－", "＠"].map { Array($0.utf8) }
}
