import CpayLanguage
import CpayModel
import CpayRuntime
import CpayValue
import Synchronization

/// The shapes results are written in.
enum OutputFormat: String, Sendable, CaseIterable {
  /// For people.
  case table
  /// The API's own objects, as one array.
  case json
  /// The API's own objects, one a line.
  case ndjson
}

/// Writes results to the output as they come; a table waits for its last row.
final class ResultWriter: Sendable {
  private let output: OutputStream
  private let format: OutputFormat
  private let cells: CellText
  private let state = Mutex(State())

  private struct State {
    var table: [[String]] = []
    var reader: RowReader?
    var isFirst = true
  }

  /// Rows a table shows before the middle is left out, with a count.
  private static let tableRowLimit = 1000

  init(_ output: OutputStream, _ format: OutputFormat, now: Timestamp) {
    self.output = output
    self.format = format
    cells = CellText(now: now)
  }

  func begin(_ type: RowType) {
    let columns = type.isMade ? type.fields.map(\.name) : type.subject.tableColumns
    state.withLock { $0 = State(reader: RowReader(type, columns: columns)) }
    if format == .json { output.write(Array("[".utf8)) }
  }

  func write(_ batch: Batch) {
    switch format {
    case .table: state.withLock { add(batch, to: &$0) }
    case .json, .ndjson: output.write(state.withLock { json(batch, &$0) })
    }
  }

  func end() {
    switch format {
    case .ndjson: break
    case .json: output.write(Array("\n]\n".utf8))
    case .table:
      let lines = state.withLock { state in
        defer { state.table = [] }
        return state.reader.map { table(state.table, $0.columns) } ?? []
      }
      output.line(lines.joined(separator: "\n"))
    }
  }

  func write(text: String) {
    output.line(text)
  }

  func write(_ value: Value) {
    switch value {
    case .money(let money) where format == .table: output.line(money.description)
    case .timestamp(let moment) where format == .table: output.line(moment.iso)
    case .interval(let length) where format == .table: output.line(length.display)
    case .text(let text) where format == .table, .file(let text) where format == .table:
      output.line(DisplayText(text).string)
    default:
      var writer = JSONWriter()
      writer.value(value)
      writer.endLine()
      output.write(writer.bytes)
    }
  }

  private func add(_ batch: Batch, to state: inout State) {
    guard let reader = state.reader else { return }
    for index in 0..<batch.count {
      state.table.append(
        zip(reader(batch[index]), reader.columns).map { cells.text($0, named: $1.name) })
    }
  }

  /// The table, without the last columns when these do not fit; the footer says which.
  private func table(_ rows: [[String]], _ fields: [RowType.Field]) -> [String] {
    let width = output.width()
    let columns = fields.map { Table.Column($0.name, cells.alignment($0)) }
    var shown = columns.count
    while shown > 2, !fits(rows, fields, shown, width) { shown -= 1 }
    if !fits(rows, fields, shown, width) { shown = columns.count }
    var lines = Table(columns: Array(columns[..<shown]), rows: rows.map { Array($0[..<shown]) })
      .lines(width: width, rowLimit: ResultWriter.tableRowLimit)
    if shown < columns.count, let footer = lines.popLast() {
      let hidden = fields[shown...].map(\.name).joined(separator: ", ")
      lines.append("\(footer), not shown: \(hidden)")
    }
    return lines
  }

  private func fits(
    _ rows: [[String]], _ fields: [RowType.Field], _ count: Int, _ width: Int
  ) -> Bool {
    var total = 2 * (count - 1)
    for column in 0..<count {
      let cells = rows.lazy.map { DisplayText($0[column]).width }
      total += max(fields[column].name.utf8.count, cells.max() ?? 0)
    }
    return total <= width
  }

  private func json(_ batch: Batch, _ state: inout State) -> [UInt8] {
    var writer = JSONWriter()
    var bytes: [UInt8] = []
    for index in 0..<batch.count {
      batch[index].write(to: &writer)
      if format == .ndjson {
        writer.endLine()
      } else {
        bytes.append(contentsOf: (state.isFirst ? "\n" : ",\n").utf8)
        bytes.append(contentsOf: writer.bytes)
        writer = JSONWriter()
        state.isFirst = false
      }
    }
    if format == .json { return bytes }
    return writer.bytes
  }
}
