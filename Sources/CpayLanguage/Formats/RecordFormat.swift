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

  /// Whether its rows are cells under a line of names.
  public var hasCells: Bool { self == .csv || self == .tsv }

  /// What the names of its files end in.
  public var endings: [String] { self == .ndjson ? ["ndjson", "jsonl"] : [rawValue] }

  /// What the names of files end in that rows are read from, the usual ones first.
  public static let allEndings =
    allCases.map(\.rawValue) + allCases.flatMap { $0.endings.dropFirst() }

  /// The format that a file's extension names, in either case of letters; nil for any other.
  public init?(fileName: String) {
    guard let ending = FileExtension.of(fileName),
      let format = RecordFormat.allCases.first(where: { $0.endings.contains(ending) })
    else { return nil }
    self = format
  }
}
