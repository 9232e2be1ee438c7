/// Refuses bytes that are not UTF-8 and characters that hide: controls, bidirectional
/// marks and tags.
///
/// They are refused anywhere, comments and texts included, so that a program reads as it runs.
enum CharacterCheck {
  /// At most this many are reported; a binary file is not a list of thousands of mistakes.
  private static let maximumReports = 5

  static func diagnostics(_ bytes: [UInt8]) -> [Diagnostic] {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a }) { return [] }
    var diagnostics: [Diagnostic] = []
    var position = 0
    while position < bytes.count, diagnostics.count < maximumReports {
      var iterator = bytes[position...].makeIterator()
      var decoder = UTF8()
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        let length = UTF8.width(scalar)
        let isLoneReturn = scalar == "\r" && !bytes[(position + 1)...].starts(with: [0x0a])
        if isLoneReturn || isHidden(scalar, at: position) {
          diagnostics.append(.hiddenCharacter(scalar, at: position..<position + length))
        }
        position += length
      case .error:
        diagnostics.append(.notUTF8(at: position..<position + 1))
        position += 1
      case .emptyInput: return diagnostics
      }
    }
    return diagnostics
  }

  /// Whether the character is one of those; a carriage return is one only without its newline.
  static func isHidden(_ scalar: Unicode.Scalar, at position: Int) -> Bool {
    switch scalar.value {
    case 0x09, 0x0a, 0x0d: false
    case 0xfeff: position != 0
    case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f,
      0xfff9...0xfffb, 0xe0000...0xe007f:
      true
    default: false
    }
  }
}
