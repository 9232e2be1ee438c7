import CpayValue

/// What a quoted text or a file literal stands for.
public enum TextLiteral {
  /// The text of a `"…"` or `'…'` token that the lexer accepted.
  public static func text(_ token: String) -> String {
    let bytes = Array(token.utf8)
    guard let quote = bytes.first, bytes.count >= 2 else { return token }
    let inside = bytes[1..<bytes.count - 1]
    return quote == UInt8(ascii: "'") ? String(decoding: inside, as: UTF8.self) : unescaped(inside)
  }

  /// The path of an `@…` token that the lexer accepted.
  public static func path(_ token: String) -> String {
    let path = String(decoding: token.utf8.dropFirst(), as: UTF8.self)
    return path.utf8.first == UInt8(ascii: "\"") ? text(path) : path
  }

  /// The text of a piece of a text or path with holes: of `"to {`, `} on {` or `}"`.
  public static func piece(_ token: String) -> String {
    let bytes = Array(token.utf8)
    let opening = bytes.first == UInt8(ascii: "@") ? 2 : 1
    guard bytes.count > opening else { return "" }
    return unescaped(bytes[opening..<bytes.count - 1])
  }

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.endIndex else {
        result.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case UInt8(ascii: "n"): result.append(0x0a)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) ?? bytes.endIndex - 1
        if let scalar = scalar(bytes[index...end]) {
          result.append(contentsOf: String(scalar).utf8)
        }
        index = end - 1
      default: result.append(bytes[index + 1])
      }
      index += 2
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The scalar of a `\u{…}` escape.
  static func scalar(_ escape: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let digits = escape.dropFirst(3).dropLast()
    guard escape.last == UInt8(ascii: "}"), (1...6).contains(digits.count),
      digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    return Unicode.Scalar(value)
  }
}

extension TextLiteral {
  /// The text as a program writes it, in double quotes.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\", "{": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\u{D}"
      default:
        let hides = scalar.isUnsafeToPrint(after: previous)
        result +=
          hides ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
      }
      previous = scalar
    }
    return result + "\""
  }
}
