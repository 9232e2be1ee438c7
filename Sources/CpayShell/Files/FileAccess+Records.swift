import CpayLanguage
import CpayRuntime

extension FileAccess {
  /// The columns of a file of records, found by looking at its first rows; what was looked at of
  /// standard input is read again by whoever reads it next.
  func columns(of path: String, form: RecordForm) -> Result<[RowType.Field]?, FileFailure> {
    Result { () throws(FileFailure) in
      try store.columns(of: path, form: form) { if path == "-" { input?.unread($0) } }
    }
  }
}
