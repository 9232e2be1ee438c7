import CpayLanguage
import CpayModel
import CpayValue

/// Rows as a table of GitHub's Markdown.
///
/// Rows that no stage has reshaped have the columns that tables show. Nothing in a cell is read as
/// Markdown or HTML; a line break in a text is `<br>`, and a missing value an empty cell.
struct MarkdownRows: RowEncoder {
  private let reader: RowReader

  init(_ type: RowType) {
    reader = RowReader(type, columns: type.shownColumns)
  }

  mutating func begin() -> [UInt8] {
    let rules = reader.columns.map { $0.type.type.isNumeric ? "---:" : "---" }
    return line(reader.columns.map { MarkdownRows.cell($0.name) }) + line(rules)
  }

  mutating func append(_ batch: Batch, to bytes: inout [UInt8]) {
    for index in 0..<batch.count {
      bytes += line(
        reader(batch[index]).map { $0.isNull ? "" : MarkdownRows.cell($0.plainText) })
    }
  }

  mutating func end() -> [UInt8] { [] }

  private func line(_ cells: [String]) -> [UInt8] {
    Array("| \(cells.joined(separator: " | ")) |\n".utf8)
  }

  /// A text with a `\` before each sign that Markdown would take for its own.
  static func cell(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "\\", "`", "*", "<", ">", "[", "]", "|", "~", "&", "$":
        result.append(contentsOf: ["\\", scalar])
      case "_" where !isInsideWord(scalars, place): result.append(contentsOf: ["\\", scalar])
      case "\n" where place > 0 && scalars[place - 1] == "\r": continue
      case "\n", "\r": result.append(contentsOf: "<br>".unicodeScalars)
      case "\t": result.append(" ")
      case _ where scalar.isUnsafeToPrint(after: place > 0 ? scalars[place - 1] : nil):
        let hex = String(scalar.value, radix: 16)
        result.append(contentsOf: "\\\\u{\(hex)}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whether a `_` stands between letters or digits, where it begins no emphasis.
  private static func isInsideWord(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    guard place > 0, place + 1 < scalars.count else { return false }
    return [scalars[place - 1], scalars[place + 1]].allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
    }
  }
}
