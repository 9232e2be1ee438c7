public import CpayValue

/// How the cells of csv and tsv are written, as far as a program says.
public struct CellForm: Hashable, Sendable {
  /// What stands between two cells; nil for what the file shows by itself.
  public var separator: CellSeparator?
  /// What stands before the decimals of a number; nil where the program does not say.
  public var decimal: DecimalSign?

  /// Cells between those separators, whose numbers have that sign.
  public init(separator: CellSeparator? = nil, decimal: DecimalSign? = nil) {
    (self.separator, self.decimal) = (separator, decimal)
  }
}

/// What can stand between two cells.
public enum CellSeparator: String, Sendable, CaseIterable {
  /// As the name of csv has it.
  case comma = ","
  /// As spreadsheets write csv where the comma stands in numbers.
  case semicolon = ";"
  /// As in tsv.
  case tab = "\t"
  /// As databases write it.
  case bar = "|"

  /// The one byte.
  public var byte: UInt8 { rawValue.utf8.first ?? 0 }

  /// Several of them, in messages.
  public var plural: String {
    switch self {
    case .comma: "commas"
    case .semicolon: "semicolons"
    case .tab: "tabs"
    case .bar: "vertical bars"
    }
  }
}

/// How a file of rows is written, as far as a program says.
public struct RecordForm: Hashable, Sendable {
  /// The format; nil for that of the file's name.
  public var format: RecordFormat?
  /// How its cells are written, if it has any.
  public var cells: CellForm

  /// A file of that format, or of that of its name.
  public init(_ format: RecordFormat? = nil, cells: CellForm = CellForm()) {
    (self.format, self.cells) = (format, cells)
  }

  /// The format of the file at `path`; nil where neither the program nor the name says it.
  ///
  /// Standard input has no name, so that what says how cells are written says that there are some.
  public func format(of path: String) -> RecordFormat? {
    format ?? RecordFormat(fileName: path)
      ?? (path == "-" && cells != CellForm() ? .csv : nil)
  }
}
