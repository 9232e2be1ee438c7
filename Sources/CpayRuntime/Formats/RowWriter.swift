public import CpayLanguage
public import CpayValue

/// Writes rows in one format, as bytes for whoever keeps them.
///
/// Nothing is left out and nothing is cut. A format for people shows money with its decimals, and
/// times in ISO 8601; see
/// ``/CpayLanguage/OutputFormat``.
public struct RowWriter: Sendable {
  private var encoder: any RowEncoder

  /// A writer of rows of that type; nil for ``/CpayLanguage/OutputFormat/table``, which a terminal draws.
  ///
  /// With `raw`, cells of csv and tsv come without the `'` that keeps a spreadsheet from reading a
  /// formula, and what is written is what a reader gets back.
  public init?(_ format: OutputFormat, type: RowType, raw: Bool = false) {
    guard let encoder = format.encoder(type, raw: raw) else { return nil }
    self.encoder = encoder
  }

  /// What stands before the first row.
  public mutating func begin() -> [UInt8] { encoder.begin() }

  /// The rows of a batch.
  public mutating func rows(_ batch: Batch) -> [UInt8] {
    var bytes: [UInt8] = []
    encoder.append(batch, to: &bytes)
    return bytes
  }

  /// What stands behind the last row.
  public mutating func end() -> [UInt8] { encoder.end() }

  /// The cells so far that got a `'` before them, which keeps a spreadsheet from reading a formula.
  public var guardedCells: Int { encoder.guardedCells }
}

/// One format of rows.
protocol RowEncoder: Sendable {
  mutating func begin() -> [UInt8]
  mutating func append(_ batch: Batch, to bytes: inout [UInt8])
  mutating func end() -> [UInt8]
  /// The cells so far that got a `'` before them.
  var guardedCells: Int { get }
}

extension RowEncoder {
  var guardedCells: Int { 0 }
}

extension OutputFormat {
  /// The writer of rows; nil for ``/CpayLanguage/OutputFormat/table``, which a terminal draws.
  ///
  /// With `raw`, cells of csv and tsv are the texts alone, without the `'` that keeps a spreadsheet
  /// from reading a formula.
  fileprivate func encoder(_ type: RowType, raw: Bool) -> (any RowEncoder)? {
    switch self {
    case .table: nil
    case .json: JSONRows(isLines: false)
    case .ndjson: JSONRows(isLines: true)
    case .yaml: YAMLRows()
    case .csv: SeparatedRows(type, CellWriter(separator: .comma, isGuarded: !raw))
    case .tsv: SeparatedRows(type, CellWriter(separator: .tab, isGuarded: !raw))
    case .md: MarkdownRows(type)
    }
  }

  /// Whether what is written may hold characters as they are that are unsafe to print: readers of
  /// such files know no escapes.
  public var keepsControls: Bool {
    switch self {
    case .csv, .tsv, .md: true
    case .table, .json, .ndjson, .yaml: false
    }
  }

  /// A single value with the end of its line: JSON or YAML in the formats that lose nothing, else
  /// as people read it.
  public func bytes(of value: Value) -> [UInt8] {
    switch self {
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.value(value)
      writer.endLine()
      return writer.bytes
    case .yaml: return YAMLWriter.document(value)
    case .table, .csv, .tsv, .md: return Array((value.plainText + "\n").utf8)
    }
  }
}
