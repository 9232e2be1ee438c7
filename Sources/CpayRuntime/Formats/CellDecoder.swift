import CpayModel
import CpayValue

/// csv and tsv: a row ends with a line end outside of quotes; the first row names the columns.
struct CellDecoder: RecordDecoder {
  /// What becomes of the cells.
  enum Target {
    /// Rows of texts under those names.
    case texts(ColumnLayout)
    /// Objects of a resource, from an export of them.
    case objects(Resource)
  }

  private let separator: UInt8
  private let target: Target
  private var isInQuotes = false
  private var sink: Sink?

  private enum Sink {
    case texts(TextRowBuilder, columnCount: Int)
    case objects(ResourceCells)
  }

  init(separator: UInt8, _ target: Target) {
    (self.separator, self.target) = (separator, target)
  }

  var missingAtEnd: String? { sink == nil ? "a header row is missing" : nil }

  mutating func cut(_ bytes: [UInt8], from start: Int) -> Int? {
    var cut: Int?
    let span = bytes.span
    for index in start..<span.count {
      switch span[index] {
      // A doubled quote turns twice.
      case UInt8(ascii: "\""): isInQuotes.toggle()
      case UInt8(ascii: "\n"): if !isInQuotes { cut = index + 1 }
      default: break
      }
    }
    return cut
  }

  mutating func rows(_ piece: [UInt8], from line: Int) throws(RecordFault) -> Batch {
    do {
      _ = try UTF8Span(validating: piece.span)
    } catch {
      throw RecordFault(at: error.byteOffsets.lowerBound, "the text is not UTF-8")
    }
    var scanner = CellScanner(piece, separator: separator, line: line)
    if sink == nil, !scanner.isAtEnd {
      let names = try CellDecoder.header(&scanner)
      sink = try sink(names)
    }
    guard let sink else { return Batch.empty }
    switch sink {
    case .texts(var builder, let columnCount):
      while !scanner.isAtEnd {
        // In one column an empty line is a row; in several it is none.
        if columnCount > 1, scanner.skipEmptyLine() { continue }
        let (start, rowLine) = (scanner.position, scanner.line)
        var count = 0
        try scanner.row { cell in
          builder.append(cell)
          count += 1
        }
        try CellDecoder.check(count, of: columnCount, at: start)
        builder.endRow(line: rowLine)
      }
      return builder.take()
    case .objects(let objects): return try objects.rows(&scanner)
    }
  }

  /// A stray quote hides the line ends behind it, and is what should be told.
  func tooLong(_ piece: [UInt8]) -> RecordFault {
    var scanner = CellScanner(piece, separator: separator, line: 1)
    do {
      while !scanner.isAtEnd { try scanner.row { _ in } }
    } catch {
      return error
    }
    return RecordFault(at: 0, "the row is over 16 MiB")
  }

  /// The names of the first row, each of which is there once.
  static func header(_ scanner: inout CellScanner) throws(RecordFault) -> [String] {
    let start = scanner.position
    var names: [String] = []
    try scanner.row { cell in names.append(String(decoding: cell ?? [], as: UTF8.self)) }
    guard names.count <= RecordSchema.mostColumns else {
      throw RecordFault(at: start, "there are more than \(RecordSchema.mostColumns) columns")
    }
    var taken: Set<[UInt8]> = []
    for (place, name) in names.enumerated() {
      guard name.utf8.count <= RecordSchema.longestName else {
        throw RecordFault(
          at: start, "the name of column \(place + 1) is over \(RecordSchema.longestName) bytes")
      }
      if name.isEmpty { throw RecordFault(at: start, "column \(place + 1) has no name") }
      guard taken.insert(Array(name.utf8)).inserted else {
        throw RecordFault(at: start, "two columns are named \"\(name)\"")
      }
    }
    return names
  }

  static func check(_ count: Int, of columns: Int, at start: Int) throws(RecordFault) {
    if count == columns { return }
    let cells = count == 1 ? "1 cell" : "\(count) cells"
    throw RecordFault(at: start, "the row has \(cells), the header \(columns)")
  }

  private func sink(_ names: [String]) throws(RecordFault) -> Sink {
    switch target {
    case .objects(let resource): return .objects(try ResourceCells(resource, names))
    case .texts(let layout):
      let wanted = layout.columns.map { Array($0.name.utf8) }
      guard names.map({ Array($0.utf8) }) == wanted else {
        throw RecordFault(at: 0, "the columns are not those that the file had before")
      }
      return .texts(TextRowBuilder(layout), columnCount: names.count)
    }
  }
}

extension Batch {
  /// No rows.
  fileprivate static var empty: Batch { BatchBuilder(ColumnLayout([])).build() }
}
