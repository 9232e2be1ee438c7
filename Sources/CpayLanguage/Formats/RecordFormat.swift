/// The shapes that files of rows are read in.
public enum RecordFormat: String, Sendable, CaseIterable {
  /// An array of objects, one object, or a saved list answer of the API.
  case json
  /// An object a line.
  case ndjson
  /// Cells between commas under a line of names, quoted as RFC 4180 has it.
  case csv
  /// The same between tabs.
  case tsv

  /// The format that a file's extension names, in either case of letters; nil for any other.
  public init?(fileName: String) {
    switch FileExtension.of(fileName) {
    case "jsonl": self = .ndjson
    case let name?: self.init(rawValue: name)
    case nil: return nil
    }
  }
}
