import CpayLanguage
import CpayModel
import CpayRuntime
import CpayValue
import Synchronization

/// Writes results to the output as they come; a table waits for its last row.
final class ResultWriter: Sendable {
  private let output: OutputStream
  private let defaultFormat: OutputFormat
  private let cells: CellText
  private let state = Mutex(State())

  private struct State {
    var table: [[String]] = []
    var reader: RowReader?
    /// Whether columns that do not fit may be left out, since the program has not named them.
    var mayHide = false
    /// The column whose cells may be broken into lines.
    var sentences: String?
    var writer: RowWriter?
    /// What the next result is written in, where the program says so.
    var choice: (format: OutputFormat, raw: Bool)?
  }

  private var format: OutputFormat { state.withLock { $0.choice?.format } ?? defaultFormat }

  /// Rows a table shows before the middle is left out, with a count.
  private static let tableRowLimit = 1000
  /// Lines of a table that are written in one go, so that whoever asks to stop does not wait for all.
  private static let linesAtOnce = 256

  init(_ output: OutputStream, _ format: OutputFormat, now: Timestamp) {
    self.output = output
    defaultFormat = format
    cells = CellText(now: now)
  }

  /// Writes the next result in that format.
  func use(_ format: OutputFormat, raw: Bool) {
    state.withLock { $0.choice = (format, raw) }
  }

  func begin(_ type: RowType) {
    let format = format
    send(
      state.withLock { state in
        let choice = state.choice
        state = State(
          reader: RowReader(type, columns: type.shownColumns), mayHide: type.hidesColumns,
          sentences: type.sentenceColumn,
          writer: RowWriter(format, type: type, raw: choice?.raw ?? false), choice: choice)
        return state.writer?.begin() ?? []
      })
  }

  func write(_ batch: Batch) {
    let isTable = format == .table
    send(
      state.withLock { state in
        if isTable { add(batch, to: &state) }
        return state.writer?.rows(batch) ?? []
      })
  }

  /// Ends the result; says how many of its cells got a sign before them, which keeps a spreadsheet
  /// from reading a formula.
  func end() -> Int { end {} }

  /// The same; a table is laid out and written as long as `check` lets it.
  func end<Stop: Error>(_ check: () throws(Stop) -> Void) throws(Stop) -> Int {
    defer { state.withLock { $0.choice = nil } }
    guard format == .table else {
      send(state.withLock { $0.writer?.end() ?? [] })
      return state.withLock { $0.writer?.guardedCells ?? 0 }
    }
    let (rows, fields, mayHide, sentences) = state.withLock { state in
      defer { state.table = [] }
      return (state.table, state.reader?.columns, state.mayHide, state.sentences)
    }
    let lines = try fields.map { (fields) throws(Stop) in
      try table(
        rows, fields, mayHide: mayHide, sentences: fields.firstIndex { $0.name == sentences },
        check)
    }
    var rest = (lines ?? [])[...]
    repeat {
      try check()
      let part = rest.prefix(ResultWriter.linesAtOnce)
      output.line(part.joined(separator: "\n"))
      rest = rest.dropFirst(part.count)
    } while !rest.isEmpty
    return 0
  }

  func write(text: String) {
    output.line(text)
  }

  /// Draws a chart in the columns there are.
  func write(_ chart: Chart) {
    let drawing = ChartDrawing(chart, output.isTerminal ? .blocks : .plain, masked: output.masked)
    for line in drawing.lines(width: output.width()) { write(text: line) }
  }

  func write(_ value: Value) {
    defer { state.withLock { $0.choice = nil } }
    if format == .table { return output.line(DisplayText(value.plainText).string) }
    send(format.bytes(of: value))
  }

  /// Sends what a writer made; what cells of csv and tsv hold that is unsafe to print is shown, and
  /// goes as it is only where the program says `raw=true` and nobody looks.
  private func send(_ bytes: [UInt8]) {
    if bytes.isEmpty { return }
    guard format.keepsControls else { return output.write(bytes) }
    guard output.isTerminal else {
      let isRaw = state.withLock { $0.choice?.raw ?? false }
      return output.write(isRaw ? bytes : PrintedCells.safe(bytes))
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let shown = lines.map { line in
      line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { DisplayText(decoding: $0).string }.joined(separator: "\t")
    }
    output.write(Array(shown.joined(separator: "\n").utf8))
  }

  private func add(_ batch: Batch, to state: inout State) {
    guard let reader = state.reader else { return }
    for index in 0..<batch.count {
      state.table.append(
        zip(reader(batch[index]), reader.columns).map {
          output.masked(cells.text($0, named: $1.name))
        })
    }
  }

  /// The table, without the last columns when these do not fit; the footer says which.
  private func table<Stop: Error>(
    _ rows: [[String]], _ fields: [RowType.Field], mayHide: Bool, sentences: Int?,
    _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    let width = output.width()
    var shown = fields.count
    if mayHide {
      let visible = ShownRows(of: rows.count, limit: ResultWriter.tableRowLimit).pick(rows)
      var widths = try widths(of: visible, fields, check)
      if let sentences { widths[sentences] = min(widths[sentences], Table.sentenceWidth) }
      shown = ResultWriter.fitting(widths, width) ?? shown
    }
    let columns = fields[..<shown].map { Table.Column($0.name, cells.alignment($0)) }
    var table = Table(columns: columns, rows: rows.map { Array($0[..<shown]) })
    table.sentences = sentences.flatMap { $0 < shown ? $0 : nil }
    var lines = try table.lines(width: width, rowLimit: ResultWriter.tableRowLimit, check)
    if shown < fields.count, let footer = lines.popLast() {
      let hidden = fields[shown...].map(\.name).joined(separator: ", ")
      lines += WrappedText.lines("\(footer), not shown: \(hidden)", width: max(20, width))
    }
    return lines
  }

  /// The columns that each field takes at a terminal.
  private func widths<Stop: Error>(
    of rows: [[String]], _ fields: [RowType.Field], _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [Int] {
    var widths = fields.map(\.name.utf8.count)
    for row in rows {
      try check()
      for (place, cell) in row.enumerated() {
        widths[place] = max(widths[place], DisplayText(cell).width)
      }
    }
    return widths
  }

  /// How many of the first columns fit, two at least; nil where not even those do.
  private static func fitting(_ widths: [Int], _ width: Int) -> Int? {
    var total = widths.reduce(0) { $0 + $1 + 2 } - 2
    var count = widths.count
    while total > width, count > 2 {
      count -= 1
      total -= widths[count] + 2
    }
    return total <= width ? count : nil
  }
}

extension OutputStream {
  /// The format of results for which that one was chosen, if any: else what suits who reads them.
  func format(_ chosen: OutputFormat?) -> OutputFormat {
    chosen ?? (isTerminal ? .table : .ndjson)
  }
}
