public import CpayLanguage
import CpayValue

/// How the cells of a file lie, as its first rows show it: what separates them, and the names of
/// their columns.
///
/// The same is found by looking at the file and by reading it, whatever the pieces it comes in.
struct FoundCells: Sendable {
  /// What stands between two cells.
  let separator: CellSeparator
  /// The names of the columns, each once.
  let names: [String]
  /// What a person should know of it.
  let findings: [CellFinding]

  /// Rows that are looked at.
  static let mostRows = 20
  /// Bytes that are looked at.
  static let mostBytes = 1 << 20

  /// Passes what stands before the first row of a file of cells, and reads its names.
  ///
  /// The file is that of `scanner` from its start, or the part of it that ends where a row does.
  /// Of csv the file shows what separates its cells; nobody else needs to.
  init(
    _ scanner: inout CellScanner, _ format: RecordFormat, _ form: CellForm
  ) throws(RecordFault) {
    let usual = format == .tsv ? CellSeparator.tab : .comma
    let line = SeparatorLine(scanner.bytes)
    if let line { scanner.pass(line.length) }
    let start = scanner.position
    if scanner.isAtEnd { throw RecordFault(at: start, "a header row is missing") }
    if scanner.skipEmptyLine() {
      throw RecordFault(at: start, "the line is empty where the names of the columns should be")
    }
    if let separator = form.separator ?? line?.separator {
      self.separator = separator
    } else if line != nil {
      throw RecordFault(
        at: 0, "its `sep=` line names none of \(CellSeparator.list); give a `separator=`")
    } else if format == .tsv {
      separator = usual
    } else {
      separator = try SeparatorSearch(scanner, usual: usual).found
    }
    scanner.separator = separator.byte
    var given: [String] = []
    try scanner.row { cell in given.append(String(decoding: cell ?? [], as: UTF8.self)) }
    try FoundCells.check(given, at: start)
    let columns = ColumnNames(given)
    names = columns.names
    let isTold = separator == usual || form.separator != nil
    findings = (isTold ? [] : [.separated(separator)]) + columns.findings
  }

  private static func check(_ names: [String], at start: Int) throws(RecordFault) {
    guard names.count <= RecordSchema.mostColumns else {
      throw RecordFault(at: start, "there are more than \(RecordSchema.mostColumns) columns")
    }
    for (place, name) in names.enumerated() where name.utf8.count > RecordSchema.longestName {
      throw RecordFault(
        at: start, "the name of column \(place + 1) is over \(RecordSchema.longestName) bytes")
    }
  }
}

/// What was found of a file of rows that its name does not promise.
public enum CellFinding: Hashable, Sendable {
  /// A byte order mark before its text.
  case marked
  /// Other separators than those of its format.
  case separated(CellSeparator)
  /// Columns that had no name, by those they got.
  case unnamed([String])
  /// Columns that had the name of another, by those they got.
  case repeated([String])
}

/// The line that tells a spreadsheet what separates cells: `sep=;`.
struct SeparatorLine {
  /// What it names; nil for what separates no cells here.
  let separator: CellSeparator?
  let length: Int

  /// The line that the text begins with; nil where it is none.
  init?(_ text: [UInt8]) {
    let end = text.firstIndex(of: UInt8(ascii: "\n")) ?? text.count
    var line = text[..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard line.count <= 5, SeparatorLine.begins(line) else { return nil }
    separator = CellSeparator(rawValue: String(decoding: line.dropFirst(4), as: UTF8.self))
    length = min(end + 1, text.count)
  }

  /// Whether a text begins like the line.
  static func begins(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first, first | 0x20 == UInt8(ascii: "s") else { return false }
    return text.prefix(4).map { $0 == UInt8(ascii: "=") ? $0 : $0 | 0x20 } == Array("sep=".utf8)
  }
}

extension CellSeparator {
  /// All of them, in messages.
  fileprivate static let list = #"",", ";", "\t" and "|""#

  /// It as a program writes it.
  fileprivate var literal: String { self == .tab ? #""\t""# : "\"\(rawValue)\"" }
}

/// The search for what separates the cells of a file.
private struct SeparatorSearch {
  /// What was found.
  let found: CellSeparator

  /// The cells that a separator makes of the first rows.
  private struct Cut {
    let separator: CellSeparator
    /// The cells of the first row.
    let width: Int
    /// Whether all rows have as many.
    let isEven: Bool
  }

  /// Looks at the rows that `scanner` stands before.
  init(_ scanner: CellScanner, usual: CellSeparator) throws(RecordFault) {
    let cuts = CellSeparator.allCases.map { SeparatorSearch.cut(scanner, by: $0) }
      .filter { $0.width > 1 }
    // Where no separator makes the rows even, the one that is meant shows in the names, and its
    // uneven row is what should be told.
    let even = cuts.filter(\.isEven)
    let candidates = even.isEmpty ? cuts : even
    if candidates.isEmpty || even.isEmpty && candidates.contains(where: { $0.separator == usual }) {
      found = usual
    } else if candidates.count == 1 {
      found = candidates[0].separator
    } else {
      let signs = candidates.map(\.separator.literal)
      throw RecordFault(
        at: scanner.position,
        "its cells may be separated by \(signs.joined(separator: " or ")); say which: "
          + "`separator=\(signs[0])`")
    }
  }

  private static func cut(_ rows: CellScanner, by separator: CellSeparator) -> Cut {
    let bytes = Array(rows.bytes.prefix(FoundCells.mostBytes))
    let isWhole = bytes.count == rows.bytes.count
    var scanner = CellScanner(bytes, separator: separator.byte, line: 1)
    scanner.pass(rows.position)
    var (width, count) = (0, 0)
    while count < FoundCells.mostRows, !scanner.isAtEnd {
      if scanner.skipEmptyLine() { continue }
      var cells = 0
      let isRow: Bool
      do {
        try scanner.row { _ in cells += 1 }
        isRow = true
      } catch {
        isRow = false
      }
      // A row that the look cuts off says nothing.
      if !isWhole, scanner.isAtEnd, !scanner.hasLineEnd || !isRow { break }
      if count == 0 { width = cells }
      guard isRow, cells == width else {
        return Cut(separator: separator, width: width, isEven: false)
      }
      count += 1
    }
    return Cut(separator: separator, width: width, isEven: true)
  }
}

/// The names of the columns of a file, each there once.
private struct ColumnNames {
  private(set) var names: [String] = []
  private var unnamed: [String] = []
  private var repeated: [String] = []

  var findings: [CellFinding] {
    (unnamed.isEmpty ? [] : [.unnamed(unnamed)]) + (repeated.isEmpty ? [] : [.repeated(repeated)])
  }

  /// The names as the file has them; one that is missing or there already gets another.
  init(_ given: [String]) {
    // A name that the file gives is not given to another column.
    var taken = Set(given.map { Array($0.utf8) })
    var seen: Set<[UInt8]> = []
    var numbers: [[UInt8]: Int] = [:]
    for (place, name) in given.enumerated() {
      let isFirst = seen.insert(Array(name.utf8)).inserted
      if isFirst, !name.isEmpty {
        names.append(name)
        continue
      }
      let base = name.isEmpty ? "column_\(place + 1)" : name
      var new = base
      // Counted on for each name, so that a thousand of one name are no million tries.
      while !taken.insert(Array(new.utf8)).inserted {
        numbers[Array(base.utf8), default: 1] += 1
        new = "\(base)_\(numbers[Array(base.utf8), default: 1])"
      }
      names.append(new)
      if name.isEmpty { unnamed.append(new) } else { repeated.append(new) }
    }
  }
}
