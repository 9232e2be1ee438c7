import CpayLanguage
import CpaySyntax
import CpayValue

/// The rows of a file, as they are read; a row that does not fit stops the program at its line.
struct RecordsSource: RowSource {
  private let path: String
  private let look: RecordLook?
  private var chunks: FileChunks
  private var reader: RecordReader
  private var isAtEnd = false

  /// The rows of `rows` in the file at `path`, which is written in that form, and of whose columns
  /// some are used.
  ///
  /// What was looked at whole is read as it is, and must be what it was.
  init(
    _ path: String, _ chunks: FileChunks, _ form: RecordForm, _ rows: CheckedRows, _ use: ColumnUse
  ) throws(FileFailure) {
    self.path = path
    self.chunks = chunks
    look = rows.look
    try RecordsSource.requireSame(chunks, look)
    let beginning = try self.chunks.next() ?? []
    let format = try form.format(of: path, beginning: beginning)
    let type = rows.sourceType
    let isKnown = look?.isWhole == true && look?.version != nil
    reader =
      if let resource = type.subject, !type.isMade {
        RecordReader(format, cells: form.cells, resource: resource)
      } else {
        RecordReader(format, cells: form.cells, fields: type.fields, use: isKnown ? nil : use)
      }
    reader.append(beginning)
  }

  private static func requireSame(
    _ chunks: FileChunks, _ look: RecordLook?
  ) throws(FileFailure) {
    if let seen = look?.version, chunks.version != seen { throw .changed }
  }

  mutating func next() async throws(EvaluationError) -> Batch? { try nextRows() }

  /// The next rows, without waiting for anyone.
  mutating func nextRows() throws(EvaluationError) -> Batch? {
    do {
      while true {
        if let batch = try reader.next() { return batch }
        if isAtEnd { return nil }
        if let chunk = try chunks.next() {
          reader.append(chunk)
        } else {
          try RecordsSource.requireSame(chunks, look)
          reader.finish()
          isAtEnd = true
        }
      }
    } catch let error as RecordError {
      throw .file(path, FileFailure(error.message))
    } catch let error as FileFailure {
      throw .file(path, error)
    } catch {
      throw .file(path, FileFailure("\(error)"))
    }
  }

  /// What was found of the file that its name does not promise.
  var findings: [CellFinding] { reader.findings }

  var remarks: [Diagnostic] {
    let found = findings.map { RunFinding.cells($0, of: path) }
    let page = reader.isPage && look?.isPage != true ? [RunFinding.page(path)] : []
    return (found + page).map { Diagnostic($0) }
  }
}
