import CpayValue

extension CommandLineTool {
  /// Shows records: a table at a terminal, NDJSON elsewhere.
  func show(_ rows: [[Value.Member]], columns: [String]) {
    guard output.isTerminal else {
      var writer = JSONWriter()
      for row in rows {
        writer.value(.record(row))
        writer.endLine()
      }
      return output.write(writer.bytes)
    }
    let cells = CellText(now: Connection.systemTime())
    let table = Table(
      columns: columns.map { Table.Column($0) },
      rows: rows.map { row in row.map { output.masked(cells.text($0.value, named: $0.name)) } })
    for line in table.lines(width: output.width(), colored: output.isColored) {
      output.line(line)
    }
  }
}
