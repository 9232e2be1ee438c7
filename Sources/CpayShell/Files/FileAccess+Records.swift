import CpayLanguage
import CpayModel
import CpayRuntime

extension FileAccess {
  /// What a file of records holds; what was looked at of standard input is read again by whoever
  /// reads it next.
  func look(
    at path: String, form: RecordForm, schema: Resource?
  ) -> Result<RecordLook?, FileFailure> {
    Result { () throws(FileFailure) in
      try store.look(at: path, form: form, schema: schema) { start in
        if path == "-" { input?.unread(start) }
      }
    }
  }
}
