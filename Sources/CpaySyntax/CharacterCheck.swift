import CpayValue

/// Refuses bytes that are not UTF-8 and characters that are unsafe to print, but for tabs, line
/// ends and a byte order mark at the start.
///
/// They are refused anywhere, comments and texts included, so that a program reads as it runs.
enum CharacterCheck {
  /// At most this many are reported; a binary file is not a list of thousands of mistakes.
  private static let maximumReports = 5

  static func diagnostics(_ bytes: [UInt8]) -> [Diagnostic] {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a }) { return [] }
    var diagnostics: [Diagnostic] = []
    var position = 0
    var previous: Unicode.Scalar?
    while position < bytes.count, diagnostics.count < maximumReports {
      var iterator = bytes[position...].makeIterator()
      var decoder = UTF8()
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        let length = UTF8.width(scalar)
        let isLoneReturn = scalar == "\r" && !bytes[(position + 1)...].starts(with: [0x0a])
        if isLoneReturn || isHidden(scalar, after: previous) {
          diagnostics.append(
            Diagnostic(SyntaxProblem.hiddenCharacter(scalar), at: position..<position + length))
        }
        position += length
        previous = scalar
      case .error:
        diagnostics.append(Diagnostic(SyntaxProblem.notUTF8, at: position..<position + 1))
        position += 1
        previous = "\u{fffd}"
      case .emptyInput: return diagnostics
      }
    }
    return diagnostics
  }

  /// Whether the character is one of those, with none before it at the start of the text; a
  /// carriage return is one only without its newline.
  static func isHidden(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
    switch scalar {
    case "\t", "\n", "\r": false
    case "\u{feff}": previous != nil
    default: scalar.isUnsafeToPrint(after: previous)
    }
  }
}
