import CpayLanguage
import CpaySyntax
import CpayValue

/// The rows of a file, as they are read; a row that does not fit stops the program at its line.
struct RecordsSource: RowSource {
  private let path: String
  private var chunks: FileChunks
  private var reader: RecordReader
  private var isAtEnd = false

  /// The rows of that type in the file at `path`, which is written in that form.
  init(
    _ path: String, _ chunks: FileChunks, _ form: RecordForm, _ type: RowType
  ) throws(FileFailure) {
    self.path = path
    self.chunks = chunks
    let beginning = try self.chunks.next() ?? []
    let format = try form.format(of: path, beginning: beginning)
    reader =
      if let resource = type.subject, !type.isMade {
        RecordReader(format, cells: form.cells, resource: resource)
      } else {
        RecordReader(format, cells: form.cells, fields: type.fields)
      }
    reader.append(beginning)
  }

  var remarks: [Diagnostic] {
    reader.findings.map { Diagnostic(RunFinding.cells($0, of: path)) }
  }

  mutating func next() async throws(EvaluationError) -> Batch? {
    do {
      while true {
        if let batch = try reader.next() { return batch }
        if isAtEnd { return nil }
        if let chunk = try chunks.next() {
          reader.append(chunk)
        } else {
          reader.finish()
          isAtEnd = true
        }
      }
    } catch let error as RecordError {
      throw .file(path, FileFailure("line \(error.line): \(error.reason)"))
    } catch let error as FileFailure {
      throw .file(path, error)
    } catch {
      throw .file(path, FileFailure("\(error)"))
    }
  }
}
