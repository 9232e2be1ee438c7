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
  /// Whether tables show the types of their columns below the names.
  private let showsTypes: Bool
  private let state = Mutex(State())

  private struct State {
    var table: [[Table.Cell]] = []
    var reader: RowReader?
    var type: RowType?
    var writer: RowWriter?
    /// What the next result is written in, where the program says so.
    var choice: (format: OutputFormat, raw: Bool)?
  }

  private var format: OutputFormat { state.withLock { $0.choice?.format } ?? defaultFormat }

  /// Rows a table shows before the middle is left out, with a count.
  private static let tableRowLimit = 1000
  /// Lines of a table or chart that are written in one go, so that whoever asks to stop does not wait for all.
  private static let linesAtOnce = 256

  init(
    _ output: OutputStream, _ format: OutputFormat, now: Timestamp, showsTypes: Bool = false
  ) {
    self.output = output
    self.showsTypes = showsTypes
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
          reader: RowReader(type, columns: type.shownColumns), type: type,
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
      output.flush()
      return state.withLock { $0.writer?.guardedCells ?? 0 }
    }
    let (rows, fields, type) = state.withLock { state in
      defer { state.table = [] }
      return (state.table, state.reader?.columns, state.type)
    }
    var lines: [String]?
    if let fields, let type { lines = try table(rows, fields, type, check) }
    if let lines, let type, try isPaged(lines, type, check) { return 0 }
    try write(lines ?? [], check)
    return 0
  }

  /// Writes lines as long as `check` lets it; an empty one for none.
  private func write<Stop: Error>(
    _ lines: [String], _ check: () throws(Stop) -> Void
  ) throws(Stop) {
    var rest = lines[...]
    repeat {
      try check()
      let part = rest.prefix(ResultWriter.linesAtOnce)
      output.line(part.joined(separator: "\n"))
      rest = rest.dropFirst(part.count)
    } while !rest.isEmpty
  }

  /// Shows a long table a screen at a time, where that can be done; what became of a plan is always
  /// shown at once.
  private func isPaged<Stop: Error>(
    _ lines: [String], _ type: RowType, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> Bool {
    guard let pager = output.pager, let terminal = output.descriptor, type.subject != .outcome,
      pager.wants(lines.count, on: terminal)
    else { return false }
    let text = lines.joined(separator: "\n") + "\n"
    return try pager.show(output.masked(text), on: terminal, check)
  }

  func write(text: String) {
    output.line(text)
  }

  /// Writes what a pipeline does; at a terminal in the columns there are.
  func write(_ explanation: Explanation) {
    guard output.isTerminal else { return output.line(explanation.text) }
    for line in ExplanationText.lines(explanation, width: output.width()) { output.line(line) }
  }

  /// Draws a chart in the columns there are, as long as `check` lets it.
  func write<Stop: Error>(_ chart: Chart, _ check: () throws(Stop) -> Void) throws(Stop) {
    let ink = output.isTerminal ? ChartDrawing.Ink.blocks : .plain
    let drawing = try ChartDrawing(chart, ink, masked: output.masked, check)
    try write(drawing.lines(width: output.width(), check), check)
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
    let status = reader.columns.firstIndex { $0.name == "status" }
    for index in 0..<batch.count {
      let values = reader(batch[index])
      let isOpen = status.map { values[$0].isOpenStatus } ?? true
      state.table.append(
        zip(values, reader.columns).map { value, column in
          Table.Cell(
            output.masked(cells.text(value, named: column.name)),
            cells.tone(value, named: column.name, isOpen: isOpen))
        })
    }
  }

  /// The table, without columns that do not fit; the footer says which.
  private func table<Stop: Error>(
    _ rows: [[Table.Cell]], _ fields: [RowType.Field], _ type: RowType,
    _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    let width = output.width()
    let visible = ShownRows(of: rows.count, limit: ResultWriter.tableRowLimit).pick(rows)
    let widths = try widths(of: visible, fields, check)
    let sentences = fields.firstIndex { $0.name == type.sentenceColumn }
    let fit = ColumnFit(
      zip(fields, widths).map { field, width in
        ColumnFit.Column(
          width: width, isChosen: type.chosen.contains(field.name),
          isText: field.type.type == .string)
      }, width: width, mayHide: type.hidesColumns, sentences: sentences)
    let isWhole = fit.shown.count == fields.count
    var table = Table(
      columns: fit.shown.map {
        Table.Column(fields[$0].name, cells.alignment(fields[$0]), note: note(fields[$0]))
      },
      cells: isWhole ? rows : rows.map { row in fit.shown.map { row[$0] } })
    table.sentences = fit.sentences.flatMap { fit.shown.firstIndex(of: $0) }
    var lines = try table.lines(
      width: width, rowLimit: ResultWriter.tableRowLimit, colored: output.isColored, check)
    if !isWhole, let footer = lines.popLast() {
      let hidden = fields.indices.filter { !fit.shown.contains($0) }.map { fields[$0].name }
      let count = hidden.count == 1 ? "1 column" : "\(hidden.count) columns"
      lines += WrappedText.lines(
        "\(footer), \(count) not shown: \(hidden.joined(separator: ", "))", width: width)
    }
    return lines
  }

  /// What stands below the name of a column.
  private func note(_ field: RowType.Field) -> String? {
    showsTypes ? field.type.typeName : nil
  }

  /// The columns that each field takes at a terminal.
  private func widths<Stop: Error>(
    of rows: [[Table.Cell]], _ fields: [RowType.Field], _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [Int] {
    var widths = fields.map { field in
      max(DisplayText(field.name).width, note(field).map { DisplayText($0).width } ?? 0)
    }
    for row in rows {
      try check()
      for (place, cell) in row.enumerated() {
        widths[place] = max(widths[place], DisplayText(cell.text).width)
      }
    }
    return widths
  }
}

extension Value {
  /// Whether it is a status in which a dispute can still be answered.
  fileprivate var isOpenStatus: Bool {
    if case .string(let status) = self { DisputeStatus.open.contains(status) } else { false }
  }
}

extension OutputStream {
  /// The format of results for which that one was chosen, if any: else what suits who reads them.
  func format(_ chosen: OutputFormat?) -> OutputFormat {
    chosen ?? (isTerminal ? .table : .ndjson)
  }
}
