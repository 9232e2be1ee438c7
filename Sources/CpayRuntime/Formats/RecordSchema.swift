public import CpayLanguage
public import CpayModel
import CpayValue

/// Looks at a file of rows, piece by piece, for its columns and their types.
///
/// Columns of csv and tsv are texts. Whole and decimal numbers together are decimals, a column of
/// nothing but nulls is text, one of values of several kinds is mixed. Any column may be missing.
public struct RecordSchema {
  /// Bytes that are looked at where a file is not looked at whole.
  public static let mostBytes = 1 << 20
  /// Bytes of a file that is looked at whole: to find its columns, or that its rows fit a schema.
  ///
  /// Reading finds that by itself: a larger file is not read twice for it.
  public static func mostWholeBytes(_ schema: Resource?) -> Int {
    schema == nil ? 256 << 20 : 16 << 20
  }
  /// Columns that a file may have.
  static let mostColumns = ObjectShape.mostKeys
  /// Bytes of a name of cells, which every row repeats.
  static let longestName = 256

  private var reader: RecordReader
  /// The columns, where the first row names them.
  private let named: [RowType.Field]?
  private var rowCount = 0

  /// A look at a file that begins with `start`, at least ``mostBytes`` of it or the whole.
  /// - Throws: ``RecordError`` where the file cannot be read.
  public init(
    _ start: [UInt8], format: RecordFormat, cells: CellForm = CellForm(),
    schema: Resource? = nil, isWhole: Bool
  ) throws(RecordError) {
    if let schema {
      (named, reader) = ([], RecordReader(format, cells: cells, resource: schema))
    } else {
      switch format {
      case .csv, .tsv:
        let fields = try RecordSchema.cells(start, format, cells, isWhole: isWhole)
        named = fields
        reader = RecordReader(
          format, cells: cells, fields: fields, use: nil, looksAtNumbers: cells.decimal == nil)
      case .json, .ndjson: (named, reader) = (nil, RecordReader(lookingAtObjectsOf: format))
      }
    }
    try add(start)
  }

  /// Looks at the next piece.
  /// - Throws: ``RecordError`` at the first row that cannot be read.
  public mutating func add(_ piece: [UInt8]) throws(RecordError) {
    reader.append(piece)
    while let rows = try reader.next() { rowCount += rows.count }
  }

  /// What was found.
  /// - Throws: ``RecordError`` where the file ends in the middle of a row.
  public mutating func end(isWhole: Bool) throws(RecordError) -> RecordLook {
    if isWhole {
      reader.finish()
      while let rows = try reader.next() { rowCount += rows.count }
    } else if rowCount == 0, named == nil {
      throw RecordError(line: 1, reason: "no row ends in the first MiB; name a schema")
    }
    let fields = cellFields ?? reader.found.map { $0.shape.fields($0.counting) } ?? []
    return RecordLook(fields, isWhole: isWhole, isPage: reader.isPage)
  }

  /// The columns that the first row names, with what the cells below have shown.
  private var cellFields: [RowType.Field]? {
    guard let named, let numbers = reader.numbers else { return named }
    return named.enumerated().map { place, field in
      let type = field.type
      return RowType.Field(
        name: field.name,
        type: FieldType(type.type, isNullable: type.isNullable, numbers: numbers.numbers(place)))
    }
  }

  /// The columns of a file that begins with `prefix`, in the order in which they appear.
  /// - Throws: ``RecordError`` where the file cannot be read.
  public static func infer(
    _ prefix: [UInt8], format: RecordFormat, cells form: CellForm = CellForm(), isWhole: Bool
  ) throws(RecordError) -> [RowType.Field] {
    var schema = try RecordSchema(prefix, format: format, cells: form, isWhole: isWhole)
    return try schema.end(isWhole: isWhole).fields
  }

  private static func cells(
    _ prefix: [UInt8], _ format: RecordFormat, _ form: CellForm, isWhole: Bool
  ) throws(RecordError) -> [RowType.Field] {
    if let reason = TextStart.foreignForm(prefix) {
      throw RecordError(line: 1, offset: 0, reason: reason)
    }
    let prefix = Array(prefix.prefix(mostBytes))
    let isWhole = isWhole && prefix.count < mostBytes
    let text = TextStart.skippingMark(prefix)
    guard !text.isEmpty else { throw RecordError(line: 1, reason: "a header row is missing") }
    var scanner = CellScanner(text, separator: 0, line: 1)
    let found: FoundCells
    do {
      found = try FoundCells(&scanner, format, form)
    } catch {
      let line = 1 + text.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
      throw RecordError(
        line: line, offset: error.offset + prefix.count - text.count, reason: error.reason)
    }
    if !isWhole, !scanner.hasLineEnd {
      throw RecordError(line: 1, reason: "the header row is over 1 MiB")
    }
    let type = FieldType(
      .string, isNullable: true, numbers: form.decimal.map { .said($0) } ?? .point)
    return found.names.map { RowType.Field(name: $0, type: type) }
  }
}
