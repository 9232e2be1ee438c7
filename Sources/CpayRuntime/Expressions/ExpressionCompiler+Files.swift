import CpayLanguage
import CpayValue
import Synchronization

extension ExpressionCompiler {
  /// The path of a file that a row names.
  func file(_ path: CheckedExpression) throws(EvaluationError) -> RowValue {
    let path = try rowPath(path)
    return { (row) throws(EvaluationError) in .file(try path(row)) }
  }

  /// The record in a file that a row names, which is read once however many rows name it.
  func recordFile(
    _ path: CheckedExpression, _ type: RecordType
  ) throws(EvaluationError) -> RowValue {
    let (path, readFile) = (try rowPath(path), readFile)
    let known = Mutex<[String: Value]>([:])
    return { (row) throws(EvaluationError) in
      let name = try path(row)
      if let record = known.withLock({ $0[name] }) { return record }
      let document: RecordDocument
      do throws(FileFailure) {
        let bytes = try readFile(name)
        if bytes.isEmpty { throw .empty }
        document = RecordDocument(bytes, named: name, type)
      } catch {
        throw .evidence(name, error)
      }
      if let mistake = document.diagnostics.first { throw .diagnostic(mistake) }
      if document.members.isEmpty {
        throw .evidence(name, FileFailure("there is no evidence in it"))
      }
      let record = Value.record(document.members)
      known.withLock { $0[name] = record }
      return record
    }
  }

  /// A path with what the row puts into it, which may not lead out of its folder.
  private func rowPath(
    _ expression: CheckedExpression
  ) throws(EvaluationError) -> @Sendable (Row) throws(EvaluationError) -> String {
    guard case .template(let pieces) = expression else {
      let value = try value(expression)
      return { (row) throws(EvaluationError) in
        switch try value(row) {
        case .file(let path), .string(let path): return path
        default: throw .missing("the name of a file")
        }
      }
    }
    let parts = try values(pieces)
    let isWritten = pieces.map { if case .constant = $0 { true } else { false } }
    return { (row) throws(EvaluationError) in
      var path = ""
      for (part, isWritten) in zip(parts, isWritten) {
        let piece = try hole(part, row)
        if !isWritten, !piece.isFileName {
          throw .unfitName(piece)
        }
        path += piece
      }
      return path
    }
  }
}

/// What a row puts into a path; a value that is missing fits no name.
private func hole(_ part: RowValue, _ row: Row) throws(EvaluationError) -> String {
  do throws(EvaluationError) {
    if let text = try part(row).text { return text }
  } catch {
    guard case .missing = error else { throw error }
  }
  throw .unfitName("null")
}
