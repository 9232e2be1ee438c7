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

  /// What the names of its files end in, the usual one first; none for ``table``, which a terminal
  /// draws.
  public var endings: [String] {
    switch self {
    case .table: []
    case .yaml: ["yaml", "yml"]
    case .json, .ndjson, .csv, .tsv, .md: [rawValue]
    }
  }

  /// Whom it is for, as the reference says it.
  public var purpose: String {
    switch self {
    case .table: "people at a terminal"
    case .json, .ndjson, .yaml: "programs; nothing is lost"
    case .csv, .tsv: "spreadsheets"
    case .md: "a page of text"
    }
  }

  /// What it shows of rows that no stage has changed.
  public var unchangedRows: String {
    switch self {
    case .table, .md: "the columns of the resource's table"
    case .json: "the API's own objects, unknown fields included, in one array"
    case .ndjson: "the API's own objects, unknown fields included, one a line"
    case .yaml: "the API's own objects, unknown fields included, as a block sequence"
    case .csv: "all fields, between commas"
    case .tsv: "all fields, between tabs"
    }
  }

  /// What the names of files end in that rows can be saved to, the usual ones first.
  public static let allEndings =
    allCases.compactMap(\.endings.first) + allCases.flatMap { $0.endings.dropFirst() }

  /// The format that a file's extension names, in either case of letters; nil for any other.
  public init?(fileName: String) {
    guard let ending = FileExtension.of(fileName),
      let format = OutputFormat.allCases.first(where: { $0.endings.contains(ending) })
    else { return nil }
    self = format
  }
}
