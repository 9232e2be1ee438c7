import CpayLanguage
import CpaySyntax
import CpayValue

/// The rows of a file, as they are read; a row that does not fit stops the program at its line.
///
/// Of a file that is longer than a few pieces the next rows are read on another core, while whoever
/// took the last ones works on them.
struct RecordsSource: RowSource {
  private var reading: Reading
  /// The next rows, which are being read.
  private var ahead: Task<Ahead, Never>?
  /// How many batches have come.
  private var batchCount = 0

  /// What reading ahead has come to.
  private struct Ahead {
    let reading: Reading
    let rows: Result<Batch?, EvaluationError>
  }

  /// The batches of a file that is too short to be read ahead.
  private static let fewBatches = 4

  /// The rows of `rows` in the file at `path`, which is written in that form, and of whose columns
  /// some are used.
  ///
  /// What was looked at whole is read as it is, and must be what it was.
  init(
    _ path: String, _ chunks: FileChunks, _ form: RecordForm, _ rows: CheckedRows, _ use: ColumnUse
  ) throws(FileFailure) {
    reading = try Reading(path, chunks, form, rows, use)
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    let rows: Result<Batch?, EvaluationError>
    if let ahead {
      let came = await ahead.value
      (reading, rows) = (came.reading, came.rows)
      self.ahead = nil
    } else {
      rows = reading.result()
    }
    batchCount += 1
    if case .success(.some) = rows, reading.isOfFile, batchCount > RecordsSource.fewBatches {
      let last = reading
      ahead = Task.detached {
        var reading = last
        let rows = reading.result()
        return Ahead(reading: reading, rows: rows)
      }
    }
    return try rows.get()
  }

  /// The next rows, without waiting for anyone.
  mutating func nextRows() throws(EvaluationError) -> Batch? { try reading.next() }

  /// What was found of the file that its name does not promise.
  var findings: [CellFinding] { reading.findings }

  var remarks: [Diagnostic] {
    let found = findings.map { RunFinding.cells($0, of: reading.path) }
    let page = reading.isNewPage ? [RunFinding.page(reading.path)] : []
    return (found + page).map { Diagnostic($0) }
  }
}

/// A file and how far it has been read.
private struct Reading: Sendable {
  let path: String
  private let look: RecordLook?
  private var chunks: FileChunks
  private var reader: RecordReader
  private var isAtEnd = false

  init(
    _ path: String, _ chunks: FileChunks, _ form: RecordForm, _ rows: CheckedRows, _ use: ColumnUse
  ) throws(FileFailure) {
    self.path = path
    self.chunks = chunks
    look = rows.look
    try Reading.requireSame(chunks, look)
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
    // As much was looked at as had come when it paused.
    if !isOfFile, look?.isWhole == false { reader.settle() }
  }

  private static func requireSame(
    _ chunks: FileChunks, _ look: RecordLook?
  ) throws(FileFailure) {
    if let seen = look?.version, chunks.version != seen { throw .changed }
  }

  /// Whether what is read is there already, so that nobody waits for it.
  var isOfFile: Bool { look?.version != nil }

  var findings: [CellFinding] { reader.findings }

  /// Whether the rows are one page of a list that goes on, which the look has not shown.
  var isNewPage: Bool { reader.isPage && look?.isPage != true }

  mutating func result() -> Result<Batch?, EvaluationError> {
    Result { () throws(EvaluationError) in try next() }
  }

  mutating func next() throws(EvaluationError) -> Batch? {
    do {
      while true {
        if let batch = try reader.next() { return batch }
        if isAtEnd { return nil }
        let rest = reader.takeRest()
        if let chunk = try chunks.next(behind: rest) {
          reader.append(chunk)
        } else {
          reader.append(rest)
          try Reading.requireSame(chunks, look)
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
}
