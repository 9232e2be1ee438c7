import CpayLanguage
import CpayRuntime

extension FileAccess {
  /// The columns of a file of records, found by looking at its first rows; what was looked at of
  /// standard input is read again by whoever reads it next.
  func columns(of path: String, format: String?) -> Result<[RowType.Field]?, FileFailure> {
    Result { () throws(FileFailure) in
      let (bytes, isWhole) = try beginning(of: path)
      do throws(RecordError) {
        let format =
          format.flatMap { RecordFormat(rawValue: $0) } ?? RecordFormat(fileName: path)
          ?? RecordFormat(detecting: bytes)
        return try RecordSchema.infer(bytes, format: format, isWhole: isWhole)
      } catch {
        throw FileFailure("line \(error.line): \(error.reason)")
      }
    }
  }

  private func beginning(of path: String) throws(FileFailure) -> (bytes: [UInt8], isWhole: Bool) {
    var chunks = try store.open(path)
    var bytes: [UInt8] = []
    var isWhole = false
    while bytes.count < FileChunks.maximumBytes, !isWhole {
      if let chunk = try chunks.next() { bytes += chunk } else { isWhole = true }
    }
    if path == "-" { input?.unread(bytes) }
    return (bytes, isWhole)
  }
}
