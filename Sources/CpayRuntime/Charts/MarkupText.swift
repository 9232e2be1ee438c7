import CpayValue

/// Texts in a page or a picture.
package enum MarkupText {
  /// The text between two tags or quotes, without what XML or a reader's eye cannot take.
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": result.append(" ")
      case _ where scalar.isUnsafeToPrint(after: previous) || scalar.value & 0xfffe == 0xfffe: break
      default: result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }
}
