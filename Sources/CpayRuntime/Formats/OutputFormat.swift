import CpayLanguage

/// The shapes results are written in.
///
/// `json`, `ndjson` and `yaml` give the API's own shape and lose nothing; the others are for
/// people and their spreadsheets.
public enum OutputFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case table
  /// The API's own objects, as one array.
  case json
  /// The API's own objects, one a line.
  case ndjson
  /// The API's own objects, as a block sequence.
  case yaml
  /// Cells between commas, with amounts, times and so on as spreadsheets read them.
  case csv
  /// The same between tabs.
  case tsv
  /// A table for a page of text, as GitHub draws it.
  case md

  /// The format that a file's extension names, in either case of letters; nil for any other.
  public init?(fileName: String) {
    switch FileExtension.of(fileName) {
    case "yml": self = .yaml
    case "table": return nil
    case let name?: self.init(rawValue: name)
    case nil: return nil
    }
  }

  /// The writer of rows; nil for `table`, which a terminal draws.
  ///
  /// With `raw`, cells of csv and tsv are the texts alone, without the `'` that keeps a spreadsheet
  /// from reading a formula.
  func encoder(_ type: RowType, raw: Bool) -> (any RowEncoder)? {
    switch self {
    case .table: nil
    case .json: JSONRows(isLines: false)
    case .ndjson: JSONRows(isLines: true)
    case .yaml: YAMLRows()
    case .csv: SeparatedRows(type, CellWriter(separator: UInt8(ascii: ","), isGuarded: !raw))
    case .tsv: SeparatedRows(type, CellWriter(separator: UInt8(ascii: "\t"), isGuarded: !raw))
    case .md: MarkdownRows(type)
    }
  }
}

/// The end of a file's name that says what is in it.
enum FileExtension {
  /// What follows the last dot, in lower case; nil where no dot has something on both sides.
  static func of(_ fileName: String) -> String? {
    let name = fileName.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    let text = name[name.index(after: dot)...]
    return text.isEmpty ? nil : text.lowercased()
  }
}
