import CpayValue

/// Texts of YAML: bare where no version could read anything else, else in double quotes.
enum YAMLText {
  /// The text as one scalar on one line.
  static func scalar(_ text: String) -> String {
    isBare(text) ? text : quoted(text)
  }

  /// A JSON number as one that all versions read: YAML 1.1 takes `1e3` for a text, and `1.0e+3` for
  /// a number.
  static func number(_ text: String) -> String {
    guard let exponent = text.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
      return text
    }
    let (mantissa, power) = (text[..<exponent], text[text.utf8.index(after: exponent)...])
    let hasSign = power.utf8.first == UInt8(ascii: "+") || power.utf8.first == UInt8(ascii: "-")
    return mantissa + (mantissa.utf8.contains(UInt8(ascii: ".")) ? "" : ".0") + "e"
      + (hasSign ? "" : "+") + power
  }

  /// Words that a version of YAML, or a common reader, takes for something other than a text.
  private static let reserved: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity",
  ]

  /// Whether the text is ASCII words that begin with a letter: so no number, date, tag or sign.
  private static func isBare(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first), text.utf8.last != UInt8(ascii: " "),
      !reserved.contains(text.lowercased())
    else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"),
        UInt8(ascii: " "):
        true
      default: isLetter(byte)
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func quoted(_ text: String) -> String {
    var result = String.UnicodeScalarView(["\""])
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result.append(contentsOf: ["\\", scalar])
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\u{fffe}", "\u{ffff}": result.append(contentsOf: escape(scalar))
      case _ where scalar.isUnsafeToPrint(after: previous):
        result.append(contentsOf: escape(scalar))
      default: result.append(scalar)
      }
      previous = scalar
    }
    result.append("\"")
    return String(result)
  }

  /// `\x1b`, `\u202e` or `\U000e0041`: unlike JSON, YAML has no pairs of surrogates.
  private static func escape(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    let hex = String(scalar.value, radix: 16)
    let (sign, width) = hex.utf8.count <= 2 ? ("x", 2) : hex.utf8.count <= 4 ? ("u", 4) : ("U", 8)
    return ("\\\(sign)" + String(repeating: "0", count: width - hex.utf8.count) + hex)
      .unicodeScalars
  }
}
