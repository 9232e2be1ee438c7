public import CpayLanguage

extension FileStore {
  /// Reads the files that a program is checked with.
  public var lookup: FileLookup {
    { path in
      Result { () throws(FileFailure) in
        try read(path, upTo: Evaluator.maximumDocumentBytes)
      }
    }
  }

  /// Looks at the files of records that a program is checked with.
  public var recordLookup: RecordLookup {
    { path, form in
      Result { () throws(FileFailure) in try columns(of: path, form: form) }
    }
  }

  /// The columns of a file of records that is written in that form, found by looking at its first
  /// rows; `looked` takes what was read of it.
  /// - Throws: ``/CpayLanguage/FileFailure`` when it cannot be read, or its rows cannot.
  public func columns(
    of path: String, form: RecordForm = RecordForm(), looked: ([UInt8]) -> Void = { _ in }
  ) throws(FileFailure) -> [RowType.Field] {
    var chunks = try open(path)
    var bytes: [UInt8] = []
    var isWhole = false
    while bytes.count < FileChunks.maximumBytes, !isWhole {
      if let chunk = try chunks.next() { bytes += chunk } else { isWhole = true }
    }
    looked(bytes)
    let format = try form.format(of: path, beginning: bytes)
    do throws(RecordError) {
      return try RecordSchema.infer(bytes, format: format, cells: form.cells, isWhole: isWhole)
    } catch {
      throw FileFailure("line \(error.line): \(error.reason)")
    }
  }
}
